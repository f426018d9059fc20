"""``dragoman dossier A B``: how two countries stand, on what evidence."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from ..errors import UsageError
from ..store.query import Filter
from . import output
from .options import ConfidenceOption, LedgerOption, SinceOption, UntilOption, days
from .output import Format

if TYPE_CHECKING:
    from ..store import Ledger

HELP = """Show what a ledger says about two sides: events by kind and direction, figures, statements, each with its sentence.

A side is an actor or a group (EU, G7, OTS, Gulf …, or one of your own with --groups), which stands for its members.

Examples:

  dragoman dossier KAZ EU

  dragoman dossier Kazakhstan France --since 2022-01-01 --format json
"""

_QUADS = ("verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict")
_ALONE: Mapping[str, tuple[str, ...]] = MappingProxyType({})
Rows = Sequence[Mapping[str, Any]]
GroupsOption = Annotated[str, typer.Option(metavar="FILE", help='Groups of your own, a file of lines like Mine = ["FRA", "DEU"].')]


def dossier(
    one: Annotated[str, typer.Argument(metavar="A", help="An actor or a group: ISO code, acronym, or name in any of the languages.")],
    other: Annotated[str, typer.Argument(metavar="B", help="The other one.")],
    ledger: LedgerOption = "dragoman.db",
    since: SinceOption = "",
    until: UntilOption = "",
    min_confidence: ConfidenceOption = 0.0,
    groups: GroupsOption = "",
    format: Annotated[Format, typer.Option("--format", "-f", help="table, json or jsonl.")] = Format.table,
) -> None:
    from ..store import Ledger

    start, end = days(since, until)
    known = known_groups(groups)
    a, b = side(one, known), side(other, known)
    if "*" in (a, b):
        raise UsageError("a dossier is on two; for one with everybody use: dragoman series A, or dragoman events --actor A")
    where = Filter(actor=a, other=b, since=start, until=end, min_confidence=min_confidence)
    with Ledger.open(ledger, create=False) as book:
        data = collect(book, where, known)
    if format in (Format.json, Format.jsonl):
        print(json.dumps(data, ensure_ascii=False, indent=None if format is Format.jsonl else 2))
    elif format is Format.table:
        show(data)
    else:
        raise UsageError("a dossier prints as table, json or jsonl; for rows use: dragoman events --actor A --with B --format csv")


def actor_id(text: str) -> str:
    """The id of an actor given as code, acronym or name.

    Raises ``UsageError`` where no actor of that name is known.
    """
    from ..actors.lookup import lookup

    found = lookup(text) if text.strip() else ""
    if not found:
        raise UsageError(f"no actor {text!r} is known; give an ISO code (KAZ), an acronym (EU) or a name (Kazakhstan)")
    return found


def known_groups(file: str = "") -> dict[str, tuple[str, ...]]:
    """The groups that come with Dragoman, and over them those of a file."""
    from ..relations.groups import groups

    return {**groups(), **groups(file)} if file else groups()


def side(text: str, known: Mapping[str, tuple[str, ...]]) -> str:
    """A side of a relation: "*", the name of a group in any case, or the id of an actor. Raises ``UsageError`` where it is none of them."""
    if text == "*":
        return text
    folded = {name.casefold(): name for name in known}
    return folded.get(text.strip().casefold()) or actor_id(text)


def collect(book: Ledger, where: Filter, groups: Mapping[str, tuple[str, ...]] = _ALONE) -> dict[str, Any]:
    """The dossier of ``actor`` and ``other`` as one JSON object: a summary per direction and the records under it.

    A side that ``groups`` names stands for its members.
    """
    from ..actors.names import english_names
    from ..relations.groups import sides

    names = english_names()
    a, b = where.actor, where.other
    ones, others = sides(a, b, groups)
    events = _rows(book, "events", where, ones, others)
    told = {e["event_id"]: list(book.reports(Filter(event_id=e["event_id"], status=""))) for e in events}
    directions = {
        f"{a}→{b}": [e for e in events if _has(e["actors"], ones) and _has(e["recipients"], others)],
        f"{b}→{a}": [e for e in events if _has(e["actors"], others) and _has(e["recipients"], ones)],
        f"{a}↔{b}": [e for e in events if _has(e["actors"], ones) and _has(e["actors"], others)],
    }
    return {
        "actors": {name: names.get(name, name) for name in (a, b)},
        "summary": {name: _summary(rows, [r for e in rows for r in told[e["event_id"]]]) for name, rows in directions.items()},
        "events": events,
        "figures": _rows(book, "figures", where, ones, others),
        "statements": _rows(book, "statements", where, ones, others),
    }


def _rows(
    book: Ledger, kind: Literal["events", "figures", "statements"], where: Filter, ones: Sequence[str], others: Sequence[str]
) -> list[dict[str, Any]]:
    """The records of any of the one side with any of the other, each once, by day."""
    key = f"{kind[:-1]}_id"
    found = {row[key]: row for one in ones for other in others for row in getattr(book, kind)(replace(where, actor=one, other=other))}
    return sorted(found.values(), key=lambda row: (_day(row), row[key]))


def _day(row: Mapping[str, Any]) -> str:
    return (row["date"] or row["date_end"] if "date" in row else row["published"]) or ""


def _has(rows: Rows, ids: Collection[str]) -> bool:
    return any(r["id"] in ids for r in rows)


def _summary(events: Rows, reports: Rows) -> dict[str, Any]:
    """Events by quad and type, and who tells them: articles, outlets and languages of all their reports."""
    quads = Counter(e["quad"] for e in events)
    return {
        "events": len(events),
        "reports": len(reports),
        "articles": len({r["article_id"] for r in reports}),
        "outlets": len({r["source"] for r in reports if r["source"]}),
        "languages": len({r["language"] for r in reports}),
        "mean_score": round(sum(e["score"] for e in events) / len(events), 2) if events else None,
        "quads": {q: quads[q] for q in _QUADS},
        "types": dict(Counter(e["type"] for e in events).most_common()),
    }


def show(data: dict[str, Any]) -> None:
    """Print a dossier for people."""
    from rich import box
    from rich.table import Table

    from . import tables

    out = output.console()
    (a, a_name), (b, b_name) = data["actors"].items()
    out.print(f"\n[bold]{a_name} ({a}) and {b_name} ({b})[/bold]", markup=True)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for column in ("", "events", "score", "talk+", "deeds+", "talk−", "deeds−", "most often"):
        left = column in ("", "most often")
        table.add_column(column, justify="left" if left else "right", no_wrap=column != "most often")
    for name, s in data["summary"].items():
        if s["events"]:
            often = ", ".join(f"{t} {n}" for t, n in list(s["types"].items())[:3])
            score = f"{s['mean_score']:+.1f}"
            table.add_row(
                name,
                str(s["events"]),
                score,
                *(str(s["quads"][q]) for q in _QUADS),
                often,
            )
    out.print(table)
    for name in ("events", "figures", "statements"):
        if data[name]:
            out.print(f"{len(data[name])} {name}", style="bold")
            out.print(getattr(tables, name)(data[name]))
    if not any(data[k] for k in ("events", "figures", "statements")):
        out.print("the ledger holds nothing about these two", style="dim")
