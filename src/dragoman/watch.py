"""Watching sources: feeds on their schedules, the pages they name, into the ledger and merged; survives any interruption.

A round looks at the sources that are due, notes new pages, fetches those that wait, reads them and merges. All state is in the ledger.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from .acquire.feeds import Listing, canonical, parse
from .acquire.fetch import Fetched, Fetcher, Request
from .acquire.raw import Raw
from .errors import FetchError, SourceError
from .ingest import Options, Report, ingest
from .store import Ledger
from .store.sources import Register, Source, stamp

_PAGES = 100  # fetched, read and marked together: what an interruption fetches again at most
_NESTED = 50  # sitemaps of an index that are followed


@dataclass(slots=True)
class Round:
    """What one round did."""

    looked: int = 0
    unchanged: int = 0
    failed: int = 0
    new_pages: int = 0
    read: int = 0
    unread: int = 0
    events: int = 0


def look(fetcher: Fetcher, source: Source) -> tuple[Listing | None, Fetched]:
    """Fetch and parse one source; no listing where it has not changed since.

    Sitemaps of an index are fetched too. Raises ``FetchError``, or ``Malformed`` where it is no feed.
    """
    answer = fetcher.get(Request(source.url, source.etag, source.modified))
    if answer.status == 304:
        return None, answer
    listing = parse(answer.body, answer.url, answer.content_type)
    items = list(listing.items)
    for url in listing.more[:_NESTED]:
        try:
            nested = fetcher.get(Request(url))
            items += parse(nested.body, nested.url, nested.content_type).items
        except SourceError:
            continue  # one broken part of many
    return replace(listing, items=items), answer


class Watcher:
    """Looks at what is due in a ledger's register."""

    def __init__(
        self,
        ledger: Ledger,
        fetcher: Fetcher,
        options: Options | None = None,
        *,
        workers: int = 1,
        now: Callable[[], datetime] | None = None,
    ) -> None:
        self._ledger = ledger
        self._register = Register(ledger)
        self._fetcher = fetcher
        self._options = options or Options()
        self._workers = workers
        self._now = now or (lambda: datetime.now(UTC))

    def round(self, on_error: Callable[[SourceError], None] = lambda error: None) -> Round:
        """Look at all that is due, once."""
        done = Round()
        for source in self._register.due(self._now()):
            self._look(source, done, on_error)
        while waiting := self._register.pending(self._now(), _PAGES):
            self._fetch(waiting, done, on_error)
        if done.read:
            self._ledger.merge()
        return done

    def forever(
        self, on_round: Callable[[Round], None], on_error: Callable[[SourceError], None], sleep: Callable[[float], Any] = time.sleep
    ) -> None:
        """Round after round, asleep until something is due (at most a minute at a time, so that new sources are seen)."""
        while True:
            done = self.round(on_error)
            if done.looked or done.read or done.unread:
                on_round(done)
            due = self._register.next_due()
            pause = 60.0
            if due:
                pause = min(60.0, max(1.0, (datetime.fromisoformat(due) - self._now()).total_seconds()))
            sleep(pause)

    def _look(self, source: Source, done: Round, on_error: Callable[[SourceError], None]) -> None:
        done.looked += 1
        try:
            listing, answer = look(self._fetcher, source)
        except SourceError as error:
            done.failed += 1
            wait = error.retry_after if isinstance(error, FetchError) else None
            self._register.failed(source, self._now(), error.reason, wait)
            on_error(error)
            return
        if listing is None:
            done.unchanged += 1
            self._register.looked(source, self._now(), [], etag=source.etag, modified=source.modified)
            return
        found = {canonical(item.url): item.published for item in listing.items}
        done.new_pages += self._register.looked(
            source, self._now(), list(found.items()), kind=listing.kind, etag=answer.etag, modified=answer.modified
        )

    def _fetch(self, waiting: list[dict[str, Any]], done: Round, on_error: Callable[[SourceError], None]) -> None:
        outcomes: dict[str, str] = {}

        def failed(error: SourceError) -> None:
            url = error.source
            if url in outcomes:
                outcomes[url] = error.reason
            on_error(error)

        def fetched() -> Iterator[Raw]:
            for request, answer in self._fetcher.get_all(Request(row["url"], note=row) for row in waiting):
                row = request.note
                if isinstance(answer, FetchError):
                    self._missed(row, answer, outcomes)
                    on_error(answer)
                    continue
                outcomes[row["url"]] = "read"
                yield Raw(row["url"], "page", answer.body, answer.url, answer.charset, stamp(self._now()), row["outlet"], row["published"])

        report: Report = ingest(self._ledger, fetched(), self._options, workers=self._workers, on_error=failed)
        self._register.read(outcomes.items(), self._now())
        done.read += report.articles
        done.unread += len(waiting) - report.articles

    def _missed(self, row: dict[str, Any], error: FetchError, outcomes: dict[str, str]) -> None:
        if error.kind in ("later", "network", "slow") or (error.status or 0) >= 500:
            self._register.again(row["url"], row["tries"], self._now(), error.reason, error.retry_after)
        else:
            outcomes[row["url"]] = error.reason
