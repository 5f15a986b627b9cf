"""The rows of every table as JSON that each database writes and reads: out in order of key, in raw.

A column is taken as it is stored: what a field of ours encrypts stays encrypted.
"""

from __future__ import annotations

import base64
import json
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import islice
from typing import Any

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, models

__all__ = [
    "columns_of", "count", "dump", "fill", "last_keys", "lines_of", "renew_keys", "snapshot",
    "tables",
]  # fmt: skip

Model = type[models.Model]
_LAST = "audit_chain"  # its trigger asks for the lines that it counts
_SESSIONS = "django_session"  # keys of who is logged in now: not for a copy, nor to be revived
_STEP = 1_000


def tables() -> list[Model]:
    """Every table that is copied, by name, the head of the trace last."""
    there = set(connection.introspection.table_names())
    found = apps.get_models(include_auto_created=True)
    there -= {_SESSIONS}
    unique = {m._meta.db_table: m for m in found if m._meta.db_table in there}
    return sorted(unique.values(), key=lambda m: (m._meta.db_table == _LAST, m._meta.db_table))


@contextmanager
def snapshot() -> Iterator[None]:
    """All that is read inside is as of one moment; others go on writing."""
    if connection.in_atomic_block:  # the caller's transaction is the moment
        yield
        return
    if connection.vendor == "postgresql":
        begin = "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY"
    else:
        begin = "BEGIN DEFERRED"
    with connection.cursor() as cursor:
        cursor.execute(begin)
        try:
            cursor.execute("SELECT count(*) FROM django_migrations")  # from here on
            yield
        finally:
            cursor.execute("ROLLBACK")


def _plain(field: models.Field[Any, Any]) -> models.Field[Any, Any]:
    """The field of Django's whose form the column has: one of ours would decrypt."""
    if type(field).__module__.startswith("django."):
        return field
    kind = getattr(models, field.get_internal_type(), None)
    if kind is None or not issubclass(kind, models.Field):
        return field
    plain: models.Field[Any, Any] = kind(null=field.null)
    plain.set_attributes_from_name(field.name)
    plain.model = field.model
    return plain


def _fields(model: Model) -> list[models.Field[Any, Any]]:
    return [field for field in model._meta.concrete_fields if not field.generated]


def _names(model: Model) -> str:
    quote = connection.ops.quote_name
    return ", ".join(quote(str(field.column)) for field in _fields(model))


def dump(model: Model) -> Iterator[list[Any]]:
    """The rows of a table, columns in the model's order, as what `_json` writes."""
    quote = connection.ops.quote_name
    table, key = quote(model._meta.db_table), quote(str(model._meta.pk.column))
    plain = [_plain(field) for field in _fields(model)]
    # that of a foreign key is of the kind of what it points to
    columns = [field.get_col(model._meta.db_table) for field in plain]
    converters = [
        [*connection.ops.get_db_converters(col), *col.get_db_converters(connection)]
        for col in columns
    ]
    last: Any = None
    place = [field.column for field in plain].index(model._meta.pk.column)
    # names come from the models, values are parameters
    base = f"SELECT {_names(model)} FROM {table}"  # noqa: S608
    while True:
        where = f" WHERE {key} > %s" if last is not None else ""
        with connection.cursor() as cursor:
            cursor.execute(
                f"{base}{where} ORDER BY {key} LIMIT {_STEP}", [] if last is None else [last]
            )
            rows = cursor.fetchall()
        for row in rows:
            values = list(row)
            for number, col in enumerate(columns):
                for convert in converters[number]:
                    values[number] = convert(values[number], col, connection)
            yield values
        if len(rows) < _STEP:
            return
        last = rows[-1][place]


def lines_of(rows: Iterable[Sequence[Any]]) -> Iterator[bytes]:
    """One line of JSON a row."""
    for row in rows:
        yield json.dumps(row, ensure_ascii=False, default=_json).encode() + b"\n"


def _json(value: Any) -> Any:
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode("ascii")
    if isinstance(value, timedelta):
        return value / timedelta(microseconds=1)
    if isinstance(value, uuid.UUID | Decimal):
        return str(value)
    raise TypeError(f"{type(value).__name__} is no value of a column")


def columns_of(model: Model) -> list[str]:
    """The names of the columns, in the order of `dump`."""
    return [str(field.column) for field in _fields(model)]


def fill(model: Model, columns: Sequence[str], lines: Iterable[bytes]) -> int:
    """Insert the rows of a dump, in order; how many. KeyError when a column is not known."""
    by_column = {str(field.column): _plain(field) for field in _fields(model)}
    readers = [_reader(by_column[column]) for column in columns]
    quote = connection.ops.quote_name
    statement = (
        f"INSERT INTO {quote(model._meta.db_table)} ({', '.join(map(quote, columns))})"  # noqa: S608
        f" VALUES ({', '.join(['%s'] * len(columns))})"
    )
    source, number = iter(lines), 0
    with connection.cursor() as cursor:
        while rows := [
            [read(value) for read, value in zip(readers, json.loads(line), strict=True)]
            for line in islice(source, _STEP)
        ]:
            cursor.executemany(statement, rows)
            number += len(rows)
    return number


def _reader(field: models.Field[Any, Any]) -> Callable[[Any], Any]:
    target: Any = field
    while isinstance(target, models.ForeignKey):
        target = _plain(target.target_field)

    def read(value: Any) -> Any:
        if value is None:
            return None
        if isinstance(target, models.DurationField):
            value = timedelta(microseconds=value)
        elif not isinstance(target, models.JSONField):
            value = target.to_python(value)
        return target.get_db_prep_save(value, connection)

    return read


def count(model: Model) -> int:
    """Rows of a table."""
    return int(model._base_manager.count())


def last_keys() -> dict[str, int]:
    """Table → the last key that was given out there, be its row still there or not."""
    if connection.vendor == "postgresql":
        query = """
            SELECT t.relname, pg_sequence_last_value(s.oid)
            FROM pg_class s JOIN pg_depend d ON d.objid = s.oid AND d.deptype IN ('a', 'i')
            JOIN pg_class t ON t.oid = d.refobjid
            WHERE s.relkind = 'S' AND pg_table_is_visible(t.oid)"""
    else:
        query = "SELECT name, seq FROM sqlite_sequence"
    ours = {model._meta.db_table for model in tables()}
    with connection.cursor() as cursor:
        cursor.execute(query)
        return {name: last for name, last in sorted(cursor.fetchall()) if last and name in ours}


def renew_keys(given: Mapping[str, int]) -> None:
    """The next key is one that no row has, nor ever had: what was deleted may be named somewhere.

    given: `last_keys` of the database that is restored.
    """
    models_ = tables()
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), models_):
            cursor.execute(statement)
        for model in models_:
            table, key = model._meta.db_table, model._meta.pk
            last = given.get(table, 0)
            if not last or not isinstance(key, models.AutoField):
                continue
            if last <= (model._base_manager.aggregate(highest=models.Max("pk"))["highest"] or 0):
                continue
            if connection.vendor == "postgresql":
                cursor.execute(
                    "SELECT setval(pg_get_serial_sequence(%s, %s), %s)",
                    [connection.ops.quote_name(table), key.column, last],
                )
            else:
                cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
                cursor.execute("INSERT INTO sqlite_sequence VALUES (%s, %s)", [table, last])
