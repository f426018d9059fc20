"""The command line: one module a command, loaded only when it is called.

Exit status: 0 done, 1 partly failed (each failure named on standard error), 2 wrong use.
"""

from __future__ import annotations

import importlib
import sys
from typing import Any

import typer
import typer.core

from ..errors import DragomanError

#: Command, module, function, text of its help.
COMMANDS = (
    ("read", "read", "read", "HELP", "Read articles and print who did what to whom; nothing is stored."),
    ("ingest", "ingest", "ingest", "HELP", "Read articles and keep what they say in a ledger."),
    ("sources", "sources", "app", "HELP", "Feeds, sitemaps and lists that a ledger watches, and their outlets."),
    ("watch", "sources", "watch", "WATCH_HELP", "Keep fetching what the sources publish, read and merge it."),
    ("events", "query", "events", "EVENTS_HELP", "List events of a ledger."),
    ("reports", "merge", "reports", "REPORTS_HELP", "The accounts of an event side by side: who tells it how, who leaves it out."),
    ("figures", "query", "figures", "FIGURES_HELP", "List figures of a ledger: investment, trade, aid."),
    ("statements", "query", "statements", "STATEMENTS_HELP", "List statements of a ledger: who said what about whom."),
    ("merge", "merge", "merge", "MERGE_HELP", "Merge reports of one event; explain, join and split by hand."),
    ("dossier", "dossier", "dossier", "HELP", "How two countries stand, on what evidence."),
    ("brief", "brief", "brief", "HELP", "Write a brief on a country or on two, each sentence with its sources."),
    ("series", "relations", "series", "SERIES_HELP", "How often and how kindly two sides deal, period by period."),
    ("vectors", "relations", "vectors", "VECTORS_HELP", "How a country spreads its cooperation over poles."),
    ("surges", "relations", "surges", "SURGES_HELP", "Pairs with more events than their past explains, and the events behind."),
    ("outlook", "relations", "outlook", "OUTLOOK_HELP", "What to expect of two in the next weeks, and how well that was foreseen."),
    ("snapshot", "snapshot", "snapshot", "HELP", "Write a ledger as Parquet files with a citable manifest."),
    ("export", "export", "export", "HELP", "Write events as GDELT, ICEWS or POLECAT files."),
    ("evaluate", "evaluate", "evaluate", "HELP", "Score a coder on labelled sentences."),
    ("serve", "serve", "serve", "HELP", "Show a ledger in the browser: pages, charts, maps, feeds and a REST interface."),
    ("publish", "publish", "publish", "HELP", "Write the pages as a static edition, for any web server."),
    ("demo", "demo", "demo", "HELP", "Read the sample articles and show what comes out."),
)


class _Lazy(typer.core.TyperGroup):
    """A group that imports a command's module when the command is asked for, so that --help starts fast."""

    def list_commands(self, ctx: Any) -> list[str]:
        return [c[0] for c in COMMANDS]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        found = next((c for c in COMMANDS if c[0] == cmd_name), None)
        if found is None:
            return None
        name, module, function, text, _ = found
        loaded = importlib.import_module(f"{__name__}.{module}")
        if isinstance(given := getattr(loaded, function), typer.Typer):
            return typer.main.get_group(given)
        one = typer.Typer(add_completion=False, rich_markup_mode="rich")
        one.command(name, help=getattr(loaded, text))(given)
        return typer.main.get_command(one)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(c[0], c[4]) for c in COMMANDS])

    def format_help(self, ctx: Any, formatter: Any) -> None:
        self.format_usage(ctx, formatter)
        self.format_help_text(ctx, formatter)
        self.format_options(ctx, formatter)


app = typer.Typer(cls=_Lazy, no_args_is_help=True, rich_markup_mode=None, pretty_exceptions_enable=False)


def _version(value: bool) -> None:
    if value:
        from .. import __version__

        print(f"dragoman {__version__}")
        raise typer.Exit


@app.callback()
def _root(version: bool = typer.Option(False, "--version", callback=_version, is_eager=True, help="Print the version.")) -> None:
    """Dragoman reads news articles in any language and keeps the ledger of who did what to whom.

    dragoman COMMAND --help shows what a command takes, with examples.
    """


def main() -> None:
    """Run the command line; the exit status says whether something failed."""
    from ..errors import SourceError

    try:
        app()
    except SourceError as error:
        print(f"error: {error}", file=sys.stderr)
        sys.exit(1)
    except DragomanError as error:
        print(f"error: {error}", file=sys.stderr)
        sys.exit(2)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(1)
