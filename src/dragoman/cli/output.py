"""What every command prints: tables for people on a terminal, JSON, JSONL, CSV or Parquet for programs.

Machine formats go to standard output and nothing else does; messages and progress go to standard error.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from ..errors import UsageError

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur", "ps", "ku", "ug"})


class Format(StrEnum):
    """How a command prints its result."""

    table = "table"
    json = "json"
    jsonl = "jsonl"
    csv = "csv"
    parquet = "parquet"


def console(stderr: bool = False) -> Console:
    """A Rich console; on standard error for messages and progress."""
    from rich.console import Console

    return Console(stderr=stderr, highlight=False, soft_wrap=False)


def say(message: str) -> None:
    """One line for people, on standard error."""
    print(message, file=sys.stderr)


def emit(rows: Iterable[Mapping[str, Any]], how: Format, kind: str = "") -> None:
    """Print records in a machine format; ``kind`` (events, figures, statements) names the schema that Parquet uses."""
    if how is Format.json:
        print("[", end="")
        for n, row in enumerate(rows):
            print(",\n " if n else "\n ", json.dumps(row, ensure_ascii=False), sep="", end="")
        print("\n]")
    elif how is Format.jsonl:
        for row in rows:
            print(json.dumps(row, ensure_ascii=False))
    elif how is Format.csv:
        from ..export.table import csv_lines

        for line in csv_lines(rows, kind):
            print(line, end="")
    elif how is Format.parquet:
        _parquet(rows, kind)


def _parquet(rows: Iterable[Mapping[str, Any]], kind: str) -> None:
    from ..export.table import schema, write_parquet

    schema(kind)
    if sys.stdout.isatty():
        raise UsageError("Parquet is binary: send it to a file with  > events.parquet")
    write_parquet(rows, kind, sys.stdout.buffer)


def evidence(row: Mapping[str, Any], language: str = "") -> Text:
    """The sentence of a record with its trigger in bold, in its own direction."""
    from rich.text import Text

    part = row["evidence"]
    text: str = part["text"]
    start, end = (x - part["start"] for x in part["trigger"])
    out = Text(justify="right" if (language or row.get("language")) in RIGHT_TO_LEFT else "left")
    out.append(text[:start])
    out.append(text[start:end], style="bold yellow")
    out.append(text[end:])
    return out


def actors(row: Sequence[Mapping[str, Any]]) -> str:
    """Actors in a table: "KAZ Kassym-Jomart Tokayev, FRA"."""
    names = []
    for actor in row:
        label = actor["id"] or actor["sector"] or "?"
        extra = actor["person"] or (actor["sector"] if actor["id"] and actor["sector"] not in ("", "GOV", "IGO") else "")
        names.append(f"{label} {extra}".strip())
    return ", ".join(dict.fromkeys(names))


def span(row: Mapping[str, Any]) -> str:
    """The dates of a record: "2022-11-29", "2022-10-29…2022-11-29", "unknown"."""
    start, end = row.get("date"), row.get("date_end")
    if not start and not end:
        return "unknown"
    return str(start) if start == end else f"{start or ''}…{end or ''}"


@contextmanager
def progress(what: str, total: int = 0, quiet: bool = False) -> Iterator[Callable[[int, int], None]]:
    """Progress on standard error, once it has taken longer than two seconds; silent where that is no terminal.

    Gives ``tick(done, position)``: how many articles are done, and how much of ``total`` (bytes; 0 where unknown) is behind them, from
    which the time left is told.
    """
    if quiet or not sys.stderr.isatty():
        yield lambda done, position: None
        return
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn

    started = time.monotonic()
    known = (BarColumn(bar_width=30), TimeRemainingColumn(), TextColumn("left,")) if total else ()
    counted = TextColumn("{task.fields[done]:,} done, {task.fields[rate]}/s,")
    columns = (SpinnerColumn(), TextColumn(what), *known, counted, TimeElapsedColumn())
    with Progress(*columns, console=console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=total or None, visible=False, rate="–", done=0)

        def tick(done: int, position: int) -> None:
            passed = time.monotonic() - started
            bar.update(task, completed=position, visible=passed > 2, done=done, rate=f"{done / passed:.0f}" if passed else "–")

        yield tick
