"""Many rows at once: tuples to one statement, without an object for each."""

from collections.abc import Iterable, Sequence
from itertools import chain, islice
from typing import Any

from django.db import connection, models

AT_ONCE = 1_000  # rows; SQLite takes 32,766 values in a statement


class Table:
    """A model's table, filled by these columns; `fixed` are the same in every row.

    What is named neither way gets the model's own default, so a new column needs no word here;
    the primary key comes from the database.
    """

    def __init__(self, model: type[models.Model], *names: str, **fixed: Any) -> None:
        fields = {field.attname: field for field in model._meta.concrete_fields}
        given = (*names, *(name for name, field in fields.items() if field.db_returning))
        rest = [name for name in fields if name not in given]
        values = ["%s"] * len(names) + [_literal(fields[name], fixed) for name in rest]
        quote = connection.ops.quote_name
        columns = ", ".join(quote(str(fields[name].column)) for name in (*names, *rest))
        table = quote(model._meta.db_table)
        self.row = f"({', '.join(values)})"
        self.sql = f"INSERT INTO {table} ({columns}) VALUES "  # noqa: S608

    def insert(self, rows: Iterable[Sequence[Any]]) -> None:
        """Several rows a statement: the search index of SQLite is written once for each."""
        left = iter(rows)
        with connection.cursor() as cursor:
            while some := list(islice(left, AT_ONCE)):
                values = ", ".join([self.row] * len(some))
                cursor.execute(self.sql + values, list(chain.from_iterable(some)))


def _literal(field: "models.Field[Any, Any]", fixed: dict[str, Any]) -> str:
    value = fixed[field.attname] if field.attname in fixed else field.get_default()
    ready = field.get_db_prep_save(value, connection)
    return str(connection.schema_editor().quote_value(ready)).replace("%", "%%")


def reserve(model: type[models.Model], number: int) -> Sequence[int]:
    """So many primary keys that nobody else is going to give out; inside a transaction."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
                [table, number],
            )
            return [key for (key,) in cursor.fetchall()]
        # The writer's lock is ours, and SQLite goes on after the highest key that it finds.
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        found = cursor.fetchone()
    last = found[0] if found else 0
    return range(last + 1, last + 1 + number)
