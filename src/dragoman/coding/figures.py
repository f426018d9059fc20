"""Figures between actors: who invested, traded, lent, pledged how much with whom, how many companies, troops, dead.

"The European Union is the largest investor in Kazakhstan's economy, with 160 billion dollars in total" gives an investment from EU to
KAZ of 160000000000 USD. What is counted is told by words of the ``[figures]`` table of the language's lexicon; its ``[units]`` table has
the units of energy, each under the one name that it has in every language ("cubic metres", whether of gas or of water).
"""

from __future__ import annotations

import tomllib
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache

from ..actors.find import MarkedSentence
from ..language.patterns import PatternTree, expand
from ..language.quantities import Quantity, find_quantities
from ..records import Bound, FigureKind, Mention
from .predicates import DATA, lexicon

_MONEY: tuple[FigureKind, ...] = ("investment", "trade", "aid", "loan", "debt")
_THINGS: tuple[FigureKind, ...] = ("companies", "troops", "casualties", "people", "energy")
_INTO = frozenset({"in", "into", "to", "loc", "dat", "on", "against", "for"})
_VOLUME = "cubic metres"  # the unit of gas, and of water too
_REACH = 12  # words between a sum and the word that says what it is
_CLAUSE = 8  # a mark between the two counts as so many words: the word belongs to another sum
_MARKS = frozenset(",;:،؛，；：、–—")


@dataclass(frozen=True, slots=True)
class CodedFigure:
    """A figure as it stands in a sentence: mentions and offsets are those of the sentence."""

    kind: FigureKind
    value: float
    unit: str
    bound: Bound
    from_: tuple[Mention, ...]
    to: tuple[Mention, ...]
    trigger: tuple[int, int]
    confidence: float


def code_figures(marked: MarkedSentence) -> list[CodedFigure]:
    """The figures of one sentence; none where no actor is named."""
    if not any(m.id for m in marked.mentions):
        return []
    tree = lexicon(marked.sentence.language).figures
    if tree is None:
        return []
    quantities = [q for q in find_quantities(marked.sentence.text, marked.sentence.language) if not q.percent]
    if not quantities:
        return []
    units = {(f.start, f.end): f.payload for f in _units(marked.sentence.language).find(marked.tokens)}
    words: list[tuple[int, int, FigureKind]] = [(f.start, f.end, f.payload) for f in tree.find(marked.tokens)]
    words += [(*span, "energy") for span in units]
    out = []
    for quantity in quantities:
        hit = _kind(quantity, words, marked)
        if hit is None:
            continue
        kind, at, last, near = hit
        from_, to = _sides(kind, quantity, at, marked)
        if not from_ and not to:
            continue
        tokens = marked.tokens
        noun = units.get((at, last)) or marked.sentence.text[tokens.starts[at] : tokens.ends[last - 1]].lower()
        if noun == _VOLUME and any(k == "other" and abs(start - at) <= _REACH for start, _, k in words):
            kind = "other"  # water out of a reservoir
        unit = quantity.unit if quantity.is_money else noun
        confidence = round(0.55 + 0.2 * bool(from_ and to) + 0.1 * (near <= 4), 3)
        out.append(CodedFigure(kind, quantity.value, unit, quantity.bound, from_, to, (quantity.start, quantity.end), confidence))
    return out


@lru_cache(maxsize=32)
def _units(language: str) -> PatternTree[str]:
    """The units of a language by the name that each has in all of them."""
    tree: PatternTree[str] = PatternTree(language)
    for unit, cell in tomllib.loads((DATA / f"{language}.toml").read_text("utf-8")).get("units", {}).items():
        for pattern in expand(cell):
            tree.add(pattern, unit)
    return tree


def _kind(quantity: Quantity, words: list[tuple[int, int, FigureKind]], marked: MarkedSentence) -> tuple[FigureKind, int, int, int] | None:
    """What a quantity measures, the words that say so (the first and the one behind the last), and how far they stand away."""
    starts = marked.tokens.starts
    first = max(bisect_right(starts, quantity.start) - 1, 0)
    last = max(bisect_right(starts, quantity.end - 1) - 1, 0)
    allowed = _MONEY if quantity.is_money else _THINGS
    best: tuple[int, FigureKind, int, int] | None = None
    for start, end, kind in words:
        if kind not in allowed:
            continue
        gap = start - last - 1 if start > last else first - end if end <= first else 0
        limit = _REACH if quantity.is_money else 3
        # things are counted right after their number; sums may stand on either side of what they are
        if gap > limit or (not quantity.is_money and start < first and kind != "casualties"):
            continue
        between = marked.sentence.text[quantity.end : starts[start]] or marked.sentence.text[starts[start] : quantity.start]
        gap += _CLAUSE * bool(gap and _MARKS & set(between))
        if best is None or gap < best[0]:
            best = (gap, kind, start, end)
    return (best[1], best[2], best[3], best[0]) if best else None


def _sides(kind: FigureKind, quantity: Quantity, word: int, marked: MarkedSentence) -> tuple[tuple[Mention, ...], tuple[Mention, ...]]:
    """Whose money, companies or troops, and where they went: marks first, then the order in the sentence."""
    named = [m for m in marked.mentions if m.id]
    sides = {m.id: m for m in reversed(named)}
    near_end = max(quantity.end, marked.tokens.ends[min(word, len(marked.tokens) - 1)])
    owners = [m for m in named if m.kind == "adjective" and min(abs(m.start - near_end), abs(m.end - quantity.end)) <= 30]
    if kind in ("companies", "troops", "people"):
        into = [m for m in named if _INTO & set(m.marks) and m not in owners]
        first = owners or [m for m in named if m not in into]
        return _unique(first[:1]), _unique([m for m in into if not first or m.id != first[0].id][:1])
    if kind == "casualties":
        return (), _unique(owners[:1] or named[-1:])
    into = [m for m in named if _INTO & set(m.marks)]
    inside = into or [m for m in named if {"poss", "gen", "of"} & set(m.marks)]
    if len(sides) < 2:
        only = named[0]
        return ((), (only,)) if only in inside else ((only,), ())
    to = inside[:1] or named[1:2]
    from_ = [m for m in named if m.id != to[0].id]
    return _unique(from_[: 2 if kind == "trade" else 1]), _unique(to)


def _unique(mentions: list[Mention]) -> tuple[Mention, ...]:
    return tuple({m.id: m for m in reversed(mentions)}.values())
