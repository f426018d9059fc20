"""Who does it to whom: gives each predicate of a sentence its actors and recipients.

No parser: every mention gets a score as subject and as object of the predicate from the order of the language (SVO, VSO, SOV), from
the marks on the mention (prepositions, clitics, cases) against those that the predicate asks for, and from what lies between.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from .predicates import Hit
from .view import Party, View

_FAR = -99.0
_SUBJECT_CASES = frozenset({"nom", "conj", "و", "ف", "voc"})
_OWNED = frozenset({"of", "poss", "gen"})
_ASIDE = frozenset({"in", "loc", "by", "from", "with", "because", "as", "about"})  # never a direct object


@dataclass(slots=True)
class Roles:
    """The parties that a predicate was given, how sure the two choices are (higher is surer), and where its subject ends."""

    actors: list[Party] = field(default_factory=list)
    recipients: list[Party] = field(default_factory=list)
    actor_score: float = 0.0
    recipient_score: float = 0.0
    subject_end: int = 0
    reciprocal: bool = False


def assign(view: View, hit: Hit, speaker: Party | None, earlier: Party | None) -> Roles:
    """Actors and recipients of ``hit``.

    ``speaker`` is who reports the clause ("X said …"), ``earlier`` the subject of the predicate before, for verbs that share it.
    """
    if hit.form == "noun":
        return _nominal(view, hit, earlier)
    return _verbal(view, hit, speaker, earlier)


def _verbal(view: View, hit: Hit, speaker: Party | None, earlier: Party | None) -> Roles:
    p = hit.predicate
    passive = hit.form == "passive" or _is_passive(view, hit)
    subject, subject_score = _best(view, hit, "subject", ())
    if subject is None or subject_score < 3:
        pronoun = _pronoun(view, hit)
        if pronoun and (speaker or earlier):
            subject, subject_score = speaker or earlier, 6.0
        elif subject is None and speaker is not None and view.clauses(speaker.end, hit.start) <= 1 and speaker.end <= hit.start:
            subject, subject_score = speaker, 4.0
        elif subject is None and earlier is not None and not view.adjuncts(min(earlier.end, hit.start), hit.start):
            subject, subject_score = earlier, 4.0
    roles = Roles(subject_end=subject.end if subject is not None and subject.end <= hit.start else 0)
    if passive:
        agent, agent_score = _marked(view, hit, _names(view, "agent"), after_only=view.grammar.order == "SVO")
        if subject is None:  # "a camp for Congolese refugees was attacked"
            inside = [x for x in view.parties if x.end <= hit.start and not x.speaker and not view.clauses(x.end, hit.start)]
            subject, subject_score = (inside[-1], 3.0) if inside else (None, 0.0)
        if p.reciprocal and agent is None and subject is not None and len({x.mention.id for x in subject.chain}) > 1:
            roles.reciprocal = True  # "the Kazakh-French roadmap was signed"
            return _fill(roles, subject, subject_score, None, 0.0, view)
        if agent is None and p.type in ("ACCUSE", "COERCE", "SANCTION") and subject is not None:
            agent, agent_score = _fallback(view, hit, subject)  # "was arrested in Italy"
        return _fill(roles, agent, agent_score, subject, subject_score, view)
    wanted = tuple(m for m in p.recipient if m not in ("object", "subject", "speaker"))
    takes_object = not p.recipient or "object" in p.recipient
    if "subject" in p.recipient:  # "Sudan must return the helicopter, Russia said"
        who = speaker if "speaker" in p.actor else None
        if who is None:
            who, score = _best(view, hit, "object", ()) if "object" in p.actor else (None, 0.0)
        else:
            score = 6.0
        return _fill(roles, who, score, subject, subject_score, view)
    recipient, recipient_score = _marked(view, hit, wanted) if wanted else (None, 0.0)
    if takes_object:
        direct, direct_score = _best(view, hit, "object", p.partner, but=subject)
        if direct is not None and (recipient is None or direct_score > recipient_score):
            recipient, recipient_score = direct, direct_score
    if p.partner:
        partner, partner_score = _marked(view, hit, p.partner)
        if partner is not None and subject is not None and partner.chain is not subject.chain:
            return _together(roles, subject, partner, subject_score, partner_score)
    if recipient is not None and subject is not None and recipient.chain is subject.chain:
        recipient, recipient_score = None, 0.0
    if p.reciprocal and subject is not None and recipient is not None:
        return _together(roles, subject, recipient, subject_score, recipient_score)
    if p.reciprocal and subject is not None and len({x.mention.id for x in subject.chain}) > 1:
        roles.reciprocal = True
    if recipient is None and p.mode == "withdraw":  # "retiró sus tropas de Sri Lanka": the object's owner is whom they leave
        recipient = next((x for x in view.parties if _shares(hit, x) and x.mention.id and x is not subject), None)
        recipient_score = 6.0 if recipient is not None else 0.0
    if recipient is None:
        recipient, recipient_score = _fallback(view, hit, subject)
    return _fill(roles, subject, subject_score, recipient, recipient_score, view)


def _nominal(view: View, hit: Hit, earlier: Party | None) -> Roles:
    p = hit.predicate
    roles = Roles()
    between, between_score = _marked(view, hit, ("between",))
    if between is not None and len(between.chain) > 1:
        roles.reciprocal = True
        return _fill(roles, between, between_score, None, 0.0, view)
    owner, owner_score = _owner(view, hit)
    if owner is not None and view.grammar.order == "SOV" and not owner.marks:
        # "Bakanı'nın Cezayir ziyareti": whose stands in the genitive, where to right before the noun
        doer = next((x for x in reversed(view.parties) if x.end <= owner.start <= x.end + 3 and "gen" in x.marks), None)
        if doer is not None and p.of == "actor":
            return _fill(roles, doer, owner_score, owner, owner_score, view)
    agent, agent_score = _marked(view, hit, _names(view, "agent"))
    if agent is not None and agent_score > owner_score:
        if owner is not None and p.of == "recipient":
            return _fill(roles, agent, agent_score, owner, owner_score, view)
        owner, owner_score = agent, agent_score
    wanted = tuple(m for m in p.recipient if m not in ("object", "subject", "speaker"))
    doer = owner if p.of == "actor" and owner is not None and _OWNED & set(owner.marks) else None
    after_only = view.grammar.order not in ("SOV", "ZH")
    recipient, recipient_score = _marked(view, hit, wanted, after_only, doer) if wanted else (None, 0.0)
    if owner is not None and p.of == "recipient" and recipient is None and _OWNED & set(owner.marks) and owner.start >= hit.end:
        recipient, recipient_score, owner, owner_score = owner, owner_score, None, 0.0
    if p.partner:
        partner, partner_score = _marked(view, hit, p.partner)
        if partner is not None:
            first = owner if owner is not None and owner.chain is not partner.chain else _light_subject(view, hit)[0] or earlier
            if first is not None and first.chain is not partner.chain:
                return _together(roles, first, partner, max(owner_score, 4.0), partner_score)
    if owner is None or (recipient is not None and owner.chain is recipient.chain):
        owner, owner_score = _light_subject(view, hit)
        if owner is not None:
            roles.subject_end = owner.end if owner.end <= hit.start else 0
    if recipient is not None and owner is not None and recipient.chain is owner.chain:
        recipient, recipient_score = None, 0.0
    if p.reciprocal and owner is not None and (len({x.mention.id for x in owner.chain}) > 1 or recipient is not None):
        if recipient is not None:
            return _together(roles, owner, recipient, owner_score, recipient_score)
        roles.reciprocal = True
    if recipient is None and owner is not None:
        recipient, recipient_score = _fallback(view, hit, owner)
    return _fill(roles, owner, owner_score, recipient, recipient_score, view)


def _fill(roles: Roles, actor: Party | None, actor_score: float, recipient: Party | None, score: float, view: View) -> Roles:
    if actor is not None:
        roles.actors = list(actor.chain)
        roles.actor_score = actor_score
    if recipient is not None:
        roles.recipients = [x for x in recipient.chain if x not in roles.actors]
        roles.recipient_score = score
    return roles


def _together(roles: Roles, one: Party, other: Party, one_score: float, other_score: float) -> Roles:
    roles.actors = list(one.chain) + [x for x in other.chain if x not in one.chain]
    roles.actor_score = min(one_score, other_score)
    roles.reciprocal = True
    return roles


def _names(view: View, name: str) -> tuple[str, ...]:
    """The marks of a passive's doer: prepositions of the grammar's ``agent`` list, under their normal form, and the instrumental."""
    return ("by", "ins") if name == "agent" else (name,)


def _is_passive(view: View, hit: Hit) -> bool:
    """A form of "be" close before a participle, or a participle with its doer right after it."""
    endings = view.grammar.participle_endings
    word = view.tokens.folds[hit.end - 1 if hit.end - hit.start == 1 else hit.start]
    if endings and not word.endswith(endings):
        return False
    low, high = max(0, hit.start - 4), hit.start
    if view.grammar.order == "V2":
        low, high = max(0, hit.start - 12), min(view.count, hit.end + 3)
    for i in range(high - 1, low - 1, -1):
        if "passive" in view.words.at[i]:
            return True
        if "clause" in view.words.at[i]:
            break
    return bool(endings) and hit.end < view.count and "agent" in view.words.at[hit.end] and not view.tokens.folds[hit.end].isdigit()


def _pronoun(view: View, hit: Hit) -> bool:
    for i in range(hit.start - 1, max(-1, hit.start - 7), -1):
        if "pronouns" in view.words.at[i]:
            return True
        if "clause" in view.words.at[i] and i < hit.start - 1:
            return False
    return False


def _cost(view: View, party: Party, hit: Hit) -> float:
    """What lies between a party and the predicate: words, commas, clause openers, other verbs."""
    a, b = (party.end, hit.start) if party.end <= hit.start else (hit.end, party.start)
    if a > b:
        return 0.0
    governed = party.start >= hit.end and hit.predicate.governs
    clauses = view.clauses(a, b)
    if clauses and governed:
        clauses = max(0, clauses - 1)
    if clauses and party.end <= hit.start and party.end < view.count and "relative" in view.words.at[party.end]:
        clauses -= 1
    side = 6.0 * view.adjuncts(a, b) if party.end <= hit.start else 0.0
    if party.end <= hit.start and _parenthetical(view, party, hit):
        side += 3.0
    return 0.12 * (b - a) + side + 3.0 * clauses + 0.8 * view.commas(a, b) + 2.5 * view.heads(a, b, hit)


def _parenthetical(view: View, party: Party, hit: Hit) -> bool:
    """Whether a party stands between commas after another one: "Pakistan, a key U.S. ally, refused"."""
    if not view.commas(party.end, hit.start):
        return False
    for other in view.parties:
        if other.end < party.start and view.tokens.words[other.end] in ",،，" and other.chain is not party.chain:
            return not any(x.end > other.end and x.start < party.start for x in view.parties if x is not party and x is not other)
    return False


def _best(view: View, hit: Hit, role: str, partner: tuple[str, ...], but: Party | None = None) -> tuple[Party | None, float]:
    """The best subject or direct object of a verb, with its score (10 is next to it with the right marks)."""
    best: Party | None = None
    best_score = 0.5
    for party in view.parties:
        if party.speaker or (but is not None and party.chain is but.chain):
            continue
        if _within(hit, party) or _own_force(hit, party, role):
            continue
        score = _subject(view, party, hit) if role == "subject" else _object(view, party, hit)
        if score > best_score:
            best, best_score = party, score
    return best, (best_score if best is not None else 0.0)


def _within(hit: Hit, party: Party) -> bool:
    """Whether a party is made of the predicate's own words; "expelled … Russian diplomats" shares only its last word with it."""
    return any(s < party.end and party.start < e for s, e in hit.spans[:1]) or any(
        s <= party.start and party.end <= e for s, e in hit.spans[1:]
    )


