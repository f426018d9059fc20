"""The sentences written for training: from marked text to records with offsets.

The format is described in ``data/GUIDELINES.md``. Run as a program it checks files and counts what is in them::

    python training/written.py training/data/written/en

With ``--gold`` it prints them as labelled sentences for ``dragoman evaluate``, with ``--pairs`` as pairs for its ``--given-mentions``.
"""

from __future__ import annotations

import json
import re
import sys
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent
PLOVER = tomllib.loads((ROOT.parent / "src" / "dragoman" / "ontology" / "plover.toml").read_text("utf-8"))
STATUSES = ("actual", "historical", "future", "hypothetical", "negated")
SECTORS = set(
    """
GOV LEG JUD MIL SPY COP PTY OPP REB UAF CVL BUS MED EDU REL LAB NGO MNC IGO REF CRM ELI SOC
""".split()
)
_MENTION = re.compile(r"\[(\d+)\|(-{3}|[A-Z][A-Z0-9-]{1,11})(?: ([A-Z]{3}))?\|([^\[\]|]+)\]")
_EVENT = re.compile(r"^\s+([\d,]+)\s*>\s*([\d,]+|-)\s+([A-Z]+)(?:/([a-z-]+))?\s+([a-z]+)\s+\{([^{}]+)\}\s*([a-z_, ]*)$")


class WrittenError(ValueError):
    """A line of a written file that cannot be read, with file, line number and what is wrong."""


def parse_sentence(line: str) -> dict[str, Any]:
    """Text and mentions of one marked line. Raises ``WrittenError``."""
    text = ""
    at = 0
    mentions = []
    for match in _MENTION.finditer(line):
        text += line[at : match.start()]
        if int(match[1]) != len(mentions) + 1:
            raise WrittenError(f"mention {match[1]} stands where {len(mentions) + 1} was expected")
        if match[3] and match[3] not in SECTORS:
            raise WrittenError(f"unknown sector {match[3]}")
        mentions.append({"start": len(text), "end": len(text) + len(match[4]), "id": match[2].strip("-"), "sector": match[3] or ""})
        text += match[4]
        at = match.end()
    text += line[at:]
    if re.search(r"[\[\]|{}]", text):
        raise WrittenError("a mark is malformed: [number|ENTITY SECTOR|words]")
    if not mentions:
        raise WrittenError("no mention")
    return {"text": text, "mentions": mentions, "events": []}


def parse_event(line: str, sentence: dict[str, Any]) -> dict[str, Any]:
    """The event of one indented line of ``sentence``. Raises ``WrittenError``."""
    match = _EVENT.match(line)
    if not match:
        raise WrittenError("an event reads: actors > recipients TYPE/mode status {trigger} contexts")
    actors, recipients, kind, mode, status, trigger, contexts = match.groups()
    if kind not in PLOVER["types"]:
        raise WrittenError(f"unknown type {kind}")
    if mode and mode not in PLOVER["types"][kind].get("modes", {}):
        raise WrittenError(f"{kind} has no mode {mode}")
    if status not in STATUSES:
        raise WrittenError(f"unknown status {status}")
    sides = [[] if side == "-" else [int(number) - 1 for number in side.split(",")] for side in (actors, recipients)]
    if any(not 0 <= number < len(sentence["mentions"]) for side in sides for number in side) or set(sides[0]) & set(sides[1]):
        raise WrittenError("an event names a mention that is not there, or one on both sides")
    start = sentence["text"].find(trigger)
    if start < 0:
        raise WrittenError(f"the trigger {trigger!r} is not in the sentence")
    named = [name for name in re.split(r"[, ]+", contexts or "") if name]
    if unknown := [name for name in named if name not in PLOVER["contexts"]["names"]]:
        raise WrittenError(f"unknown context {unknown[0]}")
    return {
        "actors": sides[0],
        "recipients": sides[1],
        "type": kind,
        "mode": mode or "",
        "status": status,
        "trigger": [start, start + len(trigger)],
        "contexts": named,
    }


def parse_file(path: Path) -> tuple[list[dict[str, Any]], list[str]]:
    """The sentences of a file and the complaints about its other lines; a sentence with a bad line is left out."""
    language, source = path.resolve().parent.name, path.resolve().parent.parent.name
    found: list[dict[str, Any]] = []
    wrong: list[str] = []
    good = False
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        try:
            if line[0].isspace():
                if good:
                    found[-1]["events"].append(parse_event(line, found[-1]))
            else:
                good = False
                found.append({"id": f"{source}-{language}-{path.stem}-{number:03}", "lang": language, **parse_sentence(line.strip())})
                good = True
        except WrittenError as error:
            wrong.append(f"{path}:{number}: {error}: {line.strip()[:90]}")
            if good and line[0].isspace():
                found.pop()
            good = False
    return found, wrong


def gold(sentence: dict[str, Any]) -> dict[str, Any]:
    """A sentence as ``dragoman evaluate`` reads it: entities for mentions, ``*`` where the entity is unknown, no silent statuses."""

    def entities(side: list[int]) -> list[str]:
        return sorted({sentence["mentions"][number]["id"] or "*" for number in side})

    events = [
        {"actors": entities(event["actors"]), "types": [event["type"]], "recipients": entities(event["recipients"])}
        for event in sentence["events"]
        if event["status"] not in ("negated", "hypothetical")
    ]
    return {"id": sentence["id"], "lang": sentence["lang"], "date": "2022-11-29", "text": sentence["text"], "events": events}


def pairs(sentence: dict[str, Any]) -> dict[str, Any]:
    """A sentence as ``dragoman evaluate --given-mentions`` reads it."""
    return {
        "id": sentence["id"],
        "lang": sentence["lang"],
        "text": sentence["text"],
        "mentions": [{"start": m["start"], "end": m["end"]} for m in sentence["mentions"]],
        "events": [
            {"actor_mentions": e["actors"], "recipient_mentions": e["recipients"], "types": [e["type"]]} for e in sentence["events"]
        ],
    }


def main(arguments: list[str]) -> int:
    """Check the files and folders named; print complaints and counts; 1 if anything is wrong."""
    printed = next((shape for option, shape in (("--gold", gold), ("--pairs", pairs)) if option in arguments), None)
    arguments = [name for name in arguments if not name.startswith("--")]
    paths = [file for name in arguments for file in (sorted(Path(name).rglob("*.txt")) if Path(name).is_dir() else [Path(name)])]
    complaints: list[str] = []
    sentences: list[dict[str, Any]] = []
    for path in paths:
        found, wrong = parse_file(path)
        sentences += found
        complaints += wrong
    if printed:
        for sentence in sentences:
            print(json.dumps(printed(sentence), ensure_ascii=False))
        return 1 if complaints else 0
    print("\n".join(complaints))
    events = [event for sentence in sentences for event in sentence["events"]]
    empty = sum(not sentence["events"] for sentence in sentences)
    print(
        f"{len(sentences)} sentences, {empty} without event ({empty / max(1, len(sentences)):.0%}), {len(events)} events, "
        f"{len(complaints)} bad lines"
    )
    print("types:", dict(Counter(event["type"] for event in events).most_common()))
    print("statuses:", dict(Counter(event["status"] for event in events).most_common()))
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
