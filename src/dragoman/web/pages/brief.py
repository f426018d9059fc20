"""The brief of a country or pair, as a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from ...errors import UsageError
from .view import Context, View

if TYPE_CHECKING:
    from ...relations.brief import Brief

_SPANS = (7, 30, 90)
LONGEST = 366  # days


def brief(view: View, one: str, other: str = "") -> tuple[str, Context]:
    """The brief of the days up to the ledger's last, or up to ``until``."""
    from ...relations.brief import brief as written

    days = view.asked.get("days", "7")
    if not (days.isdecimal() and len(days) <= 3 and 1 <= int(days) <= LONGEST):
        raise UsageError(view.loc.gettext("A brief is of 1 to 366 days."))
    period = view.period()
    until = period.until if period.name == "own" and period.until else view.last_day()
    key = ("brief", one, other, until, int(days), view.loc.code)

    def write() -> Brief:
        return written(view.ledger, one, other, until=until, days=int(days), locale=view.loc, groups=view.groups, poles=view.poles)

    made = view.kept(key, write)
    site = view.site
    html = made.to_html(event_url=lambda id: site.url("event", id=id), search_url=lambda asked: site.url("search", query=asked), level=1)
    group = one in view.groups or other in view.groups
    return "brief.html", {
        "one": one,
        "other": other,
        "until": until,
        "days": int(days),
        "spans": sorted({*_SPANS, int(days)}),
        "data": None if group else {"until": until, "days": int(days), "language": view.loc.code},
        "html": Markup(html),
    }
