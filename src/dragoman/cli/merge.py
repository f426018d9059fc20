"""``dragoman merge`` and ``dragoman reports``: many reports, one event; why, and what a person decides."""

from __future__ import annotations

import json
from typing import Annotated, Any

import typer

from ..errors import UsageError
from . import output
from .options import FormatOption, LedgerOption, SinceOption, UntilOption, days
from .output import Format

MERGE_HELP = """Merge reports of one event, across outlets and languages; ingest does it by itself when it is done.

Examples:

  dragoman merge --ledger news.db

  dragoman merge --why 1f2e3d4c5b6a7980             (why these reports are one event)

  dragoman merge --why 5c4b3a2f1e0d9c8b             (an article: its copies, its story)

  dragoman merge --split 99aa88bb77cc66dd --reason "another visit"

  dragoman merge --join 1f2e3d4c5b6a7980 --with 0a1b2c3d4e5f6071

  dragoman merge --decisions                        (what was joined and split by hand)

  dragoman merge --undo 3
"""
REPORTS_HELP = """Show the accounts of an event, or of all events between two actors, side by side: who tells it how, who leaves it out.

Examples:

  dragoman reports 1f2e3d4c5b6a7980

  dragoman reports KAZ FRA --since 2024-05-01 --until 2024-05-31

  dragoman reports 1f2e3d4c5b6a7980 --format jsonl     (every report as a record)
"""


def merge(
    ledger: LedgerOption = "dragoman.db",
    why: Annotated[str, typer.Option(metavar="ID", help="Explain an event (its reports) or an article (copies, story).")] = "",
    split: Annotated[str, typer.Option(metavar="REPORT", help="Take a report out of its event, for good.")] = "",
    join: Annotated[str, typer.Option(metavar="EVENT", help="Make this event and the one given by --with one.")] = "",
    other: Annotated[str, typer.Option("--with", metavar="EVENT", help="The other event to join.")] = "",
    reason: Annotated[str, typer.Option(help="Why, for those who come after.")] = "",
    undo: Annotated[int, typer.Option(metavar="N", help="Take decision N back.")] = 0,
    decisions: Annotated[bool, typer.Option("--decisions", help="List what was joined and split by hand.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON and nothing else.")] = False,
) -> None:
    from ..store import Ledger

    if bool(join) != bool(other):
        raise UsageError("--join and --with belong together: dragoman merge --join EVENT --with EVENT")
    with Ledger.open(ledger, create=False) as book:
        if why and book.event_id(why) is None:
            _article(book.why_article(why), as_json)
            return
        if why:
            _explain(book.why(why), list(book.reports(_event(book.event_id(why)))), as_json)
            return
        if decisions:
            _decisions(book.decisions(), as_json)
            return
        if split:
            output.say(f"decision {book.split(split, reason)}: the report {split} is no longer merged with the others")
        if join:
            output.say(f"decision {book.join(join, other, reason)}: {join} and {other} are one event")
        if undo:
            book.undo(undo)
            output.say(f"decision {undo} is taken back")
        with output.progress("merging", quiet=as_json) as tick:
            done = book.merge(lambda n: tick(n, 0))
    if as_json:
        print(json.dumps(done))
    else:
        output.say(
            f"{done['new_reports']:,} reports were new; {done['reports']:,} reports tell {done['events']:,} events",
        )


def reports(
    event: Annotated[str, typer.Argument(metavar="EVENT|A", help="An event (its id, or that of a report), or an actor.")],
    other: Annotated[str, typer.Argument(metavar="B", help="The other actor, where the first is one.")] = "",
    ledger: LedgerOption = "dragoman.db",
    since: SinceOption = "",
    until: UntilOption = "",
    format: FormatOption = Format.table,
) -> None:
    from ..store import Filter, Ledger
    from .dossier import actor_id

    start, end = days(since, until)
    with Ledger.open(ledger, create=False) as book:
        if other:
            where = Filter(actor=actor_id(event), other=actor_id(other), since=start, until=end, status="")
        else:
            found = book.event_id(event)
            if found is None:
                raise UsageError(f"the ledger has no event {event}; find one with: dragoman events --format jsonl")
            where = _event(found)
        if format not in (Format.table, Format.json):
            output.emit(book.reports(where), format, "reports")
            return
        accounts = book.viewpoints(e["event_id"] for e in book.events(where))
    if format is Format.json:
        print(json.dumps(accounts, ensure_ascii=False, indent=2))
    else:
        _accounts(accounts)


def _event(event_id: str | None) -> Any:
    from ..store import Filter

    return Filter(event_id=event_id or "", status="")


def _explain(reasons: list[dict[str, Any]], rows: list[dict[str, Any]], as_json: bool) -> None:
    if as_json:
        print(json.dumps(reasons, ensure_ascii=False))
        return
    out = output.console()
    by_id = {r["report_id"]: r for r in rows}
    for row in rows:
        out.print(f"[bold]{row['report_id']}[/bold]  {row['source']}  {row['published'] or ''}", markup=True)
        out.print(output.evidence(row))
    if not reasons:
        out.print("one report; nothing was merged")
    for reason in reasons:
        if reason["report_id"] in by_id:
            because = ", ".join(f"{b['what']} {b['value']:g} ({b['adds']:+.1f})" for b in reason["because"][:6])
            out.print(f"{reason['report_id']} is like {reason['like']}, {reason['likeness']:.2f}: {because}", soft_wrap=True)


def _article(found: dict[str, Any], as_json: bool) -> None:
    if as_json:
        print(json.dumps(found, ensure_ascii=False))
        return
    for copy in found["copies"]:
        print(f"the same text: {copy['article_id']}  {copy['outlet']}  {copy['url']}  {copy['alike']:.0%} in common")
    for other in found["story"]:
        because = ", ".join(f"{b['what']} {b['value']:g} ({b['adds']:+.1f})" for b in other["because"])
        print(f"the same story: {other['article_id']}, {other['likeness']:.2f}: {because}")
    if not found["copies"] and not found["story"]:
        output.say("neither a copy nor another article of its story is in the ledger")


def _decisions(rows: list[dict[str, Any]], as_json: bool) -> None:
    if as_json:
        print(json.dumps(rows, ensure_ascii=False))
        return
    for row in rows:
        state = f"taken back {row['undone']}" if row["undone"] else ""
        parties = f"{' '.join(row['left'])} / {' '.join(row['right'])}"
        print(f"{row['decision']:>4}  {row['kind']:<5}  {parties}  {row['made']}  {row['reason']}  {state}")

    if not rows:
        output.say("nothing was joined or split by hand")


def _accounts(accounts: list[dict[str, Any]]) -> None:
    out = output.console()
    for a in accounts:
        if not a["reports"]:
            continue
        place = ", ".join(filter(None, (a["country"], " ".join(a["languages"]))))
        kinds = ", ".join(f"{t} {n}" if n > 1 else t for t, n in a["types"].items())
        out.print(f"[bold]{a['outlet'] or 'outlet unknown'}[/bold] ({place})  {kinds}  score {a['score']:+.1f}", markup=True)
        out.print(output.evidence(a))
        if a["quoted"]:
            out.print("  quotes " + ", ".join(f"{q['who']} ({q['stance']})" for q in a["quoted"]), style="dim")
    silent = [f"{a['outlet']} ({a['articles']} articles)" for a in accounts if not a["reports"]]
    if silent:
        out.print(f"Published on those days without it: {', '.join(silent[:20])}{' …' if len(silent) > 20 else ''}", style="dim")
    if not accounts:
        output.say("no report matches")
