"""``NeuralCoder``: batches of marked sentences through the network."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np

from ...actors.find import MarkedSentence
from ...records import Mention
from ..coder import CodedEvent
from ..lexicon import LexiconCoder
from .decode import NOBODY, Decoded, decode, unnamed
from .explain import Explanation, PairChances, training_pairs
from .home import settle_home, settle_places
from .inputs import Inputs, places
from .network import BUNDLE, Network, PairScores, Read, network
from .pieces import Pieces
from .votes import resolved, with_votes

_WORTH_THREADS = 8  # sentences
_SURELY_NOTHING = 0.98
# The lexicon decides how they met (visit, call, mediation): it names that only for words that say so. It has no say in other modes,
# where it is right less often than the network.
_HOW_THEY_MET = 20.0
_EMPTY = np.zeros((0, 0), np.float32)
_NOTHING = PairScores(*[_EMPTY] * 7)
_MOST = 14  # mentions of a sentence that are paired; lists of states are longer and tell little


class NeuralCoder:
    """Codes events with the bundled network; sentences in which no actor was found are not read.

    Each sentence is read by itself (8-bit arithmetic takes its scale from all that is in a batch, so company would change what is
    read), in as many ``threads`` as told; 0 takes the environment's ``DRAGOMAN_THREADS``, or as many as there are cores, at most four.
    """

    name = "neural"

    def __init__(self, folder: Path = BUNDLE, threads: int = 0) -> None:
        self._folder = folder
        self._network: Network = network(folder)
        self._threads = threads or int(os.environ.get("DRAGOMAN_THREADS", "0")) or min(4, os.cpu_count() or 1)
        self.version = str(self._network.about["version"])
        self._threshold = float(self._network.about["threshold"])
        self._votes = float(self._network.about["votes"])
        self._lexicon = LexiconCoder()
        self._calibration = self._network.about["confidence"]

    def code(self, batch: Sequence[MarkedSentence]) -> list[list[CodedEvent]]:
        """The events of each sentence, in the order of the batch."""
        if self._threads == 1 or len(batch) < _WORTH_THREADS:
            return [self._sentence(m) for m in batch]
        with ThreadPoolExecutor(self._threads) as pool:
            return list(pool.map(self._sentence, batch, chunksize=8))

    def _sentence(self, sentence: MarkedSentence) -> list[CodedEvent]:
        return [settle_home(d.event) for d in self._decode(sentence)[0]]

    def explain(self, sentence: MarkedSentence) -> list[Explanation]:
        """Why each event of a sentence was coded, in the order in which ``code`` gives them."""
        out: list[Explanation] = []
        names = ("", *self._network.labels.types)
        decoded, mentions, scores = self._decode(sentence)
        for d in decoded:
            pairs = []
            for link in d.links:
                chances = scores.type[link.row]
                best = tuple((names[n], round(float(chances[n]), 3)) for n in np.argsort(chances)[::-1][:3])
                recipient = mentions[link.recipient].text if link.recipient >= 0 else ""
                pairs.append(PairChances(mentions[link.actor].text, recipient, best))
            surest = max(d.links, key=lambda x: x.chance)
            near = training_pairs(self._folder).nearest(scores.vector[surest.row])
            start, end = d.event.trigger
            out.append(Explanation(settle_home(d.event), sentence.sentence.text[start:end], tuple(pairs), near))
        return out

    def types_of(self, sentences: Sequence[tuple[MarkedSentence, Sequence[tuple[int, int]]]]) -> list[list[tuple[str, float]]]:
        """The likeliest type of each given ordered pair and its chance, "" where the pair almost surely does nothing.

        Pairs are numbers of the sentence's mentions, the second -1 for nobody. Whoever marks a pair has seen that it does something, so
        the bar for nothing is higher than in reading.
        """
        return [self._types_of(sentence, pairs) for sentence, pairs in sentences]

    def _types_of(self, sentence: MarkedSentence, pairs: Sequence[tuple[int, int]]) -> list[tuple[str, float]]:
        net = self._network
        inputs, read = net.read([(net.pieces(sentence.sentence.text), [(m.start, m.end) for m in sentence.mentions])])
        place = {n: k for k, n in enumerate(inputs.kept[0])} | {NOBODY: NOBODY}
        known = [n for n, pair in enumerate(pairs) if all(x in place for x in pair)]
        answers = [("", 0.0)] * len(pairs)
        if known:
            rows = np.array([[place[x] for x in pairs[n]] for n in known], np.int64)
            votes = [(e, net.labels.types.index(e.type) + 1) for e in self._second_opinion(sentence)]
            scored = with_votes(net.score(inputs, read, rows).type, [pairs[n] for n in known], votes, sentence.mentions, self._votes)
            for n, chances in zip(known, scored, strict=True):
                best = int(chances[1:].argmax()) + 1 if chances[0] < _SURELY_NOTHING else 0
                answers[n] = (net.labels.types[best - 1] if best else "", round(float(chances[best]), 4))
        return answers

    def _second_opinion(self, sentence: MarkedSentence) -> list[CodedEvent]:
        """The lexicon's reading, where it has a vote."""
        return self._lexicon.code([sentence])[0] if self._votes else []

    def _confidence(self, chance: float) -> float:
        """How often events of such a chance are right."""
        return float(np.interp(chance, *self._calibration)) if self._calibration else chance

    def _decode(self, sentence: MarkedSentence) -> tuple[list[Decoded], list[Mention], PairScores]:
        """The events of a sentence, its mentions (those that only the network saw among them), and the scores of their pairs."""
        net = self._network
        pieces = net.pieces(sentence.sentence.text) if sentence.mentions else None
        if pieces is None or not pieces.ids:
            return [], [], _NOTHING
        inputs, read = net.read([(pieces, [(m.start, m.end) for m in sentence.mentions])])
        mentions = _mentions(sentence, pieces, inputs, read)
        many = range(min(len(mentions), _MOST))
        pairs = [(a, r) for a in many for r in (NOBODY, *many) if a != r and (r == NOBODY or not _same(mentions[a], mentions[r]))]
        scores = net.score(inputs, read, np.array(pairs, np.int64).reshape(-1, 2))
        second, labels = self._second_opinion(sentence), net.labels
        types = [(e, labels.types.index(e.type) + 1) for e in second]
        scores.type = with_votes(scores.type, pairs, types, mentions, self._votes)
        met = [(e, labels.modes.index(f"CONSULT/{e.mode}")) for e in second if e.type == "CONSULT" and e.mode]
        scores.mode = with_votes(scores.mode, pairs, met, mentions, _HOW_THEY_MET)
        _sectors(mentions, scores, net)
        mentions = settle_places(resolved(mentions, second))
        decoded = decode(sentence, mentions, pieces, pairs, scores, read.triggers[0], net.labels, self._threshold, self._confidence)
        return decoded, mentions, scores