def _own_force(hit: Hit, party: Party, role: str) -> bool:
    """Whether the object is what is deployed ("deployed troops"), not whom it is turned against."""
    return role != "subject" and hit.predicate.type == "MOBILIZE" and not party.mention.id and party.mention.sector in ("MIL", "COP")


def _shares(hit: Hit, party: Party) -> bool:
    return any(s < party.end and party.start < e for s, e in hit.spans[1:])


def _subject(view: View, party: Party, hit: Hit) -> float:
    order = view.grammar.order
    marks = set(party.marks)
    before = party.end <= hit.start
    owned = bool(marks & _OWNED)
    if order == "SVO" and not party.bare() and _opens_clause(view, party, hit):
        return 8.0 - _cost(view, party, hit)
    if not party.bare() or (marks and not marks & _SUBJECT_CASES and not owned and order in ("SOV", "SVO") and not _ambiguous(marks)):
        return _FAR
    score = 9.0 - _cost(view, party, hit) - (3.0 if owned else 0.0)
    if party.mention.kind == "adjective":
        score -= 2.0
    elif party.mention.kind in ("city", "pronoun"):
        score -= 2.5
    if order == "SVO" or order == "ZH":
        return score if before else _FAR
    if order == "SOV":
        if not before:
            return _FAR
        return score + 1.5 * (not marks) + 0.2 * (hit.start - party.end)
    if order == "V2":
        # before a verb at the end of its clause ("hat den Irak nicht angegriffen") the subject comes first
        return score + (0.2 * (hit.start - party.end) if _final(view, hit) else 0.0) if before else score - 2.0
    return score + 0.5 if not before and party.start - hit.end <= 6 else score - 1.0 * (not before)


