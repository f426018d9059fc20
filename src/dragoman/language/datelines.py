"""When an article was published, from its own words, and which date belongs to an event in a sentence.

Wires put place and day before the first sentence ("PARIS, November 29 (Reuters) —", "МОСКВА, 29 ноября. /ТАСС/",
"新华社巴黎11月29日电"); sites put "Published" or a line with nothing but the date at the head or at the foot.

>>> publication_date("PARIS, November 29, 2022 (Reuters) — The president said on Monday ...", "en").start
datetime.date(2022, 11, 29)
>>> publication_date("PARIS, November 29 (Reuters) — The president said on Monday ...", "en") is None
True
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from dragoman.records import UNKNOWN_DATE, Interval

from .dates import DatedSpan, find_dates
from .phrases import data_file

_HEAD, _FOOT, _DATELINE, _BESIDE = 600, 160, 60, 40
_BEHIND_DATELINE = re.compile(r"\s*[.,،]?\s*(?:[(/\[—–―:（]|-\s|\.\s|\.?\s*[^\W\d_]{0,12}\s*[电電讯訊]|[电電讯訊]|[A-ZА-ЯІЇЄҐ]{3,})")
_CLAUSE = re.compile(r"[,;:()—–،؛，；：、]|\s-\s")
_WORD = re.compile(r"[^\W\d_]+")
_LEADING = 12  # characters before a date that still leads its sentence ("Earlier on Monday, …")


def publication_date(text: str, language: str, hint: date | None = None) -> Interval | None:
    """The day the article says it was published on, None where it says none.

    A day without a year counts only with a ``hint``, a day near the publication such as that of retrieval.
    """
    head = text[:_HEAD]
    best: tuple[int, Interval] | None = None
    for offset, part in _parts(text, head):
        for span in find_dates(part, language, hint):
            when = span.when
            if when.precision != "day" or when.start is None or when.start != when.end:
                continue
            rank = _rank(part, span, language, first=offset == 0)
            if rank and (best is None or rank > best[0]):
                best = rank, when
    return best[1] if best else None


def _parts(text: str, head: str) -> list[tuple[int, str]]:
    parts = [(0, head)]
    body = text.rstrip()
    if len(body) > _HEAD:
        last = body.rfind("\n") + 1
        if last > 0 and len(body) - last <= _FOOT:
            parts.append((last, body[last:]))
    return parts


def _rank(part: str, span: DatedSpan, language: str, *, first: bool) -> int:
    """How surely a date in the head or the last line is that of publication: 3 labelled, 2 a dateline, 1 alone on its line."""
    begin = part.rfind("\n", 0, span.start) + 1
    end = part.find("\n", span.end)
    end = len(part) if end < 0 else end
    before, behind = part[begin : span.start], part[span.end : end]
    labels = _labels(language)
    if labels is not None and (labels.search(before[-_BESIDE:]) or labels.match(behind[:_BESIDE].lstrip())):
        return 3
    if _only_counts(part[span.start : span.end], language):
        return 0
    if first and len(before) <= _DATELINE and _is_place(before) and _BEHIND_DATELINE.match(behind):
        return 2
    words = _WORD.findall(before + behind)
    alone = len(words) <= 3 and len(before + behind) <= _BESIDE and all(w[0].isupper() for w in words)
    return 1 if alone and (begin < 300 or not first) else 0


def _only_counts(words: str, language: str) -> bool:
    """Whether the words are relative without a number ("yesterday"): no dateline says that."""
    return not any(c.isdigit() for c in words) and language != "zh"


def _is_place(before: str) -> bool:
    """Whether what stands before a dateline's date is a place or an agency: capitals, a comma or full stop, few words."""
    words = _WORD.findall(before)
    if not words:
        return True
    if len(words) > 6:
        return False
    cased = [w for w in words if w[0].lower() != w[0].upper()]
    if not cased:
        return len(before) <= 24
    proper = all(w[0].isupper() for w in cased if len(w) > 3) and cased[0][0].isupper()
    return proper and (before.rstrip()[-1:] in (",", ".", "،", "—", "–", "-", "(", "/", "|", ":") or cased[0].isupper())


@lru_cache(maxsize=64)
def _labels(language: str) -> re.Pattern[str] | None:
    labels = data_file("dates", language).get("published", ())
    if not labels:
        return None
    edge = "" if language == "zh" else r"(?<!\w)"
    return re.compile(edge + "(?:" + "|".join(re.escape(label) for label in sorted(labels, key=len, reverse=True)) + ")", re.I)


def event_interval(
    dated: Sequence[DatedSpan], trigger_offset: int, anchor: Interval | None, sentence: str = "", start: int = 0
) -> Interval:
    """When the event took place whose word stands at ``trigger_offset``.

    The nearest date in its clause; else the date that leads the sentence; else the day of the report (``anchor``).
    ``sentence`` gives the clauses, ``start`` is where it begins in the text that the offsets count in. Without it a clause is
    what lies within sixty characters.
    """
    if dated:
        cuts = [start + m.start() for m in _CLAUSE.finditer(sentence)]

        def parted(span: DatedSpan) -> bool:
            low, high = sorted((trigger_offset, span.start))
            if not sentence:
                return high - low > 60
            return any(low < cut < high and not span.start <= cut < span.end for cut in cuts)

        near = [s for s in dated if not parted(s)]
        if near:
            return min(near, key=lambda s: (abs(s.start - trigger_offset), s.start)).when
        first = min(dated, key=lambda s: s.start)
        if first.start - start <= _LEADING and first.start < trigger_offset:
            return first.when
    return Interval(anchor.start, anchor.end, anchor.precision) if anchor else UNKNOWN_DATE
