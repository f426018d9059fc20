"""How likely two reports tell of one event, and two articles of one story; with what speaks for it and against it.

Logistic regression over plain features, fitted on stories written for this (``training/merging.py``); its weights are in
``data/likeness.json``. Everything is columns, so that a million reports are compared in arrays.
"""

from __future__ import annotations

import json
import re
import unicodedata
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..ontology import types
from ..records import short_hash
from .cluster import WINDOW, Items
from .vectors import WIDTH

Ints = NDArray[np.int64]
Floats = NDArray[np.float32]
_DAY = date(1970, 1, 1)
_WIDE = 7  # a date that leaves more days open says less than the day of publication
INCOMPARABLE = 0.1
_NUMBER = re.compile(r"\d+(?:[.,٫٬]\d+)*")
#: Types as which one happening may fairly be read, besides the same type.
NEAR = frozenset(
    frozenset(pair.split())
    for pair in (
        "AGREE SUPPORT,AGREE COOPERATE,AGREE CONSULT,AGREE AID,AGREE CONCEDE,SUPPORT COOPERATE,SUPPORT CONSULT,SUPPORT AID,SUPPORT CONCEDE,"
        "COOPERATE AID,COOPERATE CONSULT,COOPERATE MOBILIZE,COOPERATE CONCEDE,CONCEDE RETREAT,ACCUSE REJECT,ACCUSE REQUEST,ACCUSE THREATEN,"
        "ACCUSE PROTEST,REJECT REQUEST,REJECT SANCTION,REJECT RETREAT,REQUEST THREATEN,REQUEST PROTEST,THREATEN MOBILIZE,THREATEN SANCTION,"
        "THREATEN COERCE,SANCTION COERCE,SANCTION RETREAT,COERCE ASSAULT,COERCE MOBILIZE,MOBILIZE ASSAULT,PROTEST ASSAULT"
    ).split(",")
)
REPORT_FEATURES = (
    "sentence", "article", "same type", "other mode", "same mode", "days apart", "other direction",
    "parties", "same two parties", "one party alone", "nobody but one party", "shared number", "other numbers", "shared person",
    "shared place", "same article", "other status",
)  # fmt: skip
STORY_FEATURES = ("article", "parties", "dyads", "days apart", "shared number")


@dataclass(slots=True)
class Reports:
    """Reports as columns [n]; ``parties``, ``numbers``, ``persons``, ``places`` are sets of 64 bits.

    ``alone``: it names one party, which acts, is acted on, or both.
    """

    ids: list[str]
    items: Items
    type: Ints
    mode: Ints
    status: Ints
    direction: Ints
    parties: NDArray[np.uint64]
    dyads: NDArray[np.uint64]
    alone: NDArray[np.bool_]
    numbers: NDArray[np.uint64]
    persons: NDArray[np.uint64]
    places: NDArray[np.uint64]
    article: Ints
    vector: NDArray[np.int8]
    article_vector: NDArray[np.int8]

    def __len__(self) -> int:
        return len(self.ids)


def span(row: Mapping[str, Any]) -> tuple[int, int] | None:
    """First and last day (since 1970) on which a report may be found; None where neither its date nor its publication is known."""
    first, last, published = (_day(row[name]) for name in ("date", "date_end", "published"))
    if first is not None and last is not None and last - first <= _WIDE:
        return first, last
    return None if published is None else (published, published)


def reports(rows: Sequence[Mapping[str, Any]]) -> Reports:
    """Columns of reports as the ledger gives them, with ``vector`` and ``article_vector`` (bytes or None); each must have a ``span``."""
    keys: list[int] = []
    owners: list[int] = []
    table = np.zeros((len(rows), 13), np.int64)
    articles: dict[str, int] = {}
    zero = bytes(WIDTH)
    for n, row in enumerate(rows):
        first, last = span(row) or (0, 0)
        actors = [a["id"] for a in row["actors"] if a["id"]]
        recipients = [a["id"] for a in row["recipients"] if a["id"]]
        dyads = _dyads(actors, recipients)
        found = _keys(actors, recipients, row["type"])
        keys += found
        owners += [n] * len(found)
        people = [a["person"] for a in (*row["actors"], *row["recipients"]) if a["person"]]
        table[n] = (
            first,
            last,
            _TYPE[row["type"]],
            _code(row["mode"]),
            _code(row["status"]),
            _direction(actors, recipients),
            _bits([*actors, *recipients]),
            not dyads,
            _bits(numbers(row["evidence"]["text"])),
            _bits(people),
            _bits(row["places"]),
            articles.setdefault(row["article_id"], len(articles)),
            _bits(f"{a} {b}" for a, b in dyads),
        )
    columns = table.T

    def sets(column: int) -> NDArray[np.uint64]:
        return np.ascontiguousarray(columns[column]).view(np.uint64)

    def stacked(name: str) -> NDArray[np.int8]:
        joined = b"".join(row[name] or zero for row in rows)
        return np.frombuffer(joined, np.int8).reshape(len(rows), WIDTH)

    return Reports(
        ids=[row["report_id"] for row in rows],
        items=Items(columns[0], columns[1], np.array(keys, np.int64), np.array(owners, np.int64)),
        type=columns[2],
        mode=columns[3],
        status=columns[4],
        direction=columns[5],
        parties=sets(6),
        dyads=sets(12),
        alone=columns[7].astype(bool),
        numbers=sets(8),
        persons=sets(9),
        places=sets(10),
        article=columns[11],
        vector=stacked("vector"),
        article_vector=stacked("article_vector"),
    )


