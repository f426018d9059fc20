"""A language of the interface: everything that a page, a brief or a feed needs to speak it."""

from __future__ import annotations

import datetime as dt
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, Literal

from ..errors import DataError, UsageError
from . import sentences
from .names import DATA, NOMINATIVE, Name, alpha2, names, persons
from .patterns import Patterns, patterns

if TYPE_CHECKING:
    from babel import Locale as BabelLocale

    from .catalogue import Catalogue

LANGUAGES = ("en", "ar", "fr", "ru", "es", "zh", "kk", "de", "tr")
Width = Literal["long", "medium", "short"]
_VOWELS = frozenset("aeiou")  # before them French says "d'euros", not "de euros"
_LARGE = 1_000_000  # from here on numbers are written with words
_DAY = "yMMMd"
_SKELETONS = {"month": "yMMMM", "year": "y"}  # CLDR's, for dates that are known less precisely than to the day
_DOTTED = frozenset({"tr", "az", "kk-latn"})  # languages whose capital of i is İ


@lru_cache(maxsize=16)
def locale(code: str) -> Locale:
    """The language of a code. Raises ``UsageError`` for one that the interface does not speak."""
    if code not in LANGUAGES:
        raise UsageError(f"the interface does not speak {code!r}; there are {', '.join(LANGUAGES)}")
    return Locale(code)


