"""The quantities in a sentence: sums of money, percentages and counted things, in every script.

A language's number words, scales, currencies and bounds are in ``data/quantities.<language>.toml``, the signs and codes of
currencies in ``data/currencies.toml``. Dates, ordinals, scores, clock times, telephone numbers and names such as "G20" or
"Article 5" are no quantities. Where the words leave the number open, it is the smallest that they allow: "10–15 soldiers" and
"dozens of ships" are at least 10 and at least 24.

>>> [q] = find_quantities("Инвестиции превысили 24 млрд долларов.", "ru"); q.value, q.unit, q.is_money
(24000000000.0, 'USD', True)
>>> [q] = find_quantities("More than 170 European companies left.", "en"); q.value, q.bound, q.noun
(170.0, 'at_least', 'European companies left')
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from dragoman.records import Bound

from .dates import find_dates
from .numerals import han_number, number_pattern, parse_digits
from .phrases import Lexicon, Token, data_file

_DASHES = frozenset("-–—‑~～至")
_NAMING = frozenset("#№§@_/\\*&")
_HAN_RUN = "(?!百分之)[〇零一二两兩三四五六七八九十百千万萬亿億]+"
_LISTS = (
    *("article", "and", "of", "few", "percent", "percent_before", "label", "clock", "stop", "measure"),
    *("range", "between", "weak"),
)
_TRIGGERS = frozenset({"number", "scale", "plural", "fixed", "quasi", "pair", "few"})
_NOUN_WORDS, _NOUN_SIGNS = 3, 6


@dataclass(frozen=True, slots=True)
class Quantity:
    """``text[start:end]`` is a quantity in plain units. ``unit`` is an ISO 4217 code or ``""``.

    ``noun`` are up to three words that follow it up to a mark or function word, as written, beginning at ``noun_start`` (``end``
    where there are none): what is counted is among them.
    """

    start: int
    end: int
    value: float
    unit: str
    noun: str
    noun_start: int
    bound: Bound
    is_money: bool
    percent: bool


@dataclass(slots=True)
class _Amount:
    """A number with its scales: ``tokens[first:last]``."""

    last: int
    value: float
    scaled: bool = False
    digits: bool = False
    bound: Bound = "exact"
    article: bool = False


def find_quantities(text: str, language: str) -> list[Quantity]:
    """All quantities in ``text``, from left to right."""
    lexicon = _lexicon(language)
    if not lexicon.may_match(text):
        return []
    tokens = lexicon.tokens(text)
    dated = [(d.start, d.end) for d in find_dates(text, language, None)]
    out: list[Quantity] = []
    scan = _Scan(text, tokens, lexicon.unspaced)
    i = 0
    while i < len(tokens):
        found = scan.quantity(i)
        if found is None:
            i += 1
            continue
        i, quantity = found
        if quantity is not None and not any(s < quantity.end and quantity.start < e for s, e in dated):
            out.append(quantity)
    return out


class _Scan:
    """Reads quantities from the tokens of one text."""

    def __init__(self, text: str, tokens: Sequence[Token], unspaced: bool) -> None:
        self.text = text
        self.tokens = tokens
        self.unspaced = unspaced

    def has(self, i: int, role: str) -> bool:
        return 0 <= i < len(self.tokens) and role in self.tokens[i].entry.values

    def get(self, i: int, role: str) -> Any:
        return self.tokens[i].entry.values.get(role) if 0 <= i < len(self.tokens) else None

    def entry(self, i: int) -> Mapping[str, Any]:
        return self.tokens[i].entry.values if 0 <= i < len(self.tokens) else {}

    def word(self, i: int) -> str:
        return self.tokens[i].word if 0 <= i < len(self.tokens) else ""

    def sign(self, i: int) -> str:
        """The currency of a sign or code ("$", "USD"), "" where there is none; codes count in capitals only ("try")."""
        if self.has(i, "sign"):
            return str(self.get(i, "sign"))
        token = self.tokens[i] if self.has(i, "code") else None
        return str(token.entry.values["code"]) if token and self.text[token.start : token.end].isupper() else ""

    def glued(self, i: int) -> bool:
        """Whether no space parts this token from the one before."""
        return 0 < i < len(self.tokens) and self.tokens[i - 1].end == self.tokens[i].start

    def quantity(self, first: int) -> tuple[int, Quantity | None] | None:
        """The quantity that begins at a token: the token behind it and the quantity, None in its place if it is to be skipped."""
        at, unit, percent = first, "", False
        if self.sign(at):
            unit, at = self.sign(at), at + 1
        elif self.has(at, "percent_before"):
            percent, at = True, at + 1
        amount = self.amount(at, money=bool(unit))
        if amount is None:
            return None
        if not unit and not percent and self.is_name(at, amount):
            return amount.last, None
        end = amount.last
        ranged = self.range(at, amount)
        if ranged is not None:
            amount, end = ranged, ranged.last
        bound = self.bound(first, end, amount)
        at_noun = end + (self.has(end, "after") and not self.has(end, "percent"))
        if not unit and not percent:
            behind, unit, percent = self.unit(at_noun, amount)
            if behind > at_noun:
                end = at_noun = behind
        if self.has(at_noun, "after"):
            bound, at_noun = self.get(at_noun, "after"), at_noun + 1
        noun_start, noun = self.noun(at_noun)
        if not unit and not percent and not self.is_counted(at, amount, noun, ranged is not None):
            return amount.last, None
        start, stop = self.tokens[first].start, self.tokens[end - 1].end
        noun_start = noun_start if noun else stop
        value = _neat(amount.value)
        return max(end, at_noun), Quantity(start, stop, value, unit, noun, noun_start, bound, bool(unit), percent)

    def amount(self, i: int, *, money: bool = False) -> _Amount | None:
        """A number from this token on: digits or words, scales, and smaller parts ("2 billion 300 million")."""
        if self.has(i, "plural") or self.has(i, "few"):
            return self.vague(i)
        total, last_scale, at = 0.0, float("inf"), i
        out: _Amount | None = None
        while True:
            simple = self.digits(at, money=money) or self.words(at)
            if simple is None:
                if out is None and self.has(at, "scale") and not self.unspaced:
                    simple = _Amount(at, 1.0)
                else:
                    break
            if out is not None and not (out.scaled and self.scale_after(simple.last) < last_scale):
                break
            mult, j = 1.0, simple.last
            bound = simple.bound
            if self.unspaced and self.has(j, "after") and self.has(j + 1, "scale"):
                bound, j = self.get(j, "after"), j + 1
            if self.word(j) == "-" and self.glued(j) and self.glued(j + 1) and self.has(j + 1, "scale"):
                j += 1
            while self.has(j, "scale") and (mult == 1 or mult >= 1000 or self.unspaced):
                mult, j = mult * self.get(j, "scale"), j + 1
                j += self.is_abbreviation(j)
            if out is not None and mult == 1 and (simple.digits or last_scale <= 1):
                break
            total += simple.value * mult
            scaled = mult > 1 or simple.scaled
            out = _Amount(j, total, scaled, simple.digits or bool(out and out.digits), bound, simple.article and not scaled)
            at, last_scale = j, mult
            if mult == 1:
                break
            at += self.has(at, "and") and self.has(at + 1, "number")
        return None if out is None or out.article else out

    def is_abbreviation(self, i: int) -> bool:
        """Whether the token is the full stop of "млрд." or "тыс.", not of the sentence."""
        if self.word(i) != "." or not self.glued(i) or len(self.word(i - 1)) > 5 or i + 1 >= len(self.tokens):
            return False
        following = self.text[self.tokens[i + 1].start]
        return following.islower() or bool(self.sign(i + 1)) or self.has(i + 1, "currency")

    def scale_after(self, i: int) -> float:
        return float(self.get(i, "scale") or 1)

    def digits(self, i: int, *, money: bool = True) -> _Amount | None:
        value = self.get(i, "digits")
        if value is None or (self.has(i, "money_scale") and not money):
            return None
        return _Amount(i + 1, value, self.has(i, "glued_scale"), digits=True)

    def words(self, i: int) -> _Amount | None:
        """Number words below a thousand: "two hundred and fifty", "خمسة وعشرون", "двести пятьдесят"."""
        if self.has(i, "fixed") or self.has(i, "pair"):
            return _Amount(i + 1, self.get(i, "fixed") or 2 * self.get(i, "pair"), True)
        if self.has(i, "pair_before_currency") and self.has(i + 1, "currency"):
            return _Amount(i + 1, 2 * self.get(i, "pair_before_currency"), True)
        if self.has(i, "article") and self.has(i + 1, "quasi"):
            return _Amount(i + 2, self.get(i + 1, "quasi"), True, bound="about")
        if self.has(i, "article") and not self.has(i, "digits"):
            return _Amount(i + 1, 1.0, article=True) if self.has(i + 1, "scale") or self.has(i + 1, "number") else None
        value = self.get(i, "number")
        if value is None:
            return None
        total, last, i = value, value, i + 1
        while True:
            j = i + (self.has(i, "and") or (self.word(i) == "-" and self.glued(i)))
            value = self.get(j, "number")
            if value is None:
                break
            if value == 100 and 1 <= total <= 9 and j == i:
                total, last = total * 100, 100
            elif (last >= 100 > value) or (20 <= last < 100 and last % 10 == 0 and value < 10):
                total, last = total + value, value
            elif last < 10 and 20 <= value < 100 and value % 10 == 0 and self.has(j, "joined"):
                total, last = total + value, value + 1
            else:
                break
            i = j + 1
        return _Amount(i, float(total))

    def vague(self, i: int) -> _Amount | None:
        """Reads "Dozens", "tens of thousands", "several hundred": at least twice the word."""
        value, j = 2.0 * float(self.get(i, "plural") or 1), i + 1
        counted = self.has(i, "plural")
        while True:
            k = j + self.has(j, "of")
            more = self.get(k, "plural") or self.get(k, "scale") or (self.get(k, "number") if not counted else None)
            if not more or more < 10:
                break
            value, j, counted = value * more, k + 1, True
        return _Amount(j, value, True, bound="at_least") if counted else None

    def range(self, i: int, low: _Amount) -> _Amount | None:
        """Reads "10–15", "10 to 15", "between 10 and 15": at least the lower."""
        j = low.last
        dash = self.word(j) in _DASHES
        between = self.has(i - 1, "between") and self.has(j, "and")
        if not (dash or between or (self.has(j, "range") and not low.scaled)):
            return None
        j += 1 + bool(self.sign(j + 1))
        high = self.amount(j)
        if high is None or high.digits != low.digits:
            return None
        factor = 1.0
        if high.scaled and not low.scaled:
            factor = self.scale_product(j, high)
        return _Amount(high.last, low.value * factor, True, low.digits, "at_least") if high.value > low.value else None

    def scale_product(self, i: int, high: _Amount) -> float:
        base = self.digits(i) or self.words(i)
        return high.value / base.value if base and base.value else 1.0

    def bound(self, first: int, end: int, amount: _Amount) -> Bound:
        before = self.get(first - 1, "before") or (self.get(first - 2, "before") if self.has(first - 1, "of") else None)
        after = self.get(end, "after")
        if amount.bound != "exact" and not after:
            return amount.bound if before is None or before == "about" else before
        return after or before or "exact"

    def unit(self, i: int, amount: _Amount) -> tuple[int, str, bool]:
        """A percent sign or a currency behind the number: the token after it, the currency, whether a percentage."""
        if self.has(i, "percent"):
            return i + 1, "", True
        j = i + self.has(i, "of")
        j += self.word(j) == "-" and self.glued(j)
        if self.sign(j):
            followed = self.has(j + 1, "digits") and self.glued(j + 1)
            return (i, "", False) if followed else (j + 1, self.sign(j), False)
        if self.has(j, "currency") and (amount.scaled or not self.has(j, "weak")):
            return j + 1, self.get(j, "currency"), False
        return i, "", False

    def noun(self, i: int) -> tuple[int, str]:
        i += self.has(i, "of")
        if self.unspaced:
            i += self.has(i, "measure")
        first = i
        limit = _NOUN_SIGNS if self.unspaced else _NOUN_WORDS
        while i < len(self.tokens) and i - first < limit:
            token = self.tokens[i]
            if "stop" in token.entry.values or not self.text[token.start].isalpha() or "digits" in token.entry.values:
                break
            i += 1
        if i == first:
            if self.unspaced and self.has(i - 1, "measure"):
                return self.tokens[i - 1].start, self.text[self.tokens[i - 1].start : self.tokens[i - 1].end]
            return 0, ""
        return self.tokens[first].start, self.text[self.tokens[first].start : self.tokens[i - 1].end]

    def is_name(self, i: int, amount: _Amount) -> bool:
        """Whether the number names or orders something: "Article 5", "F-16", "3/4", "7:55", "+7 495 …", "32-year-old"."""
        previous = self.word(i - 1)
        if self.has(i - 1, "label") or (self.has(i - 2, "label") and previous in (".", "°", "-")):
            return True
        if previous in _NAMING and self.glued(i):
            return True
        if amount.digits:
            if previous in ("-", "–", "+") and self.glued(i):
                return True
            if self.word(amount.last) in ("/", ":", "_") and self.glued(amount.last):
                return True
            if self.has(i - 1, "digits") or (self.has(amount.last, "digits") and not amount.scaled):
                return True
        elif self.unspaced and self.text[self.tokens[i].start] not in "0123456789":
            return not self.is_han_count(i, amount)
        after = amount.last
        if self.word(after) == "-" and self.glued(after) and self.glued(after + 1) and not self.has(after + 1, "digits"):
            return not (self.has(after + 1, "currency") or self.has(after + 1, "number"))
        return self.has(after, "clock")

    def is_han_count(self, i: int, amount: _Amount) -> bool:
        j = amount.last
        if self.has(i - 1, "percent_before"):
            return True
        return amount.scaled or any(self.has(j, role) for role in ("measure", "currency", "percent", "after", "sign"))

    def is_counted(self, i: int, amount: _Amount, noun: str, ranged: bool) -> bool:
        """Whether a number without a unit is a count: neither a score, a year, an age nor "one of them"."""
        dash = self.word(amount.last) in _DASHES and self.has(amount.last + 1, "digits")
        if dash or (ranged and not noun):
            return False
        if amount.digits and not amount.scaled:
            token = self.tokens[i]
            digits = self.text[token.start : token.end]
            if len(digits) == 4 and digits.isdecimal() and 1900 <= amount.value <= 2099:
                return bool(noun) and not self.has(i - 1, "stop") and self.has(i - 1, "before")
            if digits.startswith("0") and len(digits) > 1 and digits.isdecimal():
                return False
            if self.word(i - 1) in (",", "،", "(") and self.word(amount.last) in (",", "،", ")"):
                return False
            if not noun and i > 1 and self.text[self.tokens[i - 1].start].isupper() and not self.has(i - 1, "before"):
                return False
        if not amount.digits and not noun:
            return amount.scaled or amount.value >= 10
        return not (amount.value == 1 and not amount.digits and (not noun or "stop" in self.entry(amount.last)))


def _neat(value: float) -> float:
    """The nearest number of few decimals, so that 1.6 billion is 1600000000.0."""
    return float(round(value)) if value >= 1e6 else round(value, 6)


@lru_cache(maxsize=64)
def _lexicon(language: str) -> Lexicon:
    data = data_file("quantities", language)
    currencies = data_file("currencies", "")
    decimal = data.get("decimal", ".")
    suffixes: dict[str, Any] = {s: kind for kind, forms in data.get("suffix", {}).items() for s in forms}
    for table in ("small_scale", "suffix_scale"):
        for size, forms in data.get(table, {}).items():
            suffixes |= {s: (float(size), table == "small_scale") for s in forms}
    han = f"|{_HAN_RUN}" if language == "zh" else ""
    lexicon = Lexicon(
        language,
        number=lambda digits, suffix: _number(digits, suffix, folded, decimal),
        number_pattern=number_pattern(spaced=data.get("spaced", False)) + han,
        suffixes=suffixes,
        prefixes=data.get("prefixes", ()),
        split_apostrophe=data.get("apostrophe") == "split",
    )
    folded = {lexicon.fold(s).strip("-‑'’ʼ"): kind for s, kind in suffixes.items()}
    for role in ("number", "scale", "plural", "fixed", "quasi", "pair", "pair_before_currency"):
        for size, forms in data.get(role, {}).items():
            for form in forms:
                lexicon.add(role, form, float(size), trigger=role in _TRIGGERS)
                if language == "ar":
                    lexicon.add("joined", f"و{form}")
    for role in ("before", "after", "currency"):
        for value, forms in data.get(role, {}).items():
            for form in forms:
                lexicon.add(role, form, value)
    for role in _LISTS:
        for form in data.get(role, ()):
            lexicon.add(role, form, trigger=role in _TRIGGERS)
    for code, signs in currencies.get("sign", {}).items():
        for sign in signs:
            lexicon.add("sign", sign, code, glued=True)
    for code in currencies.get("codes", ()):
        lexicon.add("code", code, "CNY" if code == "RMB" else code)
    for percent in ("%", "٪", "％", "﹪"):
        lexicon.add("percent", percent)
    if language == "zh":
        lexicon.triggers |= set("零一二两兩三四五六七八九十百")
    lexicon.freeze()
    return lexicon


def _number(digits: str, suffix: str, suffixes: Mapping[str, Any], decimal: str) -> dict[str, Any]:
    if digits[0] in "〇零一二两兩三四五六七八九十百千万萬亿億":
        value = han_number(digits.replace("萬", "万").replace("億", "亿").replace("兩", "两"))
        return {} if value is None else {"number": float(value)}
    kind = suffixes.get(suffix) if suffix else None
    number = None if ":" in digits or kind == "ordinal" else parse_digits(digits, decimal)
    if number is None:
        return {}
    if isinstance(kind, tuple):
        size, money_only = kind
        return {"digits": number * size, "glued_scale": True} | ({"money_scale": True} if money_only else {})
    return {"digits": number}
