"""Events, figures and statements as tables for people, each with the sentence that says so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from .output import actors, evidence, span

if TYPE_CHECKING:
    from rich.table import Table

_COLOURS = {
    "verbal_cooperation": "cyan",
    "material_cooperation": "green",
    "verbal_conflict": "yellow",
    "material_conflict": "red",
}
Row = Mapping[str, Any]


def _table(*columns: str) -> Table:
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, expand=True)
    for column in columns:
        wide = column in ("evidence", "said")
        table.add_column(column, ratio=5 if wide else None, no_wrap=column in ("when", "type", "value"), overflow="fold")
    return table


def events(rows: Sequence[Row]) -> Table:
    """who → what → whom, when, how sure, on which words."""
    from rich.text import Text

    table = _table("when", "who", "type", "whom", "evidence", "conf")
    for row in rows:
        kind = row["type"] + (f"/{row['mode']}" if row["mode"] else "")
        label = Text(kind, style=_COLOURS[row["quad"]])
        if row["status"] != "actual":
            label.append(f"\n({row['status']})", style="dim")
        whom = actors(row["recipients"]) or ("↔" if len(row["actors"]) > 1 else "")
        table.add_row(span(row), actors(row["actors"]), label, whom, evidence(row), f"{row['confidence']:.2f}")
    return table


def figures(rows: Sequence[Row]) -> Table:
    """How much of what, from whom to whom."""
    bounds = {"exact": "", "at_least": "≥ ", "at_most": "≤ ", "about": "≈ "}
    table = _table("kind", "value", "from", "to", "evidence", "conf")
    for row in rows:
        value = f"{bounds[row['bound']]}{row['value']:,.0f} {row['unit']}"
        table.add_row(row["kind"], value, actors(row["from"]), actors(row["to"]), evidence(row), f"{row['confidence']:.2f}")
    return table


def statements(rows: Sequence[Row]) -> Table:
    """Who said what about whom."""
    from rich.text import Text

    from .output import RIGHT_TO_LEFT

    table = _table("speaker", "stance", "about", "said", "conf")
    for row in rows:
        said = f"“{row['quote']}”" if row["quote"] else row["paraphrase"]
        text = Text(said, justify="right" if row["language"] in RIGHT_TO_LEFT else "left")
        table.add_row(actors([row["speaker"]]), row["stance"], actors(row["about"]), text, f"{row['confidence']:.2f}")
    return table
