"""Opening a ledger and writing into it.

Writing is idempotent: the same article twice changes nothing; a changed text supersedes the old one, and both stay traceable. On SQLite
a write takes the write lock at once (``BEGIN IMMEDIATE``) and waits for another writer, so two writers lose nothing; readers go on in WAL
mode.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import date
from pathlib import Path
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from ..errors import LedgerError, UsageError
from ..merge.viewpoints import viewpoints
from ..records import Event, Figure, Reading, Statement
from . import daily, merging, migrations, query, search
from .query import Filter
from .schema import RECORDS, VERSION, articles, decisions, events, figures, ingested, moved, outlets, participants, reports, statements

Outcome = Literal["added", "unchanged", "superseded", "recoded"]
_WAIT_MS = 60_000  # how long a writer waits for another one before it gives up


class Ledger:
    """A ledger that is open. Use it as a context manager, or ``close()`` it."""

    def __init__(self, engine: sa.Engine) -> None:
        self.engine = engine

    @classmethod
    def open(cls, url: str | Path, *, create: bool = True) -> Ledger:
        """Open a ledger: the path of a SQLite file, or ``postgresql://user:password@host/database``.

        Raises ``LedgerError`` where it cannot be opened, is no ledger, or (with ``create=False``) does not exist.
        """
        url = str(url)
        engine = _engine(url, create)
        try:
            with engine.connect() as connection:  # without the write lock: a reader does not wait for a writer
                found = migrations.version(connection)
            if found == 0 and not create:
                raise LedgerError(f"{url} holds no ledger yet; fill one with: dragoman ingest SOURCES --ledger {url}")
            if found != VERSION:
                with _begin(engine) as connection:
                    migrations.upgrade(connection)
        except sa.exc.DBAPIError as error:
            engine.dispose()
            raise LedgerError(f"{_hide(url)} cannot be opened as a ledger: {error.orig}") from None
        except BaseException:
            engine.dispose()
            raise
        return cls(engine)

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def close(self) -> None:
        """Give back all connections."""
        self.engine.dispose()

    def writing(self) -> AbstractContextManager[sa.Connection]:
        """A write transaction, for the parts of the store."""
        return _begin(self.engine)

    def add(self, reading: Reading) -> Outcome:
        """Keep one reading; see ``add_all``."""
        return self.add_all([reading])[0]

    def add_all(self, readings: Iterable[Reading], *, run: str = "", portion: int = 0, note: dict[str, Any] | None = None) -> list[Outcome]:
        """Keep readings in one transaction: all of them or, on an error, none. ``run`` and ``portion`` note that they are done.

        Returns for each ``added`` (a new article), ``unchanged``, ``superseded`` (a new version of a known article) or ``recoded`` (the
        same text, read by a coder or version that had not read it).
        """
        with _begin(self.engine) as connection:
            if run:
                connection.execute(sa.delete(ingested).where(ingested.c.run == run, ingested.c.unit == portion))
                connection.execute(sa.insert(ingested).values(run=run, unit=portion, counts=note or {}))
            return [_add(connection, reading) for reading in readings]

    def ingested(self, run: str) -> dict[int, dict[str, Any]]:
        """The portions of a run that are done, each with its note."""
        with self.engine.connect() as connection:
            found = connection.execute(sa.select(ingested.c.unit, ingested.c.counts).where(ingested.c.run == run))
            return {row.unit: row.counts for row in found}

    def merge(self, tick: Callable[[int], None] | None = None, threads: int = 0) -> dict[str, int]:
        """Merge what is new: copies into texts, articles into stories, reports into events. ``tick`` gets how many reports are done.

        Returns how many articles and reports were new and how many texts, stories and events there are now. Incremental: what did not
        change is not looked at again, and the outcome does not depend on the order in which reports came.
        """
        return merging.Merger(lambda: _begin(self.engine), tick, threads).run()

    def join(self, one: str, other: str, reason: str = "") -> int:
        """Decide that two events are one; heeded from the next ``merge`` on. Returns the number of the decision, for ``undo``.

        Raises ``UsageError`` where there is no such event, or both are the same.
        """
        return self._decide("join", self._members(one), self._members(other), reason)

    def split(self, report_id: str, reason: str = "") -> int:
        """Decide that a report is not of the event it was merged into. Returns the number of the decision.

        Raises ``UsageError`` where there is no such report, or it has no event with others.
        """
        event = self._members(report_id)
        if report_id not in event:
            raise UsageError(f"{report_id} is no report; list those of an event with: dragoman reports EVENT")
        if len(event) == 1:
            raise UsageError(f"the report {report_id} is an event by itself; there is nothing to split")
        return self._decide("split", [report_id], [r for r in event if r != report_id], reason)

    def undo(self, decision: int) -> None:
        """Take a decision back; heeded from the next ``merge`` on. Raises ``UsageError`` where there is none of that number."""
        with _begin(self.engine) as connection:
            merging.undo(connection, decision)

    def decisions(self) -> list[dict[str, Any]]:
        """What was joined and split by hand, in order."""
        with self.engine.connect() as connection:
            return [dict(row) for row in connection.execute(sa.select(decisions).order_by(decisions.c.decision)).mappings()]

    def why(self, event: str) -> list[dict[str, Any]]:
        """Why the reports of an event were merged: for each but the first the one it is most like, how likely, and what speaks for it.

        Raises ``UsageError`` where there is no such event.
        """
        self._members(event)
        with self.engine.connect() as connection:
            return merging.why(connection, self.event_id(event) or "")

    def viewpoints(self, where: Filter) -> list[dict[str, Any]]:
        """The accounts of the reports that a filter selects, outlet by outlet, and the outlets that published on those days without it."""
        rows = list(self.reports(where))
        days = sorted(r["published"] for r in rows if r["published"])
        with self.engine.connect() as connection:
            country = {r.outlet: r.country for r in connection.execute(sa.select(outlets.c.outlet, outlets.c.country))}
            active: list[tuple[str, str, int]] = []
            if days:
                first, last = date.fromisoformat(days[0]), date.fromisoformat(days[-1])
                counted = sa.select(articles.c.outlet, sa.func.min(articles.c.language), sa.func.count()).group_by(articles.c.outlet)
                found = connection.execute(counted.where(articles.c.superseded_by.is_(None), articles.c.published.between(first, last)))
                active = [(outlet, language, n) for outlet, language, n in found]
        told = (s for r in {r["article_id"] for r in rows} for s in self.statements(Filter(article_id=r)))
        return viewpoints(rows, told, active, country)

    def why_article(self, article_id: str) -> dict[str, Any]:
        """What an article was merged with: ``copies`` of its text, with the share in common, and the articles of its ``story``, with why.

        Raises ``UsageError`` where there is no such article.
        """
        with self.engine.connect() as connection:
            if not connection.scalar(sa.select(sa.func.count()).where(articles.c.article_id == article_id)):
                raise UsageError(f"the ledger has no article {article_id}")
            return merging.why_article(connection, article_id)

    def _decide(self, kind: str, left: list[str], right: list[str], reason: str) -> int:
        if set(left) & set(right):
            raise UsageError("both are the same event already")
        with _begin(self.engine) as connection:
            return merging.decide(connection, kind, left, right, reason)

    def _members(self, given: str) -> list[str]:
        event = self.event_id(given)
        if event is None:
            raise UsageError(f"the ledger has no event or report {given}")
        with self.engine.connect() as connection:
            query = sa.select(reports.c.report_id).where(reports.c.event_id == event, ~reports.c.superseded).order_by(reports.c.report_id)
            return list(connection.execute(query).scalars())

    def forget_run(self, run: str) -> None:
        """Forget which portions of a run are done."""
        with _begin(self.engine) as connection:
            connection.execute(sa.delete(ingested).where(ingested.c.run == run))

    def events(self, where: Filter | None = None) -> Iterator[dict[str, Any]]:
        """Events by date, streaming: the contract's JSON objects, with the evidence of the report that tells it best."""
        yield from query.events(self.engine, where or Filter())

    def reports(self, where: Filter | None = None) -> Iterator[dict[str, Any]]:
        """Reports as the contract's JSON objects, each with the ``event_id`` that it belongs to, by date, streaming."""
        yield from query.reports_of(self.engine, where or Filter())

    def event_id(self, given: str) -> str | None:
        """The id that an event has now, for any id it ever had and for the id of any report of it; None where there is none."""
        with self.engine.connect() as connection:
            for statement in (
                sa.select(events.c.event_id).where(events.c.event_id == given),
                sa.select(reports.c.event_id).where(reports.c.report_id == given, ~reports.c.superseded),
                sa.select(moved.c.event_id).where(moved.c.old_id == given),
            ):
                if found := connection.execute(statement).scalar():
                    return str(found)
        return None

    def figures(self, where: Filter | None = None) -> Iterator[dict[str, Any]]:
        """Figures as the contract's JSON objects, streaming."""
        yield from query.records(self.engine, figures, where or Filter())

    def statements(self, where: Filter | None = None) -> Iterator[dict[str, Any]]:
        """Statements as the contract's JSON objects, streaming."""
        yield from query.records(self.engine, statements, where or Filter())

    def articles(self, where: Filter | None = None) -> Iterator[dict[str, Any]]:
        """Articles as the contract's JSON objects; older versions with ``superseded=True`` in the filter."""
        yield from query.articles_of(self.engine, where or Filter())

    def cells(
        self,
        actors: Iterable[str] | None,
        recipients: Iterable[str] | None,
        since: date | None = None,
        until: date | None = None,
        *,
        either_way: bool = False,
    ) -> daily.Cells:
        """Counts of actual events by day, pair and type, as of the last change; see ``store.daily.cells``."""
        with self.engine.connect() as connection:
            stale = daily.is_stale(connection)
        if stale:
            with _begin(self.engine) as connection:
                daily.refresh(connection)
        with self.engine.connect() as connection:
            return daily.cells(connection, actors, recipients, since, until, either_way=either_way)

    def counts(self) -> dict[str, int]:
        """How many current articles, events, figures and statements the ledger holds."""
        return query.counts(self.engine)


