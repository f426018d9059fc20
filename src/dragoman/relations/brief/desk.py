"""What the writers of all sections share: whom and which days a brief is about, the ledger, the language, the notes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cached_property
from itertools import takewhile
from typing import TYPE_CHECKING, Any, Literal

from ...store.query import Filter
from ..groups import members, parties, sides
from ..labels import label
from ..vectors import poles as known_poles
from .notes import Notes, Row
from .records import Search
from .text import apart

if TYPE_CHECKING:
    from ...i18n import Locale
    from ...store import Ledger

_NAMED = 3  # outlets named of many
_EVERY = 1_000_000  # more outlets than there are


class Desk:
    """A brief that is being written."""

    def __init__(
        self,
        ledger: Ledger,
        locale: Locale,
        one: str,
        other: str,
        until: date,
        days: int,
        groups: Mapping[str, tuple[str, ...]] | None,
        poles: Mapping[str, Sequence[str]] | None,
    ) -> None:
        self.ledger = ledger
        self.locale = locale
        self.notes = Notes(locale.code)
        self.one = one
        self.other = other
        self.ones, self.others = sides(one, other, groups) if other else (members(one, groups), ())
        self.groups = groups
        self.poles = known_poles() if poles is None else poles
        self.days = days
        self.since = until - timedelta(days=days - 1)
        self.until = until
        self._reports: dict[str, list[Row]] = {}
        self._publishing: dict[tuple[date, date], list[str]] = {}

    # --- rows of the ledger

    def rows(self, kind: Literal["events", "figures", "statements"], where: Filter, *, undated: bool = False) -> Iterator[Row]:
        """The rows of the subject that a filter selects, each once, also where a side is a group; ``undated`` only those without a date.

        What members of a group do among themselves is not among the rows of the group.
        """
        key = f"{kind[:-1]}_id"
        seen = set()
        own = {*self.ones} if len(self.ones) > 1 and not self.others else set()
        for one in self.ones:
            for other in self.others or ("",):
                found = getattr(self.ledger, kind)(replace(where, actor=one, other=other))
                for row in takewhile(_has_no_date, found) if undated else found:  # what has no date comes first
                    if row[key] not in seen and not (own and parties(row) <= own):
                        seen.add(row[key])
                        yield row

    def events(self, status: str, since: date, until: date) -> list[Row]:
        """Events that began between two days, most told first."""
        return sorted(self.rows("events", Filter(status=status, since=since, until=until, began=True)), key=most_told)

    def reports(self, event: Row) -> list[Row]:
        """The reports of an event by day of publication."""
        if event["event_id"] not in self._reports:
            found = self.ledger.reports(Filter(event_id=event["event_id"], status=""))
            self._reports[event["event_id"]] = sorted(found, key=lambda r: (r["published"] or "", r["report_id"]))
        return self._reports[event["event_id"]]

    def publishing(self, first: date, last: date) -> list[str]:
        """The outlets that published on some days."""
        if (first, last) not in self._publishing:
            found = self.ledger.facets("articles", Filter(since=first, until=last), by="outlet", limit=_EVERY)
            self._publishing[first, last] = [outlet for outlet, _ in found]
        return self._publishing[first, last]

    @cached_property
    def country_of(self) -> dict[str, str]:
        """The country of each outlet that the ledger knows."""
        return {o.outlet: o.country for o in self.ledger.outlets()}

    # --- words

    def names(self, *actors: str) -> str:
        """Names of actors or groups as the language lists them."""
        return self.locale.join([label(self.locale, a) for a in actors if a])

    def foreign(self, text: str) -> str:
        """A text of others within a sentence."""
        return apart(text, self.locale.direction)

    def outlets(self, names: list[str]) -> str:
        """Outlets as the language lists them; of many the first three and how many more."""
        more = len(names) - _NAMED if len(names) > _NAMED + 1 else 0
        shown = [self.foreign(name) for name in (names[:_NAMED] if more else names)]
        if more:
            shown.append(self.locale.ngettext("%(n)s more", "%(n)s more", more) % {"n": self.locale.number(more)})
        return self.locale.join(shown)

    def told(self, event: Row) -> str:
        """By how many outlets, of how many countries, in how many languages an event is told."""
        ngettext = self.locale.ngettext
        outlets, countries, languages, reports = (event[k] for k in ("outlets", "countries", "languages", "reports"))
        parts = []
        if outlets:
            parts.append(ngettext("%(n)s outlet", "%(n)s outlets", outlets) % {"n": self.locale.number(outlets)})
        else:
            parts.append(ngettext("%(n)s report", "%(n)s reports", reports) % {"n": self.locale.number(reports)})
        if countries:
            parts.append(ngettext("%(n)s country", "%(n)s countries", countries) % {"n": self.locale.number(countries)})
        parts.append(ngettext("%(n)s language", "%(n)s languages", languages) % {"n": self.locale.number(languages)})
        return self.locale.join(parts)

    # --- counts

    def counted(self, since: date, until: date, status: str = "actual") -> int:
        """The note of a count of all events of the subject between two days."""
        _ = self.locale.gettext
        words = {"names": self.names(self.one, self.other), "span": self.locale.interval(since, until)}
        if status == "future":
            text = _("Counted: announced events; %(names)s; %(span)s.") % words
        else:
            text = _("Counted: events; %(names)s; %(span)s.") % words
        return self.notes.count(text, self.search(since, until, status=status))

    def search(self, since: date, until: date, **more: str) -> Search:
        """The parameters of the search for the events of the subject that began between two days; none for a group."""
        if (self.one,) != self.ones or (self.other and (self.other,) != self.others):
            return {}
        found = {"actor": self.one, "other": self.other, "since": since.isoformat(), "until": until.isoformat(), "began": "1"}
        return {k: v for k, v in (found | more).items() if v}


def _has_no_date(row: Row) -> bool:
    return not row["date"] and not row["date_end"]


def most_told(event: Mapping[str, Any]) -> tuple[Any, ...]:
    """The order of events: those that most texts tell first, then the earlier ones."""
    return (-event["texts"], -event["outlets"], -event["reports"], event["date"] or "", event["event_id"])
