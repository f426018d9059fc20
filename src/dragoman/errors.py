"""Everything Dragoman raises, under one root.

DragomanError
├── UsageError          the call itself is wrong: an unknown coder, a bad option (exit status 2)
├── SourceError         a file, line or URL could not be read; the rest goes on (exit status 1)
│   ├── NotText         it is binary, or in no encoding that we know
│   ├── EmptySource     there is nothing in it
│   ├── TooLarge        it is beyond the size limit
│   ├── FetchError      an address on the web could not be fetched
│   └── Malformed       broken JSON, a missing field, a field of the wrong kind
├── LedgerError         the ledger cannot be opened, is of a newer version, or is no ledger
└── DataError           a data file of Dragoman's own (names, lexicon) does not keep its format
"""

from __future__ import annotations


class DragomanError(Exception):
    """Root of all errors: the message says what, where, and what to do."""


class UsageError(DragomanError):
    """The call itself is wrong."""


class SourceError(DragomanError):
    """One source could not be read.

    ``source`` names the file, line ("news.jsonl:7") or URL; ``reason`` says what is wrong; ``done`` what was done with it.
    """

    def __init__(self, source: str, reason: str, done: str = "skipped") -> None:
        super().__init__(f"{source}: {reason} ({done})")
        self.source = source
        self.reason = reason
        self.done = done

    def __reduce__(self) -> tuple[object, ...]:
        """Its fields, so that it comes back whole from another process."""
        return _rebuilt, (type(self), str(self), self.__dict__)


def _rebuilt(kind: type[SourceError], message: str, fields: dict[str, object]) -> SourceError:
    error = kind.__new__(kind, message)
    error.__dict__.update(fields)
    return error


class NotText(SourceError):
    """The source is binary, or in no encoding that we know."""


class EmptySource(SourceError):
    """The source holds no text."""


class TooLarge(SourceError):
    """The source is beyond the size limit."""


class Malformed(SourceError):
    """The source breaks its format: broken JSON, a missing field, a field of the wrong kind."""


class FetchError(SourceError):
    """An address on the web could not be fetched.

    ``kind`` is ``refused`` (address or scheme not allowed), ``robots``, ``missing``, ``later`` (the host asks to come back), ``large``,
    ``slow``, ``redirects``, ``network`` or ``http`` (any other status); ``retry_after`` is in seconds.
    """

    def __init__(
        self, source: str, reason: str, done: str = "skipped", *, kind: str, status: int | None = None, retry_after: float | None = None
    ) -> None:
        super().__init__(source, reason, done)
        self.kind = kind
        self.status = status
        self.retry_after = retry_after


class LedgerError(DragomanError):
    """The ledger cannot be opened, is of a newer version, or is no ledger."""


class DataError(DragomanError):
    """A data file of Dragoman's own does not keep its format."""
