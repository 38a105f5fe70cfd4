"""`gehoor worker`: everything that follows later than the click."""

from typing import Any

from django.core.management.base import BaseCommand

from gehoor.demonstration.building import BuildYears
from gehoor.events.worker import Worker
from gehoor.knowledge.indexing import bring_all_up_to_date
from gehoor.reactions import REACTIONS


class Command(BaseCommand):
    help = "Run the reactions to what happens, until told to stop."

    def handle(self, *args: Any, **options: Any) -> None:
        bring_all_up_to_date()
        Worker(REACTIONS, [BuildYears()]).run()
