"""From one schema version to the next, in place, each step in one transaction.

A step is written once and never changed afterwards; a new version adds a step here, its tables in ``schema`` and a test that opens a
ledger of the version before.
"""

from __future__ import annotations

from collections.abc import Callable

import sqlalchemy as sa

from ..errors import LedgerError
from . import search
from .schema import VERSION, articles, meta, metadata

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
        return
    for step in range(at, VERSION):
        _STEPS[step](connection)
        connection.execute(sa.update(meta).where(meta.c.key == "schema_version").values(value=str(step + 1)))


def _from_1(connection: sa.Connection) -> None:
    """Version 2 searches folded text: build the index over the articles that are there."""
    search.create(connection)
    for row in connection.execute(sa.select(articles.c.row, articles.c.title, articles.c.text).where(articles.c.superseded_by.is_(None))):
        search.add(connection, row.row, row.title, row.text)


_STEPS: dict[int, Step] = {1: _from_1}
