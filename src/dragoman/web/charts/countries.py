"""Charts of a country: with whom it deals, and how it spreads its cooperation over poles."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from ...relations.labels import label
from ...relations.vectors import poles
from .chart import QUADS, Chart, Spec, actor, amounts, by_quad, frame, heading, isolated, legend, number, percent, sides, tip
from .times import period, short

if TYPE_CHECKING:
    from ...i18n import Locale
    from ...relations.vectors import Estimate, Vector
    from ...store.answers import Partner


def partners(rows: Sequence[Partner], loc: Locale, *, link: Callable[[str], str] | None = None) -> Chart:
    """Events with each partner by quad, cooperation forwards and conflict backwards; ``link`` gives a partner's address."""
    data: list[Spec] = []
    for row in rows:
        name = isolated(loc, actor(loc, row.actor))
        for sign, side in ((1, "cooperation"), (-1, "conflict")):
            at = 0
            for quad in (f"material_{side}", f"verbal_{side}"):
                n = row.quads.get(quad, 0)
                bar: Spec = {"name": name, "from": at, "to": (at := at + sign * n), "quad": isolated(loc, loc.quad(quad))}
                data.append(bar | {"said": isolated(loc, number(loc, n))} | ({"href": link(row.actor)} if link else {}))
    side, backwards = sides(loc)
    names = [isolated(loc, actor(loc, row.actor)) for row in rows]
    content: Spec = {
        "data": {"values": data},
        "height": 26 * len(rows),
        "layer": [
            {
                "mark": {"type": "bar", "height": {"band": 0.7}},
                "encoding": {
                    "y": {"field": "name", "type": "nominal", "sort": names, "title": None, "axis": {"orient": side, "grid": False}},
                    "x": {
                        "field": "from",
                        "type": "quantitative",
                        "title": None,
                        "scale": {"reverse": backwards, "nice": 5},
                        "axis": amounts(),
                    },
                    "x2": {"field": "to"},
                    "color": by_quad(loc),
                    "tooltip": [tip("name", loc.gettext("Partner")), tip("quad", loc.gettext("Quad")), tip("said", loc.gettext("Events"))],
                    **({"href": {"field": "href"}} if link else {}),
                },
            },
            {"data": {"values": [{}]}, "mark": {"type": "rule", "style": "zero"}, "encoding": {"x": {"datum": 0}}},
        ],
    }
    most = [f"{actor(loc, r.actor)} ({number(loc, r.events)})" for r in rows[:3]]
    return Chart(
        frame(loc, content, legend=[loc.quad(q) for q in QUADS]),
        tuple((actor(loc, r.actor), number(loc, r.events), *(number(loc, r.quads.get(q, 0)) for q in QUADS)) for r in rows),
        (loc.gettext("Partner"), loc.gettext("Events"), *(loc.capital(loc.quad(q)) for q in QUADS)),
        loc.gettext("Events by partner"),
        loc.gettext("Bars: events with each partner. Most: %(partners)s.") % {"partners": loc.join(most)},
        tuple(link(r.actor) for r in rows) if link else (),
    )


