"""Articles from JSON: one object a line, or a file with one object or an array.

An object has ``text`` or ``html`` and whatever metadata there is; fields that Dragoman does not know go to ``Article.extra``. The
text is taken as it is, except for its spaces and invisible signs, so that a corpus keeps its lines.

    {"id": "r-17", "text": "Китай и Россия подписали соглашение.", "published": "2024-05-16", "outlet": "ТАСС"}
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from ..errors import EmptySource, Malformed, SourceError
from ..records import Article, Precision
from .fields import parse_language, parse_published
from .html import article_from_html
from .text import normalise

_NAMES = {
    "text": ("text", "body", "content", "articleBody"),
    "html": ("html",),
    "article_id": ("article_id", "id"),
    "url": ("url", "link"),
    "title": ("title", "headline"),
    "outlet": ("outlet", "source", "publisher"),
    "section": ("section",),
    "author": ("author", "byline", "authors"),
    "published": ("published", "date", "published_at", "datePublished"),
    "language": ("language", "lang"),
    "retrieved": ("retrieved",),
}
_PRECISIONS = ("day", "week", "month", "year", "unknown")
_DERIVED = frozenset(("sha256", "published_precision", "extra"))


def articles_from_json(text: str, source: str) -> Iterator[Article | SourceError]:
    """Articles of a whole JSON text: an object, an array of objects, or objects one a line."""
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        if text.lstrip().startswith("{") and _objects_by_line(text):
            for number, line in enumerate(text.split("\n"), 1):
                yield from articles_from_line(line, f"{source}:{number}")
        else:
            yield Malformed(source, f"is no JSON: {error.msg} in line {error.lineno}, column {error.colno}")
        return
    except RecursionError:
        yield Malformed(source, "is JSON nested too deeply")
        return
    records = value if isinstance(value, list) else [value]
    if not records:
        yield EmptySource(source, "holds an empty list")
    for number, record in enumerate(records, 1):
        yield from articles_from_record(record, f"{source}[{number}]" if isinstance(value, list) else source)


def _objects_by_line(text: str) -> bool:
    """Whether the first line is an object by itself: JSON Lines, or the beginning of one broken object."""
    lines = text.strip().split("\n")
    try:
        return len(lines) > 1 and isinstance(json.loads(lines[0]), dict)
    except (json.JSONDecodeError, RecursionError):
        return False


def articles_from_line(line: str, source: str) -> Iterator[Article | SourceError]:
    """The article of one line of JSON Lines; nothing for an empty line."""
    line = line.strip("\ufeff \t\r\n\x00")
    if not line:
        return
    try:
        record = json.loads(line)
    except json.JSONDecodeError as error:
        yield Malformed(source, f"is no JSON: {error.msg} at column {error.colno}")
        return
    except RecursionError:
        yield Malformed(source, "is JSON nested too deeply")
        return
    yield from articles_from_record(record, source)


def articles_from_record(record: Any, source: str) -> Iterator[Article | SourceError]:
    """The article of one JSON object, before it an error for each metadata field that had to be left out."""
    if not isinstance(record, Mapping):
        yield Malformed(source, f"is {_kind(record)}, not an object with `text` or `html`")
        return
    values: dict[str, Any] = {}
    used: set[str] = set(_DERIVED)
    for field, names in _NAMES.items():
        for name in names:
            if record.get(name) not in (None, "") and field not in values:
                values[field] = record[name]
                used.add(name)
            elif name in record and record[name] in (None, ""):
                used.add(name)
    extra = {key: value for key, value in record.items() if key not in used}
    if isinstance(record.get("extra"), Mapping):
        extra |= record["extra"]
    try:
        article = _body(values, source)
    except SourceError as error:
        yield error
        return
    problems: list[SourceError] = []
    article = _described(article, values, record, extra, problems, source)
    yield from problems
    yield article


def _body(values: Mapping[str, Any], source: str) -> Article:
    text, html = values.get("text"), values.get("html")
    if isinstance(text, list) and all(isinstance(part, str) for part in text):
        text = "\n\n".join(text)
    if text is None and html is None:
        raise Malformed(source, "has neither `text` nor `html`")
    for name, value in (("text", text), ("html", html)):
        if value is not None and not isinstance(value, str):
            raise Malformed(source, f"`{name}` is {_kind(value)}, not a string")
    if text is not None:
        text = normalise(text)
        if not any(char.isalpha() for char in text):
            raise EmptySource(source, "`text` holds no text")
        return Article(text=text)
    url = values.get("url")
    return article_from_html(str(html), url if isinstance(url, str) else "", source=source)


def _described(
    article: Article,
    values: Mapping[str, Any],
    record: Mapping[str, Any],
    extra: dict[str, Any],
    problems: list[SourceError],
    source: str,
) -> Article:
    known = {name: _words(values[name]) for name in ("url", "title", "outlet", "section", "author", "retrieved") if name in values}
    published: date | None = article.published
    precision: Precision = article.published_precision
    language = article.language
    try:
        if "published" in values:
            published, precision = parse_published(values["published"])
            if published and record.get("published_precision") in _PRECISIONS:
                precision = record["published_precision"]
    except (ValueError, OverflowError, OSError) as error:
        problems.append(Malformed(source, f"`published` {error}", "article kept without a date"))
        extra["published"] = values["published"]
    try:
        language = parse_language(values.get("language"))
    except ValueError as error:
        problems.append(Malformed(source, f"`language` {error}", "language detected instead"))
        extra["language"] = values["language"]
    if "article_id" in values or "url" in known:
        known["article_id"] = _words(values.get("article_id", ""))
    elif article.url:
        known["url"] = article.url
    return replace(
        article,
        **known,
        published=published,
        published_precision=precision,
        language=language,
        extra={**article.extra, **extra},
    )


def _words(value: Any) -> str:
    """A metadata value as one line: a list is joined by commas, an object gives its name."""
    if isinstance(value, Mapping):
        value = value.get("name") or value.get("title") or ""
    if isinstance(value, list):
        return ", ".join(filter(None, map(_words, value)))
    return " ".join(normalise(str(value)).split())


def _kind(value: Any) -> str:
    kinds = {dict: "an object", list: "a list", str: "a string", bool: "true or false", int: "a number", float: "a number"}
    return kinds.get(type(value), "null")
