"""A brief as Markdown, with footnotes as Pandoc, GitHub and most readers know them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .records import Brief, Line, Note
from .source import source

_MARKS = re.compile(r"([\\`*_{}\[\]<>#|~^$])")


def markdown(brief: Brief) -> str:
    """The brief as text; its last lines are the notes."""
    parts = [f"# {escape(brief.title)}"]
    for section in brief.sections:
        parts.append(f"## {escape(section.title)}")
        parts.append("\n".join(text for line in section.lines for text in _line(line)))
    parts.append("\n".join(_note(brief, note) for note in brief.notes))
    return "\n\n".join(parts) + "\n"


def escape(text: str) -> str:
    """A text on one line in which nothing is markup."""
    return _MARKS.sub(r"\\\1", " ".join(text.split())).replace("&", "&amp;")


def _line(line: Line, indent: str = "") -> Iterator[str]:
    yield f"{indent}- {escape(line.text)}" + "".join(f"[^{n}]" for n in line.notes)
    for reply in line.replies:
        yield from _line(reply, indent + "    ")


def _note(brief: Brief, note: Note) -> str:
    text = escape(note.text)
    if note.kind == "count":
        return f"[^{note.number}]: {text}"
    said = [f"“{text}”", *(escape(s) for s in source(brief.locale, note))]
    if note.url:
        said.append(f"<{note.url}>")
    return f"[^{note.number}]: " + " · ".join(said)
