"""The entrances that citizens use themselves, a folder each.

What comes in here becomes a contact that waits (`contacts.actions.offer_contact`); everything
that a channel knows besides hangs on that contact.
"""
