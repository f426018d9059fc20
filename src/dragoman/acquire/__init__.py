"""Where articles come from: files, folders, standard input, web pages, JSON.

    for item in read_sources(["pages/", "wire.jsonl.gz", "-"]):
        if isinstance(item, SourceError):
            print(item, file=sys.stderr)      # wire.jsonl.gz:17: is no JSON: … (skipped)
        else:
            print(item.title, item.published)

Every bad file or line comes as an error in its place among the articles, and the rest goes on.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from ..errors import SourceError, UsageError
from ..records import Article, Precision
from .fields import parse_language, parse_published
from .files import kind_of_text
from .html import article_from_html
from .jsonl import articles_from_record
from .plain import article_from_text
from .raw import by_kind, parse, raws

__all__ = ["Given", "article_from_html", "article_from_text", "articles_from_record", "articles_from_text", "given", "read_sources"]

MAX_BYTES = 50 * 1024 * 1024


def read_sources(
    paths: Iterable[str | os.PathLike[str]],
    *,
    published: date | str | None = None,
    language: str | None = None,
    outlet: str | None = None,
    max_bytes: int = MAX_BYTES,
) -> Iterator[Article | SourceError]:
    """Articles of files and folders ("-" is standard input), in order, read one at a time.

    ``published``, ``language`` and ``outlet`` fill in what a source does not say itself. ``max_bytes`` limits a file, or a line
    of JSON Lines. Raises UsageError at once where one of these is no date, language or size; nothing else is raised.
    """
    if isinstance(paths, str | os.PathLike):
        paths = [paths]
    if max_bytes < 1:
        raise UsageError(f"max_bytes is {max_bytes}; give a number of bytes above 0")
    return _read(paths, given(published, language, outlet), max_bytes)


def given(published: date | str | None = None, language: str | None = None, outlet: str | None = None) -> Given:
    """What a user says of articles, checked. Raises UsageError where it is no date or language."""
    try:
        day, precision = parse_published(published)
        code = parse_language(language)
    except ValueError as error:
        raise UsageError(f"the given {'date' if published and 'date' in str(error) else 'language'} {error}") from None
    return Given(day, precision, code, outlet or "")


def articles_from_text(text: str, source: str = "text") -> Iterator[Article | SourceError]:
    """Articles of a text that may be plain, a page, or JSON (an object, an array, or objects one a line)."""
    yield from by_kind(kind_of_text(text), text, source)


def _read(paths: Iterable[str | os.PathLike[str]], known: Given, max_bytes: int) -> Iterator[Article | SourceError]:
    for raw in raws(paths, max_bytes):
        if isinstance(raw, SourceError):
            yield raw
        else:
            yield from (item if isinstance(item, SourceError) else known.fill(item) for item in parse(raw, max_bytes))


@dataclass(frozen=True, slots=True)
class Given:
    """What a user says of articles that do not say it themselves."""

    published: date | None = None
    precision: Precision = "unknown"
    language: str = ""
    outlet: str = ""

    def fill(self, article: Article) -> Article:
        """The article with what it lacks."""
        known: dict[str, Any] = {}
        if self.published and article.published is None:
            known = {"published": self.published, "published_precision": self.precision}
        if self.language and not article.language:
            known["language"] = self.language
        if self.outlet and not article.outlet:
            known["outlet"] = self.outlet
        return replace(article, **known) if known else article
