"""The notes of a brief while it is written: each record and each count gets one number, however often it is called upon."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal

from .records import Note, Search
from .text import address, excerpt, visible

Row = Mapping[str, Any]
_EACH = 3  # notes of one sentence


class Notes:
    """Collects notes; ``language`` is that of the brief."""

    def __init__(self, language: str) -> None:
        self._language = language
        self._number: dict[tuple[object, ...], int] = {}
        self.all: list[Note] = []

    def record(self, kind: Literal["event", "report", "figure", "statement"], row: Row) -> int:
        """The number of the note of a record."""
        given = row[f"{kind}_id"]
        return self._note(
            (kind, given),
            kind=kind,
            id=given,
            text=excerpt(row["evidence"]),
            language=row["language"],
            outlet=visible(row["source"]),
            url=address(row["url"]),
            published=row["published"],
            coder=visible(row["coder"]),
            coder_version=visible(row["coder_version"]),
            confidence=row["confidence"],
        )

    def records(self, kind: Literal["event", "report", "figure", "statement"], rows: Iterable[Row]) -> tuple[int, ...]:
        """The numbers of the notes of some records: those of other outlets first, at most three."""
        of_outlet: dict[str, Row] = {}
        for row in rows:
            of_outlet.setdefault(row["source"] or row["article_id"], row)
        return tuple(self.record(kind, row) for row in list(of_outlet.values())[:_EACH])

    def count(self, text: str, search: Search) -> int:
        """The number of a note that says what was counted."""
        return self._note((text, *sorted(search.items())), kind="count", id="", text=text, language=self._language, search=search)

    def _note(self, key: tuple[object, ...], **values: Any) -> int:
        if key not in self._number:
            self._number[key] = len(self.all) + 1
            self.all.append(Note(number=len(self.all) + 1, **values))
        return self._number[key]
