"""How good it is, and what this is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ... import __version__, coding
from .. import graphics, maps
from .view import Context, View

_LATEST = 20  # marks that are shown
_COLUMNS = 7  # of the table in the model's card
_OWN = "translations"  # the set that is no news


def accuracy(view: View) -> tuple[str, Context]:
    """Precision by the marks of readers, beside what was measured when the coder was made."""
    found = view.ledger.precision()
    latest = [m for m in reversed(view.ledger.reviews()) if m["undone"] is None][:_LATEST]
    return "accuracy.html", {
        "precision": found,
        "chart": graphics.precision(view, found),
        "reviews": [(m, view.ledger.event(m["event_id"])) for m in latest],
        "card": view.kept("card", measured),
        "sets": {"wikinews": "Wikinews", "ntrex": "NTREX", _OWN: view.loc.gettext("The same sentences in twelve languages")},
    }


def measured() -> list[dict[str, Any]]:
    """The rows of the table in the model's card, those on real news first; none where there is no card.

    Each has ``set``, ``language``, ``n`` (sentences), ``type`` and ``dyad`` (F1) and ``alone``, the share left alone rightly.
    """
    path = Path(coding.__file__).parent / "neural" / "bundle" / "MODEL_CARD.md"
    rows = []
    for line in path.read_text("utf-8").splitlines() if path.exists() else ():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) == _COLUMNS and cells[1].isdecimal():
            name, _, language = cells[0].partition(", ")
            of_type, _, _, dyad, alone = (float(cell) if cell != "–" else None for cell in cells[2:])
            rows.append({"set": name, "language": language, "n": int(cells[1]), "type": of_type, "dyad": dyad, "alone": alone})
    return sorted(rows, key=lambda row: row["set"] == _OWN)


def about(view: View) -> tuple[str, Context]:
    """What this is, how it reads, whose the words are, how the maps are drawn."""
    return "about.html", {"version": __version__, "policy": maps.policy_note(view.loc), "first_last": view.kept("days", view.ledger.days)}
