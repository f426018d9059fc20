"""What every coder keeps to: marked sentences in, coded events out, batch by batch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from ..actors.find import MarkedSentence
from ..records import Mention, Status


@dataclass(frozen=True, slots=True)
class CodedEvent:
    """An event as a coder sees it: mentions and offsets are those of the sentence; the pipeline adds article, date and ids.

    ``trigger`` are the words that carry it (half-open, in the sentence); ``confidence`` in 0…1 is the chance that a careful reader
    would accept type, actors and recipients.
    """

    type: str
    mode: str
    contexts: tuple[str, ...]
    status: Status
    actors: tuple[Mention, ...]
    recipients: tuple[Mention, ...]
    trigger: tuple[int, int]
    confidence: float


class Coder(Protocol):
    """Reads who did what to whom. ``name`` and ``version`` go into every record it makes."""

    name: str
    version: str

    def code(self, batch: Sequence[MarkedSentence]) -> list[list[CodedEvent]]:
        """The events of each sentence, in the order of the batch; an empty list for a sentence without an interaction."""
        ...
