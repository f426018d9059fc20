"""Search: words in any script, who, what, when, where told; every filter stands in the address."""

from __future__ import annotations

from dataclasses import replace

from ... import ontology
from ...errors import UsageError
from ...store import Filter
from .country import alphabetical
from .view import STATUSES, Context, View, filters

_MOST = 30
_FIELDS = ("q", "actor", "other", "type", "quad", "status", "since", "until", "language", "outlet", "country", "kind", "mode", "directed")


def search(view: View) -> tuple[str, Context]:
    """Events or articles that a filter selects, with how they divide. What cannot be searched for is told, and nothing is found."""
    asked = {k: view.asked.get(k, "") for k in _FIELDS}
    problem = ""
    where = Filter()
    try:
        where = filters(view.asked)
    except UsageError as error:
        problem = str(error)
    articles = asked["kind"] == "articles"
    kind = "articles" if articles else "events"
    page = None
    facets: dict[str, list[tuple[str, int]]] = {}
    if not problem:
        try:
            page = view.ledger.page(kind, replace(where, status="") if articles else where, limit=_MOST)
        except UsageError as error:
            problem = str(error)
        else:
            by = ("language", "outlet") if articles else ("type", "quad", "language", "outlet")
            plain = replace(where, after="")
            facets = view.kept(("facets", kind, plain), lambda: view.ledger.divided(kind, plain, by, 8))
    return "search.html", {
        "asked": asked,
        "where": where,
        "problem": problem,
        "page": page,
        "facets": facets,
        "articles": articles,
        "types": ontology.types(),
        "statuses": STATUSES,
        "choices": view.kept(("choices", view.loc.code), lambda: choices(view)),
        "filtered": any(v for k, v in asked.items() if k != "kind"),
    }


def choices(view: View) -> list[tuple[str, str]]:
    """Who takes part in an event, by name in the reader's language: what a field for an actor suggests."""
    return sorted(((view.loc.actor(a), a) for a in view.ledger.actors()), key=lambda c: alphabetical(c[0]))
