"""Opening a ledger and writing into it.

Writing is idempotent: the same article twice changes nothing; a changed text supersedes the old one, and both stay traceable.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from datetime import date
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from ..errors import LedgerError, UsageError
from ..merge.viewpoints import viewpoints
from ..records import Reading
from . import adding, daily, facets, merging, migrations, partners, press, query, reviews
from .adding import Outcome
from .answers import Activity, OutletSummary, Page, Pair, Partner, Precision
from .engine import Busy, begin, connect, hide, reading
from .query import Filter
from .schema import VERSION, articles, decisions, events, ingested, meta, moved, outlets, reports, statements

_SOME = 500  # values in one IN (…)


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
        engine = connect(url, create)
        try:
            with engine.connect() as connection:  # without the write lock: a reader does not wait for a writer
                found = migrations.version(connection)
            if found == 0 and not create:
                raise LedgerError(f"{url} holds no ledger yet; fill one with: dragoman ingest SOURCES --ledger {url}")
            if found != VERSION:
                with begin(engine) as connection:
                    migrations.upgrade(connection)
        except sa.exc.DBAPIError as error:
            engine.dispose()
            raise LedgerError(f"{hide(url)} cannot be opened as a ledger: {error.orig}") from None
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
        return begin(self.engine)

    def add(self, reading: Reading) -> Outcome:
        """Keep one reading; see ``add_all``."""
        return self.add_all([reading])[0]

    def add_all(self, readings: Iterable[Reading], *, run: str = "", portion: int = 0, note: dict[str, Any] | None = None) -> list[Outcome]:
        """Keep readings in one transaction: all of them or, on an error, none. ``run`` and ``portion`` note that they are done.

        Returns for each ``added`` (a new article), ``unchanged``, ``superseded`` (a new version of a known article) or ``recoded`` (the
        same text, read by a coder or version that had not read it).
        """
        with begin(self.engine) as connection:
            if run:
                connection.execute(sa.delete(ingested).where(ingested.c.run == run, ingested.c.unit == portion))
                connection.execute(sa.insert(ingested).values(run=run, unit=portion, counts=note or {}))
            return adding.add_all(connection, readings)

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
        return merging.Merger(lambda: begin(self.engine), tick, threads).run()

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
        with begin(self.engine) as connection:
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

    def viewpoints(self, events: Iterable[str]) -> list[dict[str, Any]]:
        """The accounts of some events (ids), outlet by outlet, and the outlets that published on those days without any of them."""
        with self.engine.connect() as connection:
            rows = query.reports_of(connection, list(events))
            days = sorted(r["published"] for r in rows if r["published"])
            country = {r.outlet: r.country for r in connection.execute(sa.select(outlets.c.outlet, outlets.c.country))}
            active = press.published(connection, date.fromisoformat(days[0]), date.fromisoformat(days[-1])) if days else []
            told = _spoken(connection, sorted({r["article_id"] for r in rows}))
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
        with begin(self.engine) as connection:
            return merging.decide(connection, kind, left, right, reason)

    def _members(self, given: str) -> list[str]:
        event = self._event(given)
        with self.engine.connect() as connection:
            query = sa.select(reports.c.report_id).where(reports.c.event_id == event, ~reports.c.superseded).order_by(reports.c.report_id)
            return list(connection.execute(query).scalars())

    def forget_run(self, run: str) -> None:
        """Forget which portions of a run are done."""
        with begin(self.engine) as connection:
            connection.execute(sa.delete(ingested).where(ingested.c.run == run))

    def events(self, where: Filter | None = None) -> Iterator[dict[str, Any]]:
        """Events by date, streaming: the contract's JSON objects, with the evidence of the report that tells it best."""
        yield from query.rows(self.engine, "events", where or Filter())

    def reports(self, where: Filter | None = None) -> Iterator[dict[str, Any]]:
        """Reports as the contract's JSON objects, each with the ``event_id`` that it belongs to, by date, streaming."""
        yield from query.rows(self.engine, "reports", where or Filter())

    def page(self, kind: str, where: Filter | None = None, limit: int = 50) -> Page:
        """A page of ``events``, ``reports``, ``figures``, ``statements`` or ``articles``, newest first; what has no date comes last.

        Give the ``next`` of a page as ``Filter.after`` for the following one. Raises ``UsageError`` for another kind, a broken cursor, or
        a limit below one.
        """
        return query.page(self.engine, kind, where or Filter(), limit)

    def event(self, event_id: str) -> dict[str, Any] | None:
        """An event by any id that it ever had or the id of a report of it; None where there is none."""
        now = self.event_id(event_id)
        return next(self.events(Filter(event_id=now, status="")), None) if now else None

    def article(self, article_id: str) -> dict[str, Any] | None:
        """The current version of an article, with its text; None where there is none."""
        return next(self.articles(Filter(article_id=article_id)), None)

    def event_id(self, given: str) -> str | None:
        """The id that an event has now, for any id it ever had and for the id of any report of it; None where there is none."""
        with self.engine.connect() as connection:
            for statement in (
                sa.select(events.c.event_id).where(events.c.event_id == given),
                sa.select(reports.c.event_id).where(reports.c.report_id == given, ~reports.c.superseded),
                sa.select(moved.c.event_id).join(events, events.c.event_id == moved.c.event_id).where(moved.c.old_id == given),
            ):
                if found := connection.execute(statement).scalar():
                    return str(found)
        return None

    def figures(self, where: Filter | None = None) -> Iterator[dict[str, Any]]:
        """Figures as the contract's JSON objects, streaming."""
        yield from query.rows(self.engine, "figures", where or Filter())

    def statements(self, where: Filter | None = None) -> Iterator[dict[str, Any]]:
        """Statements as the contract's JSON objects, streaming."""
        yield from query.rows(self.engine, "statements", where or Filter())

    def articles(self, where: Filter | None = None) -> Iterator[dict[str, Any]]:
        """Articles as the contract's JSON objects; older versions with ``superseded=True`` in the filter."""
        yield from query.rows(self.engine, "articles", where or Filter())

    def cells(
        self,
        actors: Iterable[str] | None,
        recipients: Iterable[str] | None,
        since: date | None = None,
        until: date | None = None,
        *,
        either_way: bool = False,
        ordered: bool = True,
    ) -> daily.Cells:
        """Counts of actual events by day, pair and type, as of the last change; see ``store.daily.cells``.

        While another writer is at work they may be those of the change before: no reader waits for a writer.
        """
        with self._counted() as connection:
            return daily.cells(connection, actors, recipients, since, until, either_way=either_way, ordered=ordered)

    def days(self) -> tuple[date | None, date | None]:
        """The first and the last day with actual events; None and None where there are none."""
        with self._counted() as connection:
            return daily.span(connection)

    def actors(self) -> list[str]:
        """All who take part in an actual event that has a day, in alphabetical order."""
        with self._counted() as connection:
            return daily.actors(connection)

    def partners(self, actor: str, since: date | None = None, until: date | None = None, limit: int = 20) -> list[Partner]:
        """Those with whom an actor deals most: actual events of both in either direction, most first."""
        with self._counted() as connection:
            return partners.partners(daily.cells(connection, [actor], None, since, until, either_way=True, ordered=False), actor, limit)

    def pairs(self, since: date | None = None, until: date | None = None, limit: int = 20) -> list[Pair]:
        """Those who deal with each other most: actual events in either direction, most first."""
        with self._counted() as connection:
            return partners.pairs(daily.cells(connection, None, None, since, until, ordered=False), limit)

    def activity(self, since: date | None = None, until: date | None = None) -> dict[str, Activity]:
        """For each actor the actual events in which it takes part, in whatever role, and the sum of their scores."""
        with self._counted() as connection:
            return partners.activity(daily.cells(connection, None, [daily.EVERYBODY], since, until, ordered=False))

    def facets(self, kind: str, where: Filter | None = None, by: str = "type", limit: int = 20) -> list[tuple[str, int]]:
        """How many rows of a kind (see ``page``) a filter selects by one of the divisions of ``divided``."""
        return self.divided(kind, where, [by], limit)[by]

    def divided(self, kind: str, where: Filter | None, by: Sequence[str], limit: int = 20) -> dict[str, list[tuple[str, int]]]:
        """How many rows of a kind (see ``page``) a filter selects, by ``type``, ``quad``, ``outlet``, ``language`` and ``country``.

        Those with most come first. An event counts for every outlet, language and country that reports it; the type of a figure is its
        kind, that of a statement its stance; rows of which it is not known do not count. All rows count by type and quad where the filter
        names only parties, types, status and days, and all articles where it names only outlets and languages; else the newest 2,000
        at most, which are looked for among the newest 5,000 that parties, types and days leave.
        Raises ``UsageError`` for another kind, or what a kind does not have.
        """
        with self._counted() as connection:
            return facets.facets(connection, kind, where or Filter(), by, limit)

    def outlets(self) -> list[OutletSummary]:
        """All outlets that are registered or of which the ledger holds articles, by name."""
        with self.engine.connect() as connection:
            return press.outlets(connection)

    def revision(self) -> int:
        """A number that grows with every change of the ledger."""
        with self.engine.connect() as connection:
            return int(connection.scalar(sa.select(meta.c.value).where(meta.c.key == "revision")) or 0)

    def review(self, event_id: str, verdict: str, reason: str = "", reviewer: str = "", duplicate_of: str = "") -> int:
        """Mark an event as ``right``, ``wrong`` or ``duplicate`` (of another event, if it is known); returns the number of the mark.

        Marks never change data. Raises ``UsageError`` for another verdict, where there is no such event, or where it would be its own
        duplicate.
        """
        if verdict not in reviews.VERDICTS:
            raise UsageError(f"{verdict!r} is no verdict; give one of {', '.join(reviews.VERDICTS)}")
        event, other = self._event(event_id), self._event(duplicate_of) if duplicate_of else ""
        if other and verdict != "duplicate":
            raise UsageError("only a duplicate is one of another event; leave duplicate_of empty")
        if event == other:
            raise UsageError(f"{event_id} and {duplicate_of} are the same event already")
        with begin(self.engine) as connection:
            return reviews.add(connection, event, verdict, reason, reviewer, other)

    def unreview(self, number: int) -> None:
        """Take a mark back; it stays as undone. Raises ``UsageError`` where there is none of that number that stands."""
        with begin(self.engine) as connection:
            reviews.undo(connection, number)

    def reviews(self, event_id: str = "") -> list[dict[str, Any]]:
        """All marks in order, or those of an event under any id that it ever had; those taken back have a time in ``undone``.

        ``event_id`` is the one that was marked, ``now`` the id of the event today, None where it is gone; ``report_id``, ``coder``,
        ``coder_version`` and ``language`` are those of the report that told the event when it was marked.
        """
        with self.engine.connect() as connection:
            return reviews.marks(connection, (self.event_id(event_id) or event_id) if event_id else "")

    def precision(self) -> list[Precision]:
        """The share of right among the events that reviewers marked right or wrong, per coder, version and language.

        Of each event the newest mark counts that was not taken back; duplicates count neither way.
        """
        with self.engine.connect() as connection:
            return reviews.precision(connection)

    def _event(self, given: str) -> str:
        event = self.event_id(given)
        if event is None:
            raise UsageError(f"the ledger has no event or report {given}")
        return event

    @contextmanager
    def _counted(self) -> Iterator[sa.Connection]:
        """A connection that sees the daily counts as of the last change, or, while another writer is at work, as of the one before."""
        with self.engine.connect() as connection:
            stale = daily.is_stale(connection)
        if stale:
            with suppress(Busy), begin(self.engine, wait=False) as connection:
                daily.refresh(connection)
        with reading(self.engine) as connection:
            yield connection

    def counts(self) -> dict[str, int]:
        """How many current articles, events, figures and statements the ledger holds."""
        with self.engine.connect() as connection:
            return press.counts(connection)


def _spoken(connection: sa.Connection, article_ids: list[str]) -> list[dict[str, Any]]:
    """The current statements of some articles: who speaks, with which stance."""
    c = statements.c
    out: list[dict[str, Any]] = []
    for k in range(0, len(article_ids), _SOME):
        told = sa.select(c.article_id, c.speaker, c.stance).where(c.article_id.in_(article_ids[k : k + _SOME]), ~c.superseded)
        out += [dict(row) for row in connection.execute(told.order_by(c.statement_id)).mappings()]
    return out