def report_features(r: Reports, i: Ints, j: Ints) -> Floats:
    """Features [k, len(REPORT_FEATURES)] of pairs of reports."""
    both_modes = (r.mode[i] != 0) & (r.mode[j] != 0)
    return np.stack(
        [
            _cosine(r.vector, i, j),
            _cosine(r.article_vector, i, j),
            r.type[i] == r.type[j],
            both_modes & (r.mode[i] != r.mode[j]),
            both_modes & (r.mode[i] == r.mode[j]),
            _apart(r.items, i, j),
            _opposed(r, i, j),
            _overlap(r.parties, i, j),
            (r.dyads[i] & r.dyads[j]) != 0,
            r.alone[i] != r.alone[j],
            r.alone[i] & r.alone[j],
            (r.numbers[i] & r.numbers[j]) != 0,
            ((r.numbers[i] & r.numbers[j]) == 0) & (r.numbers[i] != 0) & (r.numbers[j] != 0),
            (r.persons[i] & r.persons[j]) != 0,
            (r.places[i] & r.places[j]) != 0,
            r.article[i] == r.article[j],
            r.status[i] != r.status[j],
        ],
        axis=1,
    ).astype(np.float32)


def comparable(r: Reports, i: Ints, j: Ints) -> NDArray[np.bool_]:
    """Whether pairs of reports can tell of one event at all.

    They lie within the window; their types are near and they share two parties, or one has a single party, which they share, and their
    types are the same.
    """
    alone = (r.alone[i] | r.alone[j]) & (r.type[i] == r.type[j]) & ((r.parties[i] & r.parties[j]) != 0)
    near = _NEAR[r.type[i], r.type[j]] & (((r.dyads[i] & r.dyads[j]) != 0) | alone) & (_apart(r.items, i, j) <= WINDOW)
    out: NDArray[np.bool_] = near & ~(_opposed(r, i, j) & _ONE_SIDED[r.type[i]] & _ONE_SIDED[r.type[j]])
    return out


def report_likeness(r: Reports, i: Ints, j: Ints) -> Floats:
    """How likely pairs of reports tell of one event, 0 to 1; a little where they cannot be compared: they may do so through others."""
    out = np.full(len(i), INCOMPARABLE, np.float32)
    able = comparable(r, i, j)
    out[able] = _logistic(report_features(r, i[able], j[able]), weights()["report"], REPORT_FEATURES)
    return out


def _apart(items: Items, i: Ints, j: Ints) -> Ints:
    """Days between two spans; 0 where they overlap."""
    gap = np.maximum(items.first[i], items.first[j]) - np.minimum(items.last[i], items.last[j])
    out: Ints = np.maximum(gap, 0)
    return out


def _opposed(r: Reports, i: Ints, j: Ints) -> NDArray[np.bool_]:
    """Whether what one party does to the other in one report, the other does in the other report."""
    out: NDArray[np.bool_] = r.direction[i] * r.direction[j] < 0
    return out


@dataclass(slots=True)
class Articles:
    """Articles as columns [n]."""

    ids: list[str]
    items: Items
    parties: NDArray[np.uint64]
    dyads: NDArray[np.uint64]
    numbers: NDArray[np.uint64]
    vector: NDArray[np.int8]

    def __len__(self) -> int:
        return len(self.ids)


def articles(rows: Sequence[Mapping[str, Any]]) -> Articles:
    """Columns of articles: rows with ``article_id``, ``published``, ``text``, ``vector``, and ``reports``: (actors, recipients, type)."""
    keys: list[int] = []
    owners: list[int] = []
    table = np.zeros((len(rows), 4), np.int64)
    for n, row in enumerate(rows):
        parties: set[str] = set()
        dyads: set[int] = set()
        for actors, recipients, kind in row["reports"]:
            parties.update(actors, recipients)
            dyads.update(_keys(actors, recipients, kind))
        keys += dyads
        owners += [n] * len(dyads)
        table[n] = (_day(row["published"]) or 0, _bits(sorted(parties)), _bits(map(str, dyads)), _bits(numbers(row["text"])))
    columns = table.T
    joined = b"".join(row["vector"] or bytes(WIDTH) for row in rows)
    return Articles(
        ids=[row["article_id"] for row in rows],
        items=Items(columns[0], columns[0], np.array(keys, np.int64), np.array(owners, np.int64)),
        parties=np.ascontiguousarray(columns[1]).view(np.uint64),
        dyads=np.ascontiguousarray(columns[2]).view(np.uint64),
        numbers=np.ascontiguousarray(columns[3]).view(np.uint64),
        vector=np.frombuffer(joined, np.int8).reshape(len(rows), WIDTH),
    )


