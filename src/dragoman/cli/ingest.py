"""``dragoman ingest``: articles into a ledger, in volume."""

from __future__ import annotations

from typing import Annotated

import typer

from . import output
from .options import LedgerOption

HELP = """Read articles, keep what they say in a ledger, and merge reports of one event. Reading the same article again changes nothing.

Examples:

  dragoman ingest news/ --ledger news.db

  dragoman ingest CC-NEWS-20240301.warc.gz --workers 4

  dragoman ingest CC-NEWS-20240301.warc.gz --resume      (goes on where it was interrupted)

  dragoman ingest articles.jsonl --ledger postgresql://me@localhost/news

  zcat crawl.jsonl.gz | dragoman ingest - --ledger news.db
"""


def ingest(
    sources: Annotated[list[str], typer.Argument(help="Files or folders (text, HTML, JSON, JSONL, WARC), or - for standard input.")],
    ledger: LedgerOption = "dragoman.db",
    published: Annotated[str, typer.Option(help="Publication date (2022-11-29) where an article tells none.")] = "",
    language: Annotated[str, typer.Option(help="Language (ISO 639-1) instead of the detected one.")] = "",
    outlet: Annotated[str, typer.Option(help="Outlet, where an article names none.")] = "",
    coder: Annotated[str, typer.Option(help="Which coder reads: neural (the default) or lexicon.")] = "",
    workers: Annotated[int, typer.Option(min=0, help="Processes that read; 0 for as many as there are cores (each takes 300 MB).")] = 1,
    resume: Annotated[bool, typer.Option("--resume", help="Go on where the same command was interrupted.")] = False,
    merge: Annotated[bool, typer.Option("--merge/--no-merge", help="Merge reports of one event when all is read.")] = True,
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON and nothing else.")] = False,
) -> None:
    import json

    from ..acquire import given
    from ..acquire.raw import raws, total_size
    from ..api import open_ledger
    from ..coding import coder as find_coder
    from ..ingest import OUTCOMES, Options, default_workers, run_id
    from ..ingest import ingest as run

    options = Options(given(published or None, language or None, outlet or None), find_coder(coder).name)
    with open_ledger(ledger) as book:
        with output.progress("reading", total_size(sources), quiet=as_json) as tick:
            report = run(
                book,
                raws(sources, options.max_bytes),
                options,
                workers=workers or default_workers(),
                run=run_id(sources, options),
                resume=resume,
                tick=tick,
                on_error=lambda error: output.say(f"error: {error}"),
            )
        if merge and report.articles:
            with output.progress("merging", 0, quiet=as_json) as tick:
                book.merge(lambda n: tick(n, 0))
        totals = book.counts()
    if as_json:
        print(json.dumps({**report.to_dict(), "ledger": totals}, ensure_ascii=False))
    else:
        kept = ", ".join(f"{report.outcomes[k]} {k}" for k in OUTCOMES if report.outcomes[k]) or "no article"
        skipped = "".join(f", {n} skipped ({why})" for why, n in report.skipped.most_common())
        before = f", {report.resumed} portions were read before" if report.resumed else ""
        output.say(f"{kept}{skipped}, {sum(report.failed.values())} failed{before}")
        for why, n in report.failed.most_common(10) if len(report.failures) > 10 else []:
            output.say(f"  {n} failed: {why}")
        output.say(f"{ledger} holds " + ", ".join(f"{n:,} {name}" for name, n in totals.items()))
    if report.failed:
        raise typer.Exit(1)
