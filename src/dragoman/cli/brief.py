"""``dragoman brief A [B]``: a dated brief on a country or a pair, each sentence with its sources."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from ..errors import UsageError
from . import output
from .dossier import GroupsOption, known_groups, side
from .options import LedgerOption, UntilOption
from .relations import OneArgument, OtherArgument, last_day, span

HELP = """Write a brief on a country or on two: what happened, what changed, figures, statements, what others left out, what is announced.

Each sentence bears the numbers of its sources. The brief is about the days up to --until (by default the last one with an event).

Examples:

  dragoman brief KAZ FRA --until 2024-03-15

  dragoman brief كازاخستان --language ar --days 30 --format html -o brief.html

  dragoman brief KAZ EU --language fr --format atom -o brief.atom
"""


class Format(StrEnum):
    """How a brief is written."""

    markdown = "markdown"
    html = "html"
    atom = "atom"
    json = "json"


def brief(
    one: OneArgument,
    other: OtherArgument = "",
    ledger: LedgerOption = "dragoman.db",
    until: UntilOption = "",
    length: Annotated[int, typer.Option("--days", min=1, max=366, help="How many days up to --until it is about.")] = 7,
    language: Annotated[str, typer.Option("--language", "-l", help="en, ar, fr, ru, es, zh, kk, de or tr.")] = "en",
    groups: GroupsOption = "",
    format: Annotated[Format, typer.Option("--format", "-f", help="markdown, html, atom or json.")] = Format.markdown,
    file: Annotated[str, typer.Option("--output", "-o", metavar="FILE", help="The file to write; standard output if left out.")] = "",
) -> None:
    from ..i18n import locale
    from ..relations.brief import brief as write
    from ..store import Ledger

    known = known_groups(groups)
    left, right = side(one, known), side(other, known) if other else ""
    if "*" in (left, right):
        raise UsageError("a brief is on countries, organisations or groups; leave the second one out for everybody")
    speaker = locale(language)
    _, end = span("", until)
    with Ledger.open(ledger, create=False) as book:
        made = write(book, left, right, until=last_day(book, end), days=length, locale=speaker, groups=known)
    if format is Format.markdown:
        text = made.to_markdown()
    elif format is Format.html:
        text = made.to_document()
    elif format is Format.atom:
        text = made.to_atom().decode()
    else:
        text = json.dumps(made.to_dict(), ensure_ascii=False, indent=2) + "\n"
    if not file:
        print(text, end="")
        return
    try:
        Path(file).write_text(text, "utf-8")
    except OSError as error:
        raise UsageError(f"{file} cannot be written: {error.strerror}; choose another name") from None
    output.say(f"{file}: {len(made.notes)} sources")
