"""``dragoman ingest``: articles into a ledger."""

from __future__ import annotations

from collections import Counter
from typing import Annotated

import typer

from ..errors import SourceError
from ..records import Reading
from . import output
from .options import LedgerOption

HELP = """Read articles and keep what they say in a ledger. Reading the same article again changes nothing.

Examples:

  dragoman ingest news/ --ledger news.db

  dragoman ingest articles.jsonl --ledger postgresql://me@localhost/news

  zcat crawl.jsonl.gz | dragoman ingest - --ledger news.db
"""

_BATCH = 50  # readings in a transaction: an interruption loses at most these, and never half of one


def ingest(
    sources: Annotated[list[str], typer.Argument(help="Files or folders (text, HTML, JSON, JSONL), or - for standard input.")],
    ledger: LedgerOption = "dragoman.db",
    published: Annotated[str, typer.Option(help="Publication date (2022-11-29) where an article tells none.")] = "",
    language: Annotated[str, typer.Option(help="Language (ISO 639-1) instead of the detected one.")] = "",
    outlet: Annotated[str, typer.Option(help="Outlet, where an article names none.")] = "",
    coder: Annotated[str, typer.Option(help="Which coder reads: neural (the default) or lexicon.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON and nothing else.")] = False,
) -> None:
    import json

    from ..api import open_ledger, read_many

    done: Counter[str] = Counter()
    failures: list[str] = []
    batch: list[Reading] = []
    with open_ledger(ledger) as book, output.progress("reading", quiet=as_json) as tick:

        def keep() -> None:
            done.update(book.add_all(batch))
            batch.clear()

        for result in read_many(sources, published=published or None, language=language, outlet=outlet, coder=coder):
            tick()
            if isinstance(result, SourceError):
                failures.append(str(result))
                output.say(f"error: {result}")
                continue
            batch.append(result)
            if len(batch) >= _BATCH:
                keep()
        keep()
        totals = book.counts()
    report = {**{k: done[k] for k in ("added", "unchanged", "superseded", "recoded")}, "failed": failures, "ledger": totals}
    if as_json:
        print(json.dumps(report, ensure_ascii=False))
    else:
        kept = ", ".join(f"{done[k]} {k}" for k in ("added", "unchanged", "superseded", "recoded") if done[k]) or "no article"
        output.say(f"{kept}, {len(failures)} failed")
        output.say(f"{ledger} holds " + ", ".join(f"{n:,} {name}" for name, n in totals.items()))
    if failures:
        raise typer.Exit(1)
