"""``NeuralCoder``: batches of marked sentences through the network."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from ...actors.find import MarkedSentence
from ...records import Mention
from ..coder import CodedEvent
from .decode import NOBODY, Decoded, decode, unnamed
from .explain import Explanation, PairChances, training_pairs
from .inputs import Inputs, places
from .network import BUNDLE, Network, PairScores, Read, network
from .pieces import Pieces

_BATCH = 2048  # places in a batch: small enough to stay in the cache
_MOST = 14  # mentions of a sentence that are paired; lists of states are longer and tell little


class NeuralCoder:
    """Codes events with the bundled network; sentences in which no actor was found are not read.

    ``threads`` 0 takes the environment's ``DRAGOMAN_THREADS`` or as many as there are cores (at most four).
    """

    name = "neural"

    def __init__(self, folder: Path = BUNDLE, threads: int = 0) -> None:
        self._folder = folder
        self._network: Network = network(folder, threads)
        self.version = str(self._network.about["version"])
        self._threshold = float(self._network.about["threshold"])
        self._calibration = self._network.about["confidence"]

    def code(self, batch: Sequence[MarkedSentence]) -> list[list[CodedEvent]]:
        """The events of each sentence, in the order of the batch."""
        out: list[list[CodedEvent]] = [[] for _ in batch]
        for numbers, pieces in _batches(batch, self._network):
            decoded, _, _ = self._decode([batch[n] for n in numbers], pieces)
            for n, events in zip(numbers, decoded, strict=True):
                out[n] = [d.event for d in events]
        return out

    def explain(self, sentence: MarkedSentence) -> list[Explanation]:
        """Why each event of a sentence was coded, in the order in which ``code`` gives them."""
        out: list[Explanation] = []
        names = ("", *self._network.labels.types)
        for _, pieces in _batches([sentence], self._network):
            decoded, mentions, scores = self._decode([sentence], pieces)
            for d in decoded[0]:
                pairs = []
                for link in d.links:
                    chances = scores.type[link.row]
                    best = tuple((names[n], round(float(chances[n]), 3)) for n in np.argsort(chances)[::-1][:3])
                    recipient = mentions[0][link.recipient].text if link.recipient >= 0 else ""
                    pairs.append(PairChances(mentions[0][link.actor].text, recipient, best))
                surest = max(d.links, key=lambda x: x.chance)
                near = training_pairs(self._folder).nearest(scores.vector[surest.row])
                start, end = d.event.trigger
                out.append(Explanation(d.event, sentence.sentence.text[start:end], tuple(pairs), near))
        return out

    def types_of(
        self, sentences: Sequence[tuple[str, Sequence[tuple[int, int]], Sequence[tuple[int, int]]]]
    ) -> list[list[tuple[str, float]]]:
        """The type of each given ordered pair and its chance, "" where no event is likelier than any.

        A sentence is its text, the spans of its mentions, and pairs of their numbers (the second -1 for nobody).
        """
        out = []
        for text, spans, pairs in sentences:
            inputs, read = self._network.read([(self._network.pieces(text), spans)])
            place = {n: k for k, n in enumerate(inputs.kept[0])}
            known = [n for n, (a, r) in enumerate(pairs) if a in place and (r < 0 or r in place)]
            answers = [("", 0.0)] * len(pairs)
            if known:
                rows = np.array([(place[pairs[n][0]], place.get(pairs[n][1], NOBODY)) for n in known], np.int64)
                for n, chances in zip(known, self._network.score(inputs, read, rows).type, strict=True):
                    best = int(chances.argmax())
                    answers[n] = (self._network.labels.types[best - 1] if best else "", round(float(chances[best]), 4))
            out.append(answers)
        return out

    def _confidence(self, chance: float) -> float:
        """How often events of such a chance are right."""
        return float(np.interp(chance, *self._calibration)) if self._calibration else chance

    def _decode(
        self, marked: Sequence[MarkedSentence], pieces: Sequence[Pieces]
    ) -> tuple[list[list[Decoded]], list[list[Mention]], PairScores]:
        """Events of each sentence, its mentions (those that only the network saw among them), and the scores of all pairs."""
        net = self._network
        inputs, read = net.read([(p, [(m.start, m.end) for m in s.mentions]) for s, p in zip(marked, pieces, strict=True)])
        mentions = _mentions(marked, pieces, inputs, read)
        pairs: list[tuple[int, int]] = []
        owned: list[list[tuple[int, int, int]]] = []
        base = 0
        for found in mentions:
            many = range(min(len(found), _MOST))
            here = [(a, r) for a in many for r in (NOBODY, *many) if a != r]
            owned.append([(a, r, len(pairs) + k) for k, (a, r) in enumerate(here)])
            pairs += [(base + a, base + r if r >= 0 else NOBODY) for a, r in here]
            base += len(found)
        scores = net.score(inputs, read, np.array(pairs, np.int64).reshape(-1, 2))
        _sectors(mentions, scores, net)
        decoded = [
            decode(
                sentence,
                mentions[n],
                pieces[n],
                [(a, r) for a, r, _ in owned[n]],
                [row for _, _, row in owned[n]],
                scores,
                read.triggers[n],
                net.labels,
                self._threshold,
                self._confidence,
            )
            for n, sentence in enumerate(marked)
        ]
        return decoded, mentions, scores


def _batches(batch: Sequence[MarkedSentence], net: Network) -> Iterator[tuple[list[int], list[Pieces]]]:
    """Sentences with actors, those of like length together, as numbers and pieces."""
    pieces = {n: net.pieces(m.sentence.text) for n, m in enumerate(batch) if m.mentions}
    order = sorted((n for n in pieces if pieces[n].ids), key=lambda n: (len(pieces[n].ids), n))
    group: list[int] = []
    for n in order:
        if group and (len(pieces[n].ids) + 2) * (len(group) + 1) > _BATCH:
            yield group, [pieces[k] for k in group]
            group = []
        group.append(n)
    if group:
        yield group, [pieces[k] for k in group]


def _mentions(marked: Sequence[MarkedSentence], pieces: Sequence[Pieces], inputs: Inputs, read: Read) -> list[list[Mention]]:
    """The mentions of each sentence in the order of ``inputs``, which gains those that only the network saw."""
    out: list[list[Mention]] = []
    table: list[tuple[int, int, int]] = []
    at = 0
    for row, (sentence, split) in enumerate(zip(marked, pieces, strict=True)):
        kept = inputs.kept[row]
        found = [sentence.mentions[n] for n in kept]
        rows = [
            (row, int(first), int(last))
            for first, last in zip(inputs.first[at : at + len(kept)], inputs.last[at : at + len(kept)], strict=True)
        ]
        at += len(kept)
        text = sentence.sentence.text
        for start, end in unnamed(split, read.tags[row], text, sentence.mentions):
            place = places(split, (start, end))
            if place:
                found.append(Mention(start, end, text[start:end], "", "agent", name=text[start:end]))
                rows.append((row, *place))
        out.append(found)
        table += rows
    columns = np.array(table, np.int64).reshape(-1, 3)
    inputs.sentence, inputs.first, inputs.last = columns[:, 0], columns[:, 1], columns[:, 2]
    return out


def _sectors(mentions: list[list[Mention]], scores: PairScores, net: Network) -> None:
    """Give the mentions that only the network saw the sector that it takes them for."""
    at = 0
    for found in mentions:
        for n, mention in enumerate(found):
            if not mention.id and not mention.sector and mention.kind == "agent":
                best = int(scores.sector[at + n].argmax())
                found[n] = Mention(
                    mention.start, mention.end, mention.text, "", "agent", name=mention.name, sector=net.labels.sectors[best]
                )
        at += len(found)
