"""One sentence as the lexicon coder looks at it: words, mentions, predicates, and what lies between them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from ..actors.find import MarkedSentence
from ..records import Mention
from .predicates import Hit, Lexicon

_PUNCTUATION = frozenset(",،、，")
_HARD = frozenset(";；؛:：()（）[]—–")


class Party:
    """A mention in the sentence: words ``start``…``end`` (half-open), its mention, and the chain ("X, Y and Z") it belongs to."""

    __slots__ = ("chain", "end", "joined", "mention", "speaker", "start")

    def __init__(self, start: int, end: int, mention: Mention) -> None:
        self.start = start
        self.end = end
        self.mention = mention
        self.chain: list[Party] = [self]
        self.speaker = False
        self.joined = False

    @property
    def marks(self) -> tuple[str, ...]:
        """The marks of the chain's first member, which stand for all: "with Iraq and Syria"."""
        if self.joined:
            return self.chain[-1].mention.marks
        if not self.mention.marks and not self.chain[0].joined:
            return self.chain[0].mention.marks
        return self.mention.marks

    def bare(self) -> bool:
        """Whether no preposition stands before it (cases alone do not count)."""
        return not any(m not in _CASES for m in self.marks)


_CASES = frozenset({"nom", "gen", "acc", "dat", "ins", "loc", "abl", "voc", "poss", "conj", "و", "ف", "-"})


class View:
    """Words, parties and predicates of one sentence, with running counts so that any stretch is judged in constant time."""

    def __init__(self, marked: MarkedSentence, lexicon: Lexicon) -> None:
        self.marked = marked
        self.tokens = marked.tokens
        self.words = marked.words
        self.grammar = marked.words.grammar
        self.count = len(marked.tokens)
        self.parties = self._parties()
        self.hits: list[Hit] = lexicon.find(marked.tokens) if self.parties else []
        self._clauses = self._running("clause")
        self._adjuncts = self._running("adjunct")
        self._commas = self._running_words(_PUNCTUATION)
        self._hards = self._running_words(_HARD)
        self._chain()

    def _parties(self) -> list[Party]:
        starts, ends = self.tokens.starts, self.tokens.ends
        out = []
        for mention in self.marked.mentions:
            a = bisect_right(starts, mention.start) - 1
            b = bisect_left(ends, mention.end) + 1
            out.append(Party(max(a, 0), min(b, self.count), mention))
        return out

    def _running(self, name: str) -> list[int]:
        total = 0
        out = [0]
        for names in self.words.at:
            total += name in names
            out.append(total)
        return out

    def _running_words(self, wanted: frozenset[str]) -> list[int]:
        total = 0
        out = [0]
        for word in self.tokens.words:
            total += word in wanted
            out.append(total)
        return out

    def clauses(self, a: int, b: int) -> int:
        """How many clause openers and hard marks stand in words ``a``…``b``."""
        return self._clauses[b] - self._clauses[a] + self._hards[b] - self._hards[a] if a < b else 0

    def adjuncts(self, a: int, b: int) -> int:
        """How many openers of side clauses ("after", "while") stand in words ``a``…``b``."""
        return self._adjuncts[b] - self._adjuncts[a] if a < b else 0

    def commas(self, a: int, b: int) -> int:
        """How many commas stand in words ``a``…``b``."""
        return self._commas[b] - self._commas[a] if a < b else 0

    def opens(self, party: Party) -> bool:
        """Whether a party stands right behind a comma, so that it may begin a clause."""
        i = party.start - 1
        while i > 0 and "articles" in self.words.at[i]:
            i -= 1
        return i >= 0 and self.tokens.words[i] in _PUNCTUATION and len(party.chain) == 1

    def heads(self, a: int, b: int, but: Hit) -> int:
        """How many other verb predicates stand in words ``a``…``b``."""
        return sum(1 for h in self.hits if a <= h.start < b and h.form != "noun" and h.spans != but.spans)

    def _chain(self) -> None:
        for left, right in zip(self.parties, self.parties[1:], strict=False):
            if left.end > right.start or (left.mention.text == right.mention.text and left.start == right.start):
                left.chain.append(right)
                right.chain = left.chain
                continue
            gap = range(left.end, right.start)
            if len(gap) > 4:
                continue
            if not len(gap) and left.mention.kind == right.mention.kind == "adjective" and left.mention.id != right.mention.id:
                left.chain.append(right)  # "Kazakh-French"
                right.chain = left.chain
                continue
            links = [i for i in gap if "conjunctions" in self.words.at[i] or self.tokens.words[i] in _PUNCTUATION]
            rest = [i for i in gap if i not in links and "articles" not in self.words.at[i] and "mark" not in self.words.at[i]]
            only_comma = all(self.tokens.words[i] in _PUNCTUATION for i in links)
            clitic = not len(gap) and any(m in ("conj", "و") for m in right.mention.marks)
            if (links or clitic) and not rest and (not only_comma or self._listed(right)):
                same = not right.mention.marks or right.mention.marks == left.marks or right.bare()
                if same:
                    if left.end in self.words.after and any("conjunctions" in self.words.at[i] for i in links):
                        left.joined = True  # Turkish "Türkiye ile Kazakistan": the postposition is the "and"
                    elif self.grammar.order == "SOV" and not left.mention.marks:
                        left.joined = True  # "AB ve NATO'ya": the case stands at the end
                    left.chain.append(right)
                    right.chain = left.chain

    def _listed(self, party: Party) -> bool:
        """Whether a comma before this party is that of a list: "X, Y and Z"."""
        i = party.end
        while i < self.count and self.tokens.words[i] in _PUNCTUATION:
            i += 1
        if i < self.count and "conjunctions" in self.words.at[i]:
            return True
        return any(p.start == i or p.start == i + 1 for p in self.parties if p is not party) and i > party.end
