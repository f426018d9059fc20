"""A ledger in the files that the field already reads: GDELT 1.0 and 2.0, ICEWS, POLECAT.

Only actual events are written, once each however many outlets tell them. Where a format knows just two parties, an event has a row for
each pair of its actors and recipients, with an id of its own.
"""

from .files import FORMATS, Format, write

__all__ = ["FORMATS", "Format", "write"]
