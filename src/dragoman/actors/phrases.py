"""Joins the pieces of a phrase that name one actor: nationality, role, name and person.

"Senior Hungarian and Romanian officials" are two phrases that share a role; "the French president, Emmanuel Macron" is one; "a visit of
the president of France to Kazakhstan" are two. Which order of pieces a language allows stands in its grammar file.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from ..language.grammar import GrammarWords
from ..language.patterns import Marks
from ..language.tokens import Tokens
from .names import Entry

_ACTOR = ("name", "adjective", "place")
_ROLE = ("office", "agent")
_OBLIQUE = frozenset({"acc", "dat", "loc", "abl", "ins"})
_BREAK = frozenset({"conjunctions", "clause", "mark", "passive", "report", "negation", "future", "articles", "pronouns"})


class Piece:
    """One name, role or person found: tokens ``start``…``end`` (half-open)."""

    __slots__ = ("end", "entry", "marks", "start")

    def __init__(self, start: int, end: int, entry: Entry, marks: Marks) -> None:
        self.start = start
        self.end = end
        self.entry = entry
        self.marks = marks


def join(pieces: list[Piece], tokens: Tokens, words: GrammarWords) -> list[list[Piece]]:
    """Groups of pieces, each one phrase, in the order of the sentence."""
    groups: list[list[Piece]] = []
    for piece in pieces:
        if groups and _joins(groups[-1], piece, tokens, words):
            groups[-1].append(piece)
        else:
            groups.append([piece])
    groups = _appositions(groups, tokens, words)
    _share_roles(groups, words)
    return groups


def _kinds(group: list[Piece]) -> set[str]:
    return {p.entry.kind for p in group}


def _joins(group: list[Piece], piece: Piece, tokens: Tokens, words: GrammarWords) -> bool:
    g = words.grammar
    last = group[-1]
    gap = range(last.end, piece.start)
    kinds = _kinds(group)
    has_actor = any(p.entry.id for p in group)
    has_role = bool(kinds & set(_ROLE))
    has_person = "person" in kinds
    kind = piece.entry.kind
    if has_person:
        return False
    if kind == "person":
        if gap and not all(tokens.words[i] in (".", "«", '"') or "titles" in words.at[i] or "role_tail" in words.at[i] for i in gap):
            return False
        if piece.entry.id and has_actor and piece.entry.id not in {p.entry.id for p in group}:
            return False
        return has_role or last.entry.kind == "adjective" or g.order == "SOV"
    if kind in _ROLE:
        if has_role:
            adjacent = not len(gap) and last.entry.kind in _ROLE
            return adjacent and (not has_actor or group[0].entry.kind in _ACTOR)
        if not has_actor or not g.name_before_role:
            return False
        if last.entry.kind in ("name", "place") and set(last.marks) & _OBLIQUE and "gen" not in last.marks:
            return False  # "Sri Lanka'dan askerlerini": from Sri Lanka, its soldiers
        if all("possessive" in words.at[i] or tokens.words[i][:1] in "'’" for i in gap):
            return last.entry.kind != "city"
        return (
            last.entry.kind == "adjective"
            and len(gap) <= g.role_gap
            and all(tokens.words[i].isalpha() and tokens.words[i].islower() and not words.at[i] & _BREAK for i in gap)
        )
    # an actor's name after a role: "president of France", "président français", "президент России"
    if has_actor:
        return False
    if not has_role or not g.role_before_name:
        return False
    if not len(gap):
        if kind == "adjective":
            return g.adjective_after_role
        return not words.grammar.has_genitive_word or kind == "adjective"
    return len(gap) <= 3 and all(words.at[i] & {"genitive", "articles"} for i in gap) and any("genitive" in words.at[i] for i in gap)


def _appositions(groups: list[list[Piece]], tokens: Tokens, words: GrammarWords) -> list[list[Piece]]:
    """Join "the French president" with ", Emmanuel Macron," and a person with ", president of France,"."""
    out: list[list[Piece]] = []
    for group in groups:
        if out:
            before = out[-1]
            gap = [tokens.words[i] for i in range(before[-1].end, group[0].start) if "role_tail" not in words.at[i]]
            if gap and gap[0] in (",", "،", "、", "(") and len(gap) <= 2 and _same(before, group):
                out[-1] = before + group
                continue
        out.append(group)
    return out


def _same(left: list[Piece], right: list[Piece]) -> bool:
    ids_left = {p.entry.id for p in left if p.entry.id}
    ids_right = {p.entry.id for p in right if p.entry.id}
    person_left = "person" in _kinds(left)
    person_right = "person" in _kinds(right)
    role_left = bool(_kinds(left) & set(_ROLE))
    role_right = bool(_kinds(right) & set(_ROLE))
    if person_left and person_right:
        return False
    if ids_left and ids_right and ids_left != ids_right:
        return False
    if person_right and role_left and not role_right:
        return True
    if person_left and role_right:
        return True
    return bool(role_left and role_right and ids_left and ids_left == ids_right)


def _share_roles(groups: list[list[Piece]], words: GrammarWords) -> None:
    """Share a role, as in "French and Egyptian warships": a lone nationality joined by "and" to one with a role takes that role too."""
    for left, right in pairwise(groups):
        if len(left) != 1 or left[0].entry.kind not in ("adjective", "name", "place") or left[0].entry.sector:
            continue
        gap = range(left[0].end, right[0].start)
        role = next((p for p in right if p.entry.kind in _ROLE), None)
        if role is None or not right[0].entry.id or right[0].entry.kind not in ("adjective", "name") or role.start < right[0].start:
            continue
        if len(gap) and all(words.at[i] & {"conjunctions"} for i in gap):
            left[0].entry = replace(left[0].entry, sector=role.entry.sector)
