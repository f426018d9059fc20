"""Databases of a ledger, and the transactions in which they are read and written.

On SQLite a write takes the write lock at once (``BEGIN IMMEDIATE``) and waits for another writer, so two writers lose nothing; readers go
on in WAL mode. Every write that changes anything makes the ledger's revision grow.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from ..errors import LedgerError

_WAIT_MS = 60_000  # how long a writer waits for another one before it gives up


def connect(url: str, create: bool) -> sa.Engine:
    """The database of a ledger. Raises ``LedgerError`` where it is of a wrong kind or, with ``create=False``, does not exist."""
    if url.startswith(("postgresql://", "postgres://")):
        try:
            import psycopg  # noqa: F401
        except ImportError:
            raise LedgerError("a PostgreSQL ledger needs the extra 'postgres': pip install 'dragoman[postgres]'") from None
        return sa.create_engine("postgresql+psycopg://" + url.split("://", 1)[1])
    if "://" in url:
        raise LedgerError(f"{url.split('://')[0]}:// is no kind of ledger; give a file or postgresql://…")
    path = Path(url)
    if path.is_dir():
        raise LedgerError(f"{url} is a folder; give the name of a ledger file in it")
    if not create and not path.exists():
        raise LedgerError(f"{url} does not exist; fill a ledger with: dragoman ingest SOURCES --ledger {url}")
    if not path.parent.exists():
        raise LedgerError(f"the folder {path.parent} does not exist; make it first")
    if path.exists() and path.stat().st_size:
        with path.open("rb") as file:
            if file.read(16) != b"SQLite format 3\x00":
                raise LedgerError(f"{url} is a file of another kind, no ledger; choose another name")
    engine = sa.create_engine(f"sqlite:///{path}", connect_args={"timeout": _WAIT_MS / 1000})

    @sa.event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # transactions are begun by us, see begin
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=NORMAL")
        connection.execute("PRAGMA foreign_keys=ON")

    return engine


@contextmanager
def reading(engine: sa.Engine) -> Iterator[sa.Connection]:
    """A connection that sees the ledger as of one moment, whatever is written meanwhile."""
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("BEGIN")
        else:
            connection = connection.execution_options(isolation_level="REPEATABLE READ")
        try:
            yield connection
        finally:
            if engine.dialect.name == "sqlite":
                connection.exec_driver_sql("ROLLBACK")
            connection.rollback()


@contextmanager
def begin(engine: sa.Engine) -> Iterator[sa.Connection]:
    """A write transaction that no other writer can deadlock."""
    with engine.connect() as connection:
        before = 0
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            before = _changes(connection)
        else:
            connection.execute(sa.text("SELECT pg_advisory_xact_lock(7236283)"))
        try:
            yield connection
            if _changes(connection) != before:
                connection.execute(sa.text("UPDATE meta SET value = CAST(CAST(value AS BIGINT) + 1 AS TEXT) WHERE key = 'revision'"))
        except BaseException:
            connection.rollback()
            if engine.dialect.name == "sqlite" and connection.connection.driver_connection.in_transaction:  # type: ignore[union-attr]
                connection.exec_driver_sql("ROLLBACK")
            raise
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("COMMIT")
        connection.commit()


def _changes(connection: sa.Connection) -> int:
    """A number that is another one once the transaction has changed a row."""
    if connection.dialect.name == "sqlite":
        return int(connection.connection.driver_connection.total_changes)  # type: ignore[union-attr]
    return int(connection.scalar(sa.text("SELECT txid_current_if_assigned()")) or 0)


def hide(url: str) -> str:
    """A database's address without its password."""
    try:
        return sa.engine.make_url(url).render_as_string(hide_password=True) if "://" in url else url
    except sa.exc.ArgumentError:
        return url
