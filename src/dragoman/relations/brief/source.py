"""What a note tells of the record that it quotes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .records import Note
from .text import plain

if TYPE_CHECKING:
    from ...i18n import Locale


def source(locale: Locale, note: Note) -> list[str]:
    """Outlet, date, language, record, coder and confidence, each a few words."""
    _ = locale.gettext
    out = [note.outlet] if note.outlet else []
    if note.published:
        out.append(locale.date(note.published))
    out.append(locale.language(note.language))
    ids = {
        "event": _("event %(id)s"),
        "report": _("report %(id)s"),
        "figure": _("figure %(id)s"),
        "statement": _("statement %(id)s"),
    }
    out.append(ids[note.kind] % {"id": note.id})
    out.append(_("coder %(coder)s %(version)s") % {"coder": note.coder, "version": note.coder_version})
    if note.confidence is not None:
        out.append(_("confidence %(confidence)s") % {"confidence": locale.percent(note.confidence)})
    return [plain(part) for part in out]