def vectors(found: Sequence[Vector], loc: Locale, *, over: Mapping[str, Sequence[str]] | None = None) -> Chart:
    """The share of each pole in a country's cooperation, period by period, with the interval of each share; below it the effective number
    of poles with its interval. ``over`` are the poles that they were measured over, where these are not the built-in ones.
    """
    told = [v for v in found if v.shares]
    names = list(dict.fromkeys(name for v in told for name in v.shares))
    said = {name: label(loc, name, poles() if over is None else over) for name in names}
    labels = {name: isolated(loc, text) for name, text in said.items()}
    side, backwards = sides(loc)
    order = [isolated(loc, short(loc, v.start, v.end)) for v in told]
    x: Spec = {
        "field": "period",
        "type": "ordinal",
        "title": None,
        "scale": {"reverse": backwards, "paddingInner": 0.12, "paddingOuter": 0.06},
        "sort": order,
        "axis": {"labelAngle": 0, "labelOverlap": True},
    }
    before, behind = loc.percent(0.5).split("50")
    of_hundred = f"'{before}' + format(100 * datum.value, 'd') + '{behind}'"
    share: Spec = {"type": "quantitative", "title": None, "scale": {"domain": [0, 1]}}
    tips = [tip("span", loc.gettext("Period")), tip("pole", loc.gettext("Pole")), tip("said", loc.gettext("Share"))]
    tips.append(tip("interval", loc.gettext("95 % interval")))
    colours = {"domain": list(labels.values()), "range": "poles"}
    key = legend(loc, list(labels.values()), symbolType="square")
    above: Spec = {
        "height": 220,
        "title": heading(loc, loc.gettext("Share of each pole in the cooperation with all of them")),
        "data": {"name": "shares"},
        "layer": [
            {
                "mark": {"type": "bar", "style": "seam"},
                "encoding": {
                    "x": x,
                    "y": {"field": "from", **share, "axis": {"orient": side, "labelExpr": of_hundred, "tickCount": 5}},
                    "y2": {"field": "to"},
                    "color": {"field": "pole", "type": "nominal", "scale": colours, "legend": key},
                    "tooltip": tips,
                },
            },
            {
                "mark": {"type": "rule", "style": "inside"},
                "encoding": {
                    "x": {**x, "band": 0.5},
                    "y": {"field": "low", **share},
                    "y2": {"field": "high"},
                    "xOffset": {"field": "aside"},
                },
            },
        ],
    }
    effective: Spec = {"type": "quantitative", "title": None, "scale": {"zero": False, "nice": 5}}
    told_of = [tip("span", loc.gettext("Period")), tip("said", loc.gettext("Effective number of poles"))]
    told_of += [tip("interval", loc.gettext("95 % interval")), tip("drift", loc.gettext("Drift"))]
    below: Spec = {
        "height": 90,
        "title": heading(loc, loc.gettext("Effective number of poles")),
        "data": {"name": "partners"},
        "layer": [
            {
                "mark": {"type": "rule", "style": "whisker"},
                "encoding": {"x": x, "y": {"field": "low", **effective}, "y2": {"field": "high"}},
            },
            {
                "mark": {"type": "line", "style": "mean", "point": {"filled": True, "size": 34}},
                "encoding": {
                    "x": x,
                    "y": {"field": "value", **effective, "axis": {"orient": side, "tickCount": 4}},
                    "color": {"datum": "partners", "scale": {"range": "lines"}, "legend": None},
                    "tooltip": told_of,
                },
            },
        ],
    }
    content = {
        "datasets": {"shares": _shares(told, labels, loc), "partners": _effective(told, loc)},
        "vconcat": [above, below],
        "resolve": {"scale": {"color": "independent", "xOffset": "independent"}},
    }
    last = told[-1] if told else None
    ranked = sorted(last.shares.items(), key=lambda s: -s[1].value)[:3] if last else []
    slots = {
        "period": period(loc, last.start, last.end) if last else "",
        "poles": loc.join([f"{said[name]} ({percent(loc, e.value)})" for name, e in ranked]),
        "partners": number(loc, last.partners.value, 1) if last and last.partners else "—",
    }
    alt = loc.gettext("Shares of the poles, period by period. %(period)s: %(poles)s. Effective number of poles: %(partners)s.") % slots
    return Chart(
        frame(loc, content, legend=list(said.values())),
        tuple(_row(v, names, loc) for v in told),
        (
            loc.gettext("Period"),
            loc.gettext("Events"),
            *said.values(),
            loc.gettext("Effective number of poles"),
            loc.gettext("Concentration"),
            loc.gettext("Drift"),
        ),
        loc.gettext("Where the cooperation goes"),
        alt if last else loc.gettext("No events."),
    )


def _shares(told: Sequence[Vector], labels: dict[str, str], loc: Locale) -> list[Spec]:
    out = []
    for v in told:
        at = 0.0
        column, span = isolated(loc, short(loc, v.start, v.end)), isolated(loc, period(loc, v.start, v.end))
        for n, (name, shown) in enumerate(labels.items()):
            e = v.shares.get(name)
            if e is None:
                continue
            row: Spec = {
                "period": column,
                "pole": shown,
                "span": span,
                "aside": n % 3,
                "from": round(at, 6),
            }
            row |= {"to": round(at + e.value, 6), "low": round(at + e.low, 6), "high": round(min(1.0, at + e.high), 6)}
            out.append(row | {"said": isolated(loc, percent(loc, e.value)), "interval": isolated(loc, _percents(loc, e))})
            at += e.value
    return out


def _effective(told: Sequence[Vector], loc: Locale) -> list[Spec]:
    return [
        {
            "period": isolated(loc, short(loc, v.start, v.end)),
            "span": isolated(loc, period(loc, v.start, v.end)),
            "value": v.partners.value,
            "low": v.partners.low,
            "high": v.partners.high,
            "said": isolated(loc, number(loc, v.partners.value, 1)),
            "interval": isolated(loc, _numbers(loc, v.partners)),
            "drift": isolated(loc, percent(loc, v.drift.value)) if v.drift else "—",
        }
        for v in told
        if v.partners
    ]


def _row(v: Vector, names: Sequence[str], loc: Locale) -> tuple[str, ...]:
    shares = (f"{percent(loc, e.value)} ({_percents(loc, e)})" if (e := v.shares.get(name)) else "—" for name in names)
    partners = f"{number(loc, v.partners.value, 1)} ({_numbers(loc, v.partners)})" if v.partners else "—"
    concentration = number(loc, v.concentration.value, 2) if v.concentration else "—"
    drift = f"{percent(loc, v.drift.value)} ({_percents(loc, v.drift)})" if v.drift else "—"
    return (period(loc, v.start, v.end), number(loc, v.events), *shares, partners, concentration, drift)


def _percents(loc: Locale, e: Estimate) -> str:
    return loc.gettext("%(low)s to %(high)s") % {"low": percent(loc, e.low), "high": percent(loc, e.high)}


def _numbers(loc: Locale, e: Estimate) -> str:
    return loc.gettext("%(low)s to %(high)s") % {"low": number(loc, e.low, 1), "high": number(loc, e.high, 1)}
