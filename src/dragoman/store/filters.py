"""What to select from a ledger."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class Filter:
    """What to select. Empty fields select everything; ``actor`` and ``other`` together select a pair in either direction.

    ``status`` is ``"actual"`` by default, as in all series; ``""`` selects every status. ``words`` must all stand in the article. What
    lasts is selected by ``since`` and ``until`` where it touches them; with ``began`` only where it begins between them, as all counts
    have it. ``country`` is that of the outlet. ``newest`` asks for the newest first; what has no date comes last then. ``after`` is the
    cursor of a page, see ``Ledger.page``; a stream goes on from it with ``newest``.
    """

    actor: str = ""
    other: str = ""
    directed: bool = False
    type: str = ""
    mode: str = ""
    quad: str = ""
    status: str = "actual"
    since: date | None = None
    until: date | None = None
    began: bool = False
    language: str = ""
    outlet: str = ""
    country: str = ""
    coder: str = ""
    words: str = ""
    article_id: str = ""
    event_id: str = ""
    kind: str = ""
    stance: str = ""
    min_confidence: float = 0.0
    superseded: bool = False
    newest: bool = False
    after: str = ""
    limit: int = 0

    def described(self) -> dict[str, Any]:
        """The fields that were set, for a manifest."""
        default = Filter()
        out = {}
        for name in self.__slots__:
            value = getattr(self, name)
            if value != getattr(default, name) or name == "status":
                out[name] = value.isoformat() if isinstance(value, date) else value
        return out
