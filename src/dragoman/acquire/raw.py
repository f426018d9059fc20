"""What sources hold, one piece at a time, before it is parsed: cheap to make and to send to another process, where ``parse`` does the work.

A piece is a file (read only when parsed), a line of JSON Lines, or a page of a WARC archive. Archives and JSON Lines stream, so that
memory does not grow with them.
"""

from __future__ import annotations

import json
import os
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO, Literal

from ..errors import EmptySource, SourceError
from ..records import Article
from .decode import Decoded, decode
from .files import kind_of, kind_of_text, open_source, read_lines, read_whole, walk
from .html import article_from_html
from .jsonl import articles_from_json, articles_from_line
from .plain import article_from_text


@dataclass(frozen=True, slots=True)
class Raw:
    """One piece of a source. ``position`` is how many bytes of all sources had been read when it was made, for progress.

    A page may bring its outlet, which then holds whatever the page says, and a date of publication for where the page tells none.
    """

    source: str
    kind: Literal["file", "text", "line", "page"]
    data: str | bytes = b""
    url: str = ""
    charset: str = ""
    retrieved: str = ""
    outlet: str = ""
    published: date | None = None
    position: int = 0

    def fingerprint(self) -> int:
        """The same for the same piece: of its bytes, or of a file's name, size and time of change."""
        if self.kind == "file":
            try:
                status = Path(self.source).stat()
            except OSError:
                return 0
            return zlib.crc32(f"{self.source} {status.st_size} {status.st_mtime_ns}".encode())
        data = self.data if isinstance(self.data, bytes) else self.data.encode("utf-8", "surrogatepass")
        return zlib.crc32(data, zlib.crc32(f"{self.source} {self.url}".encode()))


def raws(paths: Iterable[str | os.PathLike[str]], max_bytes: int) -> Iterator[Raw | SourceError]:
    """The pieces of files and folders ("-" is standard input), in order."""
    base = 0
    for path in paths:
        if os.fspath(path) == "-":
            yield from _stream(None, "standard input", "", max_bytes, base)
            continue
        for file in walk(path):
            if isinstance(file, SourceError):
                yield file
                continue
            yield from _file(file, max_bytes, base)
            base += size(file)


def size(file: Path) -> int:
    """The bytes of a file; 0 where that cannot be told."""
    try:
        return file.stat().st_size if file.is_file() else 0
    except OSError:
        return 0


def total_size(paths: Iterable[str | os.PathLike[str]]) -> int:
    """The bytes of all files under paths; 0 where standard input is among them."""
    total = 0
    for path in paths:
        if os.fspath(path) == "-":
            return 0
        total += sum(size(file) for file in walk(path) if isinstance(file, Path))
    return total


def _file(file: Path, max_bytes: int, base: int) -> Iterator[Raw | SourceError]:
    kind = kind_of(file.name)
    if kind == "warc":
        from .warc import pages

        yield from (p if isinstance(p, SourceError) else replace(p, position=base + p.position) for p in pages(file, max_bytes))
    elif kind in ("jsonl", "") or not file.is_file():  # a pipe is read once, here
        yield from _stream(file, str(file), kind, max_bytes, base)
    else:
        yield Raw(str(file), "file", position=base + size(file))


def _stream(file: Path | None, source: str, kind: str, max_bytes: int, base: int) -> Iterator[Raw | SourceError]:
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
            yield from _lines(stream, source, max_bytes, start, base)
        elif file is not None and file.is_file():
            yield Raw(source, "file", position=base + size(file))
        else:
            decoded = read_whole(stream, source, max_bytes, start)
            yield Raw(source, "text", decoded.text, charset=decoded.note, url=str(file or ""))
    except SourceError as error:
        yield error
    finally:
        if file is not None:
            stream.close()


def _lines(stream: BinaryIO, source: str, max_bytes: int, start: bytes, base: int) -> Iterator[Raw | SourceError]:
    shift = 1 if start else 0
    found = bool(start)
    if start:
        yield Raw(f"{source}:1", "line", start.decode("utf-8", "replace"), position=base)
    for item in read_lines(stream, source, max_bytes):
        found = True
        yield item if isinstance(item, SourceError) else Raw(f"{source}:{item[0] + shift}", "line", item[1], position=base + _tell(stream))
    if not found:
        yield EmptySource(source, "is empty")


def _tell(stream: BinaryIO) -> int:
    """How much of the file on disk has been read, packed as it may be."""
    raw = getattr(stream, "fileobj", None) or getattr(getattr(stream, "_buffer", None), "raw", None) or stream
    raw = getattr(raw, "_fp", raw)
    try:
        return int(getattr(raw, "file", raw).tell())
    except (OSError, AttributeError, ValueError):
        return 0


def _sniff(stream: BinaryIO, source: str, max_bytes: int) -> tuple[bytes, str]:
    """The first line of a stream whose name tells nothing, and ``jsonl`` if that line is an object by itself."""
    try:
        start = stream.readline(max_bytes + 1)
    except (OSError, EOFError) as error:
        raise SourceError(source, f"cannot be read: {error}") from None
    try:
        return start, "jsonl" if start.lstrip().startswith(b"{") and isinstance(json.loads(start), dict) else ""
    except (ValueError, RecursionError):
        return start, ""


def parse(raw: Raw, max_bytes: int) -> Iterator[Article | SourceError]:
    """The articles of a piece, and an error for each part of it that is none."""
    if raw.kind == "line":
        assert isinstance(raw.data, str)
        yield from articles_from_line(raw.data, raw.source)
        return
    try:
        if raw.kind == "page":
            assert isinstance(raw.data, bytes)
            article = article_from_html(decode_page(raw.data, raw.charset, raw.source).text, raw.url, source=raw.source)
            known: dict[str, Any] = {"retrieved": raw.retrieved, "outlet": raw.outlet or article.outlet}
            if article.published is None and raw.published:
                known |= {"published": raw.published, "published_precision": "day"}
            yield replace(article, **known)
            return
        if raw.kind == "text":
            assert isinstance(raw.data, str)
            kind, decoded = kind_of_text(raw.data), Decoded(raw.data, "utf-8", raw.charset)
            file = raw.url
        else:
            file = raw.source
            with open_source(Path(file)) as stream:
                decoded = read_whole(stream, raw.source, max_bytes)
            kind = kind_of(Path(file).name)
            kind = kind_of_text(decoded.text) if kind in ("", "text") else kind
    except SourceError as error:
        yield error
        return
    for item in by_kind(kind, decoded.text, raw.source):
        yield item if isinstance(item, SourceError) else _noted(item, file, kind, decoded)


def decode_page(data: bytes, charset: str, source: str) -> Decoded:
    """The text of a page whose server named a charset: as that where it fits, else as the page itself tells."""
    if charset:
        try:
            return Decoded(data.decode(charset), charset, "")
        except (LookupError, UnicodeDecodeError):
            pass
    return decode(data, source)


def by_kind(kind: str, text: str, source: str) -> Iterator[Article | SourceError]:
    """Articles of a text of a known kind: ``json``, ``html`` or plain."""
    if kind == "json":
        yield from articles_from_json(text, source)
        return
    try:
        yield article_from_html(text, source=source) if kind == "html" else article_from_text(text, source)
    except SourceError as error:
        yield error


def _noted(article: Article, file: str, kind: str, decoded: Decoded) -> Article:
    """With the file that an article without an address came from, and how its bytes had to be read."""
    extra = dict(article.extra)
    if file and kind != "json":
        extra["file"] = file
    if decoded.note:
        extra["encoding"] = decoded.note
    return replace(article, extra=extra) if extra != article.extra else article
