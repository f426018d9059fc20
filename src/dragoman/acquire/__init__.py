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
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO

from ..errors import EmptySource, SourceError, UsageError
from ..records import Article, Precision
from .decode import Decoded
from .fields import parse_language, parse_published
from .files import kind_of, kind_of_text, open_source, read_lines, read_whole, walk
from .html import article_from_html
from .jsonl import articles_from_json, articles_from_line, articles_from_record
from .plain import article_from_text

__all__ = ["article_from_html", "article_from_text", "articles_from_record", "articles_from_text", "read_sources"]

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
    try:
        day, precision = parse_published(published)
        code = parse_language(language)
    except ValueError as error:
        raise UsageError(f"the given {'date' if published and 'date' in str(error) else 'language'} {error}") from None
    if max_bytes < 1:
        raise UsageError(f"max_bytes is {max_bytes}; give a number of bytes above 0")
    return _read(paths, day, precision, code, outlet or "", max_bytes)


def articles_from_text(text: str, source: str = "text") -> Iterator[Article | SourceError]:
    """Articles of a text that may be plain, a page, or JSON (an object, an array, or objects one a line)."""
    yield from _by_kind(kind_of_text(text), text, source)


def _read(
    paths: Iterable[str | os.PathLike[str]], day: date | None, precision: Precision, language: str, outlet: str, max_bytes: int
) -> Iterator[Article | SourceError]:
    for path in paths:
        for item in _items(path, max_bytes):
            if isinstance(item, SourceError):
                yield item
                continue
            known: dict[str, Any] = {}
            if day and item.published is None:
                known = {"published": day, "published_precision": precision}
            if language and not item.language:
                known["language"] = language
            if outlet and not item.outlet:
                known["outlet"] = outlet
            yield replace(item, **known) if known else item


def _items(path: str | os.PathLike[str], max_bytes: int) -> Iterator[Article | SourceError]:
    if os.fspath(path) == "-":
        yield from _one(None, "standard input", "", max_bytes)
        return
    for file in walk(path):
        if isinstance(file, SourceError):
            yield file
        else:
            yield from _one(file, str(file), kind_of(file.name), max_bytes)


def _one(file: Path | None, source: str, kind: str, max_bytes: int) -> Iterator[Article | SourceError]:
    try:
        stream = open_source(file)
    except SourceError as error:
        yield error
        return
    try:
        start = b""
        if not kind:
            start, kind = _sniff(stream, source, max_bytes)
        if kind == "jsonl":
            yield from _json_lines(stream, source, max_bytes, start)
        else:
            decoded = read_whole(stream, source, max_bytes, start)
            kind = kind_of_text(decoded.text) if kind in ("", "text") else kind
            for item in _by_kind(kind, decoded.text, source):
                yield item if isinstance(item, SourceError) else _noted(item, file, kind, decoded)
    except SourceError as error:
        yield error
    finally:
        if file is not None:
            stream.close()


def _sniff(stream: BinaryIO, source: str, max_bytes: int) -> tuple[bytes, str]:
    """The first line of a stream whose name tells nothing, and ``jsonl`` if that line is an object by itself."""
    import json

    try:
        start = stream.readline(max_bytes + 1)
    except (OSError, EOFError) as error:
        raise SourceError(source, f"cannot be read: {error}") from None
    try:
        return start, "jsonl" if start.lstrip().startswith(b"{") and isinstance(json.loads(start), dict) else ""
    except (ValueError, RecursionError):
        return start, ""


def _json_lines(stream: BinaryIO, source: str, max_bytes: int, start: bytes) -> Iterator[Article | SourceError]:
    shift = 0
    found = False
    if start:
        shift = 1
        found = True
        yield from articles_from_line(start.decode("utf-8", "replace"), f"{source}:1")
    for item in read_lines(stream, source, max_bytes):
        found = True
        if isinstance(item, SourceError):
            yield item
        else:
            yield from articles_from_line(item[1], f"{source}:{item[0] + shift}")
    if not found:
        yield EmptySource(source, "is empty")


def _by_kind(kind: str, text: str, source: str) -> Iterator[Article | SourceError]:
    if kind == "json":
        yield from articles_from_json(text, source)
        return
    try:
        yield article_from_html(text, source=source) if kind == "html" else article_from_text(text, source)
    except SourceError as error:
        yield error


def _noted(article: Article, file: Path | None, kind: str, decoded: Decoded) -> Article:
    """With the file that an article without an address came from, and how its bytes had to be read."""
    extra = dict(article.extra)
    if file is not None and kind != "json":
        extra["file"] = str(file)
    if decoded.note:
        extra["encoding"] = decoded.note
    return replace(article, extra=extra) if extra != article.extra else article
