"""Finds the actors of a sentence and remembers, through an article, who was bound to which name.

"High Representative Josep Borrell arrived in Astana. Borrell met the Kazakh leader." has four mentions: EU (office
high_representative, person Josep Borrell), KAZ by its capital, EU again by the bound surname, and KAZ by a role.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from ..language.dates import month_names
from ..language.fold import fold_token
from ..language.grammar import GrammarWords, grammar
from ..language.inflection import inflection
from ..language.patterns import Found, longest
from ..language.tokens import Tokens, tokenize
from ..records import Mention, Sentence
from .holders import by_person, surname, tenure_of, tenures
from .names import Directory, Entry, directory, english_names, fits
from .phrases import Piece, join

_RANK = {"person": 1, "name": 2, "adjective": 3, "office": 4, "agent": 5, "place": 6, "city": 7, "decoy": 8}
_OF_THE_EU = frozenset({"president_of_commission", "president_of_council", "high_representative"})
#: Offices that one person holds: "the president" later in an article is the one named before.
_ONE_HOLDER = _OF_THE_EU | {"head_of_state", "head_of_government", "foreign_minister", "defence_minister", "secretary_general"}
_NO_GRAMMAR = frozenset({"articles", "conjunctions", "clause", "mark", "pronouns", "determiners", "report", "negation", "passive"})


@dataclass
class Memory:
    """What an article has bound so far: surnames to persons, offices to actors, and the actors by recency (last is latest)."""

    day: date | None = None
    persons: dict[str, Mention] = field(default_factory=dict)
    offices: dict[str, Mention] = field(default_factory=dict)
    recent: list[str] = field(default_factory=list)
    subject: Mention | None = None

    def see(self, mention: Mention, names: Directory) -> None:
        """Bind a mention's person (under every surname this language writes) and office, and count its actor as the latest."""
        if not mention.id:
            return
        for called in {surname(mention.person), *names.called.get(mention.person, ())} if mention.person else ():
            self.persons[called] = mention
        if mention.office:
            self.offices[mention.office] = mention
        if mention.id in self.recent:
            self.recent.remove(mention.id)
        self.recent.append(mention.id)


@dataclass(slots=True)
class MarkedSentence:
    """A sentence with its words, their grammar and the actors in it: what a coder reads."""

    sentence: Sentence
    tokens: Tokens
    words: GrammarWords
    mentions: list[Mention]


def mark(sentences: Iterable[Sentence], day: date | None) -> list[MarkedSentence]:
    """Mark the actors of an article's sentences, in order; ``day`` is its publication date, by which offices are resolved."""
    memory = Memory(day)
    return [find(sentence, memory) for sentence in sentences]


def find(sentence: Sentence, memory: Memory) -> MarkedSentence:
    """Mark the actors of one sentence and update what the article has bound."""
    tokens = tokenize(sentence.text, sentence.language)
    words = grammar(sentence.language).words(tokens)
    names = directory(sentence.language)
    pieces = _pieces(tokens, words, names, memory)
    groups = join(pieces, tokens, words)
    mentions = [m for g in groups if (m := _mention(g, tokens, words, sentence, memory)) is not None]
    found = sorted(mentions + _anaphors(tokens, words, sentence, memory, groups), key=lambda m: m.start)
    for m in found:
        memory.see(m, names)
    return MarkedSentence(sentence, tokens, words, found)


def _pieces(tokens: Tokens, words: GrammarWords, names: Directory, memory: Memory) -> list[Piece]:
    hits: list[Found[Entry]] = []
    for hit in names.tree.find(tokens):
        if fits(hit.payload.shape, tokens.words, hit.start, hit.end):
            hits.append(hit)
    by_span: dict[tuple[int, int], list[Found[Entry]]] = {}
    for hit in longest(hits):
        by_span.setdefault((hit.start, hit.end), []).append(hit)
    spans = sorted(by_span.items())
    pieces: list[Piece] = []
    for n, ((start, end), options) in enumerate(spans):
        hit = _choose(options, memory)
        entry = hit.payload
        if entry.kind == "decoy":
            continue
        if entry.weak:
            if entry.kind == "person":
                if surname(entry.person) not in memory.persons and not any(m.person == entry.person for m in memory.persons.values()):
                    continue
            elif not _beside(spans, n, tokens):
                continue
        pieces.append(Piece(start, end, entry, hit.marks))
    return _surnames(pieces, tokens, words, names, memory)


