"""``dragoman series``, ``vectors``, ``surges`` and ``outlook``: the measures of relations, as tables or for programs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ..errors import UsageError
from . import output
from .dossier import GroupsOption, actor_id, known_groups, side
from .options import LedgerOption, SinceOption, UntilOption, days
from .output import Format

if TYPE_CHECKING:
    from rich.table import Table

    from ..relations.outlook import Outlook
    from ..relations.series import Point
    from ..relations.surges import Shift, Surge
    from ..relations.vectors import Estimate, Vector
    from ..store import Ledger

SERIES_HELP = """How often and how kindly two sides deal with each other, period by period.

A side is an actor or a group (EU, G7, OTS, Gulf …, or one of your own with --groups). Without a second side: with everybody. Counts, mean
score with its 95 % interval, share per thousand coded events, and the exponentially weighted level. Formulas: docs/relations.md.

Examples:

  dragoman series KAZ FRA

  dragoman series Казахстан --with EU --every year

  dragoman series KAZ CHN --directed --every week --since 2024-01-01 --format csv > series.csv
"""
VECTORS_HELP = """How a country spreads its cooperation over poles: shares, effective number of partners, concentration, drift.

The poles are the EU, Russia, China, the United States, the Turkic states and the Gulf, or those of a file (--poles).

Examples:

  dragoman vectors KAZ

  dragoman vectors UZB --every quarter --poles mine.toml --format json
"""
SURGES_HELP = """Pairs with more events than their past explains, each with the events behind it; of two sides also the shifts of tone.

Of all pairs of the ledger those are told that stand out at a false discovery rate of five per cent. A side may be a group (EU, G7, OTS,
Gulf …, or one of your own with --groups): then pairs with any of its members are told.

Examples:

  dragoman surges

  dragoman surges KAZ --days 7 --until 2024-03-15

  dragoman surges KAZ FRA --format json

  dragoman surges KAZ Gulf
"""
OUTLOOK_HELP = """What to expect of two in the next weeks, with the test of such forecasts on the past.

Where they have no skill, it says so.

Examples:

  dragoman outlook KAZ CHN

  dragoman outlook KAZ EU --weeks 8 --format json
