"""Whose words stand under an event: those of the report that tells it best, or of the best that a reader's filter means."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from ...language.fold import fold_text
from ...store import Filter
from .view import View


def quoting(view: View, events: Iterable[dict[str, Any]], where: Filter) -> list[dict[str, Any]]:
    """Events, each with the report to quote as ``quoted`` where a filter names an outlet, a language, a country or words.

    That is a report of such an outlet in such a language, one whose sentence has the words if there is any.
    """
    if not (where.outlet or where.language or where.country or where.words):
        return list(events)
    told = Filter(outlet=where.outlet, language=where.language, country=where.country, status="")
    words = set(fold_text(where.words).split())

    def best(event: dict[str, Any]) -> dict[str, Any]:
        def rank(report: dict[str, Any]) -> tuple[Any, ...]:
            has = len(words.intersection(fold_text(report["evidence"]["text"]).split()))
            return has, report["report_id"] == event["report_id"], report["confidence"], report["report_id"]

        return max(view.ledger.reports(replace(told, event_id=event["event_id"])), key=rank, default=event)

    return [event | {"quoted": best(event)} for event in events]
