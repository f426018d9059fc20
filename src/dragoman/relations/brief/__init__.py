"""A dated brief on a country or a pair, from templates, in the reader's language, each sentence with its sources.

    brief(ledger, "KAZ", "FRA", until=date(2024, 3, 12), locale=locale("ar")).to_markdown()

Nothing is said without a footnote: the sentence of an article that says it, or what was counted.
"""

from .atom import feed
from .records import Brief, Line, Note, Section
from .write import brief

__all__ = ["Brief", "Line", "Note", "Section", "brief", "feed"]
