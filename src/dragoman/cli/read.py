"""``dragoman read``: articles in, records out, nothing stored."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

import typer

from ..errors import SourceError
from ..records import Reading
from . import output
from .output import Format

HELP = """Read articles and print who did what to whom; nothing is stored.

Examples:

  dragoman read article.html

  dragoman read news/ --format jsonl > readings.jsonl

  cat article.txt | dragoman read - --published 2022-11-29

  dragoman read article.html --explain    (why each event was coded: words, chances, similar sentences)
"""


def read(
    sources: Annotated[list[str], typer.Argument(help="Files or folders (text, HTML, JSON, JSONL), or - for standard input.")],
    published: Annotated[str, typer.Option(help="Publication date (2022-11-29) where the article tells none.")] = "",
    language: Annotated[str, typer.Option(help="Language (ISO 639-1) instead of the detected one.")] = "",
    coder: Annotated[str, typer.Option(help="Which coder reads: neural (the default) or lexicon.")] = "",
    format: Annotated[Format, typer.Option("--format", "-f", help="table, json, jsonl, csv (events) or parquet (events).")] = Format.table,
    explain: Annotated[
        bool, typer.Option("--explain", help="Show for each event its trigger, the pairs' chances, similar sentences.")
    ] = False,
) -> None:
    from ..api import read_many

    failed = 0

    def good() -> Iterator[Reading]:
        nonlocal failed
        for result in read_many(sources, published=published or None, language=language, coder=coder):
            if isinstance(result, SourceError):
                failed += 1
                output.say(f"error: {result}")
            else:
                yield result

    if format is Format.table:
        for reading in good():
            show(reading)
            if explain and reading.events:
                show_reasons(reading, coder)
    elif format in (Format.json, Format.jsonl):
        output.emit((r.to_dict() for r in good()), format)
    else:
        output.emit((e.to_dict() for r in good() for e in r.events), format, "coded")
    if failed:
        output.say(f"{failed} source{'s' if failed > 1 else ''} could not be read; the rest was")
        raise typer.Exit(1)


def show(reading: Reading) -> None:
    """Print one reading as tables."""
    from . import tables

    out = output.console()
    article: dict[str, Any] = reading.article.to_dict()
    title = article["title"] or article["text"].split("\n", 1)[0][:100]
    out.print(f"\n[bold]{title}[/bold]", markup=True)
    about = [article["outlet"], article["published"] or "date unknown", article["language"], article["url"]]
    out.print(" · ".join(a for a in about if a), style="dim")
    for name, records in (("events", reading.events), ("figures", reading.figures), ("statements", reading.statements)):
        rows = [r.to_dict() for r in records]
        if rows:
            out.print(f"\n{len(rows)} {name}", style="bold")
            out.print(getattr(tables, name)(rows))
    if not (reading.events or reading.figures or reading.statements):
        out.print("no event, figure or statement found", style="dim")


def show_reasons(reading: Reading, coder: str) -> None:
    """Print why each event of a reading was coded."""
    from ..coding import coder as find_coder
    from ..pipeline import explain_article

    out = output.console()
    for number, reason in enumerate(explain_article(reading.article, find_coder(coder)), 1):
        event = reason.event
        out.print(f"\n{number}. {event.type}{'/' + event.mode if event.mode else ''}: “{reason.trigger}”", style="bold")
        for pair in reason.pairs:
            chances = ", ".join(f"{kind or 'no event'} {chance:.2f}" for kind, chance in pair.chances)
            out.print(f"   {pair.actor} → {pair.recipient or '–'}: {chances}")
        for near in reason.nearest:
            out.print(f"   {near.nearness:.2f} like {near.type} ({near.language}): {near.text}", style="dim")
