"""What the ledger knows of where news comes from: outlets, the feeds that are watched, the pages that were found in them.

A page is noted when it is found, in the same transaction as the state of its feed, and marked when it is read; so a watcher that stops at
any moment loses no page and fetches none twice without need.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from ..errors import UsageError
from .schema import outlets, pages, sources

if TYPE_CHECKING:
    from .ledger import Ledger

_LONGEST = timedelta(days=1)  # that a failing source is left alone
_TRIES = 4  # that a page is given


@dataclass(frozen=True, slots=True)
class Source:
    """A feed, sitemap or list that is watched; ``minutes`` between looks; times are ISO 8601 in UTC, empty where there is none."""

    url: str
    kind: str = ""
    outlet: str = ""
    minutes: int = 60
    etag: str = ""
    modified: str = ""
    checked: str = ""
    due: str = ""
    failures: int = 0
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Outlet:
    """Who prints: country (ISO alpha-3) and language (ISO 639-1) where known, and whether its full texts may be shown."""

    outlet: str
    country: str = ""
    language: str = ""
    full_text: bool = False


class Register:
    """The sources, outlets and pages of a ledger."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def add(self, given: Iterable[Source]) -> int:
        """Watch sources, or change what is known of them; due at once. Returns how many are new."""
        new = 0
        with self._ledger.writing() as connection:
            for source in given:
                known = connection.execute(sa.select(sources.c.url).where(sources.c.url == source.url)).first()
                if known:
                    values = {"outlet": source.outlet, "minutes": source.minutes, "due": "", "failures": 0, "problem": ""}
                    connection.execute(sa.update(sources).where(sources.c.url == source.url).values(**values))
                else:
                    connection.execute(sa.insert(sources).values(**asdict(source)))
                    new += 1
        return new

    def remove(self, url: str) -> None:
        """Watch a source no longer; what was read from it stays. Raises UsageError where it is not watched."""
        with self._ledger.writing() as connection:
            if not connection.execute(sa.delete(sources).where(sources.c.url == url)).rowcount:
                raise UsageError(f"{url} is not watched; list what is with: dragoman sources list")
            connection.execute(sa.delete(pages).where(pages.c.source == url, pages.c.outcome == ""))

    def all(self) -> list[Source]:
        """All sources, by address."""
        with self._ledger.engine.connect() as connection:
            return [Source(**row) for row in connection.execute(sa.select(sources).order_by(sources.c.url)).mappings()]

    def due(self, now: datetime) -> list[Source]:
        """Sources that are to be looked at, those waiting longest first."""
        query = sa.select(sources).where(sources.c.due <= stamp(now)).order_by(sources.c.due, sources.c.url)
        with self._ledger.engine.connect() as connection:
            return [Source(**row) for row in connection.execute(query).mappings()]

    def next_due(self) -> str:
        """When the next source or page is due; empty where nothing is watched."""
        with self._ledger.engine.connect() as connection:
            times = [
                connection.scalar(sa.select(sa.func.min(sources.c.due))),
                connection.scalar(sa.select(sa.func.min(pages.c.due)).where(pages.c.outcome == "")),
            ]
        return min((t for t in times if t is not None), default="")

    def looked(
        self, source: Source, now: datetime, found: Sequence[tuple[str, date | None]], *, kind: str = "", etag: str = "", modified: str = ""
    ) -> int:
        """Note that a source was read and which pages it named (address, date); returns how many of these are new."""
        with self._ledger.writing() as connection:
            new = 0
            for k in range(0, len(found), 500):
                some = dict(found[k : k + 500])
                known = set(connection.execute(sa.select(pages.c.url).where(pages.c.url.in_(list(some)))).scalars())
                rows = [
                    {"url": url, "source": source.url, "published": day, "fetched": "", "outcome": "", "tries": 0, "due": stamp(now)}
                    for url, day in some.items()
                    if url not in known
                ]
                new += len(rows)
                if rows:
                    connection.execute(sa.insert(pages), rows)
            values: dict[str, Any] = {"etag": etag, "modified": modified, "failures": 0, "problem": ""}
            values |= {"checked": stamp(now), "due": stamp(now + timedelta(minutes=source.minutes))}
            if kind:
                values["kind"] = kind
            connection.execute(sa.update(sources).where(sources.c.url == source.url).values(**values))
        return new

    def failed(self, source: Source, now: datetime, problem: str, wait: float | None = None) -> None:
        """Note that a source could not be read: the next look comes after ``wait`` seconds, or later each time, at most a day."""
        pause = timedelta(seconds=wait) if wait is not None else timedelta(minutes=source.minutes) * 2 ** min(source.failures, 10)
        values = {"checked": stamp(now), "due": stamp(now + min(pause, _LONGEST)), "failures": source.failures + 1, "problem": problem}
        with self._ledger.writing() as connection:
            connection.execute(sa.update(sources).where(sources.c.url == source.url).values(**values))

    def pending(self, now: datetime, limit: int) -> list[dict[str, Any]]:
        """Pages to fetch: ``url``, ``published``, ``tries``, and the ``outlet`` of their source."""
        query = (
            sa.select(pages.c.url, pages.c.published, pages.c.tries, sources.c.outlet)
            .join(sources, sources.c.url == pages.c.source)
            .where(pages.c.outcome == "", pages.c.due <= stamp(now))
            .order_by(pages.c.due, pages.c.url)
        )
        with self._ledger.engine.connect() as connection:
            return [dict(row) for row in connection.execute(query.limit(limit)).mappings()]

    def read(self, outcomes: Iterable[tuple[str, str]], now: datetime) -> None:
        """Mark pages as done: (address, "read" or why not)."""
        with self._ledger.writing() as connection:
            for url, outcome in outcomes:
                connection.execute(sa.update(pages).where(pages.c.url == url).values(outcome=outcome, fetched=stamp(now)))

    def again(self, url: str, tries: int, now: datetime, problem: str, wait: float | None = None) -> None:
        """A page that could not be fetched just now: try it later, four times in all."""
        pause = timedelta(seconds=wait) if wait is not None else timedelta(minutes=15) * 4**tries
        given_up = tries + 1 >= _TRIES
        values = {"tries": tries + 1, "due": stamp(now + min(pause, _LONGEST)), "outcome": problem if given_up else ""}
        with self._ledger.writing() as connection:
            connection.execute(sa.update(pages).where(pages.c.url == url).values(**values))

    def counts(self) -> dict[str, dict[str, int]]:
        """By source how many of its pages were read, are waiting, and came to nothing."""
        kind = sa.case((pages.c.outcome == "read", "read"), (pages.c.outcome == "", "waiting"), else_="nothing")
        query = sa.select(pages.c.source, kind, sa.func.count()).group_by(pages.c.source, kind)
        out: dict[str, dict[str, int]] = {}
        with self._ledger.engine.connect() as connection:
            for source, name, n in connection.execute(query):
                out.setdefault(source, {})[name] = n
        return out

    def set_outlets(self, given: Iterable[Outlet]) -> int:
        """Note outlets, or change what is known of them; returns how many were given."""
        rows = [asdict(outlet) for outlet in given]
        with self._ledger.writing() as connection:
            for row in rows:
                connection.execute(sa.delete(outlets).where(outlets.c.outlet == row["outlet"]))
                connection.execute(sa.insert(outlets).values(**row))
        return len(rows)

    def outlets(self) -> list[Outlet]:
        """All outlets of which something is known, by name."""
        with self._ledger.engine.connect() as connection:
            return [Outlet(**row) for row in connection.execute(sa.select(outlets).order_by(outlets.c.outlet)).mappings()]


def stamp(moment: datetime) -> str:
    """A moment as the register keeps it: ISO 8601 in UTC, to the second."""
    return moment.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat() + "Z"
