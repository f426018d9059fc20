"""Ingest in volume: pieces of sources through worker processes into a ledger, in order, so that an interruption loses and repeats nothing.

The sources are cut into portions; workers parse and code them; portions are written in the order of the sources, each in one transaction
together with the note that it is done. A run that was interrupted goes on after the portions that are noted; the ledger is then the same
as after an undisturbed run. Memory stays flat: only a few portions are under way at a time.
"""

from __future__ import annotations

import os
import signal
import threading
import zlib
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .acquire import Given
from .acquire.raw import Raw, parse
from .errors import DragomanError, EmptySource, SourceError
from .records import Reading, short_hash

if TYPE_CHECKING:
    from .store import Ledger

PIECES = 32  # in a portion, or fewer where they are large
BYTES = 4 << 20
SECONDS = 120  # that one article may take
OUTCOMES = ("added", "unchanged", "superseded", "recoded")


@dataclass(slots=True)
class Report:
    """What became of the sources: articles by outcome, and by reason what was skipped (no article) and what failed."""

    outcomes: Counter[str] = field(default_factory=Counter)
    skipped: Counter[str] = field(default_factory=Counter)
    failed: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)
    resumed: int = 0

    @property
    def articles(self) -> int:
        """How many articles were read."""
        return sum(self.outcomes.values())

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready; ``failed`` has the messages (the first thousand)."""
        return {
            **{name: self.outcomes[name] for name in OUTCOMES},
            "skipped": dict(self.skipped),
            "failed": list(self.failures),
            "failed_by_reason": dict(self.failed),
            "resumed_portions": self.resumed,
        }


@dataclass(frozen=True, slots=True)
class Options:
    """How pieces are read: what is known of them, which coder reads, and how large a piece may be (bytes)."""

    given: Given = field(default_factory=Given)
    coder: str = ""
    max_bytes: int = 50 << 20


@dataclass(frozen=True, slots=True)
class _Portion:
    number: int
    raws: tuple[Raw, ...]
    errors: tuple[SourceError, ...]

    def fingerprint(self) -> int:
        value = 0
        for raw in self.raws:
            value = zlib.crc32(str(raw.fingerprint()).encode(), value)
        return value

    @property
    def position(self) -> int:
        return self.raws[-1].position if self.raws else 0


def ingest(
    ledger: Ledger,
    pieces: Iterable[Raw | SourceError],
    options: Options | None = None,
    *,
    workers: int = 1,
    run: str = "",
    resume: bool = False,
    tick: Callable[[int, int], None] = lambda articles, position: None,
    on_error: Callable[[SourceError], None] = lambda error: None,
) -> Report:
    """Read pieces into a ledger. ``run`` names the run (see ``run_id``), so that with ``resume`` it goes on where it was interrupted.

    ``tick(articles, position)`` is called after each portion with the articles read so far and the bytes of the sources that are behind it.
    Raises ``DragomanError`` where a worker process dies; what was read until then is kept.
    """
    options = options or Options()
    report = Report()
    done = ledger.ingested(run) if resume and run else {}
    if run and not resume:
        ledger.forget_run(run)
    with _pool(workers, options) as submit:
        waiting: deque[tuple[_Portion, Any]] = deque()

        def take() -> None:
            portion, result = waiting.popleft()
            try:
                items = result()
            except BrokenProcessPool:
                raise DragomanError(
                    "a worker process died (out of memory?); what was read is kept: run again with --resume and fewer --workers"
                ) from None
            readings = [item for item in items if isinstance(item, Reading)]
            errors = [*portion.errors, *(item for item in items if isinstance(item, SourceError))]
            note = {"fingerprint": portion.fingerprint(), "errors": len(errors)}
            report.outcomes.update(ledger.add_all(readings, run=run, portion=portion.number, note=note))
            for error in errors:
                _count(report, error, on_error)
            tick(report.articles, portion.position)

        for portion in _portions(pieces):
            known = done.get(portion.number)
            if known is not None and known["fingerprint"] == portion.fingerprint():
                report.resumed += 1
                continue
            waiting.append((portion, submit(portion)))
            while len(waiting) > 2 * workers:
                take()
        while waiting:
            take()
    if run:
        ledger.forget_run(run)
    return report


def run_id(sources: Iterable[str | os.PathLike[str]], options: Options) -> str:
    """The name of the run that reads these sources in this way."""
    return short_hash(
        "ingest", PIECES, BYTES, options.given, options.coder, *(str(Path(s).absolute()) if s != "-" else s for s in map(str, sources))
    )


def default_workers() -> int:
    """As many as there are cores, at most eight: each takes some 300 MB."""
    return max(1, min(os.cpu_count() or 1, 8))


def _portions(pieces: Iterable[Raw | SourceError]) -> Iterator[_Portion]:
    number = 0
    raws: list[Raw] = []
    errors: list[SourceError] = []
    held = 0
    for piece in pieces:
        if isinstance(piece, SourceError):
            errors.append(piece)
        else:
            raws.append(piece)
            held += len(piece.data)
        if len(raws) + len(errors) >= PIECES or held >= BYTES:
            yield _Portion(number, tuple(raws), tuple(errors))
            number += 1
            raws, errors, held = [], [], 0
    if raws or errors:
        yield _Portion(number, tuple(raws), tuple(errors))


def _count(report: Report, error: SourceError, on_error: Callable[[SourceError], None]) -> None:
    if isinstance(error, EmptySource) and ", record " in error.source:  # most pages of an archive are no articles
        report.skipped[error.reason] += 1
        return
    report.failed[error.reason.split(":")[0]] += 1
    if len(report.failures) < 1000:
        report.failures.append(str(error))
    on_error(error)


@contextmanager
def _pool(workers: int, options: Options) -> Iterator[Callable[[_Portion], Callable[[], list[Reading | SourceError]]]]:
    if workers <= 1:
        yield lambda portion: lambda: _read(portion, options)
        return
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_start, initargs=(options,)) as pool:

        def submit(portion: _Portion) -> Callable[[], list[Reading | SourceError]]:
            future: Future[list[Reading | SourceError]] = pool.submit(_read, portion, options)
            return future.result

        try:
            yield submit
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _start(options: Options) -> None:
    """In a new worker: leave Ctrl-C to the main process, load the coder."""
    from .coding import coder

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    coder(options.coder)


def _read(portion: _Portion, options: Options) -> list[Reading | SourceError]:
    from .coding import coder
    from .pipeline import read_article

    using = coder(options.coder)
    out: list[Reading | SourceError] = []
    for raw in portion.raws:
        try:
            with _limit(SECONDS):
                for item in parse(raw, options.max_bytes):
                    out.append(item if isinstance(item, SourceError) else read_article(options.given.fill(item), using))
        except _TooSlow:
            out.append(SourceError(raw.source, f"took longer than {SECONDS} seconds to read"))
    return out


class _TooSlow(Exception):
    pass


@contextmanager
def _limit(seconds: int) -> Iterator[None]:
    """Stops what takes too long, where the system can (not on Windows, not outside the main thread)."""
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(_signal: int, _frame: object) -> None:
        raise _TooSlow

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
