"""The journal: what happened, in ids and codes, and who has read it how far.

At once audit trail, history on screen and outbox: an event is written in the transaction of
the change it tells of, and reactions read it afterwards, each with a cursor of its own.
"""
