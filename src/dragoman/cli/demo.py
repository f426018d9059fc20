"""``dragoman demo``: the main job on the sample articles that come with Dragoman."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ..errors import SourceError
from . import output
from .dossier import collect
from .dossier import show as show_dossier

HELP = """Read the sample articles (nine, in nine languages), keep them in a ledger and show what it says about Kazakhstan and France.

Example:

  dragoman demo --ledger demo.db
"""

SAMPLES = Path(__file__).parent.parent / "samples"


def demo(
    ledger: Annotated[str, typer.Option(help="Where to keep the ledger (made anew at each run).")] = "demo-ledger.db",
) -> None:
    from ..api import read_many
    from ..store import Filter, Ledger

    for old in (ledger, f"{ledger}-wal", f"{ledger}-shm"):
        Path(old).unlink(missing_ok=True)
    out = output.console()
    files = sorted(p for p in SAMPLES.iterdir() if p.name != "README.md")
    failed = 0
    with Ledger.open(ledger) as book:
        for file in files:
            for reading in read_many([file]):
                if isinstance(reading, SourceError):
                    failed += 1
                    output.say(f"error: {reading}")
                    continue
                book.add(reading)
                a = reading.article
                out.print(
                    f"{a.language}  {a.published or 'date unknown'}  {file.name:<22} {len(reading.events):>2} events "
                    f"{len(reading.figures):>2} figures {len(reading.statements):>2} statements"
                )
        book.merge()
        show_dossier(collect(book, Filter(actor="KAZ", other="FRA")))
        totals = book.counts()
    out.print(f"\n{ledger} holds " + ", ".join(f"{n} {name}" for name, n in totals.items()) + ".", style="bold")
    run = "./run dragoman" if Path("run").exists() else "dragoman"
    out.print("\nWhere to look next:", style="bold")
    for command, why in (
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
