"""An article from plain text: a file, or what a reader pasted.

The headline, the section and the dateline stay in the text and are named besides; the page's own words go.
"""

from __future__ import annotations

from typing import Any

from ..errors import EmptySource
from ..records import Article
from .chrome import strip_chrome
from .head import read_head
from .text import paragraphs


def article_from_text(text: str, source: str = "text") -> Article:
    r"""The article of a plain text. ``extra`` has the ``dateline`` and how many lines of page chrome were dropped, if any.

    >>> article = article_from_text(
    ...     "Macron receives Tokayev\n\nSHARE:\n\nPARIS, Nov 29 (AFP) - They signed an accord, officials said."
    ... )
    >>> article.title, article.extra
    ('Macron receives Tokayev', {'dateline': 'PARIS, Nov 29 (AFP)', 'dropped_lines': 1})
    """
    lines = paragraphs(text)
    if not any(char.isalpha() for line in lines for char in line):
        raise EmptySource(source, "holds no text")
    stripped = strip_chrome(lines)
    head = read_head(stripped.lines)
    extra: dict[str, Any] = {}
    if head.dateline:
        extra["dateline"] = head.dateline
    if stripped.dropped:
        extra["dropped_lines"] = len(stripped.dropped)
    return Article(
        text="\n\n".join(stripped.lines),
        title=head.title,
        section=head.section,
        published=stripped.published,
        extra=extra,
    )
