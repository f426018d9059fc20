"""The dates in a sentence: absolute, partial and relative, in every script.

What a language says is in ``data/dates.<language>.toml``: its months, weekdays and units, and the patterns in which they date
something ("{n} {unit} ago", "{n} {unit} назад"). Here is what those patterns come to. A number by itself is no date; a date
that counts from the day of the report stays unknown where that day is unknown.

>>> find_dates("Они встретились 29 ноября 2022 года.", "ru", None)[0].when.to_dict()
{'date': '2022-11-29', 'date_end': '2022-11-29', 'date_precision': 'day'}
>>> [(s.start, s.end, s.when.start) for s in find_dates("They met on Monday.", "en", date(2022, 11, 30))]
[(12, 18, datetime.date(2022, 11, 28))]
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any

from dragoman.records import UNKNOWN_DATE, Interval

from .datewords import Reader, until
from .fold import fold_token
from .numerals import han_number
from .phrases import Found, Lexicon, Patterns, Token, data_file

_TABLES = (
    *("month", "month_short", "month_in", "weekday", "weekday_weak", "unit", "unit_short", "two", "offset", "shift", "direction"),
    *("direction_before", "season", "ordinal", "part", "decade"),
)
_LISTS = ("recent", "few", "since", "until", "since_after", "until_after", "from", "to", "half", "open", "close")
_TRIGGERS = frozenset(
    {
        "month",
        "month_short",
        "month_in",
        "weekday",
        "weekday_weak",
        "unit",
        "unit_short",
        "two",
        "offset",
        "shift",
        "season",
        "recent",
        "decade",
    }
)
_TRIM = frozenset(",،、،")
_NUMBER = (
    r"\d{4}-\d{1,2}-\d{1,2}(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?(?![\d-])|"
    r"\d{1,4}(?P<mark>[./-])\d{1,2}(?P=mark)\d{2,4}(?![\d./-]\d|\d)|\d+(?:[.,٫٬’:]\d+)+|\d+"
)


@lru_cache(maxsize=64)
def month_names(language: str) -> frozenset[str]:
    """The folded names of the months in a language; none where it has no dates."""
    table = data_file("dates", language).get("month", {})
    return frozenset(fold_token(name) for names in table.values() for name in names)


@dataclass(frozen=True, slots=True)
class DatedSpan:
    """``text[start:end]`` says when. ``relative``: it counts from the anchor, and is unknown without one."""

    start: int
    end: int
    when: Interval
    relative: bool


@dataclass(frozen=True, slots=True)
class _Rules:
    lexicon: Lexicon
    patterns: Patterns
    order: str


def find_dates(text: str, language: str, anchor: date | None) -> list[DatedSpan]:
    """All dates in ``text``, from left to right; ``anchor`` is the day of the report, from which "yesterday" counts."""
    rules = _rules(language)
    if not rules.lexicon.may_match(text):
        return []
    tokens = rules.lexicon.tokens(text)
    found: list[tuple[int, int, DatedSpan]] = []
    for match in rules.patterns.find(tokens):
        first, last = match.first, match.last
        while last - first > 1 and tokens[last - 1].word in _TRIM:
            last -= 1
        while last - first > 1 and tokens[first].word in _TRIM:
            first += 1
        when, relative = Reader(rules.order, match.slots, anchor, _is_future(tokens, match)).read(match.kind)
        if when is None:
            continue
        if relative and anchor is None:
            when = UNKNOWN_DATE
        found.append((first, last, DatedSpan(tokens[first].start, tokens[last - 1].end, when, relative)))
    return _joined(tokens, found, anchor)


def _is_future(tokens: Sequence[Token], match: Found) -> bool:
    return _plays(tokens, match.first - 1, "until") or _plays(tokens, match.last, "until_after") or "until" in match.slots


def _plays(tokens: Sequence[Token], index: int, role: str) -> bool:
    return 0 <= index < len(tokens) and role in tokens[index].entry.values


def _joined(tokens: Sequence[Token], found: list[tuple[int, int, DatedSpan]], anchor: date | None) -> list[DatedSpan]:
    """Put "from … to …", "since …" and "until …" together with the dates they hold."""
    out: list[DatedSpan] = []
    i = 0
    while i < len(found):
        first, last, span = found[i]
        following = found[i + 1] if i + 1 < len(found) else None
        opened = _plays(tokens, first - 1, "from")
        if following and following[0] == last + 1 and _plays(tokens, last, "to") and (opened or tokens[last].word in "-–—"):
            other = following[2].when
            if span.when.start and other.end and span.when.start <= other.end:
                start = tokens[first - 1].start if opened else span.start
                when = Interval(span.when.start, other.end, other.precision)
                out.append(DatedSpan(start, following[2].end, when, span.relative or following[2].relative))
                i += 2
                continue
        when = span.when
        if when is not UNKNOWN_DATE and when.start != anchor:
            if _plays(tokens, first - 1, "since"):
                span = replace(span, start=tokens[first - 1].start, when=Interval(when.start, anchor, when.precision))
            elif _plays(tokens, last, "since_after"):
                span = replace(span, end=tokens[last].end, when=Interval(when.start, anchor, when.precision))
            elif _plays(tokens, first - 1, "until"):
                span = replace(span, start=tokens[first - 1].start, when=until(when, anchor))
            elif _plays(tokens, last, "until_after"):
                span = replace(span, end=tokens[last].end, when=until(when, anchor))
        if span.when.start and span.when.end and span.when.start > span.when.end:
            span = replace(span, when=when)
        out.append(span)
        i += 1
    return out


@lru_cache(maxsize=64)
def _rules(language: str) -> _Rules:
    data = data_file("dates", language)
    suffixes = {s: kind for kind, forms in data.get("suffix", {}).items() for s in forms}
    lexicon = Lexicon(
        language,
        number=lambda digits, suffix: _number(digits, suffix, folded),
        number_pattern=_NUMBER + (r"|[〇零一二两三四五六七八九十百]+" if language == "zh" else ""),
        suffixes=suffixes,
        prefixes=data.get("prefixes", ()),
        capital=data.get("capital", ()),
        endings={e: kind for kind, forms in data.get("ending", {}).items() for e in forms},
        ending_roles=("month", "weekday", "weekday_weak", "unit", "offset"),
        split_apostrophe=data.get("apostrophe") == "split",
    )
    folded = {lexicon.fold(s).strip("-‑'’ʼ"): kind for s, kind in suffixes.items()}
    for role in _TABLES:
        for key, forms in data.get(role, {}).items():
            value = int(key) if key.lstrip("-").isdigit() else key
            for form in forms:
                lexicon.add(role, form, value, trigger=role in _TRIGGERS)
                if role == "month_short":
                    lexicon.add(role, f"{form}.", value)
    for role in _LISTS:
        for form in data.get(role, ()):
            lexicon.add(role, form, trigger=role in _TRIGGERS)
    counting = data_file("quantities", language)
    for form in counting.get("article", ()):
        lexicon.add("n", form, 1)
    for key, forms in counting.get("number", {}).items():
        for form in forms if 0 < int(key) <= 1000 else ():
            lexicon.add("n", form, int(key))
            if language == "ar":
                lexicon.add("n", f"ال{form}", int(key))
    for digits in (*map(str, range(101)), "145", "1405", "1410", "1990", "2000", "2021", "3000", "2021-11-29"):
        for kind in ("", *folded):
            lexicon.number_entry(digits, kind)
    patterns = data.get("pattern", {"date": ["{numeric}"]})
    compiled = Patterns(lexicon, [(kind, p) for kind, several in patterns.items() for p in several])
    return _Rules(lexicon, compiled, data.get("numeric", "dmy"))


def _number(digits: str, suffix: str, suffixes: Mapping[str, str]) -> dict[str, Any]:
    """What a number can be in a date: a day, a month, a year, a count; nothing if grouped or with a decimal."""
    if not digits.isdecimal():
        if any(c in digits for c in "-./") and not suffix:
            plain = digits.split("T")[0]
            return {"numeric": plain} if len(plain) > 5 and sum(c in "-./" for c in plain) == 2 else {}
        han = han_number(digits)
        if han is None:
            return {}
        value, size = han, len(str(han))
    else:
        value, size = int(digits), len(digits)
    if size > 4 and digits.isdecimal():
        return {}
    kind = suffixes.get(suffix, "") if suffix else ""
    roles: dict[str, Any] = {}
    if kind == "decade":
        return {"decade": value} if value % 10 == 0 else {}
    if 1 <= value <= 31 and size <= 3:
        roles["day"] = value
    if 1500 <= value <= 2100:
        roles["year"] = value
    if kind == "ordinal":
        return roles | {"ordinal": value}
    if kind == "locative" and "year" in roles:
        roles["year_in"] = value
    if kind:
        return roles
    roles["n"] = value
    if 1 <= value <= 12 and size <= 2:
        roles["monthno"] = value
    if 10 <= value <= 99 and size == 2:
        roles["yy"] = value
    if value % 10 == 0 and (10 <= value <= 90 or 1500 <= value <= 2100):
        roles["tens"] = value
    if 1300 <= value < 1500:
        roles["hijri"] = value
    return roles
