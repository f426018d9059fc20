"""Take a web page's own words out of a text that was copied from it.

A reader who copies an article takes "SHARE:", "Advertisement", "Published on" and the list of the latest headlines along; none of
it is news, and "Latest" is no sentence. Phrases are data, ``data/chrome.<language>.tsv``, and those of all languages apply to
every text: a page in Arabic says "SHARE:" too. A line with sentence punctuation goes only where it has a disclaimer's wording.

>>> strip_chrome(["Tokayev in Paris", "SHARE:", "Published on 29 November", "He met Macron on Tuesday.", "Advertisement"]).lines
['Tokayev in Paris', 'He met Macron on Tuesday.']
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from ..errors import DataError
from .fields import date_in

_KINDS = ("line", "start", "published", "photo", "disclaimer", "beside", "tail", "network")
_SHORT = 110
_BODY = 60
_SENTENCE_END = re.compile(r"(?:[.!?؟۔।]+[\"'»”’)\]]*(?:\s|$))|[。！？]")
_TRAILING_DOTS = re.compile(r"(?:…|\.\.\.)\s*$")
_WORD = re.compile(r"[\w&@'’.-]+")
_DATED = re.compile(r"\d{4}|\d{1,2}[:.]\d\d|\d{1,2}[./-]\d{1,2}|\d+年|\d+ \w+")
_MARKS = re.compile("[\u0307\u064b-\u0652\u0640\u200c-\u200f]")
_EDGES = re.compile(r"^[\W_]+|[\W_]+$")
_HAN = re.compile("[\u3040-\u30ff\u3400-\u9fff]")
_START_EDGE = re.compile(r"^[^\w@#©(\[【（]+")


@dataclass(frozen=True, slots=True)
class Stripped:
    """The lines that are left, those that went, and the date of publication where a dropped line gave it in figures."""

    lines: list[str]
    dropped: list[str]
    published: date | None


@dataclass(frozen=True, slots=True)
class _Phrases:
    line: frozenset[str]
    tail: frozenset[str]
    beside: frozenset[str]
    network: frozenset[str]
    start: re.Pattern[str]
    published: re.Pattern[str]
    photo: re.Pattern[str]
    disclaimer: re.Pattern[str]


def fold(text: str) -> str:
    """Small letters, one kind of apostrophe, no vowel signs: what phrases are compared in."""
    text = _MARKS.sub("", unicodedata.normalize("NFKC", text).replace("İ", "i").lower().replace("’", "'"))
    return " ".join(text.split())


@lru_cache(maxsize=1)
def _phrases() -> _Phrases:
    found: dict[str, list[str]] = {kind: [] for kind in _KINDS}
    for path in sorted((Path(__file__).parent / "data").glob("chrome.*.tsv")):
        for number, row in enumerate(path.read_text("utf-8").splitlines(), 1):
            if not row or row.startswith("#"):
                continue
            kind, _, pattern = row.partition("\t")
            if kind not in found or not pattern:
                raise DataError(f"{path.name}:{number}: expected one of {', '.join(_KINDS)}, a tab and a phrase")
            found[kind].append(fold(pattern))

    def whole(kind: str) -> frozenset[str]:
        return frozenset(_EDGES.sub("", p) for p in found[kind])

    def start(kind: str) -> re.Pattern[str]:
        parts = sorted(set(found[kind]), key=len, reverse=True)
        return re.compile("(?:" + "|".join(_beginning(p) for p in parts) + ")")

    return _Phrases(
        whole("line"),
        whole("tail"),
        whole("beside"),
        whole("network"),
        start("start"),
        start("published"),
        start("photo"),
        start("disclaimer"),
    )


def _beginning(pattern: str) -> str:
    literal = re.escape(pattern).replace(r"\*", ".{0,200}?")
    return literal + (r"(?!\w)" if pattern[-1].isalnum() and not "\u3400" <= pattern[-1] <= "\u9fff" else "")


def has_sentence(line: str) -> bool:
    """Whether the line carries sentence punctuation: full stop, question or exclamation mark; dots of "Read more…" are none."""
    return bool(_SENTENCE_END.search(_TRAILING_DOTS.sub("", line)))


def strip_chrome(lines: Iterable[str]) -> Stripped:
    """Lines (paragraphs) without the page's own. Order is kept; where nothing would be left, nothing is dropped."""
    every = [line for line in lines if line.strip()]
    kinds = [_kind(line) for line in every]
    _spread(every, kinds)
    _trailing(every, kinds)
    kept = [line for line, kind in zip(every, kinds, strict=True) if not kind]
    if not kept:
        return Stripped(every, [], None)
    dropped = [line for line, kind in zip(every, kinds, strict=True) if kind]
    dates = [found for line, kind in zip(every, kinds, strict=True) if kind == "published" and (found := date_in(line))]
    return Stripped(kept, dropped, dates[0] if dates else None)


def _kind(line: str) -> str:
    """Which kind of chrome a line is by itself; ``""`` for text."""
    phrases = _phrases()
    folded = fold(line)
    bare = _EDGES.sub("", folded)
    if not bare:
        return "line"
    if len(line) <= _SHORT:
        if bare in phrases.line or bare in phrases.tail:
            return "tail" if bare in phrases.tail else "line"
        words = _WORD.findall(bare)
        if all(word in phrases.network for word in words):
            return "line"
        if not has_sentence(line) or len(line) <= 60:
            edge = _START_EDGE.sub("", folded)
            if (hit := phrases.published.match(edge)) and len(line) <= 80:
                rest = _EDGES.sub("", edge[hit.end() :])
                if not rest or rest in phrases.beside or _DATED.search(rest):
                    return "published"
            if not has_sentence(line):
                if phrases.photo.match(edge) and ":" in edge[:20] and len(words) <= 12:
                    return "photo"
                if phrases.start.match(edge) and len(words) <= 14:
                    return "start"
    if len(line) <= 600 and phrases.disclaimer.match(_START_EDGE.sub("", folded)):
        return "disclaimer"
    return ""


def _spread(lines: list[str], kinds: list[str]) -> None:
    """What is chrome only beside chrome: "on", "by", a bare date, a count of shares."""
    beside = _phrases().beside
    for order in (range(len(lines)), range(len(lines) - 1, -1, -1)):
        step = order.step
        for i in order:
            near = kinds[i - step] if 0 <= i - step < len(lines) else ""
            if kinds[i] or near in ("", "disclaimer", "start", "photo") or len(lines[i]) > 40:
                continue
            bare = _EDGES.sub("", fold(lines[i]))
            if bare in beside or bare.replace(".", "").replace(",", "").rstrip("kmк").isdigit():
                kinds[i] = "line"
            elif _DATED.search(bare) and len(bare.split()) <= 6 and "published" in kinds[max(0, i - 2) : i + 3]:
                kinds[i] = "published"


def _trailing(lines: list[str], kinds: list[str]) -> None:
    """After the last paragraph, everything without sentence punctuation that follows a line like "Latest" or "Share"."""
    body = [i for i, line in enumerate(lines) if not kinds[i] and has_sentence(line) and len(line) + 2 * len(_HAN.findall(line)) >= _BODY]
    if not body:
        return
    after = False
    for i in range(body[-1] + 1, len(lines)):
        after = after or kinds[i] == "tail"
        if after and not kinds[i] and not has_sentence(lines[i]):
            kinds[i] = "trailing"
