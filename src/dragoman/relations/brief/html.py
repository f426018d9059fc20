"""A brief as HTML: an article with headings, lists and notes that link both ways; no style, no script, only links to http and https."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from .records import Brief, Line, Note, Search
from .source import source
from .text import APART, TOGETHER, direction

EventUrl = Callable[[str], str]
SearchUrl = Callable[[Search], str]


def html(
    brief: Brief, event_url: EventUrl | None = None, search_url: SearchUrl | None = None, level: int = 2, prefix: str = "brief-"
) -> str:
    """The brief as a piece of a page; see ``Brief.to_html``."""
    return _Writer(brief, event_url, search_url, level, prefix).article()


def document(brief: Brief) -> str:
    """The brief as a page by itself."""
    loc = brief.locale
    return (
        f'<!DOCTYPE html>\n<html lang="{loc.code}" dir="{loc.direction}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{escape(brief.title)}</title>\n</head>\n'
        f"<body>\n<main>\n{html(brief, level=1)}</main>\n</body>\n</html>\n"
    )


class _Writer:
    def __init__(self, brief: Brief, event_url: EventUrl | None, search_url: SearchUrl | None, level: int, prefix: str) -> None:
        self.brief = brief
        self.event_url = event_url
        self.search_url = search_url
        self.level = level
        self.prefix = escape(prefix)
        self.calls: dict[int, int] = {}

    def article(self) -> str:
        brief, gettext = self.brief, self.brief.locale.gettext
        out = [f'<article class="brief" lang="{brief.locale.code}" dir="{brief.locale.direction}">']
        out.append(self.heading(brief.title, 0))
        for section in brief.sections:
            out.append(f'<section class="brief-{escape(section.key)}">')
            out.append(self.heading(section.title, 1))
            out.append("<ul>")
            out += [self.line(line) for line in section.lines]
            out.append("</ul>\n</section>")
        out.append('<section class="brief-notes">')
        out.append(self.heading(gettext("Sources"), 1))
        out.append("<ol>")
        out += [self.note(note) for note in brief.notes]
        out.append("</ol>\n</section>\n</article>\n")
        return "\n".join(out)

    def heading(self, text: str, below: int) -> str:
        tag = f"h{min(6, self.level + below)}"
        return f"<{tag}>{escape(text)}</{tag}>"

    def line(self, line: Line) -> str:
        text = escape(line.text).replace(APART, "<bdi>").replace(TOGETHER, "</bdi>")
        if line.event and self.event_url:
            text = f'<a href="{escape(self.event_url(line.event))}">{text}</a>'
        calls = " ".join(self.call(n) for n in line.notes)
        calls = f'<bdi dir="{self.brief.locale.direction}">{calls}</bdi>'  # apart, or they run into a number at the end of the sentence
        replies = "".join(self.line(reply) for reply in line.replies)
        return f"<li>{text}{calls}" + (f'<ul class="brief-replies">{replies}</ul>' if replies else "") + "</li>"

    def call(self, number: int) -> str:
        """The raised number that leads to a note."""
        self.calls[number] = self.calls.get(number, 0) + 1
        own = f"{self.prefix}call-{number}-{self.calls[number]}"
        shown = self.brief.locale.number(number)
        return f'<sup><a id="{own}" href="#{self.prefix}note-{number}" role="doc-noteref">{shown}</a></sup>'

    def note(self, note: Note) -> str:
        if note.kind == "count":
            said = escape(note.text)
            if self.search_url and note.search:
                said = f'<a href="{escape(self.search_url(note.search))}">{said}</a>'
        else:
            language = f' lang="{escape(note.language)}"' if note.language else ""
            parts = [f'<q{language} dir="{direction(note.language)}">{escape(note.text)}</q>']
            parts += [f"<bdi>{escape(part)}</bdi>" for part in source(self.brief.locale, note)]
            if note.url:
                parts.append(
                    f'<a href="{escape(note.url)}" rel="noopener noreferrer external">{escape(self.brief.locale.gettext("article"))}</a>'
                )
            said = " · ".join(parts)
        return f'<li id="{self.prefix}note-{note.number}">{said} {self.back(note.number)}</li>'

    def back(self, number: int) -> str:
        """The links from a note to where it is called."""
        label = escape(self.brief.locale.gettext("back to the text"))
        return " ".join(
            f'<a href="#{self.prefix}call-{number}-{n}" role="doc-backlink" aria-label="{label}">↩</a>'
            for n in range(1, self.calls.get(number, 0) + 1)
        )
