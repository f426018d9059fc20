"""Real news sentences for annotation: mark their actors, and join what an annotator says of them.

``python training/real.py mark wikinews.csv > sentences.txt`` prints sentences with actors, numbered, their actors marked as Dragoman
finds them. An annotator writes a file of remarks on these numbers::

    17: +a USA BUS {Mark Zuckerberg}
    17: -3
    17: 2=GBR GOV
    17: a > 2 ACCUSE/allege actual {accused}

that is: a mention that was missed, one that is none, one that is somebody else, an event. ``python training/real.py join sentences.txt
remarks.txt > out.txt`` writes the sentences in the format of ``data/GUIDELINES.md``.
"""

from __future__ import annotations

import csv
import re
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from written import SECTORS, WrittenError, parse_event, parse_sentence

_REMARK = re.compile(r"^(\d+):\s*(.+)$")
_ADD = re.compile(r"^\+([a-z])\s+(-{3}|[A-Z][A-Z0-9-]{1,11})(?: ([A-Z]{3}))?\s*\{(.+)\}$")
_CHANGE = re.compile(r"^(\d+)\s*=\s*(-{3}|[A-Z][A-Z0-9-]{1,11})(?: ([A-Z]{3}))?$")


def articles(path: Path) -> Iterator[tuple[str, str, str]]:
    """URL or document, date and text of each article of a CSV of Wikinews, or of each line of a text file."""
    if path.suffix == ".csv":
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                yield row["url"], row["date"], f"{row['title']}\n\n{row['text']}"
        return
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        yield f"{path.stem}:{number}", "2018-11-15", line


def marked_sentences(path: Path, language: str) -> Iterator[str]:
    """Sentences with at least one actor, each after a line that names its article."""
    from dragoman.actors.find import mark
    from dragoman.pipeline import sentences
    from dragoman.records import Article

    seen: set[str] = set()
    for name, day, text in articles(path):
        read = mark(sentences(Article(text=text, language=language)), date.fromisoformat(day))
        yield f"# {name} {day}"
        for m in read:
            words = m.sentence.text
            if not any(x.id for x in m.mentions) or words in seen or not 20 < len(words) < 600 or re.search(r"[\[\]{}|]|\n", words):
                continue
            seen.add(words)
            out, at = "", 0
            kept = [x for x in m.mentions if x.start >= at]
            number = 0
            for x in kept:
                if x.start < at:
                    continue
                number += 1
                label = f"{x.id or '---'} {x.sector}".strip() if x.sector in SECTORS else (x.id or "---")
                out += f"{words[at : x.start]}[{number}|{label}|{words[x.start : x.end]}]"
                at = x.end
            yield out + words[at:]


def join(sentences: list[str], remarks: list[str]) -> Iterator[str]:
    """Sentences in the format of the guidelines. Raises ``WrittenError`` naming the remark that cannot be read."""
    by_number: dict[int, list[str]] = {}
    for remark in remarks:
        if not remark.strip() or remark.startswith("#"):
            continue
        match = _REMARK.match(remark)
        if not match:
            raise WrittenError(f"no remark: {remark}")
        by_number.setdefault(int(match[1]), []).append(match[2].strip())
    for line in sentences:
        if line.startswith("#"):
            yield line
            continue
        number, marked = line.split("\t", 1)
        notes = by_number.pop(int(number), [])
        if "drop" in notes:
            continue
        try:
            yield from _joined(marked, notes)
        except WrittenError as error:
            print(f"{number}: {error}", file=sys.stderr)
    for number in by_number:
        print(f"{number}: there is no such sentence", file=sys.stderr)


def _joined(marked: str, notes: list[str]) -> list[str]:
    sentence = parse_sentence(marked)
    text = sentence["text"]
    mentions = {str(n): m for n, m in enumerate(sentence["mentions"], 1)}
    events = []
    for note in notes:
        if match := _ADD.match(note):
            start = text.find(match[4])
            if start < 0:
                raise WrittenError(f"{match[4]!r} is not in the sentence")
            end = start + len(match[4])
            mentions = {k: m for k, m in mentions.items() if m["end"] <= start or m["start"] >= end}
            mentions[match[1]] = {"start": start, "end": end, "id": match[2].strip("-"), "sector": match[3] or ""}
        elif match := _CHANGE.match(note):
            mentions[match[1]] |= {"id": match[2].strip("-"), "sector": match[3] or ""}
        elif re.fullmatch(r"-\d+", note):
            mentions.pop(note[1:], None)
        else:
            events.append(note)
    if not mentions:
        return []
    order = sorted(mentions, key=lambda k: mentions[k]["start"])
    names = {k: str(n) for n, k in enumerate(order, 1)}
    out, at = "", 0
    for k in order:
        m = mentions[k]
        label = f"{m['id'] or '---'} {m['sector']}".strip()
        out += f"{text[at : m['start']]}[{names[k]}|{label}|{text[m['start'] : m['end']]}]"
        at = m["end"]
    lines = [out + text[at:]]
    again = parse_sentence(lines[0])
    for event in events:
        head, mark, rest = event.partition(" > ")
        who, _, tail = rest.partition(" ")
        try:
            sides = [",".join(names[x] for x in side.split(",")) if side != "-" else "-" for side in (head.strip(), who)]
        except KeyError as error:
            raise WrittenError(f"no mention {error} for {event!r}") from None
        lines.append(f"  {sides[0]}{mark}{sides[1]} {tail}")
        parse_event(lines[-1], again)
    return lines


def main(arguments: list[str]) -> int:
    """``mark FILE…`` or ``join SENTENCES REMARKS``."""
    if arguments[0] == "mark":
        number = 0
        for name in arguments[1:]:
            for line in marked_sentences(Path(name), "en"):
                if not line.startswith("#"):
                    number += 1
                    line = f"{number}\t{line}"
                print(line)
        return 0
    sentences, remarks = (Path(name).read_text("utf-8").splitlines() for name in arguments[1:3])
    for line in join(sentences, remarks):
        print(line)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