def _choose(options: list[Found[Entry]], memory: Memory) -> Found[Entry]:
    if len(options) == 1:
        return options[0]
    best = min(_RANK[o.payload.kind] for o in options)
    same = [o for o in options if _RANK[o.payload.kind] == best]
    if len(same) > 1 and best == 1 and memory.day is not None:
        day = memory.day

        def off(o: Found[Entry]) -> int:
            rows = by_person().get(o.payload.person, ())
            return min((0 if t.covers(day) else abs((t.start - day).days) for t in rows), default=10**6)

        return min(same, key=off)
    return next((o for o in same if o.payload.sector), same[0])


def _beside(spans: list[tuple[tuple[int, int], list[Found[Entry]]]], n: int, tokens: Tokens) -> bool:
    """A weak short form ("美" in "中美", "俄军") counts only where it touches another name, role or a side word."""
    (start, end), _ = spans[n]
    for other in (n - 1, n + 1):
        if 0 <= other < len(spans):
            (s, e), options = spans[other]
            entry = options[0].payload
            if e == start and entry.weak and entry.kind == "adjective":
                return True
            if s == end and (entry.kind in ("office", "agent") or entry.weak):
                return True
    return end < len(tokens) and tokens.words[end] in ("方", "军", "軍")


def _surnames(pieces: list[Piece], tokens: Tokens, words: GrammarWords, names: Directory, memory: Memory) -> list[Piece]:
    """Bare surnames: of persons bound earlier in the article, or standing beside an office or a nationality that fits."""
    taken = [False] * len(tokens)
    for p in pieces:
        for i in range(p.start, p.end):
            taken[i] = True
    extra: list[Piece] = []
    rules = inflection(names.language)
    for i, word in enumerate(tokens.folds):
        if taken[i] or len(word) < 3 or (names.cased and not tokens.words[i][0].isupper()):
            continue
        bound = memory.persons.get(word)
        marks: tuple[str, ...] = ()
        if bound is None:
            for key, mention in memory.persons.items():
                if word[:3] == key[:3] or (rules.prefixes and word.endswith(key)):
                    cases = [m for form, m in rules.forms(key, "name") + rules.with_prefixes(key) if form == word]
                    if cases:
                        bound, marks = mention, cases[0]
                        break
        if bound is not None:
            entry = Entry("person", id=bound.id, sector=bound.sector, office=bound.office, person=bound.person)
            extra.append(Piece(i, i + 1, entry, marks))
            continue
        candidates = names.surnames.get(word)
        if not candidates:
            continue
        near = [p for p in pieces if (p.end <= i and i - p.end <= 3 and not _closed(p.end, i, words)) or p.start == i + 1]
        near = [p for p in near if p.entry.kind in ("office", "agent", "adjective", "name")]
        person = _who(candidates, near, memory)
        if person and (near or not _somebody_else(i, person, taken, tokens, words, names)):
            start = i
            while start > 0 and not taken[start - 1] and tokens.folds[start - 1] in _name_words(person):
                start -= 1
            extra.append(Piece(start, i + 1, Entry("person", person=person), ()))
    return sorted(pieces + extra, key=lambda p: p.start)


@lru_cache(maxsize=10_000)
def _name_words(person: str) -> frozenset[str]:
    return frozenset(fold_token(word) for word in person.split())


