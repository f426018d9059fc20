"""Charts of estimates with their intervals: what to expect of a pair, and how often the coders were right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from .chart import QUADS, Chart, Spec, amounts, by_quad, frame, heading, isolated, number, sides, tip
from .times import period

if TYPE_CHECKING:
    from ...i18n import Locale
    from ...relations.outlook import Outlook
    from ...store.answers import Precision


def outlook(found: Sequence[Outlook], loc: Locale) -> Chart:
    """The events to expect in the next weeks by quad, with the bounds of 80 %; what is no better than repeating the past is hollow."""
    side, backwards = sides(loc)
    weeks = [(o, w) for o in found for w in o.weeks]
    data = [
        {
            "week": isolated(loc, period(loc, w.start, w.end)),
            "quad": isolated(loc, loc.quad(o.quad)),
            "place": QUADS.index(o.quad),
            "expected": w.expected,
            "low": w.low,
            "high": w.high,
            "skill": o.skilful,
            "said": isolated(loc, number(loc, w.expected, 1)),
            "interval": isolated(loc, _counts(loc, w.low, w.high)),
            "trust": isolated(loc, _trust(loc, o)),
        }
        for o, w in weeks
    ]
    content: Spec = {
        "data": {"values": data},
        "height": 200,
        **({} if all(o.skilful for o in found) else {"title": heading(loc, loc.gettext("Hollow: no better than repeating the past"))}),
        "encoding": {
            "x": {
                "field": "week",
                "type": "ordinal",
                "title": None,
                "sort": [isolated(loc, period(loc, w.start, w.end)) for w in (found[0].weeks if found else ())],
                "scale": {"reverse": backwards, "paddingInner": 0.35},
                "axis": {"labelAngle": 0, "labelOverlap": True},
            },
            "xOffset": {"field": "place", "type": "ordinal", "scale": {"reverse": backwards}},
            "color": by_quad(loc),
            "tooltip": [
                tip("week", loc.gettext("Week")),
                tip("quad", loc.gettext("Quad")),
                tip("said", loc.gettext("Expected events")),
                tip("interval", loc.gettext("80 % interval")),
                tip("trust", loc.gettext("Skill")),
            ],
        },
        "layer": [
            {
                "mark": {"type": "rule", "strokeWidth": 3, "strokeCap": "round", "opacity": 0.75},
                "encoding": {
                    "y": {"field": "low", "type": "quantitative", "title": None, "axis": {"orient": side, **amounts()}},
                    "y2": {"field": "high"},
                },
            },
            {
                "transform": [{"filter": "datum.skill"}],
                "mark": {"type": "circle", "size": 90, "opacity": 1},
                "encoding": {"y": {"field": "expected", "type": "quantitative"}},
            },
            {
                "transform": [{"filter": "!datum.skill"}],
                "mark": {"type": "point", "size": 80, "filled": False, "strokeWidth": 2},
                "encoding": {"y": {"field": "expected", "type": "quantitative"}},
            },
        ],
    }
    columns = [loc.gettext("Week"), loc.gettext("Quad"), loc.gettext("Expected events"), loc.gettext("80 % interval"), loc.gettext("Skill")]
    rows = [
        (period(loc, w.start, w.end), loc.quad(o.quad), number(loc, w.expected, 1), _counts(loc, w.low, w.high), _trust(loc, o))
        for o, w in weeks
    ]
    first = [
        f"{loc.quad(o.quad)} {number(loc, o.weeks[0].expected, 1)} ({_counts(loc, o.weeks[0].low, o.weeks[0].high)})"
        for o in found
        if o.weeks
    ]
    return Chart(
        frame(loc, content, legend=[loc.quad(q) for q in QUADS]),
        tuple(rows),
        tuple(columns),
        loc.gettext("Expected events in the next weeks"),
        loc.gettext("Expected events a week, with the bounds of 80 %%: %(quads)s.") % {"quads": loc.join(first)},
    )


def precision(found: Sequence[Precision], loc: Locale) -> Chart:
    """How many of the events that reviewers judged were right, by coder and language, with the 95 % interval."""
    side, backwards = sides(loc)
    data = [
        {
            "name": isolated(loc, _coder(loc, p)),
            "value": p.precision,
            "low": p.low,
            "high": p.high,
            "said": isolated(loc, loc.percent(p.precision)),
            "interval": isolated(loc, _shares(loc, p)),
            "judged": isolated(loc, number(loc, p.right + p.wrong)),
        }
        for p in found
    ]
    before, behind = loc.percent(0.5).split("50")
    axis = {"labelExpr": f"'{before}' + format(100 * datum.value, 'd') + '{behind}'", "tickCount": 5, "grid": True}
    value: Spec = {"type": "quantitative", "title": None, "scale": {"domain": [0, 1], "reverse": backwards}, "axis": axis}
    paint = {"color": {"datum": "precision", "scale": {"range": "lines"}, "legend": None}}
    content: Spec = {
        "data": {"values": data},
        "height": 28 * len(data),
        "encoding": {"y": {"field": "name", "type": "nominal", "sort": None, "title": None, "axis": {"orient": side, "grid": False}}},
        "layer": [
            {"mark": {"type": "rule", "style": "whisker"}, "encoding": {"x": {"field": "low", **value}, "x2": {"field": "high"}}},
            {
                "mark": {"type": "circle", "size": 90, "opacity": 1},
                "encoding": {
                    "x": {"field": "value", **value},
                    **paint,
                    "tooltip": [
                        tip("name", loc.gettext("Coder")),
                        tip("said", loc.gettext("Right")),
                        tip("interval", loc.gettext("95 % interval")),
                        tip("judged", loc.gettext("Judged")),
                    ],
                },
            },
        ],
    }
    columns = (loc.gettext("Coder"), loc.gettext("Language"), loc.gettext("Judged"), loc.gettext("Right"), loc.gettext("95 % interval"))
    return Chart(
        frame(loc, content),
        tuple(
            (
                f"{p.coder} {p.coder_version}",
                loc.language(p.language),
                number(loc, p.right + p.wrong),
                loc.percent(p.precision),
                _shares(loc, p),
            )
            for p in found
        ),
        columns,
        loc.gettext("How often the coders were right"),
        loc.gettext("Share of the judged events that are right, with its 95 %% interval: %(coders)s.")
        % {"coders": loc.join([f"{_coder(loc, p)} {loc.percent(p.precision)} ({_shares(loc, p)})" for p in found[:5]])},
    )


def _counts(loc: Locale, low: int, high: int) -> str:
    return loc.gettext("%(low)s to %(high)s") % {"low": number(loc, low), "high": number(loc, high)}


def _shares(loc: Locale, p: Precision) -> str:
    return loc.gettext("%(low)s to %(high)s") % {"low": loc.percent(p.low), "high": loc.percent(p.high)}


def _trust(loc: Locale, o: Outlook) -> str:
    if not o.skilful:
        return loc.gettext("no better than repeating the past")
    least = min(o.against_last or 0.0, o.against_season or 0.0, o.against_mean or 0.0)
    return loc.gettext("%(share)s better than repeating the past") % {"share": loc.percent(least)}


def _coder(loc: Locale, p: Precision) -> str:
    return f"{loc.capital(loc.language(p.language))} · {p.coder} {p.coder_version}"
