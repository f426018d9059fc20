"""Pages of WARC archives (ISO 28500), as Common Crawl News publishes them: plain or gzipped, streamed record by record."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from ..errors import Malformed, SourceError, TooLarge
from .files import _why
from .raw import Raw

_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.I)
_HTML = ("text/html", "application/xhtml+xml", "")


def pages(file: Path, max_bytes: int) -> Iterator[Raw | SourceError]:
    """The HTML pages of an archive that were fetched with status 200; an error where a record, or the rest of the archive, is broken."""
    from warcio.archiveiterator import ArchiveIterator

    number = 0
    try:
        with file.open("rb") as stream:
            records = ArchiveIterator(stream, arc2warc=True)
            while True:
                try:
                    record = next(records, None)
                    if record is None:
                        break
                    wanted = record.rec_type in ("response", "resource")
                    item = _page(record, f"{file}, record {number + 1}", max_bytes) if wanted else None
                    _to_its_end(record)
                except Exception as error:  # on bytes that end anywhere the reader raises what it likes, an AttributeError among it
                    yield Malformed(
                        f"{file}, after record {number}", f"is a broken archive: {_first_line(error)}", "what came before was read"
                    )
                    return
                number += 1
                if isinstance(item, Raw):
                    item = replace(item, position=stream.tell())
                if item is not None:
                    yield item
    except OSError as error:
        yield SourceError(str(file), _why(error))
        return
    if not number:
        yield Malformed(str(file), "holds no WARC record; is it an archive?")


def _page(record: Any, where: str, max_bytes: int) -> Raw | SourceError | None:
    url = record.rec_headers.get_header("WARC-Target-URI") or ""
    kind = record.rec_headers.get_header("Content-Type") or ""
    if record.http_headers is not None:
        if record.http_headers.get_statuscode() != "200":
            return None
        kind = record.http_headers.get_header("Content-Type") or ""
    elif record.rec_type == "response":
        return None
    if kind.split(";")[0].strip().lower() not in _HTML:
        return None
    where = f"{where} ({url})" if url else where
    try:
        data = record.content_stream().read(max_bytes + 1)
    except Exception as error:  # the decoders of transfer and content encodings raise what they like
        return Malformed(where, f"cannot be unpacked: {_first_line(error)}")
    if len(data) > max_bytes:
        return TooLarge(where, f"the page has more bytes than the limit of {max_bytes:,}")
    charset = _CHARSET.search(kind)
    return Raw(where, "page", data, url.strip("<>"), charset[1] if charset else "", record.rec_headers.get_header("WARC-Date") or "")


def _to_its_end(record: Any) -> None:
    """Reads what is left of a record; an EOFError where the archive stops before the record does, which its reader passes over."""
    while record.raw_stream.read(1 << 16):
        pass
    if getattr(record.raw_stream, "limit", 1) > 0:
        raise EOFError("it ends within a record")


def _first_line(error: BaseException) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
