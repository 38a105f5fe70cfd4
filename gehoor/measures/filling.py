"""Figures of days of which nothing was counted yet, made inside the database.

For who writes thousands of contacts at once. The sums are those of `tallies`, whose recount
finds no difference afterwards.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import connection, models, transaction
from django.db.models import DateField, F, QuerySet, Sum, Value
from django.db.models.functions import Coalesce

from gehoor.contacts.models import Contact, Question
from gehoor.lib.periods import Period, month_of
from gehoor.measures.models import NONE, ContactTally, QuestionTally, RolledTally, Span
from gehoor.measures.tallies import (
    AGREEMENT_SUMS,
    CONTACT_SUMS,
    ENDED,
    QUESTION_SUMS,
    ROLLED,
    agreement,
    read_contacts,
    recount_days,
    suffixed,
)
from gehoor.organisation.models import ClientOrganisation

OWN: dict[str, Any] = {name: F(name) for name in ("tenant_id", "client_id", "channel")}


@transaction.atomic
def fill_day(clients: Sequence[ClientOrganisation], day: date) -> None:
    """The tallies of one day, without its month; counted anew when something was counted.

    The clients are of one tenant and in one time zone.
    """
    contacts = read_contacts(clients, Period(day, day))
    if QuestionTally.objects.days().filter(client__in=clients, day=day).exists():
        for client in clients:
            recount_days(client, Period(day, day))
        return
    _fill_contacts(contacts, day)
    for model in ROLLED:
        _fill_questions(model, contacts, day)


def _fill_contacts(contacts: QuerySet[Contact], day: date) -> None:
    ended = contacts.filter(ENDED).annotate(day=_day(day), within_s=agreement())
    key = OWN | {"day": F("day"), "answer_within_s": F("within_s")}
    _insert(ContactTally, ended, key, CONTACT_SUMS | AGREEMENT_SUMS)


def _fill_questions(model: type[RolledTally], contacts: QuerySet[Contact], day: date) -> None:
    """A null in the key means that nothing is known."""
    questions = Question.objects.filter(contact__in=contacts.values("pk"))
    key = {name: Coalesce(name, NONE) for name in model.KEY if name not in (*OWN, "day", "span")}
    key |= OWN | {"day": _day(day), "span": Value(Span.DAY.value)}
    _insert(model, questions, key, {name: QUESTION_SUMS[name] for name in model.SUMS})


@transaction.atomic
def fill_month(clients: Sequence[ClientOrganisation], day: date) -> None:
    """The rows of the month in which this day lies, made of those of its days."""
    month = month_of(day)
    for model in ROLLED:
        own = model.objects.filter(client__in=clients)
        days = own.filter(span=Span.DAY, day__range=(month.first, month.last))
        for span in model.ROLLS:
            own.filter(span=span, day=month.first).delete()
            key: dict[str, Any] = {name: F(name) for name in ("tenant_id", *model.KEY)}
            key |= {name: Value(left_out) for name, left_out in model.without(span).items()}
            key |= {"day": _day(month.first), "span": Value(span.value)}
            _insert(model, days, key, {name: Sum(name) for name in model.SUMS})


def _day(day: date) -> Value:
    return Value(day, DateField())


def _insert(
    model: type[models.Model], rows: QuerySet[Any], key: Mapping[str, Any], sums: Mapping[str, Any]
) -> None:
    """Grouped by the key, with their sums, straight into the table of the model."""
    made = {f"{name}_made": value for name, value in key.items()}
    summed = suffixed(sums)
    grouped = rows.order_by().annotate(**made).values(*made).annotate(**summed)
    select, values = grouped.values_list(*made, *summed).query.sql_with_params()
    fields = {field.attname: str(field.column) for field in model._meta.concrete_fields}
    quote = connection.ops.quote_name
    columns = ", ".join(quote(fields[name]) for name in (*key, *sums))
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {quote(model._meta.db_table)} ({columns}) {select}", values)
