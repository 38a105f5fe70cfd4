"""Contacts and the questions in them: the spine of Gehoor.

A contact is one conversation, with a clock and an agent; a question is the unit of
answering, in the citizen's own words.
"""