def _same(one: Mention, other: Mention) -> bool:
    """Whether both are one state, or a state and its government: what it does with itself is no event. Two persons are two."""
    alike = bool(one.id) and one.id == other.id and {one.sector, other.sector} <= {"", "GOV"}
    return alike and not (one.person and other.person and one.person != other.person)


def _mentions(sentence: MarkedSentence, pieces: Pieces, inputs: Inputs, read: Read) -> list[Mention]:
    """The mentions of a sentence in the order of ``inputs``, which gains those that only the network saw."""
    text = sentence.sentence.text
    found = [sentence.mentions[n] for n in inputs.kept[0]]
    table = [(0, int(first), int(last)) for first, last in zip(inputs.first, inputs.last, strict=True)]
    for start, end in unnamed(pieces, read.tags[0], sentence):
        place = places(pieces, (start, end))
        if place:
            found.append(Mention(start, end, text[start:end], "", "agent", name=text[start:end]))
            table.append((0, *place))
    columns = np.array(table, np.int64).reshape(-1, 3)
    inputs.sentence, inputs.first, inputs.last = columns[:, 0], columns[:, 1], columns[:, 2]
    return found


def _sectors(mentions: list[Mention], scores: PairScores, net: Network) -> None:
    """Give the mentions that only the network saw the sector that it takes them for."""
    for n, mention in enumerate(mentions):
        if not mention.id and not mention.sector and mention.kind == "agent":
            mentions[n] = replace(mention, sector=net.labels.sectors[int(scores.sector[n].argmax())])