def _somebody_else(i: int, person: str, taken: list[bool], tokens: Tokens, words: GrammarWords, names: Directory) -> bool:
    """Whether a bare surname is a month, an abbreviation ("Sen."), or part of another's name ("Thom Browne", "Francis Rooney")."""
    titled = i > 0 and "titles" in words.at[i - 1]
    if tokens.folds[i] in month_names(names.language):
        return not titled
    if not names.cased:
        return False

    def name_word(j: int) -> bool:
        if not 0 <= j < len(tokens) or taken[j] or not tokens.words[j][:1].isupper() or words.at[j]:
            return False
        return tokens.folds[j] not in _name_words(person) and tokens.folds[j] not in names.surnames

    following = i + 2 if tokens.words[i + 1 : i + 2] == ["."] else i + 1
    return name_word(following) or (i > 1 and not titled and name_word(i - 1) and tokens.words[i - 1].isascii())


def _closed(start: int, end: int, words: GrammarWords) -> bool:
    return any(words.at[i] & {"clause", "conjunctions", "mark", "passive", "report"} for i in range(start, end))


def _who(candidates: set[str], near: list[Piece], memory: Memory) -> str:
    """The person of that surname whose office or country stands beside it; alone, only one who holds a top office that day."""
    actors = {p.entry.id for p in near if p.entry.id}
    offices = {p.entry.office for p in near if p.entry.office}
    scored: list[tuple[int, int, str]] = []
    for person in sorted(candidates):
        for t in by_person()[person]:
            if (actors and t.actor not in actors) or (offices and t.office not in offices and t.office != "other"):
                continue
            gap = 0 if memory.day is None or t.covers(memory.day) else min(abs((t.start - memory.day).days), abs((t.end - memory.day).days))
            top = t.office in ("head_of_state", "head_of_government")
            if not (actors or offices) and (memory.day is None or gap > 0 or not top):
                continue
            scored.append((gap, -t.start.toordinal(), person))
    if not scored:
        return ""
    scored.sort()
    if not (actors or offices) and len({p for _, _, p in scored}) > 1:
        return ""
    return scored[0][2]


def _mention(group: list[Piece], tokens: Tokens, words: GrammarWords, sentence: Sentence, memory: Memory) -> Mention | None:
    start, end = group[0].start, group[-1].end
    entries = [p.entry for p in group]
    named = next((e for e in entries if e.id and e.kind != "person"), None)
    person = next((e for e in entries if e.kind == "person"), None)
    roles = [e for e in entries if e.kind in ("office", "agent")]
    office = next((e.office for e in roles if e.office), "")
    actor = named.id if named else ""
    sector = next((e.sector for e in roles), "") or (named.sector if named else "")
    who = person.person if person else ""
    if person:
        if person.id and not actor:
            actor, office, sector = person.id, office or person.office, sector or person.sector
        else:
            tenure = tenure_of(who, memory.day, actor, "") or (None if actor and roles else tenure_of(who, memory.day))
            if tenure is None and actor:
                who = who if not by_person().get(who) else ""
            elif tenure is not None:
                actor = actor or tenure.actor
                if office in ("head_of_state", "chief", "leader") and tenure.actor == actor and len(actor) != 3:
                    office = ""  # the "president" of an organisation holds the office that the table tells
                office = office or (tenure.office if memory.day is None or tenure.covers(memory.day) else "")
                sector = sector or ("GOV" if tenure.actor == actor else "")
    elif office and actor:
        who = _holder(actor, office, memory)
        if not who and sentence.language and group[-1].entry.kind in ("office", "name", "adjective"):
            name_end = _unknown_person(end, tokens, words)
            if name_end > end:
                who = sentence.text[tokens.starts[end] : tokens.ends[name_end - 1]]
                end = name_end
    if not actor and office in _OF_THE_EU:
        actor = "EU"
    if not actor and office in _ONE_HOLDER and not person:
        bound = memory.offices.get(office)
        if bound is not None:
            actor, who = bound.id, bound.person
    if not actor and not sector:
        return None
    marks = _marks(start, end, group, tokens, words)
    kind = "person" if person else entries[0].kind if not roles else ("office" if office else "agent" if not named else named.kind)
    if roles and not office and named:
        kind = "agent"
    return Mention(
        start=tokens.starts[start],
        end=tokens.ends[end - 1],
        text=sentence.text[tokens.starts[start] : tokens.ends[end - 1]],
        id=actor,
        kind=kind,  # type: ignore[arg-type]
        name=english_names().get(actor, actor),
        sector=sector or ("GOV" if office else ""),
        office=office,
        person=who,
        marks=marks,
    )


