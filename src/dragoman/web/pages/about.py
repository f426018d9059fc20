"""How good it is, and what this is."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from ... import __version__, coding
from .. import graphics, maps
from .view import Context, View

_LATEST = 20  # marks that are shown


def accuracy(view: View) -> tuple[str, Context]:
    """Precision by the marks of readers, beside what was measured when the coder was made."""
    found = view.ledger.precision()
    return "accuracy.html", {
        "precision": found,
        "chart": graphics.precision(view, found),
        "reviews": [m for m in reversed(view.ledger.reviews()) if m["undone"] is None][:_LATEST],
        "card": view.kept("card", _card),
    }


def _card() -> dict[str, Any] | None:
    """The figures of the model's card; None where there is none."""
    path = Path(coding.__file__).parent / "neural" / "bundle" / "figures.json"
    return json.loads(path.read_text("utf-8")) if path.exists() else None


def about(view: View) -> tuple[str, Context]:
    """What this is, how it reads, whose the words are, how the maps are drawn."""
    return "about.html", {"version": __version__, "policy": maps.policy_note(view.loc), "first_last": view.kept("days", view.ledger.days)}
