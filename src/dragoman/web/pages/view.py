"""What every page is made from, and how what it was asked is understood."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property
from typing import Any, TypeVar

from ... import ontology
from ...actors.lookup import lookup
from ...actors.names import english_names, organisations
from ...errors import UsageError
from ...i18n import Locale, locale
from ...relations.groups import members, parties, sides
from ...store import Filter, Ledger, Page
from ..memo import Memo
from ..site import DEFAULT_PERIOD, Site
from ..text import shortened

T = TypeVar("T")
Context = dict[str, Any]
#: The spans that a page offers by name, in days; None is everything.
SPANS: dict[str, int | None] = {"30": 30, "90": 90, "365": 365, "all": None}
#: Days that can be asked for.
EARLIEST, LATEST = date(1800, 1, 1), date(2200, 12, 31)
STATUSES = ("actual", "historical", "future", "hypothetical", "negated", "all")
_ENGLISH = locale("en")


@dataclass(frozen=True)
class Period:
    """A span of days that a page is about; ``name`` is one of ``SPANS``, or "own" for dates that the reader chose."""

    name: str
    since: date | None
    until: date | None

    @property
    def before(self) -> tuple[date, date] | None:
        """The span of the same length before; None where the period has no beginning."""
        if self.since is None or self.until is None:
            return None
        length = self.until - self.since
        return self.since - length - timedelta(days=1), self.since - timedelta(days=1)

    @property
    def every(self) -> str:
        """The periods that a series of this span is best cut into."""
        if self.since is None or self.until is None:
            return "month"
        days = (self.until - self.since).days
        return "day" if days <= 45 else "week" if days <= 200 else "month" if days <= 3000 else "year"

    @property
    def asked(self) -> dict[str, Any]:
        """How a page or chart is asked for the span."""
        return {"since": self.since, "until": self.until} if self.name == "own" else {"period": self.name}


@dataclass(frozen=True)
class View:
    """A ledger as one reader sees it: the site of the page, the parameters that it was asked with, and the answers kept between pages.

    ``lists`` are groups of countries by name, which have pages too; ``outdated`` collects the keys of answers of before the last change.
    """

    ledger: Ledger
    site: Site
    memo: Memo
    asked: Mapping[str, str] = field(default_factory=dict)
    poles: Mapping[str, Sequence[str]] | None = None
    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    outdated: list[Hashable] = field(default_factory=list)

    @property
    def stale(self) -> bool:
        """Whether some answer on the page is one of before the last change of the ledger, to be had anew in a moment."""
        return bool(self.outdated)

    @property
    def loc(self) -> Locale:
        """The reader's language."""
        return self.site.locale

    def kept(self, key: Hashable, make: Callable[[], T], *, stale: bool = False) -> T:
        """An answer that is kept until the ledger changes."""
        key = (key, self.together)
        return self.memo.get(key, make, stale=self.outdated.append if stale else None)

    @property
    def together(self) -> bool:
        """Whether the reader asked to count an organisation's members with it."""
        return self.asked.get("members") == "1"

    @property
    def carried(self) -> dict[str, str]:
        """What a link to another page takes along: the span and the members that the reader asked for."""
        taken = {k: self.asked[k] for k in ("period", "since", "until", "members") if self.asked.get(k)}
        return {k: v for k, v in taken.items() if (k, v) != ("period", DEFAULT_PERIOD)}

    @cached_property
    def groups(self) -> Mapping[str, tuple[str, ...]]:
        """The groups that stand for their members on this page: all if the reader asked so, else those that are no actor themselves."""
        return {name: ids for name, ids in self.lists.items() if self.together or not is_actor(name)}

    def knows(self, side: str) -> bool:
        """Whether there is a country, organisation or group of that id."""
        return is_actor(side) or side in self.lists

    def newest(self, kind: str, where: Filter, one: str, other: str = "", limit: int = 25) -> Page:
        """The newest rows of a side, or of two; where one is a group, those of its members, as ``relations.series`` counts them."""
        ones, others = sides(one, other, self.groups) if other else (members(one, self.groups), ("",))
        if len(ones) == len(others) == 1:
            return self.ledger.page(kind, replace(where, actor=one, other=other), limit)
        key = f"{kind[:-1]}_id"
        found = {}
        for left in ones:
            for right in others:
                rows = self.ledger.page(kind, replace(where, actor=left, other=right), limit).rows
                found.update({row[key]: row for row in rows if other or not parties(row) <= {*ones}})
        ranked = sorted(found.values(), key=lambda row: (_when(row), row[key]), reverse=True)
        return Page(ranked[:limit], "")

    def last_day(self) -> date:
        """The last day with actual events, from which "the last month" is counted; today in an empty ledger."""
        return self.kept("days", self.ledger.days)[1] or date.today()

    def period(self, default: str = DEFAULT_PERIOD) -> Period:
        """The span that was asked for (``period``, or ``since`` and ``until``). Raises ``UsageError`` for what is no date or span."""
        since, until = _span(self.asked, self.loc)
        if since or until:
            return Period("own", since, until or self.last_day())
        name = self.asked.get("period", default)
        if name not in SPANS:
            raise _no_choice(name, self.loc)
        days, last = SPANS[name], self.last_day()
        return Period(name, last - timedelta(days=days - 1) if days else None, last)

    def limit(self, default: int = 25) -> int:
        """How many rows a list has."""
        return default


