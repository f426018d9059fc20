"""``dragoman sources`` and ``dragoman watch``: where news comes from, on which schedule."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ..errors import SourceError, UsageError
from . import output
from .options import LedgerOption

if TYPE_CHECKING:
    from ..acquire.fetch import Fetcher

HELP = """Feeds, sitemaps and lists that a ledger watches, and what is known of their outlets.

Examples:

  dragoman sources add https://paper.example/rss --outlet "The Paper" --country KAZ --language ru --every 30

  dragoman sources add feeds.opml                 (or a file with one address a line)

  dragoman sources list

  dragoman sources check                          (fetches each once and says what is in it; reads nothing)

  dragoman sources outlets outlets.csv            (columns outlet, country, language, full_text)

  dragoman sources remove https://paper.example/rss
"""
WATCH_HELP = """Keep fetching what the ledger's sources publish, read it and merge it. Stop it at any time; it goes on where it was.

Examples:

  dragoman watch --ledger news.db --contact me@institute.example

  dragoman watch --once                            (what is due now, then stop: for cron)
"""

app = typer.Typer(help=HELP, no_args_is_help=True, add_completion=False, rich_markup_mode="rich")
Contact = Annotated[
    str, typer.Option(envvar="DRAGOMAN_CONTACT", help="Mail address or page that outlets can turn to; sent with every request.")
]
Allow = Annotated[
    list[str] | None,
    typer.Option(
        "--allow-host", help="A host of your own network that may be fetched from (name or name:port); private addresses are refused else."
    ),
]


def fetcher(contact: str, allow: list[str] | None, **more: Any) -> Fetcher:
    """The fetcher of a command."""
    from ..acquire.fetch import Fetcher, Settings

    return Fetcher(Settings(contact=contact, allow=tuple(allow or ()), **more))


@app.command("add")
def add(
    source: Annotated[str, typer.Argument(help="Address of a feed, sitemap or list; or a file: OPML, or one address a line.")],
    outlet: Annotated[str, typer.Option(help="Who prints it; else the name that its pages give.")] = "",
    country: Annotated[str, typer.Option(help="Country of the outlet (ISO alpha-3).")] = "",
    language: Annotated[str, typer.Option(help="Language of the outlet (ISO 639-1).")] = "",
    full_text: Annotated[bool, typer.Option("--full-text", help="Its licence lets full texts be shown.")] = False,
    every: Annotated[int, typer.Option(min=1, help="Minutes between looks.")] = 60,
    ledger: LedgerOption = "dragoman.db",
) -> None:
    """Watch a source from now on."""
    from ..acquire.feeds import canonical, parse
    from ..api import open_ledger
    from ..store.sources import Outlet, Register, Source

    if country and not (len(country) == 3 and country.isalpha()):
        raise UsageError(f"{country!r} is no ISO alpha-3 code; write KAZ, FRA, USA")
    if "://" in source:
        given = [Source(canonical(source), outlet=outlet, minutes=every)]
    elif Path(source).is_file():
        listing = parse(Path(source).read_bytes(), source)
        given = [Source(canonical(item.url), outlet=outlet or item.title, minutes=every) for item in listing.items]
    else:
        raise UsageError(f"{source} is neither an address (https://…) nor a file")
    with open_ledger(ledger) as book:
        new = Register(book).add(given)
        names = sorted({s.outlet for s in given if s.outlet}) if (country or language or full_text) else []
        Register(book).set_outlets(Outlet(name, country.upper(), language.lower(), full_text) for name in names)
    output.say(f"{new} new of {len(given)}; look at them with: dragoman sources check, fetch with: dragoman watch")


@app.command("list")
def list_sources(
    ledger: LedgerOption = "dragoman.db", as_json: Annotated[bool, typer.Option("--json", help="Print JSON and nothing else.")] = False
) -> None:
    """List what is watched: when it was looked at, how many pages came of it, what is wrong."""
    from dataclasses import asdict

    from ..store import Ledger
    from ..store.sources import Register

    with Ledger.open(ledger, create=False) as book:
        register = Register(book)
        counts = register.counts()
        rows = [{**asdict(s), "pages": counts.get(s.url, {})} for s in register.all()]
    if as_json:
        print(json.dumps(rows, ensure_ascii=False))
        return
    for row in rows:
        pages = ", ".join(f"{n} {name}" for name, n in sorted(row["pages"].items())) or "no pages yet"
        looked = f"every {row['minutes']} min, looked at {row['checked'] or 'never'}"
        print(f"{row['url']}\n    {row['outlet'] or 'outlet as the pages say'}, {looked}, {pages}")
        if row["problem"]:
            print(f"    {row['failures']} times in a row: {row['problem']}")
    if not rows:
        output.say("nothing is watched; add a feed with: dragoman sources add URL")


@app.command("check")
def check(
    urls: Annotated[list[str] | None, typer.Argument(help="Only these; all where none is given.")] = None,
    ledger: LedgerOption = "dragoman.db",
    contact: Contact = "",
    allow: Allow = None,
) -> None:
    """Fetch each source once and say what is in it; nothing is read or changed."""
    from dataclasses import replace

    from ..store import Ledger
    from ..store.sources import Register, Source
    from ..watch import look

    with Ledger.open(ledger, create=False) as book:
        known = Register(book).all()
    wanted = [s for s in known if not urls or s.url in urls] + [Source(u) for u in urls or () if u not in {s.url for s in known}]
    failed = 0
    with fetcher(contact, allow) as web:
        for source in wanted:
            try:
                listing, _ = look(web, replace(source, etag="", modified=""))
                assert listing is not None
                dated = sum(item.published is not None for item in listing.items)
                print(f"{source.url}: {listing.kind}, {len(listing.items)} pages, {dated} with a date, {listing.title or 'no title'}")
            except SourceError as error:
                failed += 1
                output.say(f"error: {error}")
    if failed:
        raise typer.Exit(1)


@app.command("remove")
def remove(url: Annotated[str, typer.Argument(help="Address as listed.")], ledger: LedgerOption = "dragoman.db") -> None:
    """Watch a source no longer; what was read stays."""
    from ..store import Ledger
    from ..store.sources import Register

    with Ledger.open(ledger, create=False) as book:
        Register(book).remove(url)
    output.say(f"{url} is watched no longer")


@app.command("outlets")
def outlets(
    file: Annotated[str, typer.Argument(help="CSV with the columns outlet, country, language, full_text; none to list.")] = "",
    ledger: LedgerOption = "dragoman.db",
) -> None:
    """Say of which country and language outlets are, and whose full texts may be shown; or list that."""
    from ..api import open_ledger
    from ..store.sources import Outlet, Register

    with open_ledger(ledger) as book:
        register = Register(book)
        if not file:
            for o in register.outlets():
                print(f"{o.outlet}\t{o.country}\t{o.language}\t{'full text' if o.full_text else ''}")
            return
        with Path(file).open(encoding="utf-8-sig", newline="") as stream:
            rows = csv.DictReader(stream)
            if "outlet" not in (rows.fieldnames or ()):
                raise UsageError(f"{file} has no column 'outlet'; its first line must be: outlet,country,language,full_text")
            n = register.set_outlets(
                Outlet(
                    r["outlet"],
                    (r.get("country") or "").upper(),
                    (r.get("language") or "").lower(),
                    (r.get("full_text") or "") in ("1", "yes", "true"),
                )
                for r in rows
            )
    output.say(f"{n} outlets are known")


def watch(
    ledger: LedgerOption = "dragoman.db",
    contact: Contact = "",
    allow: Allow = None,
    coder: Annotated[str, typer.Option(help="Which coder reads: neural (the default) or lexicon.")] = "",
    workers: Annotated[int, typer.Option(min=1, help="Processes that read.")] = 1,
    delay: Annotated[float, typer.Option(min=0, help="Seconds between requests to one host.")] = 1.0,
    once: Annotated[bool, typer.Option("--once", help="What is due now, then stop.")] = False,
) -> None:
    from ..ingest import Options
    from ..store import Ledger
    from ..watch import Round, Watcher

    if not contact:
        output.say("note: no contact is sent to the outlets; give one with --contact or DRAGOMAN_CONTACT")

    def tell(done: Round) -> None:
        output.say(
            f"{done.looked} sources looked at ({done.unchanged} unchanged, {done.failed} failed), {done.new_pages} new pages, "
            f"{done.read} articles read, {done.unread} pages without one"
        )

    with Ledger.open(ledger, create=False) as book, fetcher(contact, allow, delay=delay) as web:
        watcher = Watcher(book, web, Options(coder=coder), workers=workers)
        on_error = lambda error: output.say(f"error: {error}")  # noqa: E731
        if once:
            tell(watcher.round(on_error))
            return
        try:
            watcher.forever(tell, on_error)
        except KeyboardInterrupt:
            output.say("stopped; the next watch goes on from here")