def _holder(actor: str, office: str, memory: Memory) -> str:
    rows = tenures(actor, "head_of_state" if office == "leader" and len(actor) == 3 else office, memory.day)
    return rows[0].person if len({r.person for r in rows}) == 1 else ""


def _unknown_person(end: int, tokens: Tokens, words: GrammarWords) -> int:
    """Where the capitalised name after an office ends, for persons whom no table knows ("Foreign Minister Jane Doe")."""
    if not words.grammar.cased:
        return end
    j = end
    while j < len(tokens) and j - end < 4 and tokens.words[j][:1].isupper() and not words.at[j] & _NO_GRAMMAR:
        j += 1
    return j


def _marks(start: int, end: int, group: list[Piece], tokens: Tokens, words: GrammarWords) -> tuple[str, ...]:
    marks: list[str] = []
    at = start
    while at > 0 and "articles" in words.at[at - 1] and at not in words.before:
        at -= 1
    for name, s, e in words.spans:  # "a number of Europeans": the preposition belongs to the quantity
        if name == "articles" and e == at and e - s > 1:
            at = s
    if at in words.before:
        marks.append(words.before[at][0])
    if end < len(tokens) and tokens.words[end][:1] in "'’" and len(tokens.words[end]) > 1:
        suffix = inflection(words.grammar.language).suffixes.get(tokens.folds[end].lstrip("'"))
        marks += suffix or ()
        end += 1
    if end in words.after:
        marks.append(words.after[end][0])
    if words.grammar.order == "SOV":
        marks += group[-1].marks
    else:
        head = group[0] if len(group) == 1 or not words.grammar.cased else next((p for p in group if p.entry.kind == "person"), group[0])
        marks += head.marks
    if words.has("possessive", end, end + 1) or words.has("possessive", end - 1, end):
        marks.append("poss")
    return tuple(dict.fromkeys(marks))


def _anaphors(tokens: Tokens, words: GrammarWords, sentence: Sentence, memory: Memory, groups: list[list[Piece]]) -> list[Mention]:
    """The states meant by "this country" (the one named last before) and "both countries" (the last two)."""
    out: list[Mention] = []
    for name, start, end in words.spans:
        if name not in ("this_country", "both_countries"):
            continue
        states = [a for a in memory.recent if len(a) == 3 and a.isalpha()]
        earlier = [p.entry.id for g in groups for p in g if p.entry.id and p.end <= start and len(p.entry.id) == 3]
        order = states + list(dict.fromkeys(earlier))
        order = list(dict.fromkeys(reversed(order)))
        if name == "this_country":  # with one state before it in the sentence, that one acts and the country is another
            other = [a for a in order if a not in earlier][:1] if len(set(earlier)) == 1 else []
            chosen = other or order[:1]
        else:
            chosen = order[:2] if len(order) > 1 else []
        at = start
        marks = (words.before[at][0],) if at in words.before else ()
        for actor in chosen:
            out.append(
                Mention(
                    tokens.starts[start],
                    tokens.ends[end - 1],
                    sentence.text[tokens.starts[start] : tokens.ends[end - 1]],
                    actor,
                    "pronoun",
                    english_names().get(actor, actor),
                    marks=marks,
                )
            )
    return out
