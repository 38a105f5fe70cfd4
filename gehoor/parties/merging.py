"""Two records of one party made one, and parted again with nothing lost.

What hangs on a party is found through the columns that point at `Party`, also of rooms above
this one: a new model needs nothing here to move with its party.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ForeignKey, Model, QuerySet
from django.utils.translation import gettext as _

from gehoor.events.actions import record
from gehoor.organisation.models import Employee
from gehoor.parties.models import (
    DigitalAddress,
    Party,
    PartyIdentifier,
    PartyMerge,
    PostalAddress,
    Representation,
)

# Empty (as it says here) with the kept record and known of the other: taken over, and given
# back on parting.
FILLED: dict[str, Any] = {
    "initials": "", "first_name": "", "internal_note": "", "interpreter": "",
    "is_protected": False, "works_for_id": None,
}  # fmt: skip
# A row whose like the kept record has (equal in these columns) stays with the other one.
ONCE: dict[type[Model], tuple[str, ...]] = {
    PostalAddress: ("purpose",),
    DigitalAddress: ("kind", "address_key"),
    PartyIdentifier: ("kind", "value_key", "parent"),
}
OTHER_SIDE = {"representative": "represented", "represented": "representative"}
PIECE = 5_000


class NotOneParty(ValidationError):
    """These two are two; the messages say by what that shows."""


@dataclass(frozen=True)
class Plan:
    """Which rows will move to the kept record and which stay; by "app.model.field"."""

    moves: dict[str, list[int]] = field(default_factory=dict)
    stays: dict[str, list[int]] = field(default_factory=dict)


def _columns() -> Iterator[tuple[str, Any]]:
    """Every column that points at a party, but those that tell of merging itself."""
    for relation in Party._meta.get_fields(include_hidden=True):
        column = getattr(relation, "field", None)
        if relation.concrete or not isinstance(column, ForeignKey):
            continue
        if column.model is not PartyMerge and column.name != "merged_into":
            yield f"{column.model._meta.label_lower}.{column.name}", column


def _rows(column: Any, party: Party) -> QuerySet[Any]:
    rows: QuerySet[Any] = column.model._base_manager.filter(**{column.name: party})
    return rows


def plan_merge(kept: Party, merged: Party) -> Plan:
    """What merging these two would do; nothing is changed."""
    plan = Plan()
    for label, column in _columns():
        stays = set(_staying(column, kept, merged))
        pks = list(_rows(column, merged).order_by("pk").values_list("pk", flat=True))
        plan.moves[label] = [pk for pk in pks if pk not in stays]
        plan.stays[label] = [pk for pk in pks if pk in stays]
    return plan


def _staying(column: Any, kept: Party, merged: Party) -> QuerySet[Any] | list[int]:
    """What cannot stand with the kept record, or stands there already."""
    rows = _rows(column, merged)
    if column.model is Representation:
        return rows.filter(**{OTHER_SIDE[column.name]: kept}).values_list("pk", flat=True)
    if column.model is Party:
        return rows.filter(pk=kept.pk).values_list("pk", flat=True)
    names = ONCE.get(column.model, ())
    known = set(_rows(column, kept).values_list(*names)) if names else set()
    return [pk for pk, *key in rows.values_list("pk", *names) if tuple(key) in known]


def why_two(kept: Party, merged: Party) -> list[str]:
    """By what it shows that these are two, or not to be merged; empty when they may be one."""
    if kept.pk == merged.pk:
        return [_("Dit is hetzelfde record.")]
    reasons = []
    if kept.client_id != merged.client_id:
        reasons.append(_("Ze horen bij verschillende organisaties."))
    if kept.kind != merged.kind:
        reasons.append(_("Het ene record is een ander soort klant dan het andere."))
    if kept.merged_into_id or merged.merged_into_id:
        reasons.append(_("Een van de twee is al samengevoegd met een ander record."))
    if kept.works_for_id and merged.works_for_id and kept.works_for_id != merged.works_for_id:
        reasons.append(_("Ze werken bij verschillende organisaties."))
    return reasons + _different_numbers(kept, merged) + _representing(kept, merged)


def _different_numbers(kept: Party, merged: Party) -> list[str]:
    """A register gives a number once, so whoever has two is two."""
    kinds = PartyIdentifier.Kind
    names = {kinds.BSN: _("een BSN"), kinds.KVK: _("een KvK-nummer"), kinds.RSIN: _("een RSIN")}
    of_both = merged.identifiers.filter(kind__in=kept.identifiers.values("kind"))
    both = set(of_both.values_list("kind", flat=True))
    return [
        _("Ze hebben elk %(number)s, en die zijn verschillend.") % {"number": name}
        for kind, name in names.items()
        if kind in both
    ]


def _representing(kept: Party, merged: Party) -> list[str]:
    lasting = Representation.objects.filter(ended_at=None)
    reasons = []
    if lasting.filter(representative__in=[kept, merged], represented__in=[kept, merged]).exists():
        reasons.append(_("De een vertegenwoordigt de ander, dus het zijn er twee."))
    for side, other in OTHER_SIDE.items():
        of_kept = lasting.filter(**{side: kept}).values(other)
        if lasting.filter(**{side: merged, f"{other}__in": of_kept}).exists():
            reasons.append(
                _("Bij allebei staat dezelfde vertegenwoordiging. Beëindig er eerst een.")
            )
    return reasons


@transaction.atomic
def merge_parties(kept: Party, merged: Party, *, by: Employee, at: datetime) -> PartyMerge:
    """All of `merged` is read through `kept` from now on; NotOneParty when they are two."""
    kept, merged = _lock(kept, merged)
    if reasons := why_two(kept, merged):
        raise NotOneParty(reasons)
    plan = plan_merge(kept, merged)
    merge = PartyMerge(
        tenant_id=kept.tenant_id, client_id=kept.client_id, kept=kept, merged=merged,
        by=by, at=at, moved=plan.moves, undefaulted=_give_way(kept, merged),
    )  # fmt: skip
    _move(plan.moves, merged, kept)
    merge.filled = _fill(kept, merged)
    merge.save()
    merged.merged_into = kept
    merged.save(update_fields=["merged_into"])
    record("party.merged", kept, at=at, by=by, merge=merge.pk, merged=merged.pk)
    return merge


@transaction.atomic
def unmerge_parties(merge: PartyMerge, *, by: Employee, at: datetime) -> PartyMerge:
    """Give back exactly what moved, as it is now; what came since stays with the kept record.

    A ValidationError when the kept record was merged into another since: that is undone first.
    """
    kept, merged = _lock(merge.kept, merge.merged)
    merge.refresh_from_db()
    if merge.undone_at is not None:
        return merge
    if kept.merged_into is not None:
        after = _("Dit record is daarna zelf samengevoegd met %(name)s. Maak dat eerst ongedaan.")
        raise ValidationError(after % {"name": kept.merged_into})
    _move(merge.moved, kept, merged)
    merged.digital_addresses.filter(pk__in=merge.undefaulted).update(is_default=True)
    merged.merged_into = None
    merged.save(update_fields=["merged_into"])
    merge.undone_at, merge.undone_by = at, by
    merge.save(update_fields=["undone_at", "undone_by"])
    _empty(kept, merged, merge.filled)
    record("party.unmerged", kept, at=at, by=by, merge=merge.pk, merged=merged.pk)
    return merge


def _lock(*parties: Party) -> list[Party]:
    """The rows as they are now, locked in one order for everybody."""
    locked = Party.objects.select_for_update(of=("self",)).select_related("merged_into")
    found = {row.pk: row for row in locked.filter(pk__in=[p.pk for p in parties]).order_by("pk")}
    return [found[party.pk] for party in parties]


def _move(pks_of: dict[str, list[int]], source: Party, target: Party) -> None:
    """Those of these rows that are still there and still belong to the source."""
    for label, column in _columns():
        pks = pks_of.get(label, [])
        for start in range(0, len(pks), PIECE):
            rows = _rows(column, source).filter(pk__in=pks[start : start + PIECE])
            rows.update(**{column.name: target})


def _give_way(kept: Party, merged: Party) -> list[int]:
    """A party has one default a kind: that of the kept record."""
    kinds = kept.digital_addresses.filter(is_default=True).values("kind")
    second = merged.digital_addresses.filter(is_default=True, kind__in=kinds)
    pks = list(second.order_by("pk").values_list("pk", flat=True))
    second.filter(pk__in=pks).update(is_default=False)
    return pks


def _fill(kept: Party, merged: Party) -> list[str]:
    empty = [name for name in FILLED if not getattr(kept, name)]
    if merged.works_for_id == kept.pk:
        empty = [name for name in empty if name != "works_for_id"]
    filled = [name for name in empty if getattr(merged, name)]
    for name in filled:
        setattr(kept, name, getattr(merged, name))
    kept.save()
    return filled


def _empty(kept: Party, merged: Party, filled: list[str]) -> None:
    """Take back what only this one said; another that is still merged may say it too."""
    for name in filled:
        if getattr(kept, name) == getattr(merged, name):
            setattr(kept, name, FILLED[name])
    for other in kept.merges.filter(undone_at=None).select_related("merged"):
        other.filled = sorted({*other.filled, *_fill(kept, other.merged)})
        other.save(update_fields=["filled"])
    kept.save()
