"""Carry the events of annotated English lines over to their translations: ``python training/project.py NTREX_FOLDER > projected.jsonl``.

A line of another language takes the events of the English line if the actors that take part are found in it by their entities; the
words that tell the event stay unknown. Lines in which somebody who takes part is not found are left out, and so are lines without any
actor.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from written import parse_file

from dragoman.actors.find import mark
from dragoman.actors.names import LANGUAGES
from dragoman.records import Mention, Sentence

DATA = Path(__file__).resolve().parent / "data" / "ntrex"
DAY = date(2018, 11, 15)


def numbered(path: Path) -> dict[int, dict[str, Any]]:
    """The annotated sentences by the number of the line that they came from (comments of ``real.py`` name it)."""
    by_text = {record["text"]: record for record in parse_file(path)[0]}
    out: dict[int, dict[str, Any]] = {}
    number = 0
    for line in path.read_text("utf-8").splitlines():
        if match := re.match(r"# \S+:(\d+) ", line):
            number = int(match[1])
        elif line.strip() and not line.startswith((" ", "#")):
            text = re.sub(r"\[\d+\|[^|\]]+\|([^\]]+)\]", r"\1", line.strip())
            if text in by_text:
                out[number] = by_text[text]
    return out


def carry(record: dict[str, Any], mentions: list[Mention]) -> list[dict[str, Any]] | None:
    """The events of ``record`` with the mentions of a translation; None where somebody who takes part is not among them."""

    def place(number: int) -> int | None:
        wanted = record["mentions"][number]
        same = [n for n, m in enumerate(mentions) if wanted["id"] and m.id == wanted["id"]]
        rank = sum(m["id"] == wanted["id"] for m in record["mentions"][:number])
        alike = [n for n in same if mentions[n].sector == wanted["sector"]] or same
        if not alike:
            return None
        return alike[0] if len(alike) == 1 else alike[min(rank, len(alike) - 1)]

    out = []
    for event in record["events"]:
        sides = [[place(n) for n in event[side]] for side in ("actors", "recipients")]
        if any(n is None for side in sides for n in side) or set(sides[0]) & set(sides[1]):
            return None
        out.append({**event, "actors": sides[0], "recipients": sides[1], "trigger": None})
    return out


def project(folder: Path) -> Iterator[dict[str, Any]]:
    """Records like those of ``written.py``, marked ``projected``: mentions are those found, not all that there are."""
    english = numbered(DATA / "en" / "01.txt")
    for language in LANGUAGES:
        if language == "en":
            continue
        lines = (folder / f"ntrex.dev.{language}.txt").read_text("utf-8").splitlines()
        for number, record in english.items():
            text = lines[number - 1]
            mentions = mark([Sentence(0, 0, len(text), text, language)], DAY)[0].mentions
            if not any(m.id for m in mentions):
                continue
            events = carry(record, mentions)
            if events is not None:
                yield {
                    "id": f"ntrex-{language}-{number}",
                    "lang": language,
                    "date": DAY.isoformat(),
                    "projected": True,
                    "text": text,
                    "mentions": [{"start": m.start, "end": m.end, "id": m.id, "sector": m.sector} for m in mentions],
                    "events": events,
                }


def main(arguments: list[str]) -> int:
    """Print the projected records."""
    for record in project(Path(arguments[0])):
        print(json.dumps(record, ensure_ascii=False))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
