"""Whether an event happened: actual, future, hypothetical, negated or historical, read from the small words around its predicate."""

from __future__ import annotations

from ..records import Status
from .predicates import Hit
from .view import View

_REACH = 5  # words before a predicate within which a small word governs it


def status(view: View, hit: Hit, subject_end: int) -> Status:
    """The status of the event that ``hit`` carries; ``subject_end`` is where its subject phrase ends (0 where it has none)."""
    if hit.form == "negated":
        return "negated"
    if hit.form == "future":
        return "future"
    words = view.words
    low = max(subject_end if subject_end <= hit.start else 0, hit.start - _REACH)
    for i in range(hit.start - 1, low - 1, -1):
        if "clause" in words.at[i] and i < hit.start - 1:
            low = i
            break
        if any(h.start <= i < h.end and h.spans != hit.spans and h.form != "noun" for h in view.hits):
            low = i
            break
    after = min(view.count, hit.end + (4 if view.grammar.order == "SOV" else 0))
    own = {i for s, e in hit.spans for i in range(s, e)}
    names = set().union(*(words.at[i] for i in range(low, after) if i not in own))
    if "negation" in names:
        return "negated"
    if "future" in names:
        return "future"
    if hit.start > 0 and "infinitive" in words.at[hit.start - 1] and any(p.end == hit.start - 1 for p in view.parties):
        return "future"
    if "future_in_past" in names and any(n == "report" and e <= hit.start for n, _, e in words.spans):
        return "future"
    if "hypothetical" in names:
        return "hypothetical"
    if any(n == "historical" and min(abs(hit.start - e), abs(s - hit.end)) <= 6 for n, s, e in words.spans):
        return "historical"
    return "actual"
