"""From what a user types to an actor's id.

>>> lookup("kaz"), lookup("Kazakhstan"), lookup("Европейский союз")
('KAZ', 'KAZ', 'EU')
"""

from __future__ import annotations

from ..language.fold import fold_token
from .names import LANGUAGES, english_names, organisations, rows


def lookup(text: str) -> str:
    """The id of the actor with that code, acronym or name in any of the languages; "" where there is none."""
    wanted = text.strip()
    if not wanted:
        return ""
    if wanted.upper() in english_names():
        return wanted.upper()
    if wanted.upper() in organisations():
        return organisations()[wanted.upper()][0]
    folded = _fold(wanted)
    for language in LANGUAGES:
        for table in ("states", "organisations"):
            for row in rows(f"{table}.{language}.tsv", 4):
                if any(_fold(alias) == folded for cell in (row[1], row[3]) for alias in cell.split("|")):
                    return organisations()[row[0]][0] if row[0] in organisations() else row[0]
    return ""


def _fold(name: str) -> str:
    return " ".join(fold_token(word) for word in name.split())
