"""``dragoman publish``: the ledger as a static edition."""

from __future__ import annotations

from typing import Annotated

import typer

from ..errors import UsageError
from . import output
from .options import LedgerOption

HELP = """Write a ledger as a static edition: the pages as plain files, for any web server or a disk.

All pages in all languages of the interface, charts, search, feeds, and with --base-url a sitemap and links between languages.
Full texts are there only for outlets that allow it (dragoman sources outlets). An edition that stands in DIR is replaced.

Examples:

  dragoman publish site/ --ledger news.db --base-url https://ledger.example

  dragoman publish site/ --language en --language ar
"""


def publish(
    folder: Annotated[str, typer.Argument(help="The folder to write.", metavar="DIR")],
    ledger: LedgerOption = "dragoman.db",
    base_url: Annotated[str, typer.Option(help="Where the edition will stand: https://ledger.example/news")] = "",
    language: Annotated[list[str] | None, typer.Option("--language", "-l", help="Only in this language; may be given again.")] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress.")] = False,
) -> None:
    try:
        from ..web.edition import publish as write
    except ImportError as error:
        raise UsageError(f"publishing needs the extra 'serve' ({error.name} is not installed): pip install 'dragoman[serve]'") from None
    from ..i18n import LANGUAGES
    from ..store import Ledger

    if base_url and not base_url.startswith(("http://", "https://")):
        raise UsageError(f"--base-url {base_url}: give a whole address, https://ledger.example")
    with Ledger.open(ledger, create=False) as book, output.progress("publishing", quiet=quiet) as tick:
        counts = write(book, folder, base_url=base_url, languages=language or LANGUAGES, tick=lambda done, total: tick(done, done))
    output.say(f"{folder} holds " + ", ".join(f"{n:,} {kind}" for kind, n in counts.items()))
    if not base_url:
        output.say("without --base-url there is no sitemap, and feeds lead to addresses without a host")
