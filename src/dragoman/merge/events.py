"""One event out of the reports of it: what most tellings say, how many tell it, and where they differ.

Copies of one text count once. The event takes its actors and evidence from one of its reports, the one that says best what most say.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from datetime import date
from typing import Any

from .. import ontology

Row = Mapping[str, Any]


def first_report(rows: Sequence[Row]) -> str:
    """The id of the report that was published first; its event bears it."""
    return str(min(rows, key=lambda r: (r["published"] or date.max, r["report_id"]))["report_id"])


def summarise(rows: Sequence[Row], country: Mapping[str, str] | None = None, dead: Mapping[str, float] | None = None) -> dict[str, Any]:
    """The row of the ledger's ``events`` for reports of one event.

    ``rows`` are reports with ``text_id``; ``country`` tells that of an outlet, ``dead`` the number of dead that a report names.
    """
    kind = _most(rows, lambda r: r["type"])
    of_kind = [r for r in rows if r["type"] == kind]
    parties = _most(of_kind, _parties)
    best = [r for r in of_kind if _parties(r) == parties]
    when = _most([r for r in rows if r["date"]] or rows, lambda r: (r["date"], r["date_end"], r["date_precision"]))
    status = _most(rows, lambda r: r["status"])
    mode = _most([r for r in of_kind if r["mode"]] or of_kind, lambda r: r["mode"])
    contexts = _most(of_kind, _contexts)

    def rank(r: Row) -> tuple[Any, ...]:
        unlike = r["status"] != status, r["mode"] != mode, _contexts(r) != contexts
        return (*unlike, -r["confidence"], r["published"] or date.max, r["report_id"])

    chosen = min(best, key=rank)
    sources = {r["source"] for r in rows if r["source"]}
    days = [r["published"] for r in rows if r["published"]]
    return {
        "event_id": first_report(rows),
        "report_id": chosen["report_id"],
        "date": when[0],
        "date_end": when[1],
        "date_precision": when[2],
        "type": kind,
        "mode": mode,
        "quad": ontology.quad(kind),
        "score": ontology.score(kind, mode),
        "status": status,
        "confidence": max(r["confidence"] for r in of_kind),
        "reports": len(rows),
        "texts": len({r["text_id"] or r["article_id"] for r in rows}),
        "outlets": len(sources),
        "countries": len({country[s] for s in sources if country.get(s)}) if country else 0,
        "languages": len({r["language"] for r in rows}),
        "first_published": min(days, default=None),
        "differences": differences(rows, dead or {}) if len(rows) > 1 else {},
    }


def differences(rows: Sequence[Row], dead: Mapping[str, float]) -> dict[str, list[dict[str, Any]]]:
    """Where tellings differ: for ``type``, ``date``, ``status``, ``initiator`` (who did it) and ``dead`` the values with their outlets.

    Only what is told in more than one way; the value with most tellings first. A report that names no day has that of its publication,
    hence such a day is no other date than one that is told elsewhere.
    """
    said = {r["date"] for r in rows if r["date"] and r["date"] != r["published"]}
    told: dict[str, Callable[[Row], Any]] = {
        "type": lambda r: r["type"],
        "date": lambda r: r["date"].isoformat() if r["date"] in said and r["date"] == r["date_end"] else None,
        "status": lambda r: r["status"],
        "initiator": lambda r: " ".join(sorted(a["id"] for a in r["actors"] if a["id"])) if r["recipients"] else None,
        "dead": lambda r: dead.get(r["report_id"]),
    }
    out = {}
    for name, value_of in told.items():
        outlets: dict[Any, set[str]] = defaultdict(set)
        reports: dict[Any, list[str]] = defaultdict(list)
        for r in rows:
            value = value_of(r)
            if value is not None:
                outlets[value].add(r["source"])
                reports[value].append(r["report_id"])
        if len(reports) > 1:
            ranked = sorted(reports, key=lambda v: (-len(reports[v]), str(v)))
            out[name] = [{"value": v, "outlets": sorted(outlets[v] - {""}), "reports": sorted(reports[v])} for v in ranked]
    return out


def _contexts(row: Row) -> tuple[str, ...]:
    return tuple(sorted(row["contexts"]))


def _parties(row: Row) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return tuple(sorted(a["id"] for a in row["actors"])), tuple(sorted(a["id"] for a in row["recipients"]))


def _most(rows: Sequence[Row], value_of: Callable[[Row], Hashable]) -> Any:
    """The value of most texts, each with the confidence of its surest report; ties go to the one that sorts first."""
    sure: dict[tuple[Hashable, str], float] = {}
    for r in rows:
        key = value_of(r), r["text_id"] or r["article_id"]
        sure[key] = max(sure.get(key, 0.0), r["confidence"])
    votes: Counter[Hashable] = Counter()
    for (value, _), weight in sorted(sure.items(), key=str):
        votes[value] += weight  # type: ignore[assignment]
    return min(votes, key=lambda v: (-round(votes[v], 6), str(v)))
