"""``dragoman demo``: the main job on the invented articles that come with Dragoman."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Annotated

import typer

from ..errors import SourceError
from . import output
from .dossier import collect
from .dossier import show as show_dossier

HELP = """Read ninety-nine invented articles in nine languages, keep them in a ledger and show what it says about Kazakhstan and France.

Example:

  dragoman demo --ledger demo.db
"""

SAMPLES = Path(__file__).parent.parent / "samples"
PRESS = Path(__file__).parent.parent / "demo"


def demo(
    ledger: Annotated[str, typer.Option(help="Where to keep the ledger (made anew at each run).")] = "demo-ledger.db",
) -> None:
    from ..api import read_many
    from ..store import Filter, Ledger
    from ..store.sources import Outlet, Register

    for old in (ledger, f"{ledger}-wal", f"{ledger}-shm"):
        Path(old).unlink(missing_ok=True)
    out = output.console()
    articles = sorted(p for p in SAMPLES.iterdir() if p.name != "README.md")
    failed = 0
    read: Counter[str] = Counter()
    with Ledger.open(ledger) as book, output.progress("reading invented articles") as tick:
        rows = (line.split("\t") for line in (PRESS / "outlets.tsv").read_text("utf-8").splitlines() if not line.startswith("#"))
        Register(book).set_outlets(Outlet(name, country, language, full_text=True) for name, country, language in rows)
        for reading in read_many([*articles, PRESS / "press.jsonl"]):
            if isinstance(reading, SourceError):
                failed += 1
                output.say(f"error: {reading}")
                continue
            book.add(reading)
            read[reading.article.language] += 1
            tick(read.total(), 0)
        book.merge()
        out.print(f"{read.total()} articles read: " + ", ".join(f"{n} {language}" for language, n in read.most_common()) + "\n")
        show_dossier(collect(book, Filter(actor="KAZ", other="FRA")))
        totals = book.counts()
    out.print(f"\n{ledger} holds " + ", ".join(f"{n} {name}" for name, n in totals.items()) + ".", style="bold")
    run = "./run dragoman" if Path("run").exists() else "dragoman"
    out.print("\nWhere to look next:", style="bold")
    for command, why in (
        (f"serve --ledger {ledger}", "pages with charts and maps, in nine languages, in your browser"),
        (f"dossier KAZ EU --ledger {ledger}", "how two others stand"),
        (f"events --actor KAZ --ledger {ledger}", "all events of one country"),
        (f"events --search Сырдарья --ledger {ledger}", "search in any script"),
        (f"read {SAMPLES / 'astana.ar.txt'}", "one article, nothing stored"),
        ("read YOUR-FILE.html --format json", "your own, for a program"),
    ):
        out.print(f"  {run} {command}", soft_wrap=True)
        out.print(f"      {why}", style="dim")
    if failed:
        raise typer.Exit(1)
