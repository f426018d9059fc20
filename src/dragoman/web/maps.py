"""The world map, and how it draws borders: what is disputed is hatched and belongs to nobody's value (docs/decisions/maps.md)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from .charts.chart import Chart, Spec, actor, frame, isolated, legend, number, score, tip
from .render import WORLD, shapes

if TYPE_CHECKING:
    from ..i18n import Locale

ASPECT = 2.3
#: Mean scores from which on the next colour is used.
TONES = (-4.0, -1.0, 1.0, 4.0)


def policy_note(loc: Locale) -> str:
    """What to say under a map."""
    return loc.gettext(
        "Borders are drawn after Natural Earth, as they run on the ground, and take no side. Hatched areas are disputed; they have no "
        "value, unless they have a country code of their own. Their events count for the states that the news names."
    )


def world(
    values: Mapping[str, float],
    loc: Locale,
    *,
    what: Literal["events", "score"] = "events",
    link: Callable[[str], str] | None = None,
    title: str = "",
) -> Chart:
    """A map of ``values`` by actor: numbers of events, or mean scores. Actors that are no countries are left out.

    ``link`` gives a country's address, and is asked for those with a value. The shapes are not in the spec, which only names their file:
    ``render`` and ``charts.js`` put them in.
    """
    here = areas()
    shown = {a: v for a, v in values.items() if a in here["lands"] | here["points"] and a not in here["unclaimed"]}
    labels, place = _classes(shown, loc) if what == "events" else _tones(loc)
    nothing = loc.gettext("no events")
    disputed = loc.gettext("disputed")
    names = area_names(loc)
    data: list[Spec] = []
    for code in sorted(here["lands"] | here["points"]):
        known = code in shown
        said = _said(shown[code], what, loc) if known else disputed if code in here["disputed"] else nothing
        row: Spec = {"id": code, "name": isolated(loc, names.get(code) or actor(loc, code)), "said": isolated(loc, said)}
        row["class"] = isolated(loc, labels[place(shown[code])] if known else nothing)
        data.append(row | ({"href": link(code)} if link and known else {}))
    scale = {"domain": [isolated(loc, text) for text in (nothing, *labels)], "range": "counts" if what == "events" else "tones"}
    key = legend(loc, scale["domain"], orient="bottom", symbolType="square", symbolSize=180)
    tips = [tip("name", loc.gettext("Country")), tip("said", loc.gettext("Events") if what == "events" else loc.gettext("Mean score"))]
    lookup = {"lookup": "id", "from": {"data": {"name": "values"}, "key": "id", "fields": ["name", "said", "class", "href"]}}
    paint: Spec = {"color": {"field": "class", "type": "nominal", "scale": scale, "legend": key}, "tooltip": tips}
    if link:
        paint["href"] = {"condition": {"test": "isValid(datum.href)", "field": "href"}, "value": None}
    hand = {"cursor": {"expr": "isValid(datum.href) ? 'pointer' : 'default'"}}
    content: Spec = {
        "datasets": {"values": data},
        "projection": {
            "type": "equalEarth",
            "rotate": [-11, 0],
            "pointRadius": 3,
            "scale": {"expr": "width / 5.44"},  # the globe is 5.41 units wide; its land lies from 1.31 above the equator to 1.04 below it
            "translate": {"expr": "[width / 2, 0.557 * height]"},
        },
        "layer": [
            {"data": _shape("lands"), "transform": [lookup], "mark": {"type": "geoshape", "style": "land", **hand}, "encoding": paint},
            {"data": _shape("lands", mesh=True), "mark": {"type": "geoshape", "filled": False, "fill": "none", "style": "border"}},
            {"data": _shape("hatch"), "mark": {"type": "geoshape", "filled": False, "fill": "none", "style": "hatch"}},
            {"data": _shape("disputed"), "mark": {"type": "geoshape", "filled": False, "fill": "none", "style": "disputed"}},
            {"data": _shape("points"), "transform": [lookup], "mark": {"type": "geoshape", "style": "place", **hand}, "encoding": paint},
        ],
    }
    ranked = sorted(shown.items(), key=lambda item: (-item[1], item[0]))
    most = loc.join([f"{actor(loc, a)} ({_said(v, what, loc)})" for a, v in ranked[:5]])
    if what == "events":
        heading, said = loc.gettext("Events by country"), loc.gettext("World map: events by country. Most: %(countries)s.")
    else:
        heading, said = loc.gettext("Mean score by country"), loc.gettext("World map: mean score by country. Highest: %(countries)s.")
    return Chart(
        frame(loc, content, legend=[nothing, *labels], aspect=ASPECT),
        tuple((actor(loc, a), _said(v, what, loc)) for a, v in ranked),
        (loc.gettext("Country"), loc.gettext("Events") if what == "events" else loc.gettext("Mean score")),
        title or heading,
        said % {"countries": most} if ranked else loc.gettext("No events."),
        tuple(link(a) for a, _ in ranked) if link else (),
    )


@lru_cache(maxsize=1)
def areas() -> dict[str, frozenset[str]]:
    """The keys of what can be drawn: ``lands`` and ``points`` by ISO code or, where disputed, by name; ``disputed`` is what is hatched,
    ``unclaimed`` the part of it that has no code of its own.
    """
    objects = {name: shape for topology in shapes().values() for name, shape in topology["objects"].items()}
    found = {name: frozenset(g["id"] for g in objects[name]["geometries"]) for name in ("lands", "points", "disputed")}
    return found | {"unclaimed": frozenset(code for code in found["disputed"] if code.islower())}


def area_names(loc: Locale) -> dict[str, str]:
    """What disputed areas without a code are called, and codes that CLDR names but the ledger does not have."""
    say = loc.gettext
    named = {
        "abkhazia": say("Abkhazia"),
        "abyei": say("Abyei"),
        "aksai-chin": say("Aksai Chin"),
        "arunachal": say("Arunachal Pradesh"),
        "bir-tawil": say("Bir Tawil"),
        "crimea": say("Crimea"),
        "golan": say("Golan Heights"),
        "halaib": say("Halaib Triangle"),
        "ilemi": say("Ilemi Triangle"),
        "kashmir-india": say("Kashmir, held by India"),
        "kashmir-pakistan": say("Kashmir, held by Pakistan"),
        "kuril": say("Southern Kuril Islands"),
        "northern-cyprus": say("Northern Cyprus"),
        "shaksgam": say("Shaksgam Valley"),
        "siachen": say("Siachen Glacier"),
        "somaliland": say("Somaliland"),
        "south-ossetia": say("South Ossetia"),
        "transnistria": say("Transnistria"),
    }
    return named


def _shape(name: str, *, mesh: bool = False) -> Spec:
    form: Spec = {"mesh": name, "filter": "interior"} if mesh else {"feature": name}
    return {"url": WORLD, "format": {"type": "topojson", "property": "lands" if name == "lands" else "marks", **form}}


def _said(value: float, what: str, loc: Locale) -> str:
    return number(loc, round(value)) if what == "events" else score(loc, value)


def _classes(values: Mapping[str, float], loc: Locale) -> tuple[list[str], Callable[[float], int]]:
    """At most five classes of counts, each beginning at three or ten times the one before, and the class of a count."""
    most = max(values.values(), default=1)
    steps = (1, 2, 3, 4, 5) if most < 10 else (1, 3, 10, 30, 100) if most < 1000 else (1, 10, 100, 1000, 10_000)
    bounds = [s for s in steps if s <= max(most, 1)]
    labels = [_span(loc, low, high) for low, high in zip(bounds, [*bounds[1:], None], strict=True)]
    return labels, lambda value: sum(value >= b for b in bounds[1:])


def _span(loc: Locale, low: int, high: int | None) -> str:
    if high is None:
        # TRANSLATORS: a class of a map's legend: so many events or more
        return loc.gettext("%(n)s or more") % {"n": number(loc, low)}
    return number(loc, low) if high == low + 1 else f"{number(loc, low)}–{number(loc, high - 1)}"


def _tones(loc: Locale) -> tuple[list[str], Callable[[float], int]]:
    first, *_, last = said = [score(loc, t, 0) for t in TONES]
    between = [loc.gettext("%(low)s to %(high)s") % {"low": a, "high": b} for a, b in pairwise(said)]
    labels = [loc.gettext("below %(n)s") % {"n": first}, *between, loc.gettext("above %(n)s") % {"n": last}]
    return labels, lambda value: sum(value >= t for t in TONES)