def _engine(url: str, create: bool) -> sa.Engine:
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
        connection.isolation_level = None  # transactions are begun by us, see _begin
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=NORMAL")
        connection.execute("PRAGMA foreign_keys=ON")

    return engine


@contextmanager
def _begin(engine: sa.Engine) -> Iterator[sa.Connection]:
    """A write transaction that no other writer can deadlock."""
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        else:
            connection.execute(sa.text("SELECT pg_advisory_xact_lock(7236283)"))
        try:
            yield connection
        except BaseException:
            connection.rollback()
            if engine.dialect.name == "sqlite" and connection.connection.driver_connection.in_transaction:  # type: ignore[union-attr]
                connection.exec_driver_sql("ROLLBACK")
            raise
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("COMMIT")
        connection.commit()


def _add(connection: sa.Connection, reading: Reading) -> Outcome:
    article = reading.article
    coder_key = _coder_key(reading)
    same_id = articles.c.article_id == article.article_id
    known = connection.execute(sa.select(articles).where(same_id).order_by(articles.c.version)).mappings().all()
    outcome: Outcome = "superseded" if known else "added"
    for row in known:
        if row["sha256"] != article.sha256:
            continue
        if coder_key in row["coded_by"]:
            return "unchanged"
        outcome = "recoded"
        connection.execute(sa.update(articles).where(articles.c.row == row["row"]).values(coded_by=[*row["coded_by"], coder_key]))
        _supersede(connection, article.article_id, coder_key.split(" ")[0])
        superseded = row["superseded_by"] is not None
        _insert_records(connection, reading, superseded)
        return outcome
    if known:
        for row in known:
            if row["superseded_by"] is None:
                search.remove(connection, row["row"], row["title"], row["text"])
        connection.execute(sa.update(articles).where(same_id, articles.c.superseded_by.is_(None)).values(superseded_by=article.sha256))
        _supersede(connection, article.article_id, "")
    values = {k: v for k, v in article.to_dict().items() if k != "extra"}
    values |= {"published": article.published, "version": len(known) + 1, "extra": dict(article.extra), "coded_by": [coder_key]}
    row_number = connection.execute(sa.insert(articles).values(**values)).inserted_primary_key
    assert row_number is not None
    search.add(connection, row_number[0], article.title, article.text)
    _insert_records(connection, reading, False)
    return outcome


