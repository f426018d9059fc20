"""``dragoman snapshot``: the ledger, or a part of it, as Parquet with a manifest."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from ..store.asked import checked
from ..store.query import Filter
from . import output
from .options import ActorOption, ConfidenceOption, LedgerOption, OtherOption, SinceOption, UntilOption, days

HELP = """Write a ledger as Parquet files with a manifest that a paper can cite.

Examples:

  dragoman snapshot snapshots/2022-12 --ledger news.db

  dragoman snapshot kaz-eu --actor KAZ --with EU --since 2022-01-01
"""


def snapshot(
    folder: Annotated[str, typer.Argument(help="A new folder for the files.")],
    ledger: LedgerOption = "dragoman.db",
    actor: ActorOption = "",
    other: OtherOption = "",
    since: SinceOption = "",
    until: UntilOption = "",
    min_confidence: ConfidenceOption = 0.0,
    as_json: Annotated[bool, typer.Option("--json", help="Print the manifest as JSON and nothing else.")] = False,
) -> None:
    from ..store import Ledger
    from ..store import snapshot as write

    start, end = days(since, until)
    where = checked(Filter(actor=actor, other=other, since=start, until=end, min_confidence=min_confidence, status=""))
    with Ledger.open(ledger, create=False) as book, output.progress("writing", quiet=as_json):
        manifest = write(book, folder, where)
    if as_json:
        print(json.dumps(manifest, ensure_ascii=False, indent=2))
        return
    for name, entry in manifest["files"].items():
        output.say(f"{folder}/{name}: {entry['rows']:,} rows, {entry['bytes']:,} bytes")
    output.say(manifest["citation"])
