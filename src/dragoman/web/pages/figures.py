"""Figures as a page lists them: one that several outlets print stands once, with all who print it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ...relations.groups import parties
from .view import View

TAKEN = 60  # the newest figures, among which those that say the same are found
_MOST = 8


def together(view: View, figures: Iterable[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """Figures that say the same, the surest first, one an outlet; in the order in which each was printed last."""
    same: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
    for figure in figures:
        both_ways = figure["kind"] == "trade" and len(parties(figure)) == 2
        said = frozenset(parties(figure)) if both_ways else view.loc.figure(figure)
        same.setdefault((figure["kind"], figure["value"], figure["unit"], figure["bound"], said), []).append(figure)
    return [_by_outlet(told) for told in list(same.values())[:_MOST]]


def _by_outlet(told: list[dict[str, Any]]) -> list[dict[str, Any]]:
    surest: dict[str, dict[str, Any]] = {}
    for figure in sorted(told, key=lambda f: -f["confidence"]):
        surest.setdefault(figure["source"] or figure["article_id"], figure)
    return list(surest.values())