class Locale:
    """One language of the interface; see the module's functions for what each method gives."""

    def __init__(self, code: str) -> None:
        self.code = code
        self.direction: Literal["ltr", "rtl"] = "rtl" if code == "ar" else "ltr"

    # --- data, read when first asked for

    @cached_property
    def babel(self) -> BabelLocale:
        """Babel's locale: CLDR's data of the language."""
        from babel import Locale as BabelLocale

        return BabelLocale.parse(self.code)

    @cached_property
    def name(self) -> str:
        """The language's own name of itself."""
        return self.capital(self.babel.get_language_name(self.code) or self.code)

    @cached_property
    def names(self) -> dict[str, Name]:
        """Names with their forms."""
        return names(self.code)

    @cached_property
    def _terms(self) -> dict[str, dict[str, Any]]:
        out: dict[str, dict[str, Any]] = {}
        for language in dict.fromkeys(("en", self.code)):
            path = DATA / language / "terms.toml"
            if path.exists():
                try:
                    loaded = tomllib.loads(path.read_text("utf-8"))
                except tomllib.TOMLDecodeError as error:
                    raise DataError(f"{path}: {error}") from None
                for section, entries in loaded.items():
                    out.setdefault(section, {}).update(entries)
        return out

    @cached_property
    def _patterns(self) -> Patterns | None:
        """The language's patterns, unless figures and statements or sentences are still missing in them."""
        return patterns(self.code)

    @cached_property
    def _messages(self) -> Catalogue:
        from .catalogue import catalogue

        return catalogue(self.code)

    # --- messages

    def gettext(self, message: str) -> str:
        """A message of pages, briefs and feeds; the English text is its key."""
        return self._messages.get("", message)

    def ngettext(self, one: str, many: str, n: int) -> str:
        """A message in the plural form of a number."""
        return self._messages.plural(one, many, n)

    def pgettext(self, context: str, message: str) -> str:
        """A message that means something else elsewhere."""
        return self._messages.get(context, message)

    # --- codes

    def _term(self, section: str, key: str) -> str:
        found: str = self._terms.get(section, {}).get(key, key)
        return found

    def type(self, type_: str) -> str:
        """The label of a PLOVER type."""
        return self._term("type", type_)

    def mode(self, type_: str, mode: str) -> str:
        """The label of a mode; that of the type where there is none."""
        return self._term("mode", f"{type_}/{mode}") if mode else self.type(type_)

    def quad(self, quad: str) -> str:
        """The label of a quad."""
        return self._term("quad", quad)

    def status(self, status: str) -> str:
        """The label of a status."""
        return self._term("status", status)

    def sector(self, sector: str) -> str:
        """The label of a sector."""
        return self._term("sector", sector)

    def context(self, context: str) -> str:
        """The label of a context."""
        return self._term("context", context)

    def stance(self, stance: str) -> str:
        """The label of a stance."""
        return self._term("stance", stance)

    def figure_kind(self, kind: str) -> str:
        """The label of a kind of figure."""
        return self._term("figure", kind)

    def office(self, office: str) -> str:
        """The label of an office ("foreign minister")."""
        return self._term("office", office)

    def verdict(self, verdict: str) -> str:
        """The label of a reader's verdict."""
        return self._term("verdict", verdict)

    def reason(self, feature: str) -> str:
        """The label of what speaks for or against two reports or articles being of one event or story."""
        return self._term("reason", feature)

    def language(self, code: str) -> str:
        """The name of a language; its code where CLDR has none."""
        return self.babel.languages.get(code.replace("-", "_"), code) if code else "—"

    def actor(self, actor: str) -> str:
        """The name of a state or organisation as a heading has it."""
        found = self.names.get(actor)
        name = found.forms.get("name", "") if found else ""
        if name or (name := self.territory(actor)):
            return name
        if found:
            return self.capital(found.form(NOMINATIVE))
        from ..actors.names import english_names

        return english_names().get(actor, actor)

    def person(self, name: str) -> str:
        """The name of a person as the language writes it, where it is known ("Дональд Трамп"); the name itself elsewhere."""
        return persons(self.code).get(name, name)

    def territory(self, actor: str) -> str:
        """CLDR's name of a state; "" for what is none."""
        short = alpha2().get(actor, "") if len(actor) == 3 else ""
        return str(self.babel.territories.get(short, "")) if short else ""

    # --- dates and numbers

    def date(self, day: dt.date | str | None, width: Width = "medium") -> str:
        """A day; "date unknown" for None. The medium width names the month, so that no reader takes it for the day."""
        if not day:
            return self._term("precision", "unknown")
        from babel.dates import format_date

        return self._dated("day", day) if width == "medium" else format_date(_day(day), width, self.babel)

    def interval(self, start: dt.date | str | None, end: dt.date | str | None, precision: str = "day") -> str:
        """The dates of a record, as precisely as they are known: a day, "May 2021", "2021", a span, or "date unknown"."""
        if not start and not end:
            return self._term("precision", "unknown")
        if not start or not end:
            return f"… – {self._dated(precision, end)}" if end else f"{self._dated(precision, start)} – …"
        from babel.dates import format_interval

        one, other = _day(start), _day(end)
        skeleton = _SKELETONS.get(precision, _DAY)
        if self._dated(precision, one) == self._dated(precision, other):
            return self._dated(precision, one)
        return str(format_interval(one, other, skeleton, locale=self.babel))

    def _dated(self, precision: str, day: dt.date | str | None) -> str:
        from babel.dates import format_skeleton

        return str(format_skeleton(_SKELETONS.get(precision, _DAY), _day(day or ""), locale=self.babel))

    def number(self, value: float, digits: int | None = None) -> str:
        """A number, with so many digits behind the point (as many as it has, at most two, if None)."""
        from babel.numbers import format_decimal

        pattern = None if digits is None else "#,##0" + ("." + "0" * digits if digits else "")
        return self._signed(format_decimal(round(value, 2) if digits is None else value, pattern, locale=self.babel), value)

    def _signed(self, said: str, value: float) -> str:
        """A number whose minus stays before it also in text from right to left."""
        return f"\u200e{said}" if value < 0 and self.direction == "rtl" else said

    def percent(self, share: float, digits: int = 0) -> str:
        """A share as a percentage."""
        from babel.numbers import format_percent

        pattern = self.babel.percent_formats[None].pattern.replace("##0", "##0." + "0" * digits) if digits else None
        return self._signed(format_percent(share, pattern, locale=self.babel), share)

    def money(self, value: float, unit: str, bound: str = "exact") -> str:
        """A quantity with its unit, an ISO 4217 code or a noun: "at least 160 billion US dollars"."""
        from babel.numbers import format_compact_decimal

        large = abs(value) >= _LARGE
        number = format_compact_decimal(value, format_type="long", locale=self.babel, fraction_digits=2) if large else self.number(value)
        named = self._unit(unit, _LARGE if large else value)
        said = self._worded("value", f"{number} {named}", number=number, unit=named) if named else number
        if large and named:
            said = self._worded("large", said, number=number, unit=named)
            if unicodedata.normalize("NFD", named[0])[0].lower() in _VOWELS:
                said = self._worded("large_vowel", said, number=number, unit=named)
        if bound == "exact" or not bound:
            return said
        label = self._term("bound", bound)
        return self._worded("bound", f"{label} {said}", bound=label, value=said)

    def _unit(self, unit: str, count: float) -> str:
        """A currency or noun in the plural form of a number; after a word like "million" that is the form of a round million."""
        from babel.numbers import get_currency_name

        if len(unit) == 3 and unit.isupper():
            return get_currency_name(unit, count=count, locale=self.babel)
        forms = self._terms.get("unit", {}).get(unit, unit)
        if isinstance(forms, str):
            return forms
        found: str = forms.get(self.babel.plural_form(abs(count))) or forms["other"]
        return found

    def _worded(self, key: str, otherwise: str, **slots: str) -> str:
        """A pattern of figures with words in its slots; ``otherwise`` where the language has none."""
        table = self._patterns
        pattern = table.figure.get(key) if table else None
        return table.fill(pattern, slots, self.join) if table and pattern else otherwise

    def join(self, items: Sequence[str] | Iterable[str]) -> str:
        """A list as the language writes one: "A, B and C"."""
        from babel.lists import format_list

        given = list(items)
        if len(given) < 2:
            return "".join(given)
        said = format_list(given, locale=self.babel)
        return self._patterns.said(said) if self._patterns else said

    # --- sentences

    def capital(self, text: str) -> str:
        """A text with its first letter large, where the script has large letters."""
        first = text[:1]
        return ("İ" if first == "i" and self.code in _DOTTED else first.upper()) + text[1:]

    def summary(self, event: Mapping[str, Any]) -> str:
        """An event as a sentence, from its codes alone."""
        if self._patterns is None:
            return locale("en").summary(event)
        return sentences.summary(self, self._patterns, event)

    def figure(self, row: Mapping[str, Any]) -> str:
        """A figure as a sentence."""
        if self._patterns is None or not self._patterns.figure:
            return locale("en").figure(row)
        return sentences.figure(self, self._patterns, row)

    def statement(self, row: Mapping[str, Any]) -> str:
        """A statement as a sentence, with its quotation."""
        if self._patterns is None or not self._patterns.statement:
            return locale("en").statement(row)
        return sentences.statement(self, self._patterns, row)


def _day(given: dt.date | str) -> dt.date:
    return dt.date.fromisoformat(given) if isinstance(given, str) else given