def story_features(a: Articles, i: Ints, j: Ints) -> Floats:
    """Features [k, len(STORY_FEATURES)] of pairs of articles."""
    return np.stack(
        [
            _cosine(a.vector, i, j),
            _overlap(a.parties, i, j),
            _overlap(a.dyads, i, j),
            _apart(a.items, i, j),
            (a.numbers[i] & a.numbers[j]) != 0,
        ],
        axis=1,
    ).astype(np.float32)


def story_likeness(a: Articles, i: Ints, j: Ints) -> Floats:
    """How likely pairs of articles tell of one story, 0 to 1."""
    out = np.zeros(len(i), np.float32)
    able = _apart(a.items, i, j) <= WINDOW
    out[able] = _logistic(story_features(a, i[able], j[able]), weights()["story"], STORY_FEATURES)
    return out


def explain(level: str, features: Sequence[float]) -> list[tuple[str, float, float]]:
    """What each feature of one pair is and adds to the log odds: (name, value, share), the weightiest first. ``level``: report or story."""
    names = REPORT_FEATURES if level == "report" else STORY_FEATURES
    given = weights()[level]
    shares = [(name, float(value), float(value) * given[name]) for name, value in zip(names, features, strict=True)]
    return sorted((s for s in shares if s[2]), key=lambda s: -abs(s[2]))


@lru_cache(maxsize=1)
def weights() -> dict[str, dict[str, float]]:
    """For ``report`` and ``story`` the weight of each feature, ``bias``, and ``threshold``, from which on groups are joined."""
    loaded: dict[str, dict[str, float]] = json.loads((Path(__file__).parent / "data" / "likeness.json").read_text("utf-8"))
    return loaded


def numbers(text: str) -> set[str]:
    """The numbers in a text, in ASCII digits and without marks; years, and those below three, say too little."""
    out = set()
    for found in _NUMBER.findall(text):
        digits = "".join(str(unicodedata.digit(c)) for c in found if c.isdigit())
        if digits and not (len(digits) == 4 and digits[:2] in ("19", "20")) and int(digits) > 2:
            out.add(digits)
    return out


def _logistic(features: Floats, given: Mapping[str, float], names: Sequence[str]) -> Floats:
    odds = features @ np.array([given[name] for name in names], np.float32) + given["bias"]
    out: Floats = (1 / (1 + np.exp(-odds))).astype(np.float32)
    return out


def _keys(actors: Sequence[str], recipients: Sequence[str], kind: str) -> set[int]:
    """What two reports must share to be compared: a pair of parties; or one party and the type, where only one is named."""
    alone = [(a, f"-{kind}") for a in (*actors, *recipients)]
    return {int(short_hash(*pair)[:15], 16) for pair in (*_dyads(actors, recipients), *alone)}


def _dyads(actors: Sequence[str], recipients: Sequence[str]) -> set[tuple[str, str]]:
    return {(min(a, b), max(a, b)) for a in actors for b in recipients or actors if a != b}


def _direction(actors: Sequence[str], recipients: Sequence[str]) -> int:
    if not actors or not recipients or min(actors) == min(recipients):
        return 0
    return 1 if min(actors) < min(recipients) else -1


def _bits(values: Iterable[str]) -> int:
    out = 0
    for value in values:
        out |= 1 << zlib.crc32(value.encode()) % 63  # the sign stays free
    return out


def _code(name: str) -> int:
    return zlib.crc32(name.encode()) if name else 0


def _day(value: date | str | None) -> int | None:
    if value is None:
        return None
    return ((date.fromisoformat(value) if isinstance(value, str) else value) - _DAY).days


def _cosine(vectors: NDArray[np.int8], i: Ints, j: Ints) -> Floats:
    out: Floats = np.einsum("kd,kd->k", vectors[i].astype(np.float32), vectors[j].astype(np.float32)) / 127.0**2
    return out


def _overlap(sets: NDArray[np.uint64], i: Ints, j: Ints) -> Floats:
    both, either = np.bitwise_count(sets[i] & sets[j]), np.bitwise_count(sets[i] | sets[j])
    out: Floats = (both / np.maximum(either, 1)).astype(np.float32)
    return out


_TYPE = {name: n for n, name in enumerate(types())}
#: Types of which each side may do its own, so that who did it tells two events apart. Who opened fire, or called, is told differently.
_ONE_SIDED = np.array(
    [t in ("AID", "CONCEDE", "RETREAT", "REQUEST", "ACCUSE", "REJECT", "THREATEN", "SANCTION", "COERCE") for t in types()]
)
_NEAR = np.array([[a == b or frozenset((a, b)) in NEAR for b in types()] for a in types()])
