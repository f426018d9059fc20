"""Labelled sentences: one JSON object a line, ``{id, lang, date, text, events: [{actors, types, recipients}]}``."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from ..errors import Malformed, SourceError


@dataclass(frozen=True, slots=True)
class GoldEvent:
    """What the labellers saw: ``"*"`` among actors or recipients matches anything; any of ``types`` is acceptable."""

    actors: tuple[str, ...]
    types: frozenset[str]
    recipients: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Gold:
    """One labelled sentence; no events means that it reports none."""

    id: str
    language: str
    day: date | None
    text: str
    events: tuple[GoldEvent, ...]


def load_gold(path: str | Path) -> list[Gold]:
    """Every labelled sentence of a file.

    Raises ``Malformed`` naming file and line for a line that does not keep the schema: a figure from half a file means nothing.
    """
    return list(_read(Path(path)))


def _read(path: Path) -> Iterator[Gold]:
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(str(path), f"cannot be read: {error}", "nothing evaluated") from None
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            yield _gold(json.loads(line), number)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise Malformed(f"{path}:{number}", f"no labelled sentence ({error!r})", "nothing evaluated") from None


def _gold(row: dict[str, Any], number: int) -> Gold:
    events = tuple(
        GoldEvent(tuple(e["actors"]), frozenset(e.get("types") or [e["type"]]), tuple(e.get("recipients", ()))) for e in row["events"]
    )
    if not isinstance(row["text"], str) or not row["text"].strip():
        raise ValueError("text is empty")
    return Gold(str(row.get("id", number)), str(row.get("lang", "")), _day(row.get("date")), row["text"], events)


def _day(value: object) -> date | None:
    text = str(value or "").strip()
    if not text:
        return None
    return date(int(text[:4]), int(text[4:6]), int(text[6:8])) if text.isdigit() and len(text) == 8 else date.fromisoformat(text[:10])
