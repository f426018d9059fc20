"""``dragoman evaluate``: how good a coder is on labelled sentences."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from . import output
from .output import Format

if TYPE_CHECKING:
    from ..evaluate import PairReport, Report

HELP = """Score a coder on labelled sentences: precision, recall and F1 of types, of (actor, type, recipient), and of no event.

Examples:

  dragoman evaluate gold.en.jsonl

  dragoman evaluate gold.en.jsonl --coder lexicon --json

  dragoman evaluate gold.es.jsonl --predictions predicted.jsonl

  dragoman evaluate pairs.en.jsonl --given-mentions    (lines bring their mentions; only the types of pairs are judged)
"""


def evaluate(
    gold: Annotated[str, typer.Argument(help="Labelled sentences, one JSON object a line: id, lang, date, text, events.")],
    coder: Annotated[str, typer.Option(help="Which coder is scored: neural (the default) or lexicon.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON and nothing else.")] = False,
    format: Annotated[Format, typer.Option("--format", "-f", help="table or json.")] = Format.table,
    given_mentions: Annotated[
        bool,
        typer.Option("--given-mentions", help="Take the lines' own mentions and judge the types of the marked ordered pairs alone."),
    ] = False,
    predictions: Annotated[str, typer.Option(help="Write what was predicted to this file, one sentence a line.")] = "",
) -> None:
    from ..api import evaluate as run
    from ..api import evaluate_pairs

    if given_mentions:
        pairs = evaluate_pairs(gold, coder)
        if predictions:
            _write_pairs(pairs, Path(predictions))
        if as_json or format in (Format.json, Format.jsonl):
            print(json.dumps(pairs.to_dict(), ensure_ascii=False, indent=None if format is Format.jsonl else 2))
        else:
            _show_pairs(pairs, gold)
        return
    report = run(gold, coder)
    if predictions:
        _write(report, Path(predictions))
    if as_json or format in (Format.json, Format.jsonl):
        print(json.dumps(report.to_dict(), ensure_ascii=False, indent=None if format is Format.jsonl else 2))
        return
    _show(report, gold)


def _write(report: Report, path: Path) -> None:
    with path.open("w", encoding="utf-8") as file:
        for key, events in report.predictions:
            rows = [
                {
                    "actors": list(e.actors),
                    "type": e.type,
                    "recipients": list(e.recipients),
                    "status": e.status,
                    "confidence": e.confidence,
                }
                for e in events
            ]
            print(json.dumps({"id": key, "events": rows}, ensure_ascii=False), file=file)


def _write_pairs(report: PairReport, path: Path) -> None:
    with path.open("w", encoding="utf-8") as file:
        for key, pairs in report.predictions:
            rows = [
                {"actor": a, "recipient": r if r >= 0 else None, "type": kind or None, "confidence": confidence}
                for a, r, kind, confidence in pairs
            ]
            print(json.dumps({"id": key, "pairs": rows}, ensure_ascii=False), file=file)


def _show_pairs(report: PairReport, gold: str) -> None:
    from rich import box
    from rich.table import Table

    out = output.console()
    out.print(
        f"[bold]{Path(gold).name}[/bold] · {report.pairs} marked pairs · coder {report.coder} {report.version} · "
        f"accuracy {report.accuracy:.3f} · macro F1 {report.macro_f1:.3f}",
        markup=True,
    )
    table = Table("type", "n", "predicted", "right", "F1", box=box.SIMPLE_HEAD, pad_edge=False)
    for kind, row in report.to_dict()["by_type"].items():
        table.add_row(kind, str(row["n"]), str(row["predicted"]), str(row["right"]), f"{row['f1']:.3f}")
    out.print(table)


def _show(report: Report, gold: str) -> None:
    from rich import box
    from rich.table import Table

    data = report.to_dict()
    out = output.console()
    out.print(f"[bold]{Path(gold).name}[/bold] · {report.sentences} sentences · coder {report.coder} {report.version}", markup=True)
    measures = ["type", "dyad"] + ["no_event"] * bool(data["overall"]["no_event"]["n"])  # nothing to say where every sentence has an event
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("", no_wrap=True)
    table.add_column("n", justify="right")
    for measure in measures:
        for column in (f"{measure.replace('_', '-')} P", "R", "F1"):
            table.add_column(column, justify="right", no_wrap=True)
    groups: list[tuple[str, dict[str, Any]]] = [("overall", data["overall"])]
    groups += [(k, v) for k, v in data["by_language"].items()] if len(data["by_language"]) > 1 else []
    groups += list(data["by_type"].items())
    for name, score in groups:
        cells = [str(score["type"]["n"])]
        for measure in measures:
            cells += ["–" if score[measure][k] is None else f"{score[measure][k]:.3f}" for k in ("precision", "recall", "f1")]
        table.add_row(name, *cells, style="bold" if name == "overall" else "")
    out.print(table)