def _coder_key(reading: Reading) -> str:
    records: list[Event | Figure | Statement] = [*reading.events, *reading.figures, *reading.statements]
    if records:
        return f"{records[0].coder} {records[0].coder_version}"
    from ..coding import coder

    default = coder()
    return f"{default.name} {default.version}"


def _supersede(connection: sa.Connection, article_id: str, coder: str) -> None:
    merging.withdraw(connection, article_id, coder)
    for table, _ in RECORDS.values():
        older = table.c.article_id == article_id
        connection.execute(sa.update(table).where(older & (table.c.coder == coder) if coder else older).values(superseded=True))


def _insert_records(connection: sa.Connection, reading: Reading, superseded: bool) -> None:
    shared = {"article_sha256": reading.article.sha256, "superseded": superseded}
    rows = [merging.report_row(_dated(e.to_dict()) | shared) for e in reading.events]
    _insert(connection, reports, rows)
    roles = []
    for e in reading.events:
        for role, parties in (("actor", e.actors), ("recipient", e.recipients)):
            roles += [
                {"report_id": e.event_id, "role": role, "position": n, "actor": a.id, "sector": a.sector} for n, a in enumerate(parties)
            ]
    _insert(connection, participants, roles)
    if not superseded:
        merging.add_alone(connection, rows)
    _insert(
        connection,
        figures,
        [_dated(f.to_dict()) | shared | {"actor_ids": _ids(*f.from_, *f.to)} for f in reading.figures],
    )
    _insert(
        connection,
        statements,
        [_dated(s.to_dict()) | shared | {"actor_ids": _ids(s.speaker, *s.about)} for s in reading.statements],
    )


def _insert(connection: sa.Connection, table: sa.Table, rows: list[dict[str, Any]]) -> None:
    if not rows:
        return
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    connection.execute(dialect.insert(table).on_conflict_do_nothing(), rows)


def _dated(row: dict[str, Any]) -> dict[str, Any]:
    for key in ("date", "date_end", "published"):
        if isinstance(row.get(key), str):
            row[key] = date.fromisoformat(row[key])
    return row


def _ids(*parties: Any) -> str:
    """The ids of a figure's or statement's actors, each between blanks, for ``LIKE '% KAZ %'``."""
    return " " + " ".join(dict.fromkeys(p.id for p in parties if p.id)) + " "


def _hide(url: str) -> str:
    try:
        return sa.engine.make_url(url).render_as_string(hide_password=True) if "://" in url else url
    except sa.exc.ArgumentError:
        return url
