"""What happened, what is planned, where tellings differ, and who left out what others tell."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import Any

from ...store.query import Filter
from .desk import Desk, most_told
from .notes import Row
from .records import Line

_MOST = 10  # events told one by one
_WIDE = 3  # outlets that make an event widely told
_SILENT = 5  # widely told events looked at for who left them out
_AHEAD = 366  # days that plans are looked for in


def happened(desk: Desk, events: list[Row]) -> list[Line]:
    """The events of the days, most told first."""
    lines = [_told(desk, event) for event in events[:_MOST]]
    if more := len(events) - _MOST if len(events) > _MOST else 0:
        ngettext = desk.locale.ngettext
        text = ngettext("%(n)s further event in these days.", "%(n)s further events in these days.", more)
        lines.append(Line(text % {"n": desk.locale.number(more)}, (desk.counted(desk.since, desk.until),)))
    return lines


def _told(desk: Desk, event: Row) -> Line:
    _ = desk.locale.gettext
    text = _("%(when)s: %(summary)s (%(told)s).") % {
        "when": desk.locale.interval(event["date"], event["date_end"], event["date_precision"]),
        "summary": desk.locale.summary(event),
        "told": desk.told(event),
    }
    return Line(text, evidence(desk, event), event["event_id"])


def evidence(desk: Desk, event: Row) -> tuple[int, ...]:
    """The notes of an event: its best sentence, and up to two of other outlets."""
    first = desk.notes.record("event", event)
    if event["reports"] < 2:
        return (first,)
    others = [r for r in desk.reports(event) if r["article_id"] != event["article_id"] and r["source"] != event["source"]]
    others.sort(key=lambda r: r["language"] == event["language"])
    return (first, *desk.notes.records("report", others[:2]))


def planned(desk: Desk) -> list[Line]:
    """What is announced for after the days, as far as it was known by then; and what was announced in them without a date."""
    first, known = desk.since.isoformat(), desk.until.isoformat()
    ahead = desk.rows("events", Filter(status="future", since=desk.until + timedelta(days=1), until=desk.until + timedelta(days=_AHEAD)))
    found = [e for e in ahead if (e["first_published"] or "") <= known]
    undated = desk.rows("events", Filter(status="future"), undated=True)
    found += [e for e in undated if first <= (e["first_published"] or "") <= known]
    best = sorted(found, key=most_told)[:_MOST]
    return [_told(desk, e) for e in sorted(best, key=lambda e: (e["date"] or "9999", most_told(e)))]


def tellings(desk: Desk, events: list[Row]) -> list[Line]:
    """Where the reports of one event differ, with a report of each way to tell it."""
    _ = desk.locale.gettext
    texts = {
        "type": _("%(summary)s: tellings differ on what it was. %(tellings)s."),
        "date": _("%(summary)s: tellings differ on when it was. %(tellings)s."),
        "status": _("%(summary)s: tellings differ on whether it happened. %(tellings)s."),
        "initiator": _("%(summary)s: tellings differ on who began it. %(tellings)s."),
        "dead": _("%(summary)s: tellings differ on the number of dead. %(tellings)s."),
    }
    lines = []
    for event in events[:_MOST]:
        if not event["differences"]:
            continue
        by_id = {r["report_id"]: r for r in desk.reports(event)}
        for name, values in event["differences"].items():
            if name not in texts:
                continue
            ways = [_way(desk, name, v) for v in values]
            rows = [by_id[v["reports"][0]] for v in values if v["reports"][0] in by_id]
            notes = tuple(dict.fromkeys(desk.notes.record("report", row) for row in rows))
            text = texts[name] % {"summary": desk.locale.summary(event), "tellings": desk.locale.join(ways)}
            lines.append(Line(text, notes or evidence(desk, event), event["event_id"]))
    return lines


def _way(desk: Desk, name: str, told: dict[str, Any]) -> str:
    """One way to tell an event, with the outlets that do."""
    _ = desk.locale.gettext
    value = told["value"]
    if name == "type":
        shown = desk.locale.type(value)
    elif name == "date":
        shown = desk.locale.date(value)
    elif name == "status":
        shown = desk.locale.status(value)
    elif name == "initiator":
        shown = desk.names(*value.split())
    else:
        shown = desk.locale.number(value)
    return _("%(value)s (%(outlets)s)") % {"value": shown, "outlets": desk.outlets(told["outlets"])} if told["outlets"] else shown


def left_out(desk: Desk, events: list[Row]) -> list[Line]:
    """Widely told events that no outlet of some country tells, though some of it published on those days."""
    _ = desk.locale.gettext
    lines = []
    for event in [e for e in events if e["outlets"] >= _WIDE][:_SILENT]:
        reports = desk.reports(event)
        days = sorted(r["published"] for r in reports if r["published"])
        if not days:
            continue
        first, last = date.fromisoformat(days[0]), date.fromisoformat(days[-1])
        told = {r["source"] for r in reports}
        telling = {desk.country_of.get(outlet, "") for outlet in told}
        left = [outlet for outlet in desk.publishing(first, last) if outlet and outlet not in told]
        silent = Counter(country for outlet in left if (country := desk.country_of.get(outlet, "")) and country not in telling)
        if not silent:
            continue
        concerned = {*desk.ones, *desk.others}
        ordered = sorted(silent, key=lambda c: (c not in concerned, -silent[c], c))
        countries = [
            _("%(country)s (%(outlets)s)") % {"country": desk.locale.actor(c), "outlets": desk.locale.number(silent[c])} for c in ordered
        ]
        text = _("%(summary)s (%(told)s). Outlets that published on those days, but nothing about it, by country: %(countries)s.") % {
            "summary": desk.locale.summary(event),
            "told": desk.told(event),
            "countries": desk.locale.join(countries),
        }
        counted = _(
            "Counted: outlets with articles in the ledger; %(span)s; %(telling)s with a report of the event, %(silent)s without."
        ) % {
            "span": desk.locale.interval(first, last),
            "telling": desk.locale.number(len(told - {""})),
            "silent": desk.locale.number(len(left)),
        }
        note = desk.notes.count(counted, desk.search(desk.since, desk.until, type=event["type"]))
        lines.append(Line(text, (*evidence(desk, event), note), event["event_id"]))
    return lines
