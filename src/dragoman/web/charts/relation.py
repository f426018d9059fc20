"""Charts of a relation: events by quad and mean score, period by period, with what stands out; and what the events were."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from ... import ontology
from .chart import QUADS, Chart, Spec, amounts, between, by_quad, frame, heading, isolated, legend, number, score, sides, tip
from .times import after, middle, period, time_axis, whole

if TYPE_CHECKING:
    from ...i18n import Locale
    from ...relations.series import Point
    from ...relations.surges import Shift, Surge

    Link = Callable[[date, date], str]

_WHISKERS = 40  # periods up to which each has its own interval; more have a band


def series(
    points: Sequence[Point], loc: Locale, *, shifts: Sequence[Shift] = (), surges: Sequence[Surge] = (), link: Link | None = None
) -> Chart:
    """Events by quad above, cooperation up and conflict down, and below them the mean score with its interval and level.

    ``shifts`` and ``surges`` are marked; ``link`` gives the address of the events from one day to another.
    """
    if not points:
        return _nothing(loc)
    views = [_events(points, loc, surges, linked=link is not None, labels=False), _scores(points, loc, shifts)]
    spec = frame(
        loc,
        {
            "datasets": _counts(points, loc, link) | _means(points, loc) | _marks(shifts, surges, loc),
            "vconcat": [{"height": 190, **views[0]}, {"height": 130, **views[1]}],
            "resolve": {"scale": {"color": "independent", "strokeDash": "independent"}},
        },
        legend=[loc.quad(q) for q in QUADS],
    )
    return _chart(points, loc, spec, loc.gettext("Events and mean score"), link)


def quads(points: Sequence[Point], loc: Locale, *, surges: Sequence[Surge] = (), link: Link | None = None) -> Chart:
    """Only the events by quad."""
    if not points:
        return _nothing(loc)
    content = {
        "datasets": _counts(points, loc, link) | _marks((), surges, loc),
        "height": 220,
        **_events(points, loc, surges, linked=link is not None),
    }
    return _chart(points, loc, frame(loc, content, legend=[loc.quad(q) for q in QUADS]), loc.gettext("Events"), link)


def tone(points: Sequence[Point], loc: Locale, *, shifts: Sequence[Shift] = (), link: Link | None = None) -> Chart:
    """Only the mean score, with its interval and level."""
    if not points:
        return _nothing(loc)
    content = {"datasets": _means(points, loc) | _marks(shifts, (), loc), "height": 200, **_scores(points, loc, shifts)}
    return _chart(points, loc, frame(loc, content, legend=_lines(loc)), loc.gettext("Mean score"), link)


def types(points: Sequence[Point], loc: Locale, *, link: Callable[[str], str] | None = None) -> Chart:
    """How many events there were of each type in all periods, the most frequent first."""
    total: Counter[str] = Counter()
    for point in points:
        total.update(point.types)
    counts = total.most_common()
    data = [
        {
            "name": isolated(loc, loc.capital(loc.type(kind))),
            "events": n,
            "quad": isolated(loc, loc.quad(ontology.quad(kind))),
            "said": isolated(loc, number(loc, n)),
            **({"href": link(kind)} if link else {}),
        }
        for kind, n in counts
    ]
    side, backwards = sides(loc)
    names = {"field": "name", "type": "nominal", "sort": None, "title": None, "axis": {"orient": side, "grid": False}}
    bars: Spec = {
        "mark": {"type": "bar", "height": {"band": 0.72}},
        "encoding": {
            "y": names,
            "x": {"field": "events", "type": "quantitative", "title": None, "scale": {"reverse": backwards}, "axis": amounts(grid=True)},
            "color": by_quad(loc),
            "tooltip": [tip("name", loc.gettext("Type")), tip("quad", loc.gettext("Quad")), tip("said", loc.gettext("Events"))],
            **({"href": {"field": "href"}} if link else {}),
        },
    }
    spec = frame(loc, {"data": {"values": data}, "height": 24 * len(data), **bars}, legend=[loc.quad(q) for q in QUADS])
    share = sum(total.values())
    return Chart(
        spec,
        tuple((loc.type(k), loc.quad(ontology.quad(k)), number(loc, n), loc.percent(n / share)) for k, n in counts),
        (loc.gettext("Type"), loc.gettext("Quad"), loc.gettext("Events"), loc.gettext("Share")),
        loc.gettext("Events by type"),
        loc.gettext("Bars: events by type. Most frequent: %(types)s.")
        % {"types": loc.join([f"{loc.type(k)} ({number(loc, n)})" for k, n in counts[:3]])},
        tuple(link(k) for k, _ in counts) if link else (),
    )


# --- views


def _events(points: Sequence[Point], loc: Locale, surges: Sequence[Surge], *, linked: bool, labels: bool = True) -> Spec:
    side, backwards = sides(loc)
    bars: Spec = {
        "data": {"name": "counts"},
        "mark": {"type": "rect", "x2Offset": 1 if backwards else -1},
        "encoding": {
            "x": {"field": "start", **time_axis(loc, labels=labels)},
            "x2": {"field": "end"},
            "y": {"field": "from", "type": "quantitative", "title": None, "scale": {"nice": 5}, "axis": {"orient": side, **amounts()}},
            "y2": {"field": "to"},
            "color": by_quad(loc),
            "tooltip": [tip("period", loc.gettext("Period")), tip("quad", loc.gettext("Quad")), tip("said", loc.gettext("Events"))],
            **({"href": {"field": "href"}} if linked else {}),
        },
    }
    layers = [bars, whole(points)]
    if surges:
        span = {"x": {"field": "start", "type": "temporal"}, "x2": {"field": "end"}, "tooltip": [tip("said", loc.gettext("Surge"))]}
        layers.insert(0, {"data": {"name": "surges"}, "mark": {"type": "rect", "style": "surge"}, "encoding": span})
    return {"title": heading(loc, loc.gettext("Events (cooperation up, conflict down)")), "layer": layers}


def _scores(points: Sequence[Point], loc: Locale, shifts: Sequence[Shift]) -> Spec:
    known = [p for p in points if p.mean is not None]
    x = {"field": "middle", "type": "temporal"}
    tips = [tip("period", loc.gettext("Period")), tip("said", loc.gettext("Mean score"))]
    tips += [tip("interval", loc.gettext("95 % interval")), tip("held", loc.gettext("Level"))]
    mean, level = _lines(loc)
    colours = {"domain": [mean, level], "range": "lines"}
    dashes = {"domain": [mean, level], "range": [[1, 0], [5, 3]]}
    key = legend(loc, [mean, level], symbolType="stroke", symbolSize=280, symbolStrokeWidth=2, columns=1, offset=24 if shifts else 12)

    def line(field: str, name: str, style: str) -> Spec:
        y = {
            "field": field,
            "type": "quantitative",
            "title": None,
            "scale": {"zero": True, "nice": 5, "padding": 8},  # so that no point sits on the edge
            "axis": {"orient": sides(loc)[0], "tickCount": 5},
        }
        paint = {"color": {"datum": name, "scale": colours, "legend": key}, "strokeDash": {"datum": name, "scale": dashes, "legend": key}}
        return {"mark": {"type": "line", "style": style}, "encoding": {"x": {**x, **time_axis(loc)}, "y": y, **paint}}

    spread: Spec = {"x": x, "y": {"field": "low", "type": "quantitative"}, "y2": {"field": "high"}}
    mark = {"type": "rule", "style": "whisker"} if len(points) <= _WHISKERS else {"type": "area", "style": "band"}
    dots = {"x": x, "y": {"field": "mean", "type": "quantitative"}, "color": {"datum": mean, "scale": colours}, "tooltip": tips}
    layers: list[Spec] = [
        whole(points),
        {"data": {"name": "means"}, "mark": mark, "encoding": spread},
        {"data": {"name": "means"}, **line("level", level, "level")},
        {"data": {"name": "means"}, **line("mean", mean, "mean")},
        {
            "data": {"name": "means"},
            "transform": [{"filter": "isValid(datum.mean)"}],
            "mark": {"type": "circle", "style": "dot", **({"size": 60, "opacity": 0} if len(known) > 2 * _WHISKERS else {})},
            "encoding": dots,
        },
    ]
    if shifts:
        when = {
            "x": {"field": "day", "type": "temporal"},
            "tooltip": [tip("date", loc.gettext("Shift")), tip("said", loc.gettext("Mean score"))],
        }
        layers.append({"data": {"name": "shifts"}, "mark": {"type": "rule", "style": "shift"}, "encoding": when})
        place: Spec = {"type": "text", "style": "note", "baseline": "bottom", "y": -3}
        place |= {"align": "right"} if loc.direction == "rtl" else {"align": "left"}
        layers.append({"data": {"name": "shifts"}, "mark": place, "encoding": {**when, "text": {"field": "said"}}})
    return {"title": heading(loc, loc.gettext("Mean score")), "layer": layers}


def _lines(loc: Locale) -> list[str]:
    said = [loc.gettext("mean score, with its 95 % interval"), loc.gettext("level, where the recent weighs most")]
    return [isolated(loc, text) for text in said]


# --- data


def _counts(points: Sequence[Point], loc: Locale, link: Link | None) -> dict[str, list[Spec]]:
    rows: list[Spec] = []
    names = {quad: isolated(loc, loc.quad(quad)) for quad in QUADS}
    for point in points:
        span: Spec = {
            "start": point.start.isoformat(),
            "end": after(point.end),
            "period": isolated(loc, period(loc, point.start, point.end)),
        }
        if link:
            span["href"] = link(point.start, point.end)
        for sign, side in ((1, "cooperation"), (-1, "conflict")):
            at = 0
            for quad in (f"material_{side}", f"verbal_{side}"):  # deeds next to the line, words beyond them
                if n := point.quads.get(quad, 0):
                    rows.append({**span, "quad": names[quad], "said": number(loc, n), "from": at, "to": (at := at + sign * n)})
    return {"counts": rows}


def _means(points: Sequence[Point], loc: Locale) -> dict[str, list[Spec]]:
    return {
        "means": [
            {
                "middle": middle(p),
                "mean": p.mean,
                "low": p.low,
                "high": p.high,
                "level": p.level,
                "period": isolated(loc, period(loc, p.start, p.end)),
                "said": isolated(loc, score(loc, p.mean)),
                "interval": isolated(loc, between(loc, p.low, p.high)),
                "held": isolated(loc, score(loc, p.level)),
            }
            for p in points
        ]
    }


def _marks(shifts: Sequence[Shift], surges: Sequence[Surge], loc: Locale) -> dict[str, list[Spec]]:
    out: dict[str, list[Spec]] = {}
    if shifts:
        out["shifts"] = [
            {"day": s.day.isoformat(), "date": isolated(loc, loc.date(s.day)), "said": isolated(loc, _turn(loc, s))} for s in shifts
        ]
    if surges:
        out["surges"] = [{"start": s.start.isoformat(), "end": after(s.end), "said": isolated(loc, _excess(loc, s))} for s in surges]
    return out


def _turn(loc: Locale, shift: Shift) -> str:
    arrow = "←" if loc.direction == "rtl" else "→"
    return f"{score(loc, shift.before)} {arrow} {score(loc, shift.after)}"


def _excess(loc: Locale, surge: Surge) -> str:
    slots = {"seen": number(loc, surge.events), "expected": number(loc, round(surge.expected, 1), 1)}
    return loc.gettext("%(seen)s events, %(expected)s expected") % slots


def _chart(points: Sequence[Point], loc: Locale, spec: Spec, title: str, link: Link | None) -> Chart:
    told = [p for p in points if p.events]
    rows = tuple(
        (
            period(loc, p.start, p.end),
            number(loc, p.events),
            *(number(loc, p.quads.get(q, 0)) for q in QUADS),
            score(loc, p.mean),
            between(loc, p.low, p.high),
            score(loc, p.level),
        )
        for p in told
    )
    columns = (
        loc.gettext("Period"),
        loc.gettext("Events"),
        *(loc.capital(loc.quad(q)) for q in QUADS),
        loc.gettext("Mean score"),
        loc.gettext("95 % interval"),
        loc.gettext("Level"),
    )
    return Chart(spec, rows, columns, title, _alt(points, loc), tuple(link(p.start, p.end) for p in told) if link else ())


def _alt(points: Sequence[Point], loc: Locale) -> str:
    total: Counter[str] = Counter()
    for point in points:
        total.update(point.quads)
    events = sum(total.values())
    conflict = sum(n for q, n in total.items() if q.endswith("conflict"))
    most = max(points, key=lambda p: p.events)
    slots = {
        "span": loc.interval(points[0].start, points[-1].end),
        "events": number(loc, events),
        "cooperation": number(loc, events - conflict),
        "conflict": number(loc, conflict),
        "score": score(loc, sum(p.score for p in points) / events if events else None),
        "most": f"{period(loc, most.start, most.end)} ({number(loc, most.events)})",
    }
    said = loc.gettext(
        "%(span)s, period by period. Events: %(events)s, of these cooperation: %(cooperation)s, conflict: %(conflict)s. "
        "Mean score: %(score)s. Most events: %(most)s."
    )
    return said % slots


def _nothing(loc: Locale) -> Chart:
    return Chart(frame(loc, {"data": {"values": []}, "mark": "bar"}), (), (), loc.gettext("Events"), loc.gettext("No events."))