def _opens_clause(view: View, party: Party, hit: Hit) -> bool:
    """Whether what looks like a preposition opens a clause: "after Russia attacked", "as the leaders of Turkey and Germany met"."""
    if set(party.marks) & {"gen", "poss"} or not 0 <= hit.start - party.chain[-1].end <= 3 or view.commas(party.end, hit.start):
        return False
    i = party.chain[0].start - 1
    while i > 0 and "articles" in view.words.at[i]:
        i -= 1
    return i >= 0 and "clause" in view.words.at[i]


def _ambiguous(marks: set[str]) -> bool:
    return "nom" in marks or not marks


def _object(view: View, party: Party, hit: Hit) -> float:
    order = view.grammar.order
    marks = set(party.marks)
    before = party.end <= hit.start
    penalty = 0.0
    if not party.bare():
        if marks & _ASIDE:
            return _FAR
        penalty = 1.0 if marks & {"of"} else 6.0
    elif marks & _OWNED:
        penalty = 0.3
    elif marks & {"acc"}:
        penalty = -2.0
    if party.mention.kind == "city":
        penalty += 1.0
    score = 8.5 - _cost(view, party, hit) - penalty
    if order == "SOV":
        return score if before and (marks & {"acc", "dat"} or marks & _OWNED) else _FAR
    if before:
        return _FAR if order != "V2" else score - (1.0 if _final(view, hit) else 4.0)
    return score


