"""What a chart is, and the frame that all of them share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from .formats import formats

if TYPE_CHECKING:
    from ...i18n import Locale

Spec = dict[str, Any]
QUADS = ("verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict")
LEFT_TO_RIGHT = "\u200e"


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture with what it says in words and numbers.

    ``spec`` is Vega-Lite without colours and sizes: ``render`` and ``charts.js`` add the theme and the width. ``rows`` are the same data as
    text cells under ``columns``, as a table shows them; ``links`` has an address for each row, or is empty. ``title`` stands over the
    chart, ``alt`` is a sentence for those who do not see it.
    """

    spec: Spec
    rows: tuple[tuple[str, ...], ...]
    columns: tuple[str, ...]
    title: str
    alt: str
    links: tuple[str, ...] = ()


def frame(loc: Locale, content: Spec, *, legend: Sequence[str] = (), aspect: float = 0.0) -> Spec:
    """A spec with the locale's numbers and dates, its legend from the side where reading begins.

    ``legend`` are the labels of the longest one, from which follows how many stand in a row; ``aspect`` is width to height, where the
    height follows the width.
    """
    layout = {"anchor": "end" if loc.direction == "rtl" else "start"}
    config = {"locale": formats(loc), "legend": {"layout": {"top": layout, "bottom": layout}}}
    sizes: Spec = {"entries": len(legend), "letters": max(map(_width, legend), default=0)}
    return {"usermeta": {"sizes": sizes | ({"aspect": aspect} if aspect else {})}, "config": config, **content}


def _width(text: str) -> int:
    """How many letters wide a text is; a Chinese character is two."""
    return sum(2 if "\u2e80" <= c <= "\uffef" else 1 for c in text)


def legend(loc: Locale, labels: Sequence[str], **more: Any) -> Spec:
    """The legend of a scale, its symbols where reading begins; its rows are turned where it is dressed (``render``, ``charts.js``)."""
    out: Spec = {"orient": "top", "direction": "horizontal", "title": None, "values": list(labels), **more}
    if loc.direction == "rtl":
        out["encode"] = {"labels": {"update": {"align": {"value": "right"}, "x": {"value": -4}}}}
    return out


def heading(loc: Locale, text: str) -> Spec:
    """The title of one of several views."""
    return {"text": isolated(loc, text), "anchor": "end" if loc.direction == "rtl" else "start"}


def by_quad(loc: Locale) -> Spec:
    """The colour of a mark by its field ``quad``, the quad's name."""
    names = [isolated(loc, loc.quad(q)) for q in QUADS]
    return {
        "field": "quad",
        "type": "nominal",
        "scale": {"domain": names, "range": "quads"},
        "legend": legend(loc, names, symbolType="square"),
    }


def amounts(*, grid: bool = True) -> Spec:
    """An axis of counts, which conflict has below zero."""
    return {"labelExpr": "format(abs(datum.value), ',')", "tickMinStep": 1, "tickCount": 5, "grid": grid}


def tip(field: str, title: str) -> Spec:
    """A line of the text that is shown over a mark."""
    return {"field": field, "type": "nominal", "title": title}


def sides(loc: Locale) -> tuple[str, bool]:
    """The side of the vertical axis, and whether the horizontal one runs backwards."""
    return ("right", True) if loc.direction == "rtl" else ("left", False)


def isolated(loc: Locale, text: str) -> str:
    """A text whose parts keep their order in a picture, which itself runs from left to right."""
    return f"\u2067{text}\u2069" if loc.direction == "rtl" and text else text


# Words that come again and again: Babel takes up to a tenth of a millisecond for each, and a chart has hundreds.


@lru_cache(maxsize=8192)
def number(loc: Locale, value: float, digits: int | None = None) -> str:
    """``Locale.number``, kept."""
    return loc.number(value, digits)


@lru_cache(maxsize=4096)
def actor(loc: Locale, code: str) -> str:
    """``Locale.actor``, kept."""
    return loc.actor(code)


@lru_cache(maxsize=4096)
def percent(loc: Locale, share: float) -> str:
    """``Locale.percent``, kept."""
    return loc.percent(share)


def score(loc: Locale, value: float | None, digits: int = 1) -> str:
    """A score with its sign; a dash for none."""
    if value is None:
        return "—"
    plus = f"{LEFT_TO_RIGHT}+" if loc.direction == "rtl" else "+"
    return (plus if value > 0 else "") + number(loc, round(value, digits) + 0.0, digits)


def between(loc: Locale, low: float | None, high: float | None, digits: int = 1) -> str:
    """An interval of numbers; a dash for none."""
    if low is None or high is None:
        return "—"
    # TRANSLATORS: an interval of two numbers, "-1.2 to 3.4"
    return loc.gettext("%(low)s to %(high)s") % {"low": number(loc, low, digits), "high": number(loc, high, digits)}
