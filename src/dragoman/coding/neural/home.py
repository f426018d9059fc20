"""Which state people belong to whom the text names by their role alone ("police", "the rebels", "three hundred prisoners").

Those at a place belong to its state; those to whom a state's own officials do something belong to that state; people who protest, do so
against their own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ...actors.names import english_names
from ...records import Mention
from ..coder import CodedEvent

_AT = frozenset({"in", "loc", "of", "from", "gen", "poss"})
_HOME_SECTORS = frozenset({"GOV", "MIL", "COP", "JUD", "LEG", "SPY"})


def settle_places(mentions: Sequence[Mention]) -> list[Mention]:
    """Mentions without a state take that of the nearest place that the grammar shows as one ("miners in South Africa")."""
    places = [m for m in mentions if len(m.id) == 3 and (m.kind == "city" or _AT & set(m.marks))]
    if not places:
        return list(mentions)
    return [m if m.id else _of(m, min(places, key=lambda p: abs(p.start - m.start)).id) for m in mentions]


def settle_home(event: CodedEvent) -> CodedEvent:
    """Recipients without a state take the actor's where that is a state's own; actors of a protest that of whom they face."""
    home = next((a.id for a in event.actors if len(a.id) == 3 and (a.sector in _HOME_SECTORS or not a.sector)), "")
    recipients = tuple(r if r.id or not home or not r.sector else _of(r, home) for r in event.recipients)
    actors = event.actors
    faced = next((r.id for r in recipients if len(r.id) == 3), "")
    if event.type == "PROTEST" and faced:
        actors = tuple(a if a.id else _of(a, faced) for a in actors)
    return replace(event, actors=actors, recipients=recipients)


def _of(mention: Mention, state: str) -> Mention:
    return replace(mention, id=state, name=english_names().get(state, state))
