"""Writing a brief: its sections in order, only those that have something to say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from ...errors import UsageError
from ..surges import Surge
from . import changes, events, statements
from .desk import Desk
from .records import Brief, Line, Note, Section

if TYPE_CHECKING:
    from ...i18n import Locale
    from ...store import Ledger


def brief(
    ledger: Ledger,
    one: str,
    other: str = "",
    *,
    until: date,
    days: int = 7,
    locale: Locale,
    groups: Mapping[str, tuple[str, ...]] | None = None,
    poles: Mapping[str, Sequence[str]] | None = None,
    surges: Sequence[Surge] | None = None,
) -> Brief:
    """The brief on a country or a pair for the ``days`` up to ``until``, in the language of ``locale``.

    Sides are ids of actors or names of groups (``groups``; those that come with Dragoman if None, as with ``poles``). ``surges`` are
    those of all pairs in these days, where a caller has them already. Raises ``UsageError`` where ``days`` is not positive, or both sides
    are the same.
    """
    if days <= 0:
        raise UsageError("a brief is about at least one day; give days above zero")
    if one == other:
        raise UsageError(f"a brief on two needs two; both are {one}")
    desk = Desk(ledger, locale, one, other, until, days, groups, poles)
    sections, notes = _numbered(_sections(desk, surges), desk.notes.all)
    return Brief(one, other, desk.since, until, _title(desk), locale, sections, notes)


def _numbered(sections: Sequence[Section], notes: Sequence[Note]) -> tuple[tuple[Section, ...], tuple[Note, ...]]:
    """Sections and notes with the notes numbered in the order in which they are called upon."""
    order: dict[int, int] = {}

    def renumbered(line: Line) -> Line:
        called = tuple(order.setdefault(n, len(order) + 1) for n in line.notes)
        return replace(line, notes=called, replies=tuple(renumbered(reply) for reply in line.replies))

    written = tuple(replace(s, lines=tuple(renumbered(line) for line in s.lines)) for s in sections)
    return written, tuple(replace(notes[old - 1], number=new) for old, new in order.items())


def _title(desk: Desk) -> str:
    words = {"names": desk.names(desk.one, desk.other), "span": desk.locale.interval(desk.since, desk.until)}
    return desk.locale.gettext("%(names)s: %(span)s") % words


def _sections(desk: Desk, surges: Sequence[Surge] | None) -> list[Section]:
    _ = desk.locale.gettext
    told = desk.events("actual", desk.since, desk.until)
    happened, figures, said, planned = (
        events.happened(desk, told),
        statements.figures(desk),
        statements.statements(desk),
        events.planned(desk),
    )
    if not (happened or figures or said or planned):
        text = _("%(names)s, %(span)s: the ledger holds nothing.")
        words = {"names": desk.names(desk.one, desk.other), "span": desk.locale.interval(desk.since, desk.until)}
        return [Section("happened", _("What happened"), (Line(text % words, (desk.counted(desk.since, desk.until),)),))]
    changed = [*changes.counts(desk), *changes.surging(desk, surges), *changes.shifted(desk), *changes.partners(desk), *changes.poles(desk)]
    written: list[tuple[str, str, list[Line]]] = [
        ("happened", _("What happened"), happened),
        ("changed", _("What changed"), changed),
        ("figures", _("Figures"), figures),
        ("statements", _("Statements and replies"), said),
        ("tellings", _("Told differently"), events.tellings(desk, told)),
        ("left_out", _("Left out"), events.left_out(desk, told)),
        ("planned", _("Announced"), planned),
        ("outlook", _("Outlook"), changes.expected(desk)),
    ]
    return [Section(key, title, tuple(lines)) for key, title, lines in written if lines]
