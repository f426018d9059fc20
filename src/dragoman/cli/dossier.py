"""``dragoman dossier A B``: how two countries stand, on what evidence."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ..errors import UsageError
from ..store.query import Filter
from . import output
from .options import ConfidenceOption, LedgerOption, SinceOption, UntilOption, days
from .output import Format

if TYPE_CHECKING:
    from ..store import Ledger

HELP = """Show what a ledger says about two actors: events by kind and direction, figures, statements, each with its sentence.

Examples:

  dragoman dossier KAZ EU

  dragoman dossier Kazakhstan France --since 2022-01-01 --format json
"""

_QUADS = ("verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict")


def dossier(
    one: Annotated[str, typer.Argument(metavar="A", help="An actor: ISO code, acronym, or name in any of the languages.")],
    other: Annotated[str, typer.Argument(metavar="B", help="The other one.")],
    ledger: LedgerOption = "dragoman.db",
    since: SinceOption = "",
    until: UntilOption = "",
    min_confidence: ConfidenceOption = 0.0,
    format: Annotated[Format, typer.Option("--format", "-f", help="table, json or jsonl.")] = Format.table,
) -> None:
    from ..store import Ledger

    start, end = days(since, until)
    a, b = actor_id(one), actor_id(other)
    where = Filter(actor=a, other=b, since=start, until=end, min_confidence=min_confidence)
    with Ledger.open(ledger, create=False) as book:
        data = collect(book, where)
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


def collect(book: Ledger, where: Filter) -> dict[str, Any]:
    """The dossier as one JSON object: a summary per direction and the records under it."""
    from ..actors.names import english_names

    events = list(book.events(where))
    names = english_names()

    def has(rows: Sequence[dict[str, Any]], actor: str) -> bool:
        return any(r["id"] == actor for r in rows)

    directions = {
        f"{where.actor}→{where.other}": [e for e in events if has(e["actors"], where.actor) and has(e["recipients"], where.other)],
        f"{where.other}→{where.actor}": [e for e in events if has(e["actors"], where.other) and has(e["recipients"], where.actor)],
        f"{where.actor}↔{where.other}": [e for e in events if has(e["actors"], where.actor) and has(e["actors"], where.other)],
    }
    return {
        "actors": {a: names.get(a, a) for a in (where.actor, where.other)},
        "summary": {name: _summary(rows) for name, rows in directions.items()},
        "events": events,
        "figures": list(book.figures(where)),
        "statements": list(book.statements(where)),
    }


def _summary(rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    quads = Counter(r["quad"] for r in rows)
    return {
        "events": len(rows),
        "articles": len({r["article_id"] for r in rows}),
        "outlets": len({r["source"] for r in rows if r["source"]}),
        "languages": len({r["language"] for r in rows}),
        "mean_score": round(sum(r["score"] for r in rows) / len(rows), 2) if rows else None,
        "quads": {q: quads[q] for q in _QUADS},
        "types": dict(Counter(r["type"] for r in rows).most_common()),
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
    for column in ("", "reports", "score", "talk+", "deeds+", "talk−", "deeds−", "most often"):
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