def _final(view: View, hit: Hit) -> bool:
    """Whether a predicate closes its clause."""
    return hit.end >= view.count or view.tokens.words[hit.end] in ".,;:!?"


def _marked(
    view: View, hit: Hit, wanted: tuple[str, ...], after_only: bool = False, but: Party | None = None
) -> tuple[Party | None, float]:
    """The party that carries one of these marks, nearest to the predicate, except those joined with ``but``."""
    best: Party | None = None
    best_score = 0.5
    names = set(wanted)
    for party in view.parties:
        if party.speaker or not names & set(party.marks) or (after_only and party.start < hit.end):
            continue
        if (but is not None and party.chain is but.chain) or _own_force(hit, party, "recipient"):
            continue
        if _within(hit, party):
            continue
        score = 9.5 - _cost(view, party, hit) - (1.5 if party.start < hit.start and view.grammar.order in ("SVO", "VSO") else 0.0)
        if score > best_score:
            best, best_score = party, score
    return best, (best_score if best is not None else 0.0)


def _owner(view: View, hit: Hit) -> tuple[Party | None, float]:
    """Whose act a noun names: "Borrell's visit", "Israeli attack", "визит Борреля", "زيارة بوريل", "the visit of Borrell"."""
    best: Party | None = None
    best_score = 0.5
    pre = view.grammar.name_before_role
    for party in view.parties:
        if party.speaker:
            continue
        marks = set(party.marks)
        if party.end <= hit.start:
            gap = hit.start - party.end
            if not pre or gap > 3 or view.clauses(party.end, hit.start):
                continue
            fits = bool(marks & {"poss", "gen"}) or (party.mention.kind in ("adjective", "agent", "name", "place") and gap <= 1)
            if not fits or (not party.bare() and "poss" not in marks and party.mention.kind != "adjective"):
                continue
            score = 9.0 - gap * 0.5
        elif party.start >= hit.end:
            gap = party.start - hit.end
            of = bool(marks & {"of", "gen"})
            adjacent = gap == 0 and party.bare() and view.grammar.order in ("VSO",)
            postposed = party.mention.kind == "adjective" and view.grammar.adjective_after_role and gap <= 1
            if not (of or adjacent or postposed) or gap > 4 or view.clauses(hit.end, party.start):
                continue
            score = 8.5 - gap * 0.5
        else:
            continue
        if score > best_score:
            best, best_score = party, score
    return best, (best_score if best is not None else 0.0)