def is_actor(side: str) -> bool:
    """Whether there is a state or organisation of that id."""
    return side in english_names() or side in organisations()


def _when(row: Mapping[str, Any]) -> str:
    return str(row.get("date") or row.get("published") or "")


def actor(given: str, loc: Locale = _ENGLISH) -> str:
    """The id of an actor given by code or name in any language; "" for nothing. Raises ``UsageError`` where nobody is called so."""
    if not given.strip():
        return ""
    found = lookup(given)
    if not found:
        said = loc.gettext("No country or organisation is called “%(name)s”. Write a name in any language, or a code such as KAZ.")
        raise UsageError(said % {"name": shortened(given, 80)})
    return found


def filters(asked: Mapping[str, str], loc: Locale = _ENGLISH) -> Filter:
    """The filter of a search. Raises ``UsageError``, in words of the reader's language, for values that do not exist."""
    since, until = _span(asked, loc)
    kind, quad, status = asked.get("type", "").upper(), asked.get("quad", ""), asked.get("status", "") or "actual"
    for given, choices in ((kind, ontology.types()), (quad, {ontology.quad(t) for t in ontology.types()}), (status, STATUSES)):
        if given and given not in choices:
            raise _no_choice(given, loc)
    return Filter(
        actor=actor(asked.get("actor", ""), loc),
        other=actor(asked.get("other", ""), loc),
        directed=asked.get("directed", "") == "1",
        type=kind,
        mode=asked.get("mode", ""),
        quad=quad,
        status="" if status == "all" else status,
        since=since,
        until=until,
        began=asked.get("began", "") == "1",
        language=asked.get("language", ""),
        outlet=asked.get("outlet", ""),
        country=asked.get("country", "").upper(),
        words=asked.get("q", "").strip(),
        after=asked.get("after", ""),
    )


def _no_choice(given: str, loc: Locale) -> UsageError:
    return UsageError(loc.gettext("“%(given)s” is not among what can be chosen here.") % {"given": shortened(given, 80)})


def _span(asked: Mapping[str, str], loc: Locale) -> tuple[date | None, date | None]:
    since, until = _day(asked.get("since", ""), loc), _day(asked.get("until", ""), loc)
    if since and until and until < since:
        raise UsageError(loc.gettext("The span ends before it begins."))
    return since, until


def _day(given: str, loc: Locale) -> date | None:
    if not given:
        return None
    try:
        day = date.fromisoformat(given)
    except ValueError:
        raise UsageError(loc.gettext("“%(given)s” is no day; write it as 2024-03-12.") % {"given": shortened(given, 80)}) from None
    if not EARLIEST <= day <= LATEST:
        said = loc.gettext("Only days from %(first)s to %(last)s can be asked for.")
        raise UsageError(said % {"first": EARLIEST.isoformat(), "last": LATEST.isoformat()})
    return day
