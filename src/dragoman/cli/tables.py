"""Events, figures and statements for people: one line that says it, and under it the sentence that says so, in its own direction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from .output import RIGHT_TO_LEFT, actors, evidence, span

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.text import Text

_COLOURS = {"verbal_cooperation": "cyan", "material_cooperation": "green", "verbal_conflict": "yellow", "material_conflict": "red"}
_BOUNDS = {"exact": "", "at_least": "at least ", "at_most": "at most ", "about": "about "}
Row = Mapping[str, Any]


def _entry(headline: Text, said: Text) -> RenderableType:
    from rich.console import Group
    from rich.padding import Padding

    return Group(headline, Padding(said, (0, 2, 1, 4)))


def events(rows: Sequence[Row]) -> RenderableType:
    """Who → what → whom, when, how sure, on which words."""
    from rich.console import Group
    from rich.text import Text

    out = []
    for row in rows:
        whom = actors(row["recipients"])
        line = Text(f"{span(row):<22} ")
        line.append(row["type"] + (f"/{row['mode']}" if row["mode"] else ""), style=f"bold {_COLOURS[row['quad']]}")
        line.append(f"  {actors(row['actors']) or '?'}" + (f" → {whom}" if whom else ""))
        if not whom and len(row["actors"]) > 1:
            line.append(" (each other)")
        if row["status"] != "actual":
            line.append(f"  {row['status']}", style="italic")
        line.append(f"  {row['confidence']:.2f}", style="dim")
        out.append(_entry(line, evidence(row)))
    return Group(*out)


def figures(rows: Sequence[Row]) -> RenderableType:
    """How much of what, from whom to whom."""
    from rich.console import Group
    from rich.text import Text

    out = []
    for row in rows:
        line = Text(f"{row['kind']:<12} ")
        line.append(f"{_BOUNDS[row['bound']]}{row['value']:,.0f} {row['unit']}", style="bold green")
        from_, to = actors(row["from"]), actors(row["to"])
        line.append(f"  {from_ or '?'} → {to}" if to else f"  {from_}")
        line.append(f"  {row['confidence']:.2f}", style="dim")
        out.append(_entry(line, evidence(row)))
    return Group(*out)


def statements(rows: Sequence[Row]) -> RenderableType:
    """Who said what about whom."""
    from rich.console import Group
    from rich.text import Text

    out = []
    for row in rows:
        line = Text(actors([row["speaker"]]))
        about = actors(row["about"])
        line.append(f"  {row['stance']}", style="bold magenta")
        line.append(f"  about {about}" if about else "")
        line.append(f"  {row['confidence']:.2f}", style="dim")
        said = f"“{row['quote']}”" if row["quote"] else row["paraphrase"]
        out.append(_entry(line, Text(said, justify="right" if row["language"] in RIGHT_TO_LEFT else "left")))
    return Group(*out)
