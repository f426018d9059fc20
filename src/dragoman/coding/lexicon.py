"""The lexicon coder: transparent, without a model, the baseline that every other coder is measured against.

It finds the predicates of a sentence (``predicates``), gives each its actors and recipients (``roles``) and its status (``status``),
and leaves out what is only the content of another predicate ("demanded that they withdraw" is one REQUEST).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from .. import ontology
from ..actors.find import MarkedSentence
from ..actors.names import english_names
from ..records import Mention, Status
from .coder import CodedEvent
from .predicates import Hit, lexicon
from .roles import Roles, assign
from .status import status
from .view import Party, View

_LEAST = 0.3  # below it nine in ten codings of general news were wrong
_VIOLENT = frozenset({"ASSAULT", "COERCE", "PROTEST", "MOBILIZE"})
_ANNOUNCED_FORCE = frozenset({"ASSAULT", "COERCE", "PROTEST", "MOBILIZE"})
_CONDITIONAL = _ANNOUNCED_FORCE | {"SANCTION", "RETREAT"}
_THREAT_MODE = {"ASSAULT": "violence", "MOBILIZE": "violence", "SANCTION": "restrict", "COERCE": "restrict"}


class LexiconCoder:
    """Codes events by the predicates of ``lexicons/<lang>.toml``; languages without a lexicon give none."""

    name = "lexicon"
    version = "1"

    def code(self, batch: Sequence[MarkedSentence]) -> list[list[CodedEvent]]:
        """The events of each sentence, in the order of the batch."""
        return [self._sentence(marked) for marked in batch]

    def _sentence(self, marked: MarkedSentence) -> list[CodedEvent]:
        if not marked.mentions:
            return []
        lex = lexicon(marked.sentence.language)
        view = View(marked, lex)
        if not view.hits:
            return []
        hits = _tell_forms(view)
        speakers = _speakers(view)
        contexts = _contexts(view, lex.contexts)
        out: list[CodedEvent] = []
        governor: Hit | None = None
        earlier: Party | None = None
        for hit in _in_order(view, hits):
            if (governor is not None and _governed(view, governor, hit)) or (out and _content(view, hit)):
                continue
            roles = assign(view, hit, _speaker_of(view, hit, speakers), earlier)
            event = _event(view, hit, roles, contexts)
            if roles.actors and hit.form != "noun":
                earlier = roles.actors[0]
            if event is None or event.confidence < _LEAST:
                continue
            out.append(event)
            if hit.predicate.governs and event.confidence >= 0.35:
                governor = hit
        return _dedupe(out)


def _in_order(view: View, hits: list[Hit]) -> list[Hit]:
    """Governing verbs come before their content: from the left, in verb-final languages from the right."""
    return hits[::-1] if view.grammar.order == "SOV" else hits


def _tell_forms(view: View) -> list[Hit]:
    """Of several entries for the same words keep one: a noun after a determiner or an owner, else the verb."""
    out: list[Hit] = []
    for hit in view.hits:
        twin = next((h for h in view.hits if h is not hit and h.spans == hit.spans and (h.form == "noun") != (hit.form == "noun")), None)
        if twin is not None and _nounish(view, hit) != (hit.form == "noun"):
            continue
        if any(h.spans == hit.spans for h in out):
            continue
        out.append(hit)
    return out


def _nounish(view: View, hit: Hit) -> bool:
    i = hit.start - 1
    if i < 0:
        return False
    if view.words.at[i] & {"determiners", "articles", "possessive", "genitive"} and (
        "infinitive" not in view.words.at[i] or "articles" in view.words.at[i]
    ):
        return True
    party = next((p for p in view.parties if p.end == hit.start), None)
    if party is not None:
        return party.mention.kind == "adjective" or "poss" in party.marks
    return any("light" in view.words.at[j] for j in range(max(0, hit.start - 3), hit.start))


def _speakers(view: View) -> list[tuple[int, Party]]:
    """Report verbs with the party that speaks; a speaker outside the reported clause takes no other part in it."""
    out: list[tuple[int, Party]] = []
    reports = [(s, e) for n, s, e in view.words.spans if n == "report"]
    for start, end in reports:
        if any(h.start <= start < h.end for h in view.hits):
            continue
        before = [p for p in view.parties if p.end <= start and start - p.end <= 4 and p.bare() and not view.clauses(p.end, start)]
        after = [p for p in view.parties if p.start >= end and p.start - end <= 2 and p.bare()]
        party = before[-1] if before else after[0] if after else None
        if party is None:
            continue
        out.append((start, party))
        if _outside(view, party, start):
            party.speaker = True
    for name, _start, end in view.words.spans:
        if name == "according":
            for p in view.parties:
                if p.start >= end and p.start - end <= 3:
                    p.speaker = True
                    break
            else:
                continue
    return out


def _outside(view: View, party: Party, verb: int) -> bool:
    """Whether "…, X said" stands behind what is reported, so that X is no part of it."""
    first = min(party.start, verb)
    return any(h.end <= first for h in view.hits) and (view.commas(max(0, first - 4), first) > 0 or first > view.count * 0.6)


def _speaker_of(view: View, hit: Hit, speakers: list[tuple[int, Party]]) -> Party | None:
    nearest = [(abs(at - hit.start), p) for at, p in speakers if at != hit.start]
    return min(nearest, key=lambda x: x[0])[1] if nearest else None


def _governed(view: View, governor: Hit, hit: Hit) -> bool:
    """Whether ``hit`` is the content of ``governor``: what was demanded, promised, refused, condemned."""
    a, b = (governor.end, hit.start) if governor.end <= hit.start else (hit.end, governor.start)
    if a > b:
        return True
    if any("adjunct" in view.words.at[i] for i in range(a, b)):
        return False
    # ", Kazakhstan rejected …": a clause of its own with its own subject
    return not any(a < p.start and p.end <= hit.start and hit.start - p.end <= 3 and p.bare() and view.opens(p) for p in view.parties)


def _content(view: View, hit: Hit) -> bool:
    """Whether a predicate only serves another one: a purpose ("to mediate"), a manner ("aimed at establishing"), a topic noun."""
    if hit.form == "noun":
        return not any("light" in view.words.at[i] for i in range(max(0, hit.start - 4), hit.start))
    if hit.start == 0:
        return False
    before = view.words.at[hit.start - 1]
    if "infinitive" in before:
        return True
    return "mark" in before and view.tokens.folds[hit.start].endswith(view.grammar.gerund_endings or ("\0",))


def _contexts(view: View, tree: object) -> tuple[str, ...]:
    if tree is None:
        return ()
    return tuple(sorted({found.payload for found in tree.find(view.tokens)}))  # type: ignore[attr-defined]


def _event(view: View, hit: Hit, roles: Roles, contexts: tuple[str, ...]) -> CodedEvent | None:
    p = hit.predicate
    actors = _resolve(view, roles.actors)
    named = [a for a in actors if a.id]
    home = named[0].id if named and len(named[0].id) == 3 else ""
    recipients = _resolve(view, roles.recipients, home)
    recipients = [
        r
        for r in recipients
        if r.id != home or p.type in _VIOLENT or (r.sector and all((r.sector, r.kind) != (a.sector, "person") for a in actors))
    ]
    if p.type == "PROTEST" and any(a.office or a.sector == "GOV" for a in actors):
        return None  # a politician's rally is a campaign
    if p.type == "PROTEST" and home and not recipients:
        recipients = [replace(named[0], marks=())]  # people who protest at home protest to their own state
    if (not actors and not recipients) or (p.type == "ASSAULT" and "disasters" in contexts):
        return None
    if roles.reciprocal and not recipients and len({a.id for a in named}) < 2:
        return None
    if not named and not (p.type in _VIOLENT and (actors or any(r.id for r in recipients))):
        return None
    if p.weak and recipients and all(r.id == home for r in recipients):
        return None
    if not recipients and not roles.reciprocal:
        if p.weak or not p.lone or hit.form == "noun":
            return None
        if roles.actor_score < 3.0:
            return None
    if p.weak and (roles.actor_score < 4.0 or (roles.recipient_score < 3.0 and not roles.reciprocal)):
        return None
    state = status(view, hit, roles.subject_end)
    kind, mode, state = _settle(p.type, p.mode, state, view, hit, bool(named))
    if kind == p.type and not p.lone and not recipients and not roles.reciprocal:
        return None
    start = min(s for s, _ in hit.spans)
    end = max(e for _, e in hit.spans)
    return CodedEvent(
        type=kind,
        mode=mode,
        contexts=tuple(sorted({*p.contexts, *contexts})),
        status=state,
        actors=tuple(actors),
        recipients=tuple(recipients) if not roles.reciprocal or recipients else (),
        trigger=(view.tokens.starts[start], view.tokens.ends[end - 1]),
        confidence=_confidence(hit, roles, bool(named), bool(recipients), state),
    )


def _settle(kind: str, mode: str, state: Status, view: View, hit: Hit, named: bool) -> tuple[str, str, Status]:
    """Where a type of its own exists it wins: a promised visit is AGREE, an attack announced under a condition THREATEN."""
    condition = any(n == "condition" for n, _, _ in view.words.spans)
    if state in ("future", "hypothetical") and named and condition and kind in _CONDITIONAL:
        return "THREATEN", _THREAT_MODE.get(kind, ""), "actual"
    if state == "future":
        if named and kind in _ANNOUNCED_FORCE and hit.form != "noun":
            return "THREATEN", _THREAT_MODE.get(kind, ""), "actual"
        new = ontology.announced(kind)
        # planning to agree is agreeing: what is promised is the act
        return (new, "", "actual") if new != kind or kind == "AGREE" else (kind, mode, state)
    if state == "negated" and kind == "AGREE":
        return "REJECT", "", "actual"
    return kind, mode, state


def _resolve(view: View, parties: list[Party], home: str = "") -> list[Mention]:
    """The mentions of a role; a role noun without a country ("police") takes that of its owner, of the place, or of ``home``."""
    out: list[Mention] = []
    for party in parties:
        mention = party.mention
        if not mention.id:
            place = _place(view, party)
            if place is not None:
                mention = replace(mention, id=place.id, name=place.name)
            elif home:
                mention = replace(mention, id=home, name=english_names().get(home, home))
        if all(m.id != mention.id or m.sector != mention.sector or not m.id for m in out):
            out.append(mention)
    named = [m for m in out if m.id]
    return named or out


def _place(view: View, party: Party) -> Mention | None:
    if party.start > 0 and "owner" in view.words.at[party.start - 1]:  # "their forces"
        before = [p.mention for p in view.parties if p.end <= party.start and p.mention.id]
        if before:
            return before[0]
    if party.mention.office in ("leader", "head_of_state", "foreign_minister"):
        # "the summit of the Group of Twenty ended, where the leaders condemned …"
        bodies = [p.mention for p in view.parties if p.end <= party.start and p.mention.sector == "IGO" and p.mention.id]
        if bodies:
            return bodies[-1]
    near = [
        p
        for p in view.parties
        if p.mention.id
        and len(p.mention.id) == 3
        and p is not party
        and ("in" in p.marks or "loc" in p.marks or p.mention.kind == "city" or (p.marks and p.marks[0] in ("of", "from", "gen", "poss")))
    ]
    if not near:
        return None
    return min(near, key=lambda p: abs(p.start - party.start)).mention


def _confidence(hit: Hit, roles: Roles, named: bool, recipients: bool, state: Status) -> float:
    score = 0.30 + 0.035 * min(roles.actor_score, 9.0) + 0.02 * min(roles.recipient_score, 9.0)
    score += 0.05 * (hit.size > 1)
    score -= 0.10 * (hit.form == "noun") + 0.15 * (not named) + 0.08 * hit.predicate.weak
    score -= 0.05 * (not recipients and not roles.reciprocal)
    score -= 0.10 * (state != "actual")
    return round(min(max(score, 0.05), 0.95), 3)


def _dedupe(events: list[CodedEvent]) -> list[CodedEvent]:
    """One event a type and pair in a sentence: the surest."""
    best: dict[tuple[object, ...], CodedEvent] = {}
    for e in events:
        key = (e.type, e.status, frozenset((m.id, m.person) for m in (*e.actors, *e.recipients)))
        if key not in best or e.confidence > best[key].confidence:
            best[key] = e
    return sorted(best.values(), key=lambda e: e.trigger)
