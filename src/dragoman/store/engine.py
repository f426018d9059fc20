"""Databases of a ledger, and the transactions in which they are read and written.

On SQLite a write takes the write lock at once (``BEGIN IMMEDIATE``) and waits for another writer, so two writers lose nothing; readers go
on in WAL mode. Every write that changes anything makes the ledger's revision grow.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from ..errors import LedgerError

_LOCK = 7236283
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


@lru_cache
def insert_new(dialect: str, table: sa.Table) -> sa.Executable:
    """An insert that leaves rows alone whose key is there already; made once, for making it takes longer than running it."""
    statement: sa.Executable = _insert(dialect, table).on_conflict_do_nothing()
    return statement


@lru_cache
def insert_sum(dialect: str, table: sa.Table, *summed: str) -> sa.Executable:
    """An insert that adds some columns to those of the row whose key is there already."""
    insert = _insert(dialect, table)
    values = {name: table.c[name] + insert.excluded[name] for name in summed}
    statement: sa.Executable = insert.on_conflict_do_update(index_elements=list(table.primary_key.columns), set_=values)
    return statement


def _insert(dialect: str, table: sa.Table) -> Any:
    return (postgresql if dialect == "postgresql" else sqlite).insert(table)


class Busy(Exception):
    """Another writer is at work."""


@contextmanager
def begin(engine: sa.Engine, *, wait: bool = True) -> Iterator[sa.Connection]:
    """A write transaction that no other writer can deadlock; raises ``Busy`` where it would have to wait and must not."""
    with engine.connect() as connection:
        before = 0
        _lock(connection, wait)
        if engine.dialect.name == "sqlite":
            before = _changes(connection)
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


def _lock(connection: sa.Connection, wait: bool) -> None:
    if connection.dialect.name == "postgresql":
        if wait:
            connection.execute(sa.text(f"SELECT pg_advisory_xact_lock({_LOCK})"))
        elif not connection.scalar(sa.text(f"SELECT pg_try_advisory_xact_lock({_LOCK})")):
            raise Busy
        return
    if wait:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        return
    connection.exec_driver_sql("PRAGMA busy_timeout = 0")
    try:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    except sa.exc.OperationalError as error:
        raise Busy from error
    finally:
        connection.exec_driver_sql(f"PRAGMA busy_timeout = {_WAIT_MS}")


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
