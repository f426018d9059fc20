"""Search: words in any script, who, what, when, where told; every filter stands in the address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from ... import ontology
from ...errors import UsageError
from ...i18n import locale
from ...language.fold import fold_text
from ...store import Filter, Page
from ..text import shortened
from .country import alphabetical
from .quoting import quoting
from .view import STATUSES, Context, View, filters

_MOST = 30
_FIELDS = (
    "q",
    "actor",
    "other",
    "type",
    "quad",
    "status",
    "since",
    "until",
    "language",
    "outlet",
    "country",
    "kind",
    "mode",
    "directed",
    "began",
)
#: What the interface can be asked for of each kind.
_OF_DATA = {"events": _FIELDS, "articles": ("q", "actor", "other", "since", "until", "language", "outlet", "country")}
_SHOWN = 8  # values of a facet
_OFFERED = 1000  # outlets that a field suggests, those with most articles
_NEAR = 12  # outlets that are named where several are called alike
_COUNTED, _TRIED = 2000, 5000  # rows that the ledger counts where it has no sums, and that it tries for them
Facets = Mapping[str, Sequence[tuple[str, int]]]


def search(view: View) -> tuple[str, Context]:
    """Events or articles that a filter selects, with how they divide. What cannot be searched for is told, and nothing is found."""
    asked = {k: view.asked.get(k, "") for k in _FIELDS}
    articles = asked["kind"] == "articles"
    kind = "articles" if articles else "events"
    press = view.kept("press", lambda: view.ledger.divided("articles", Filter(status=""), ("language", "outlet"), 100_000))
    spoken = sorted(((code, view.loc.language(code)) for code, _ in press["language"]), key=lambda c: alphabetical(c[1]))
    outlets = [name for name, _ in press["outlet"]]
    near: list[str] = []
    problem, where, page, total = "", Filter(), None, None
    facets: Facets = {}
    try:
        where = filters(view.asked, view.loc)
        where = replace(where, language=_language(view, where.language, spoken), status="" if articles else where.status)
        near = _called(outlets, where.outlet)
        where = replace(where, outlet=_only(view, where.outlet, near))
        asked |= {"language": where.language, "outlet": where.outlet}
        page = _page(view, kind, where)
    except UsageError as error:
        problem = str(error)
    else:
        by = ("language", "outlet") if articles else ("type", "quad", "language", "outlet")
        plain = replace(where, after="")
        facets = view.kept(("facets", kind, plain), lambda: view.ledger.divided(kind, plain, by, 1000))
        total = None if view.site.static else _total(view, kind, where, page, facets)
        page = page if articles else Page(quoting(view, page.rows, where), page.next)
    return "search.html", {
        "asked": asked,
        "where": where,
        "problem": problem,
        "near": near[:_NEAR] if problem else [],
        "page": page,
        "total": total,
        "facets": {name: rows[:_SHOWN] for name, rows in facets.items()},
        "articles": articles,
        "data": {k: asked[k] for k in _OF_DATA[kind] if k != "kind"},
        "types": ontology.types(),
        "statuses": STATUSES,
        "choices": view.kept(("choices", view.loc.code), lambda: choices(view)),
        "languages": spoken,
        "outlets": outlets[:_OFFERED],
        "filtered": any(v for k, v in asked.items() if k != "kind"),
    }


def choices(view: View) -> list[tuple[str, str]]:
    """Who takes part in an event, by name in the reader's language: what a field for an actor suggests."""
    return sorted(((view.loc.actor(a), a) for a in view.ledger.actors()), key=lambda c: alphabetical(c[0]))


def _page(view: View, kind: str, where: Filter) -> Page:
    try:
        return view.ledger.page(kind, where, limit=_MOST)
    except UsageError:
        raise UsageError(view.loc.gettext("There is no such place in the list; begin the search anew.")) from None


def _language(view: View, given: str, spoken: Sequence[tuple[str, str]]) -> str:
    """The code of a language that is given by code or name. Raises ``UsageError`` where the ledger holds nothing in it."""
    wanted = fold_text(given)
    for code, name in spoken:
        if wanted and wanted in {fold_text(called) for called in (code, name, locale("en").language(code))}:
            return code
    if given.strip():
        raise UsageError(view.loc.gettext("The ledger holds no article in “%(language)s”.") % {"language": shortened(given, 80)})
    return ""


def _called(outlets: Sequence[str], given: str) -> list[str]:
    """The outlets of a name, or else those of whose names it is a part, in whatever case and with whatever marks."""
    wanted = " ".join(given.split()).casefold()
    if not wanted or given in outlets:
        return [given] if wanted else []
    folded = fold_text(given)
    found = [o for o in outlets if wanted in o.casefold() or (folded and folded in fold_text(o))]
    return [o for o in found if fold_text(o) == folded] or found


def _only(view: View, given: str, near: Sequence[str]) -> str:
    """The outlet that is meant. Raises ``UsageError`` where there is none, or more than one."""
    if len(near) > 1:
        raise UsageError(
            view.loc.gettext("Several outlets have “%(name)s” in their names; choose one of them.") % {"name": shortened(given, 80)}
        )
    if given.strip() and not near:
        raise UsageError(view.loc.gettext("The ledger holds no outlet with “%(name)s” in its name.") % {"name": shortened(given, 80)})
    return near[0] if near else ""


def _total(view: View, kind: str, where: Filter, page: Page, facets: Facets) -> tuple[int, bool]:
    """How many rows a search finds, and whether that is all: where the ledger keeps no sums, the newest are counted."""
    if not (page.next or where.after):
        return len(page.rows), True
    plain = replace(where, after="")
    if kind == "articles":
        if plain == Filter(status=""):
            return view.kept("counts", view.ledger.counts, stale=True)["articles"], True
        counted = max(sum(n for _, n in rows) for rows in facets.values())
        return counted, replace(plain, language="", outlet="", country="") == Filter(status="")
    counted = sum(n for _, n in facets["type"])
    summed = replace(plain, language="", outlet="", country="", words="", mode="")
    if plain == summed:
        return counted, True
    tried = view.kept(("total", summed), lambda: view.ledger.facets("events", summed, "type", 1000))
    return counted, counted < _COUNTED and sum(n for _, n in tried) <= _TRIED