"""

_QUADS = {
    "verbal_cooperation": "talk+",
    "material_cooperation": "deeds+",
    "verbal_conflict": "talk−",
    "material_conflict": "deeds−",
}
_EARLIEST, _LATEST = date(1800, 1, 1), date(2200, 12, 31)  # days that there can be news of
_EXPLAINED = 10  # events given of a shift
_BEHIND = 3  # events shown of a surge or a shift


class Every(StrEnum):
    """The length of a period."""

    day = "day"
    week = "week"
    month = "month"
    quarter = "quarter"
    year = "year"


OneArgument = Annotated[str, typer.Argument(metavar="A", help="A country, organisation or group: code, acronym, or name in any language.")]
OtherArgument = Annotated[str, typer.Argument(metavar="[B]", help="The other one.")]
EveryOption = Annotated[Every, typer.Option("--every", "-e", help="day, week, month, quarter or year.")]
TableOption = Annotated[Format, typer.Option("--format", "-f", help="table, json, jsonl or csv.")]


def series(
    one: OneArgument,
    other: OtherArgument = "",
    group: Annotated[str, typer.Option("--with", "-w", metavar="GROUP", help="The other side, as B: often a group (EU).")] = "",
    ledger: LedgerOption = "dragoman.db",
    every: EveryOption = Every.month,
    since: SinceOption = "",
    until: UntilOption = "",
    directed: Annotated[bool, typer.Option("--directed", help="Only from A to B.")] = False,
    half_life: Annotated[float, typer.Option(min=0.1, max=36525.0, help="Days after which an event weighs half.")] = 90.0,
    groups: GroupsOption = "",
    format: TableOption = Format.table,
) -> None:
    from ..relations.series import series as measure
    from ..store import Ledger

    if other and group:
        raise UsageError("B and --with name the same side; give one of them")
    known = known_groups(groups)
    left, right = side(one, known), side(other or group or "*", known)
    start, end = span(since, until)
    with Ledger.open(ledger, create=False) as book:
        points = measure(book, left, right, directed=directed, every=every.value, since=start, until=end, half_life=half_life, groups=known)
    _print([p.to_dict() for p in points], [_series_row(p) for p in points], format, lambda: _series_table(left, right, directed, points))


def vectors(
    one: Annotated[str, typer.Argument(metavar="A", help="A country: code, or name in any language.")],
    ledger: LedgerOption = "dragoman.db",
    every: EveryOption = Every.year,
    since: SinceOption = "",
    until: UntilOption = "",
    poles: Annotated[str, typer.Option(metavar="FILE", help='Poles of your own: [poles] and lines like North = ["EU", "NOR"].')] = "",
    format: TableOption = Format.table,
) -> None:
    from ..relations.vectors import poles as known_poles
    from ..relations.vectors import vectors as measure
    from ..store import Ledger

    country = actor_id(one)
    over = known_poles(poles)
    start, end = span(since, until)
    with Ledger.open(ledger, create=False) as book:
        found = measure(book, country, over=over, every=every.value, since=start, until=end)
    _print([v.to_dict() for v in found], [_vector_row(v, over) for v in found], format, lambda: _vectors_text(country, found))


def surges(
    one: Annotated[str, typer.Argument(metavar="[A]", help="Only pairs with this one.")] = "",
    other: OtherArgument = "",
    ledger: LedgerOption = "dragoman.db",
    until: UntilOption = "",
    length: Annotated[int, typer.Option("--days", min=1, max=366, help="The window: so many days up to --until.")] = 14,
    history: Annotated[int, typer.Option(min=1, max=520, help="How many windows before it make the past.")] = 26,
    groups: GroupsOption = "",
    rate: Annotated[float, typer.Option(min=0.0, max=1.0, help="The false discovery rate.")] = 0.05,
    format: TableOption = Format.table,
) -> None:
    from ..relations.groups import sides
    from ..relations.surges import shifts
    from ..relations.surges import surges as measure
    from ..store import Ledger
    from ..store.daily import EVERYBODY

    known = known_groups(groups)
    left, right = (side(name, known) if name else EVERYBODY for name in (one, other))
    if left == EVERYBODY:
        left, right = right, left
    if left == right != EVERYBODY:
        raise UsageError(f"surges between two need two; both are {left}")
    ones, others = sides(left, right, known)
    _, end = span("", until)
    with Ledger.open(ledger, create=False) as book:
        last = last_day(book, end)
        surging = measure(book, last, days=length, history=history, false_discovery=rate)
        rows = [_surge(book, s) for s in surging if _between(s.pair, ones, others)]
        if right != EVERYBODY:
            pairs = [(a, b) for a in ones for b in others]
            rows += [_shift(book, s, sorted((left, right)), pairs, last) for s in shifts(book, left, right, until=last, groups=known)]
    objects = [{**row, "because": [e["event_id"] for e in row["because"]]} for row in rows]
    _print(objects, [_change_row(row) for row in objects], format, lambda: _changes(rows))


def outlook(
    one: OneArgument,
    other: Annotated[str, typer.Argument(metavar="[B]", help="The other one; everybody if left out.")] = "*",
    ledger: LedgerOption = "dragoman.db",
    until: UntilOption = "",
    weeks: Annotated[int, typer.Option(min=1, max=26, help="How many weeks ahead.")] = 4,
    groups: GroupsOption = "",
    format: TableOption = Format.table,
) -> None:
    from ..relations.outlook import outlook as measure
    from ..store import Ledger

    known = known_groups(groups)
    left, right = side(one, known), side(other, known)
    _, end = span("", until)
    with Ledger.open(ledger, create=False) as book:
        found = measure(book, left, right, last_day(book, end), weeks=weeks, groups=known)
    _print(
        [o.to_dict() for o in found], [row for o in found for row in _outlook_rows(o)], format, lambda: _outlook_table(left, right, found)
    )


# --- days


def span(since: str, until: str) -> tuple[date | None, date | None]:
    """Both ends of a period. Raises ``UsageError`` where one is no date, or one that there can be no news of."""
    ends = days(since, until)
    for end in ends:
        if end and not _EARLIEST <= end <= _LATEST:
            raise UsageError(f"{end} is out of reach; give a day from {_EARLIEST} to {_LATEST}")
    return ends


def last_day(book: Ledger, until: date | None) -> date:
    """The day given, or that of the newest event. Raises ``UsageError`` where the ledger has no dated event."""
    found = until or book.days()[1]
    if found is None:
        raise UsageError("the ledger holds no event with a date yet; read articles into it with: dragoman ingest SOURCES")
    return found


# --- printing


def _print(objects: Sequence[Mapping[str, Any]], rows: Iterable[Mapping[str, Any]], how: Format, table: Any) -> None:
    """Objects for JSON, flat rows of equal columns for CSV, a table for people."""
    if how is Format.parquet:
        raise UsageError("a measure prints as table, json, jsonl or csv")
    if how is Format.table:
        if objects:
            output.console().print(table())
        else:
            output.say("nothing to tell")
        return
    output.emit(rows if how is Format.csv else objects, how)


def _name(actor: str) -> str:
    from ..actors.names import english_names

    return "everybody" if actor == "*" else english_names().get(actor, actor)


def _table(title: str, *columns: str) -> Table:
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, collapse_padding=True, title=title, title_justify="left", title_style="bold")
    for n, column in enumerate(columns):
        table.add_column(column, justify="right" if n else "left", no_wrap=not n, overflow="fold")
    return table


def _number(value: float | None, form: str = ".1f") -> str:
    return "" if value is None else format(value, form)


def _span(low: float | None, high: float | None, form: str = "+.1f") -> str:
    return "" if low is None or high is None else f"{low:{form}}…{high:{form}}"


def _series_row(point: Point) -> dict[str, Any]:
    from .. import ontology

    row = point.to_dict()
    quads, types = row.pop("quads"), row.pop("types")
    return row | {q: quads.get(q, 0) for q in _QUADS} | {t: types.get(t, 0) for t in ontology.types()}


def _series_table(left: str, right: str, directed: bool, points: Sequence[Point]) -> Table:
    arrow = "→" if directed else "and"
    head = ("from", "events", *_QUADS.values(), "mean", "95 %", "level", "‰")
    table = _table(f"{_name(left)} {arrow} {_name(right)}", *head)
    for p in points:
        counts = [str(p.quads.get(q, "")) for q in _QUADS]
        table.add_row(
            str(p.start),
            str(p.events),
            *counts,
            _number(p.mean, "+.1f"),
            _span(p.low, p.high),
            _number(p.level, "+.1f"),
            _number(p.share, ".0f"),
        )
    return table


def _vector_row(vector: Vector, over: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    row: dict[str, Any] = {"start": vector.start.isoformat(), "end": vector.end.isoformat(), "events": vector.events}
    values = {**{name: vector.shares.get(name) for name in over}, "partners": vector.partners, "concentration": vector.concentration}
    for name, estimate in {**values, "drift": vector.drift}.items():
        row |= {name: estimate and estimate.value, f"{name}_low": estimate and estimate.low, f"{name}_high": estimate and estimate.high}
    return row


def _vectors_text(country: str, found: Sequence[Vector]) -> Any:
    from rich.console import Group
    from rich.padding import Padding
    from rich.text import Text

    def share(name: str, estimate: Estimate) -> str:
        return f"{name} {estimate.value:.0%} ({100 * estimate.low:.0f}–{100 * estimate.high:.0f})"

    def value(name: str, estimate: Estimate | None) -> str:
        return f"{name} –" if estimate is None else f"{name} {estimate.value:.2f} ({estimate.low:.2f}–{estimate.high:.2f})"

    out: list[Any] = [Text(f"{_name(country)}: cooperation by pole", style="bold")]
    for v in found:
        poles = sorted(v.shares.items(), key=lambda item: -item[1].value)
        measures = (("partners", v.partners), ("concentration", v.concentration), ("drift", v.drift))
        out.append(Text(f"{v.start} … {v.end}  {v.events} events", style="cyan"))
        lines = [", ".join(share(*item) for item in poles), ", ".join(value(*item) for item in measures)] if poles else []
        out += [Padding(Text(line), (0, 0, 0, 4)) for line in lines]
    return Group(*out)


def _between(pair: tuple[str, str], ones: Sequence[str], others: Sequence[str]) -> bool:
    """Whether a pair is one of both sides; with everybody, whether it is one of the first side with another."""
    one, other = pair
    if "*" in others:
        return "*" in ones or (one in ones) != (other in ones)
    return (one in ones and other in others) or (one in others and other in ones)


def _surge(book: Ledger, found: Surge) -> dict[str, Any]:
    """A surge with the events behind it."""
    from ..relations.surges import behind

    return {"kind": "surge", **found.to_dict(), "because": behind(book, found.pair, found.start, found.end)}


def _shift(book: Ledger, found: Shift, between: Sequence[str], pairs: Iterable[tuple[str, str]], last: date) -> dict[str, Any]:
    """A shift with the events behind it, those of all pairs that the two sides make."""
    from ..relations.surges import behind

    events = {e["event_id"]: e for pair in pairs for e in behind(book, pair, found.day, last)}
    most = sorted(events.values(), key=lambda e: (-e["texts"], -e["reports"], e["date"] or "", e["event_id"]))
    return {"kind": "shift", "pair": list(between), **found.to_dict(), "because": most[:_EXPLAINED]}


def _change_row(row: Mapping[str, Any]) -> dict[str, Any]:
    columns = ("kind", "pair", "start", "end", "events", "expected", "rate", "day", "before", "after", "chance", "because")
    return {name: row.get(name, "") for name in columns}


def _changes(rows: Sequence[Mapping[str, Any]]) -> Any:
    from rich.console import Group
    from rich.text import Text

    from . import tables

    out: list[Any] = []
    for row in rows:
        line = Text(" – ".join(_name(a) for a in row["pair"]), style="bold")
        if row["kind"] == "surge":
            line.append(f"  {row['start']} … {row['end']}: {row['events']} events, {row['expected']:.1f} expected", style="not bold")
            line.append(f"  ×{row['rate']:.1f}", style="yellow")
        else:
            line.append(f"  tone since {row['day']}: {row['after']:+.1f}, before {row['before']:+.1f}", style="not bold")
        line.append(f"  p {row['chance']:.2g}", style="dim")
        out += [line, tables.events(row["because"][:_BEHIND])]
    return Group(*out)


def _outlook_rows(found: Outlook) -> list[dict[str, Any]]:
    tested = {
        "against_last": found.against_last,
        "against_season": found.against_season,
        "against_mean": found.against_mean,
        "surely": found.surely,
        "covered": found.covered,
        "forecasts": found.forecasts,
        "skilful": found.skilful,
    }
    weeks = [w | {"quad": found.quad} for w in found.to_dict()["weeks"]]
    return [{"quad": w.pop("quad"), **w, **tested} for w in weeks]


def _outlook_table(left: str, right: str, found: Sequence[Outlook]) -> Table:
    title = f"{_name(left)} and {_name(right)}: events in a week"
    table = _table(title, "", "expected", "80 %", "skill: last", "season", "mean", "inside", "tests")
    for o in found:
        week = o.weeks[0]
        told = (_number(week.expected), f"{week.low}…{week.high}") if o.skilful else ("no skill", "")
        skills = [_number(skill, "+.0%") for skill in (o.against_last, o.against_season, o.against_mean)]
        table.add_row(
            o.quad.replace("_", " "), *told, *skills, _number(o.covered, ".0%"), str(o.forecasts), style="" if o.skilful else "dim"
        )
    return table
