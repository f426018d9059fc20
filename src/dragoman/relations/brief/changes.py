"""What changed: counts and tone against the span before and the usual, surges, shifts, partners, poles; and what to expect."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from math import ceil
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...store.dealings import EVERYBODY
from ..counts import day_of, number
from ..labels import label
from ..outlook import HISTORY, bounds, outlook
from ..series import intervals, of_pair
from ..surges import Surge, behind, shifts, surges
from ..vectors import Vector, latest
from .desk import Desk
from .events import evidence
from .records import Line

_HISTORY = 26  # spans of the same length that tell what is usual
_FEWEST = 3  # spans without which nothing is usual
_POLES = 90  # days over which poles are compared
_YEARS = 3  # over which the tone is searched for shifts
_RECENT = 30  # days within which a shift is news
_PARTNERS = 5
_BEHIND = 2  # events that explain a surge or a shift


@dataclass(frozen=True, slots=True)
class Levels:
    """Events and mean score (with 95 % bounds) of the span, of the one before, and of the spans before that; NaN where there is none."""

    now: int
    before: int
    usual: NDArray[Any]
    means: NDArray[np.float64]
    bounds: NDArray[np.float64]


def levels(desk: Desk) -> Levels:
    """Counts of the subject, span by span backwards."""
    first, _ = desk.ledger.days()
    spans = min(_HISTORY, (desk.since - first).days // desk.days) if first else 0
    begin = number(desk.since) - max(1, spans) * desk.days
    found = of_pair(desk.ledger, desk.one, desk.other or EVERYBODY, since=day_of(begin), until=desk.until, groups=desk.groups)
    span = (found.day - begin) // desk.days
    counts = np.bincount(span, weights=found.events, minlength=max(1, spans) + 1)
    group = np.where(span == len(counts) - 1, 2, np.where(span == len(counts) - 2, 1, 0))
    sums = [np.bincount(group, weights=w, minlength=3) for w in (found.events, found.score)]
    sums = [np.array([s[2], s[1], s[0] + s[1]]) for s in sums]  # the usual takes in the span before
    means = np.divide(sums[1], sums[0], out=np.full(3, np.nan), where=sums[0] > 0)
    rng = np.random.default_rng(0)
    each = intervals(found, group, 3, rng)
    usual = intervals(found.where(group <= 1), np.zeros(int((group <= 1).sum()), np.int64), 1, rng)
    limits = np.column_stack([each[:, 2], each[:, 1], usual[:, 0]])
    return Levels(int(counts[-1]), int(counts[-2]), counts[:-1] if spans >= _FEWEST else counts[:0], means, limits)


def counts(desk: Desk) -> list[Line]:
    """How many events, and how kindly, against the span before and against what is usual."""
    _ = desk.locale.gettext
    number_of = desk.locale.number
    found = levels(desk)
    if not found.now and not found.before and not found.usual.sum():
        return []
    before = desk.counted(desk.since - timedelta(days=desk.days), desk.since - timedelta(days=1))
    notes = [desk.counted(desk.since, desk.until), before]
    words = {"now": number_of(found.now), "before": number_of(found.before)}
    if len(found.usual):
        mean = float(found.usual.mean())
        excess = float((found.usual - mean).var(ddof=1) - mean) / mean**2 if mean else 0.0
        low, high = bounds(mean, max(0.0, excess))
        words |= {"usual": number_of(round(mean, 1)), "low": number_of(low), "high": number_of(high)}
        text = _(
            "Events: %(now)s. In the span before, of the same length: %(before)s. "
            "Usual for such a span: %(usual)s, and in four of five spans from %(low)s to %(high)s."
        )
        notes.append(desk.counted(desk.since - timedelta(days=desk.days * len(found.usual)), desk.since - timedelta(days=1)))
    else:
        text = _("Events: %(now)s. In the span before, of the same length: %(before)s.")
    lines = [Line(text % words, tuple(notes))]
    if found.now:
        now, before_, usual = (_mean(desk, found, n) for n in range(3))
        words = {"now": now, "before": before_, "usual": usual}
        if len(found.usual):
            text = _(
                "Mean score of the events, from −10 (hostile) to +10 (friendly): %(now)s. In the span before: %(before)s. Usual: %(usual)s."
            )
        else:
            text = _("Mean score of the events, from −10 (hostile) to +10 (friendly): %(now)s. In the span before: %(before)s.")
        lines.append(Line(text % words, tuple(notes)))
    return lines


def _mean(desk: Desk, found: Levels, n: int) -> str:
    """A mean score with its bounds; a dash where there is none."""
    if np.isnan(found.means[n]):
        return "–"
    mean = desk.locale.number(float(found.means[n]), 1)
    if np.isnan(found.bounds[0, n]):
        return mean
    low, high = (desk.locale.number(float(x), 1) for x in found.bounds[:, n])
    return desk.locale.gettext("%(mean)s (between %(low)s and %(high)s at 95%%)") % {"mean": mean, "low": low, "high": high}


def surging(desk: Desk, known: Sequence[Surge] | None = None) -> list[Line]:
    """Pairs of the subject with more events than their past explains; ``known`` are the surges of all pairs, if found already."""
    ngettext = desk.locale.ngettext
    lines = []
    for s in surges(desk.ledger, desk.until, days=desk.days) if known is None else known:
        if not _concerns(desk, s):
            continue
        text = ngettext(
            "Surge: %(pair)s. %(n)s event, where the past of the two makes %(expected)s likely (chance of as many: at most %(chance)s).",
            "Surge: %(pair)s. %(n)s events, where the past of the two makes %(expected)s likely (chance of as many: at most %(chance)s).",
            s.events,
        )
        words = {
            "pair": desk.names(*s.pair),
            "n": desk.locale.number(s.events),
            "expected": desk.locale.number(s.expected, 1),
            "chance": desk.locale.percent(max(1, ceil(s.chance * 10000)) / 10000, 2),
        }
        because = [n for event in behind(desk.ledger, s.pair, s.start, s.end, _BEHIND) for n in evidence(desk, event)[:1]]
        lines.append(Line(text % words, (*because, _counted_pair(desk, s))))
    return lines


def _concerns(desk: Desk, surge: Surge) -> bool:
    one, other = surge.pair
    if not desk.others:
        return one in desk.ones or other in desk.ones
    return (one in desk.ones and other in desk.others) or (other in desk.ones and one in desk.others)


def _counted_pair(desk: Desk, surge: Surge) -> int:
    text = desk.locale.gettext("Counted: events; %(names)s; %(span)s.")
    words = {"names": desk.names(*surge.pair), "span": desk.locale.interval(surge.start, surge.end)}
    search = {
        "actor": surge.pair[0],
        "other": surge.pair[1],
        "since": surge.start.isoformat(),
        "until": surge.end.isoformat(),
        "began": "1",
    }
    return desk.notes.count(text % words, search)


def shifted(desk: Desk) -> list[Line]:
    """Recent days from which on the tone of the subject is another."""
    _ = desk.locale.gettext
    since = desk.until - timedelta(days=366 * _YEARS)
    lines = []
    for shift in shifts(desk.ledger, desk.one, desk.other or EVERYBODY, since, desk.until, groups=desk.groups):
        if (desk.until - shift.day).days > max(_RECENT, desk.days):
            continue
        text = _("Since %(day)s the tone is another: a mean score of %(before)s before, of %(after)s from that day on.") % {
            "day": desk.locale.date(shift.day, "long"),
            "before": desk.locale.number(shift.before, 1),
            "after": desk.locale.number(shift.after, 1),
        }
        told = desk.events("actual", shift.day, desk.until)[:_BEHIND]
        lines.append(Line(text, (*(n for e in told for n in evidence(desk, e)[:1]), desk.counted(since, desk.until))))
    return lines


def partners(desk: Desk) -> list[Line]:
    """With whom a country deals most, and which rank they had in the span before."""
    if desk.others or len(desk.ones) > 1:
        return []
    _ = desk.locale.gettext
    now = desk.ledger.partners(desk.one, desk.since, desk.until, _PARTNERS)
    if not now:
        return []
    start, end = desk.since - timedelta(days=desk.days), desk.since - timedelta(days=1)
    before = {p.actor: n for n, p in enumerate(desk.ledger.partners(desk.one, start, end, 1000), 1)}
    items = []
    for p in now:
        words = {"name": desk.locale.actor(p.actor), "events": desk.locale.number(p.events)}
        if p.actor in before:
            items.append(_("%(name)s %(events)s (rank before: %(rank)s)") % (words | {"rank": desk.locale.number(before[p.actor])}))
        else:
            items.append(_("%(name)s %(events)s (before: none)") % words)
    text = _("Partners with most events: %(partners)s.") % {"partners": desk.locale.join(items)}
    return [Line(text, (desk.counted(desk.since, desk.until), desk.counted(start, end)))]


def poles(desk: Desk) -> list[Line]:
    """How a country spreads its cooperation over poles, and how far that moved."""
    if desk.others or len(desk.ones) > 1:
        return []
    over = desk.poles
    before, now = latest(desk.ledger, desk.one, desk.until, _POLES, over=over)
    if not now.shares or now.partners is None:
        return []
    _ = desk.locale.gettext
    percent, count = desk.locale.percent, desk.locale.number
    shares = [
        _("%(pole)s %(share)s (%(low)s to %(high)s)")
        % {"pole": label(desk.locale, name, over), "share": percent(e.value), "low": percent(e.low), "high": percent(e.high)}
        for name, e in sorted(now.shares.items(), key=lambda item: -item[1].value)
        if e.value
    ]
    here, there = _cooperation(desk, now), _cooperation(desk, before)
    text = _("Cooperation by pole, %(span)s: %(shares)s.") % {
        "span": desk.locale.interval(now.start, now.end),
        "shares": desk.locale.join(shares),
    }
    lines = [Line(text, (here,))]
    if before.partners and now.drift:
        text = _(
            "Effective number of poles: %(now)s (%(low)s to %(high)s), after %(before)s in the %(days)s days before. "
            "The shares moved by %(drift)s, where 0%% is not at all and 100%% is altogether."
        ) % {
            "now": count(now.partners.value, 1),
            "low": count(now.partners.low, 1),
            "high": count(now.partners.high, 1),
            "before": count(before.partners.value, 1),
            "days": count(_POLES),
            "drift": percent(now.drift.value),
        }
        lines.append(Line(text, (here, there)))
    return lines


def _cooperation(desk: Desk, vector: Vector) -> int:
    text = desk.locale.gettext("Counted: cooperative events; %(names)s; %(span)s.")
    words = {"names": desk.names(desk.one), "span": desk.locale.interval(vector.start, vector.end)}
    return desk.notes.count(text % words, desk.search(vector.start, vector.end))


def expected(desk: Desk) -> list[Line]:
    """What to expect of the next weeks where forecasts of the past had skill; that there is none where they had not."""
    _ = desk.locale.gettext
    found = outlook(desk.ledger, desk.one, desk.other or EVERYBODY, desk.until, groups=desk.groups)
    weeks = desk.counted(desk.until - timedelta(days=7 * HISTORY - 1), desk.until)
    lines = []
    for o in [o for o in found if o.skilful]:
        assert o.against_last is not None and o.against_season is not None
        text = _(
            "%(quad)s: %(expected)s events to expect in a week, in four of five cases from %(low)s to %(high)s. "
            "Forecasts of past weeks erred less than the value of the last week, by %(last)s, and than that of the season, by %(season)s."
        ) % {
            "quad": desk.locale.capital(desk.locale.quad(o.quad)),
            "expected": desk.locale.number(o.weeks[0].expected, 1),
            "low": desk.locale.number(o.weeks[0].low),
            "high": desk.locale.number(o.weeks[0].high),
            "last": desk.locale.percent(o.against_last),
            "season": desk.locale.percent(o.against_season),
        }
        lines.append(Line(text, (weeks,)))
    if not lines and not any(o.forecasts for o in found):
        lines.append(Line(_("No outlook: the past is too short to test one."), (weeks,)))
    elif not lines:
        text = _("No outlook: forecasts of past weeks were no better than repeating the last week or the mean of the season.")
        lines.append(Line(text, (weeks,)))
    return lines