def _light_subject(view: View, hit: Hit) -> tuple[Party | None, float]:
    """The subject of "launched", "paid", "held" before (or, where verbs come last, after) a noun that carries the event."""
    reach = range(max(0, hit.start - 8), hit.start)
    if view.grammar.order in ("SOV", "VSO", "V2"):
        reach = range(max(0, hit.start - 10), min(view.count, hit.end + 8))
    light = [i for i in reach if "light" in view.words.at[i]]
    if not light:
        return None, 0.0
    verb = min(light, key=lambda i: abs(i - hit.start))
    proxy = Hit(verb, verb + 1, hit.predicate, "verb", ((verb, verb + 1),), 1)
    if view.clauses(min(verb, hit.start), max(verb, hit.start)):
        return None, 0.0
    party, score = _best(view, proxy, "subject", ())
    return party, score - 1.0 if party is not None else 0.0


def _fallback(view: View, hit: Hit, subject: Party | None) -> tuple[Party | None, float]:
    """Where nobody is marked as recipient: for deeds done in a place, the place's state ("killed three in Baghdad")."""
    if hit.predicate.type not in ("ASSAULT", "COERCE", "PROTEST", "MOBILIZE", "AID", "AGREE", "RETREAT", "ACCUSE", "SANCTION"):
        return None, 0.0
    if hit.predicate.mode == "disapprove":
        return None, 0.0
    best: Party | None = None
    best_score = 0.0
    for party in view.parties:
        if party.speaker or (subject is not None and party.chain is subject.chain):
            continue
        if view.grammar.order == "SOV" and subject is not None and subject.end <= party.start and party.end <= hit.start:
            if party.mention.id and party.bare() and not set(party.marks) - {"gen", "poss"}:
                score = 4.0 - _cost(view, party, hit)  # "Ukrayna mevzilerini": what is theirs
                if score > best_score:
                    best, best_score = party, score
            continue
        if party.start < hit.end:
            continue
        if (party.mention.id and "in" in party.marks) or party.mention.kind in ("adjective", "city", "place"):
            score = 5.0 - _cost(view, party, hit)
            if score > best_score:
                best, best_score = party, score
    return best, best_score
