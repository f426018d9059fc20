"""More sentences out of the annotated ones: other actors, other dates and amounts, two sentences in one.

An actor is exchanged only for one that stands in the same form elsewhere in the same language: the same kind of name, the same case,
the same article or preposition before it, the same ending. So nothing has to be inflected and nothing is inflected wrongly.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from dragoman.actors.find import MarkedSentence, mark
from dragoman.records import Mention, Sentence

Record = dict[str, Any]
Key = tuple[str, ...]
DAY = date(2022, 11, 29)
#: How two sentences become one.
JOINTS = {
    "en": (", while ", "; ", " – "),
    "fr": (", tandis que ", " ; ", " – "),
    "es": (", mientras que ", "; "),
    "pt": (", enquanto ", "; "),
    "it": (", mentre ", "; "),
    "de": ("; ", " – "),
    "ru": (", а ", "; ", " – "),
    "uk": (", а ", "; ", " – "),
    "kk": (", ал ", "; "),
    "tr": ("; ", " – "),
    "ar": ("، فيما ", "؛ "),
    "zh": ("，而", "；"),
}


def _marked(record: Record) -> MarkedSentence:
    text = record["text"]
    return mark([Sentence(0, 0, len(text), text, record["lang"])], DAY)[0]


def _key(read: MarkedSentence, mention: Mention) -> Key:
    """Two mentions with the same key may stand for each other."""
    before = ""
    for n, end in enumerate(read.tokens.ends):
        if end <= mention.start and mention.start - end <= 1 and read.words.at[n] & {"articles", "mark", "determiners"}:
            before = read.tokens.folds[n]
    ending = mention.text[-2:] if mention.kind in ("adjective", "agent", "office") else ""
    plural = " " in mention.text
    cases = tuple(sorted(mention.marks))
    return (read.sentence.language, mention.kind, mention.sector, before, ending, str(plural), *cases)


class Multiplier:
    """Makes further sentences from a collection of annotated ones; what it makes depends on the seed alone."""

    def __init__(self, records: Sequence[Record], seed: int) -> None:
        self._rng = random.Random(seed)
        self._reads: list[dict[int, Key]] = []
        self._pools: dict[Key, list[tuple[str, str]]] = defaultdict(list)
        for record in records:
            read = _marked(record)
            keys: dict[int, Key] = {}
            for n, mention in enumerate(record["mentions"]):
                same = next(
                    (m for m in read.mentions if (m.start, m.end) == (mention["start"], mention["end"]) and m.id == mention["id"]), None
                )
                if same is not None and len(same.id) == 3 and same.id.isalpha():
                    keys[n] = _key(read, same)
                    if (same.text, same.id) not in self._pools[keys[n]]:
                        self._pools[keys[n]].append((same.text, same.id))
            self._reads.append(keys)
        self._records = records

    def exchanged(self) -> Iterable[Record]:
        """Each sentence with as many other actors as forms allow, other numbers and years; nothing where no actor could be exchanged."""
        for record, keys in zip(self._records, self._reads, strict=True):
            by_id: dict[str, str] = {}
            new: dict[int, str] = {}
            for n, key in keys.items():
                own = record["mentions"][n]["id"]
                if own in by_id:
                    options = [o for o in self._pools[key] if o[1] == by_id[own]]
                else:
                    options = [o for o in self._pools[key] if o[1] != own and o[1] not in by_id.values()]
                if options:
                    text, actor = self._rng.choice(options)
                    by_id.setdefault(own, actor)
                    new[n] = text
            if new:
                yield self._rewritten(record, new, by_id)

    def joined(self, share: float) -> Iterable[Record]:
        """Two sentences of one language in one, ``share`` as many as there are sentences."""
        by_language: dict[str, list[Record]] = defaultdict(list)
        for record in self._records:
            if len(record["text"]) < 220:
                by_language[record["lang"]].append(record)
        for language, group in sorted(by_language.items()):
            for _ in range(round(len(group) * share)):
                first, second = self._rng.sample(group, 2)
                yield join(first, second, self._rng.choice(JOINTS.get(language, ("; ",))))

    def _rewritten(self, record: Record, new: dict[int, str], ids: dict[str, str]) -> Record:
        edits = [(m["start"], m["end"], new[n]) for n, m in enumerate(record["mentions"]) if n in new]
        taken = [(m["start"], m["end"]) for m in record["mentions"]] + [tuple(e["trigger"]) for e in record["events"] if e["trigger"]]
        for match in re.finditer(r"\d+", record["text"]):
            if not any(s < match.end() and e > match.start() for s, e in taken):
                edits.append((match.start(), match.end(), self._number(match[0])))
        edits.sort()

        def moved(at: int) -> int:
            return at + sum(len(text) - (end - start) for start, end, text in edits if end <= at)

        text = record["text"]
        for start, end, words in reversed(edits):
            text = text[:start] + words + text[end:]
        mentions = []
        for n, m in enumerate(record["mentions"]):
            start = moved(m["start"])
            length = len(new[n]) if n in new else m["end"] - m["start"]
            mentions.append({**m, "start": start, "end": start + length, "id": ids.get(m["id"], m["id"]) if n in new else m["id"]})
        events = [{**e, "trigger": [moved(e["trigger"][0]), moved(e["trigger"][1])] if e["trigger"] else None} for e in record["events"]]
        return {**record, "id": record["id"] + "+x", "text": text, "mentions": mentions, "events": events}

    def _number(self, digits: str) -> str:
        if not digits.isascii():
            return digits
        value = int(digits)
        if len(digits) == 4 and 1900 <= value <= 2035:
            return str(self._rng.randint(1995, 2026)) if value >= 1990 else digits
        if value <= 31:
            return str(self._rng.randint(1, 28)) if value else digits
        return str(self._rng.randint(10 ** (len(digits) - 1), 10 ** len(digits) - 1))


def join(first: Record, second: Record, joint: str) -> Record:
    """Both sentences as one, with the mentions and events of both."""
    head = re.sub(r"[\s.。!?！？…]+$", "", first["text"])
    if any(m["end"] > len(head) for m in first["mentions"]) or any(e["trigger"] and e["trigger"][1] > len(head) for e in first["events"]):
        head = first["text"]
        joint = " "
    tail = second["text"]
    if joint.strip(" ;–；؛") and not any(m["start"] == 0 for m in second["mentions"]):
        tail = tail[0].lower() + tail[1:] if len(tail[0].lower()) == 1 else tail
    offset = len(head) + len(joint)
    count = len(first["mentions"])

    def shifted(event: dict[str, Any]) -> dict[str, Any]:
        return {
            **event,
            "actors": [n + count for n in event["actors"]],
            "recipients": [n + count for n in event["recipients"]],
            "trigger": [x + offset for x in event["trigger"]] if event["trigger"] else None,
        }

    return {
        **first,
        "id": f"{first['id']}+{second['id']}",
        "text": head + joint + tail,
        "mentions": first["mentions"] + [{**m, "start": m["start"] + offset, "end": m["end"] + offset} for m in second["mentions"]],
        "events": first["events"] + [shifted(e) for e in second["events"]],
    }
