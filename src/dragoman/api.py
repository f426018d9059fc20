"""The public functions, the same that the command line uses. Heavy modules load at the first call, not at import."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from .errors import SourceError, UsageError
from .records import Article, Reading

if TYPE_CHECKING:
    import pyarrow as pa

    from .evaluate import PairReport, Report
    from .store import Ledger


def read(source: str | Path, *, published: date | str | None = None, language: str = "", coder: str = "") -> Reading:
    """Read one file (text, HTML, JSON) and return its article with events, figures and statements.

    ``published`` (a date or ISO string) is used where the file itself tells no date. Raises ``SourceError`` where the file cannot be
    read, ``UsageError`` where it holds more than one article (use ``read_many``).
    """
    readings = []
    for result in read_many([source], published=published, language=language, coder=coder):
        if isinstance(result, SourceError):
            raise result
        readings.append(result)
        if len(readings) > 1:
            raise UsageError(f"{source} holds more than one article; use read_many()")
    if not readings:
        raise UsageError(f"{source} holds no article")
    return readings[0]


def read_many(
    sources: Iterable[str | Path],
    *,
    published: date | str | None = None,
    language: str = "",
    outlet: str = "",
    coder: str = "",
) -> Iterator[Reading | SourceError]:
    """Read files, folders and ``"-"`` (standard input), streaming. What cannot be read comes out as a ``SourceError``, in its place."""
    from .acquire import read_sources
    from .coding import coder as find_coder
    from .pipeline import read_article

    using = find_coder(coder)
    day = as_date(published)
    for item in read_sources([str(s) for s in sources], published=day, language=language or None, outlet=outlet or None):
        yield item if isinstance(item, SourceError) else read_article(item, using)


def read_text(text: str, *, published: date | str | None = None, language: str = "", coder: str = "", url: str = "") -> Reading:
    """Read a string of clean text as one article."""
    from .coding import coder as find_coder
    from .pipeline import read_article

    return read_article(Article(text=text, published=as_date(published), language=language, url=url), find_coder(coder))


def code_batch(batch: pa.RecordBatch, coder: str = "") -> pa.RecordBatch:
    """Articles as an Arrow batch in, events as an Arrow batch out; see ``dragoman.arrow`` for the schemas."""
    from .coding import coder as find_coder
    from .pipeline import code_batch as run

    return run(batch, find_coder(coder))


def evaluate(gold: str | Path, coder: str = "") -> Report:
    """Score a coder on a file of labelled sentences."""
    from .coding import coder as find_coder
    from .evaluate import evaluate as run
    from .evaluate import load_gold

    return run(load_gold(gold), find_coder(coder))


def evaluate_pairs(gold: str | Path, coder: str = "") -> PairReport:
    """Score a coder on a file of labelled pairs whose mentions are given."""
    from .coding import coder as find_coder
    from .evaluate import evaluate_given, load_given

    return evaluate_given(load_given(gold), find_coder(coder))


def open_ledger(url: str | Path) -> Ledger:
    """Open (or make) a ledger: the path of a SQLite file, or a ``postgresql://`` URL."""
    from .store import Ledger as Opened

    return Opened.open(str(url))


def as_date(value: date | str | None) -> date | None:
    """A date from a date, an ISO string or None.

    Raises ``UsageError`` for a string that is no ISO date.
    """
    if value is None or isinstance(value, date):
        return value
    if not value:
        return None
    try:
        return date.fromisoformat(value[:10])
    except ValueError:
        raise UsageError(f"{value!r} is no date; write it as 2022-11-29") from None
