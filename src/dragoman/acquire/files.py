"""Files and folders of articles, and standard input.

What a file holds is told by its ending (.txt, .html, .json, .jsonl, .warc, each also .gz) and, where the ending tells nothing, by its
beginning. JSON Lines are streamed line by line; everything else is read whole, up to a limit that is checked before reading.
"""

from __future__ import annotations

import gzip
import os
import re
import stat
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, cast

from ..errors import EmptySource, Malformed, NotText, SourceError, TooLarge
from .decode import Decoded, decode

ENDINGS = {
    ".txt": "text",
    ".text": "text",
    ".md": "text",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".json": "json",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".warc": "warc",
}
# Documents that somebody may well expect to be read: named as unread, where other strange files of a folder are passed over.
_DOCUMENTS = frozenset((".pdf", ".doc", ".docx", ".odt", ".rtf", ".epub", ".pages"))
_PAGE = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S)
_CHUNK = 1 << 20


def walk(path: str | os.PathLike[str]) -> Iterator[Path | SourceError]:
    """The files under a path, in order: itself, or those of a folder and its folders that may hold articles."""
    root = Path(path)
    try:
        mode = root.stat().st_mode
    except OSError as error:
        yield SourceError(str(path), _why(error))
        return
    if not stat.S_ISDIR(mode):
        if stat.S_ISREG(mode) or stat.S_ISFIFO(mode):
            yield root
        else:
            yield SourceError(str(path), "is neither a file nor a folder")
        return
    found = False
    for item in _folder(root, frozenset()):
        found = True
        yield item
    if not found:
        yield EmptySource(str(path), f"holds no article files ({' '.join(ENDINGS)}, each also with .gz)")


def _folder(folder: Path, parents: frozenset[tuple[int, int]]) -> Iterator[Path | SourceError]:
    try:
        status = folder.stat()
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        yield SourceError(str(folder), _why(error))
        return
    here = (status.st_dev, status.st_ino)
    if here in parents:
        return  # a link to a folder above: everything in it is read already
    for entry in entries:
        if entry.name.startswith("."):
            continue
        item = folder / entry.name
        try:
            if entry.is_dir():
                yield from _folder(item, parents | {here})
            elif entry.is_symlink() and not item.exists():
                yield SourceError(str(item), "is a link to nothing")
            elif entry.is_file() and (kind_of(item.name) or item.suffix.lower() in _DOCUMENTS or not item.suffix):
                yield item
        except OSError as error:
            yield SourceError(str(item), _why(error))


def kind_of(name: str) -> str:
    """``text``, ``html``, ``json``, ``jsonl`` or ``""`` by the ending of a file's name.

    >>> kind_of("news.jsonl.gz"), kind_of("page.HTM"), kind_of("notes")
    ('jsonl', 'html', '')
    """
    return ENDINGS.get(Path(name.lower().removesuffix(".gz")).suffix, "")


def kind_of_text(text: str) -> str:
    """The kind of a text that no ending tells: JSON, a page, or plain."""
    head = text[:2000].lstrip("\ufeff \t\r\n")
    if head.startswith("{"):
        return "json"
    if re.match(r"\[\s*\{", head):
        return "json"
    return "html" if _PAGE.match(head) else "text"


def _why(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "no such file or folder"
    if isinstance(error, PermissionError):
        return "may not be read: permission denied"
    return f"cannot be read: {error.strerror or error}"


def open_source(path: Path | None) -> BinaryIO:
    """The bytes of a file, unpacked where they are gzip's; of standard input for None. Raises SourceError."""
    if path is None:
        return cast(BinaryIO, sys.stdin.buffer)
    try:
        if path.is_file() and _is_gzip(path):
            return cast(BinaryIO, gzip.open(path, "rb"))
        return path.open("rb")
    except OSError as error:
        raise SourceError(str(path), _why(error)) from None


def _is_gzip(path: Path) -> bool:
    with path.open("rb") as raw:
        return raw.read(2) == b"\x1f\x8b"


def read_whole(stream: BinaryIO, source: str, max_bytes: int, start: bytes = b"") -> Decoded:
    """All of a stream as text. Raises TooLarge once it is beyond the limit, without reading on."""
    try:
        status = os.fstat(stream.fileno())
        size = status.st_size if stat.S_ISREG(status.st_mode) and not isinstance(stream, gzip.GzipFile) else 0
    except (OSError, ValueError):
        size = 0
    if size > max_bytes:
        raise TooLarge(source, f"has {size:,} bytes, more than the limit of {max_bytes:,}; split it, or write it as JSON Lines")
    parts = [start]
    total = len(start)
    for chunk in _chunks(stream, source, max_bytes):
        parts.append(chunk)
        total += len(chunk)
        if total > max_bytes:
            raise TooLarge(source, f"has more bytes than the limit of {max_bytes:,}; split it, or write it as JSON Lines")
    data = b"".join(parts)
    if not data.strip(b" \t\r\n\x00\xef\xbb\xbf\xff\xfe"):
        raise EmptySource(source, "is empty" if not data else "holds nothing but white space")
    return decode(data, source)


def _chunks(stream: BinaryIO, source: str, max_bytes: int) -> Iterator[bytes]:
    while True:
        try:
            chunk = stream.read(min(_CHUNK, max_bytes + 1))
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise Malformed(source, f"is a broken gzip file: {error}") from None
        except OSError as error:
            raise SourceError(source, _why(error)) from None
        if not chunk:
            return
        yield chunk


def read_lines(stream: BinaryIO, source: str, max_bytes: int) -> Iterator[tuple[int, str] | SourceError]:
    """The lines of a stream with their numbers, never more than one in memory; an error for each that is too long or not text."""
    number = 0
    wide = ""
    while True:
        number += 1
        where = f"{source}:{number}"
        try:
            line = stream.readline(max_bytes + 1)
            if len(line) > max_bytes and not line.endswith(b"\n"):
                while (rest := stream.readline(_CHUNK)) and not rest.endswith(b"\n"):
                    pass
                yield TooLarge(where, f"the line is longer than the limit of {max_bytes:,} bytes")
                continue
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            yield Malformed(where, f"is a broken gzip file: {error}", "what came before was read")
            return
        except OSError as error:
            yield SourceError(where, _why(error))
            return
        if not line:
            return
        if number == 1 and (line.startswith((b"\xff\xfe", b"\xfe\xff")) or line.count(b"\x00") * 10 > len(line)):
            wide = "utf-16"
        if wide:
            yield from _wide_lines(stream, source, max_bytes, line)
            return
        if not line.strip():
            continue
        try:
            yield number, decode(line, where).text
        except NotText as error:
            yield error


def _wide_lines(stream: BinaryIO, source: str, max_bytes: int, start: bytes) -> Iterator[tuple[int, str] | SourceError]:
    """JSON Lines in UTF-16 cannot be cut at bytes: the file is read whole."""
    try:
        text = read_whole(stream, source, max_bytes, start).text
    except SourceError as error:
        yield error
        return
    yield from enumerate(text.split("\n"), 1)
