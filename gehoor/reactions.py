"""What follows from what: every event and its reactions, on one screen."""

from gehoor.events.consumers import Reaction
from gehoor.knowledge.indexing import rebuild_search
from gehoor.measures.corrections import recount_corrected_days
from gehoor.measures.tallies import tally_contacts

REACTIONS: list[tuple[Reaction, list[str]]] = [
    (tally_contacts, ["contact.closed", "contact.abandoned"]),
    (recount_corrected_days, ["question.reclassified", "question.split", "question.merged"]),
    (rebuild_search, ["article.written", "article.changed", "article.addition_set"]),
]
