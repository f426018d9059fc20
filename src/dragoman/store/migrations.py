"""From one schema version to the next, in place, each step in one transaction.

A step is written once and never changed afterwards; a new version adds a step here, its tables in ``schema`` and a test that opens a
ledger of the version before.
"""

from __future__ import annotations

from collections.abc import Callable

import sqlalchemy as sa

from ..errors import LedgerError
from . import daily, derived, merging, search
from .schema import UNKNOWN, VERSION, articles, meta, metadata

Step = Callable[[sa.Connection], None]


def version(connection: sa.Connection) -> int:
    """The schema version of a database; 0 where it is empty.

    Raises ``LedgerError`` where it holds tables but no ledger.
    """
    tables = set(sa.inspect(connection).get_table_names())
    if "meta" not in tables:
        if tables - {"spatial_ref_sys"}:
            raise LedgerError(f"{connection.engine.url.render_as_string()} is a database, but no ledger of Dragoman; choose another name")
        return 0
    value = connection.execute(sa.select(meta.c.value).where(meta.c.key == "schema_version")).scalar()
    if value is None:
        raise LedgerError(f"{connection.engine.url.render_as_string()} has a table 'meta' but is no ledger of Dragoman")
    return int(value)


def upgrade(connection: sa.Connection) -> None:
    """Bring a database to this release's version; make the tables where it is empty.

    Raises ``LedgerError`` for a ledger of a newer release.
    """
    at = version(connection)
    if at > VERSION:
        raise LedgerError(f"the ledger has schema {at}, this release knows {VERSION}; install a newer Dragoman to open it")
    if at == 0:
        metadata.create_all(connection)
        search.create(connection)
        connection.execute(sa.insert(meta).values(key="schema_version", value=str(VERSION)))
        connection.execute(sa.insert(meta).values(key="revision", value="1"))
        return
    for step in range(at, VERSION):
        _STEPS[step](connection)
        connection.execute(sa.update(meta).where(meta.c.key == "schema_version").values(value=str(step + 1)))


def _from_1(connection: sa.Connection) -> None:
    """Version 2 searches folded text; the index is filled on the way to version 4."""
    search.create(connection)


def _from_2(connection: sa.Connection) -> None:
    """Version 3 has events above their reports: what were events become reports, each an event by itself until they are merged."""
    for statement in (
        "ALTER TABLE events RENAME TO reports",
        "ALTER TABLE reports RENAME COLUMN event_id TO report_id",
        "ALTER TABLE participants RENAME COLUMN event_id TO report_id",
        "DROP INDEX IF EXISTS ix_events_article_id",
        "DROP INDEX IF EXISTS events_by_date",
        "DROP INDEX IF EXISTS participants_by_actor",
    ):
        connection.execute(sa.text(statement))
    postgres = connection.dialect.name == "postgresql"
    if postgres:
        connection.execute(sa.text("ALTER INDEX events_pkey RENAME TO reports_pkey"))
    binary = "BYTEA" if postgres else "BLOB"
    for table, column, kind in (
        ("reports", "event_id", "VARCHAR(32)"),
        ("reports", "component", "VARCHAR(32)"),
        ("reports", "first_day", "INTEGER"),
        ("reports", "last_day", "INTEGER"),
        ("reports", "vector", binary),
        ("articles", "text_id", "VARCHAR(64)"),
        ("articles", "story_id", "VARCHAR(64)"),
        ("articles", "component", "VARCHAR(64)"),
        ("articles", "signature", binary),
        ("articles", "vector", binary),
    ):
        connection.execute(sa.text(f"ALTER TABLE {table} ADD COLUMN {column} {kind}"))
    _make(connection)
    merging.start(connection)


def _from_3(connection: sa.Connection) -> None:
    """Version 4 has what pages and relations read at once (dealings, counts by month, press), marks of reviewers and a revision; words are
    searched together with outlets.
    """
    if "recipient" in _columns(connection, "daily"):
        for table in ("daily", "stale_days"):
            connection.execute(sa.text(f"DROP TABLE {table}"))
    for index in ("reports_on_date", "events_by_day", "events_by_type", "ix_reports_event_id"):
        connection.execute(sa.text(f"DROP INDEX IF EXISTS {index}"))
    _make(connection)
    connection.execute(sa.insert(meta).values(key="revision", value="1"))
    search.drop(connection)
    search.create(connection)
    c = articles.c
    for row in connection.execute(sa.select(c.row, c.title, c.text, c.outlet).where(c.superseded_by.is_(None))):
        search.add(connection, *row)
    derived.write(connection)


def _from_4(connection: sa.Connection) -> None:
    """Version 5 counts days by how exactly they are known, and tells which cells are of one event."""
    daily.recount(connection)


def _make(connection: sa.Connection) -> None:
    """The tables and indexes as they are today, and in older tables the columns that they lack."""
    days = {"articles": "published", "figures": "published", "statements": "published", "reports": "date", "events": "date"}
    there = set(sa.inspect(connection).get_table_names())
    for table in (name for name in days if name in there and "day" not in _columns(connection, name)):
        first = days[table]
        last = "date_end" if first == "date" else first
        for column, start, end in (("day", first, last), ("last", last, first))[: 2 if first == "date" else 1]:
            value = f"COALESCE({_number(connection, start)}, {_number(connection, end)}, {UNKNOWN})"
            connection.execute(sa.text(f"ALTER TABLE {table} ADD COLUMN {column} INTEGER NOT NULL DEFAULT {UNKNOWN}"))
            connection.execute(sa.text(f"UPDATE {table} SET {column} = {value}"))
    metadata.create_all(connection)
    for known in metadata.tables.values():
        for index in known.indexes:
            connection.execute(sa.schema.CreateIndex(index, if_not_exists=True))


def _number(connection: sa.Connection, column: str) -> str:
    """A date as a day since 1970."""
    if connection.dialect.name == "postgresql":
        return f"{column} - DATE '1970-01-01'"
    return f"CAST(JULIANDAY({column}) - JULIANDAY('1970-01-01') AS INTEGER)"


def _columns(connection: sa.Connection, table: str) -> set[str]:
    return {column["name"] for column in sa.inspect(connection).get_columns(table)} if sa.inspect(connection).has_table(table) else set()


_STEPS: dict[int, Step] = {1: _from_1, 2: _from_2, 3: _from_3, 4: _from_4}
