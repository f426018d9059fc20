"""Dragoman reads the world's news, in any language, and keeps the ledger of who did what to whom.

>>> import dragoman
>>> reading = dragoman.read_text("Kazakhstan sent humanitarian aid to Ukraine on Monday.", published="2022-11-29")
>>> [(e.type, e.actors[0].id, e.recipients[0].id) for e in reading.events]
[('AID', 'KAZ', 'UKR')]
"""

from __future__ import annotations

from .api import code_batch, evaluate, open_ledger, read, read_many, read_text
from .errors import DragomanError
from .records import Actor, Article, Event, Evidence, Figure, Interval, Mention, Reading, Sentence, Statement

__version__ = "0.1.0"

__all__ = [
    "Actor",
    "Article",
    "DragomanError",
    "Event",
    "Evidence",
    "Figure",
    "Interval",
    "Mention",
    "Reading",
    "Sentence",
    "Statement",
    "__version__",
    "code_batch",
    "evaluate",
    "open_ledger",
    "read",
    "read_many",
    "read_text",
]
