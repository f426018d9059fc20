"""From the scores of pairs to events: which pairs count, which belong together, and which words say so."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from ... import ontology
from ...actors.find import MarkedSentence
from ...records import Mention
from ..coder import CodedEvent
from .network import Floats, Labels, PairScores
from .pieces import Pieces

NOBODY = -1
_SECOND = 0.3  # a pair's second type must reach this
_CONTEXT = 0.7  # of contexts told from here on nine in ten are right; from 0.5 on, one in six was wrong, and headlines name them


@dataclass(slots=True)
class Link:
    """One ordered pair that does something: mention numbers in the sentence (-1 for nobody), row in the scores, type, trigger."""

    actor: int
    recipient: int
    row: int
    type: int
    chance: float
    trigger: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Decoded:
    """An event with the pairs that it was put together from."""

    event: CodedEvent
    links: tuple[Link, ...]


def decode(
    marked: MarkedSentence,
    mentions: Sequence[Mention],
    pieces: Pieces,
    pairs: Sequence[tuple[int, int]],
    scores: PairScores,
    triggers: Floats,
    labels: Labels,
    threshold: float,
    confidence: Callable[[float], float],
) -> list[Decoded]:
    """The events of one sentence, by the place of their triggers.

    ``pairs[k]``, numbers of ``mentions``, has row ``k`` in ``scores``; ``triggers`` are [T, 1 + types].
    """
    links: list[Link] = []
    for row, (actor, recipient) in enumerate(pairs):
        chances = scores.type[row]
        if chances[0] > 1 - min(threshold, _SECOND):
            continue
        for kind in np.argsort(chances[1:])[::-1][:2] + 1:
            least = threshold if not links or links[-1].row != row else _SECOND
            if chances[kind] >= least:
                trigger = _trigger(marked, pieces, scores.attention[row], triggers[:, kind])
                links.append(Link(actor, recipient, row, int(kind), float(chances[kind]), trigger))
    keys = [_key(m, n) for n, m in enumerate(mentions)]
    links = _named_first(_once(links, keys), keys)
    out = []
    for group in _together(links):
        for actors, recipients, members in _shapes(group):
            out.append(Decoded(_event(actors, recipients, members, mentions, scores, labels, confidence), tuple(members)))
    return sorted(out, key=lambda d: d.event.trigger)


def _key(mention: Mention, number: int) -> str:
    return f"{mention.id}/{mention.sector}" if mention.id else f"#{number}"


def _once(links: list[Link], keys: list[str]) -> list[Link]:
    """Of pairs of the same actors and type keep the surest; nobody gives way to somebody."""
    best: dict[tuple[str, str, int], Link] = {}
    for link in links:
        actor = keys[link.actor].split("/")[0]
        recipient = keys[link.recipient].split("/")[0] if link.recipient >= 0 else ""
        if recipient and keys[link.actor] == keys[link.recipient]:
            continue
        place = (actor, recipient, link.type)
        if place not in best or link.chance > best[place].chance:
            best[place] = link
    met = {(keys[x.actor].split("/")[0], x.type) for x in best.values() if x.recipient >= 0}
    return [x for x in best.values() if x.recipient >= 0 or (keys[x.actor].split("/")[0], x.type) not in met]


def _named_first(links: list[Link], keys: list[str]) -> list[Link]:
    """Somebody without a state or organisation acts only where nobody who has one does the same."""

    def named(number: int) -> bool:
        return number >= 0 and not keys[number].startswith("#")

    def outdone(link: Link) -> bool:
        return any(
            other is not link
            and other.type == link.type
            and (
                (not named(link.actor) and named(other.actor) and other.recipient == link.recipient)
                or (not named(link.recipient) and link.recipient >= 0 and named(other.recipient) and other.actor == link.actor)
                or (not named(link.actor) and (other.actor, other.recipient) == (link.recipient, link.actor))
            )
            for other in links
        )

    return [link for link in links if not outdone(link)]


def _together(links: list[Link]) -> Iterable[list[Link]]:
    """Groups of links of one type whose triggers overlap."""
    for kind in sorted({x.type for x in links}):
        group: list[Link] = []
        end = -1
        for link in sorted((x for x in links if x.type == kind), key=lambda x: x.trigger):
            if group and link.trigger[0] >= end:
                yield group
                group = []
            group.append(link)
            end = max(end, link.trigger[1]) if len(group) > 1 else link.trigger[1]
        if group:
            yield group


def _shapes(group: list[Link]) -> Iterable[tuple[list[int], list[int], list[Link]]]:
    """Mutual acts first, then actors with the same recipients together."""
    by_pair = {(x.actor, x.recipient): x for x in group}
    mutual = {pair for pair in by_pair if pair[::-1] in by_pair}
    if mutual:
        circle = sorted({a for a, _ in mutual})
        yield circle, [], [by_pair[p] for p in sorted(mutual)]
    rest = [x for x in group if (x.actor, x.recipient) not in mutual]
    targets: dict[int, list[int]] = {}
    for link in rest:
        targets.setdefault(link.actor, []).append(link.recipient)
    alike: dict[tuple[int, ...], list[int]] = {}
    for actor, others in targets.items():
        alike.setdefault(tuple(sorted(others)), []).append(actor)
    for reached, actors in alike.items():
        members = [x for x in rest if x.actor in actors]
        if reached == (NOBODY,) and len(actors) > 1:  # several, each on its own: not mutual
            for actor in actors:
                yield [actor], [], [x for x in members if x.actor == actor]
            continue
        yield sorted(actors), [r for r in reached if r >= 0], members


def _event(
    actors: list[int],
    recipients: list[int],
    links: list[Link],
    mentions: Sequence[Mention],
    scores: PairScores,
    labels: Labels,
    confidence: Callable[[float], float],
) -> CodedEvent:
    rows = [x.row for x in links]
    kind = labels.types[links[0].type - 1]
    chances = scores.mode[rows].mean(axis=0)
    options = [n for n, name in enumerate(labels.modes) if name.split("/")[0] == kind]
    mode = labels.modes[max(options, key=lambda n: chances[n])].split("/")[1] if options else ""
    contexts = tuple(name for name, p in zip(labels.contexts, scores.context[rows].mean(axis=0), strict=True) if p > _CONTEXT)
    status = labels.statuses[int(scores.status[rows].mean(axis=0).argmax())]
    best = max(links, key=lambda x: x.chance)
    return CodedEvent(
        kind,
        mode if mode in ontology.modes(kind) else "",
        contexts,
        status,  # type: ignore[arg-type]
        tuple(mentions[n] for n in actors),
        tuple(mentions[n] for n in recipients),
        best.trigger,
        round(confidence(float(np.mean([x.chance for x in links]))), 3),
    )


def _trigger(marked: MarkedSentence, pieces: Pieces, attention: Floats, kinds: Floats) -> tuple[int, int]:
    """The words where a pair's attention and the type's own words agree most, as a span of the sentence."""
    size = len(pieces.ids)
    weight = attention[1 : size + 1] * (0.05 + kinds[1 : size + 1])
    top = int(weight.argmax())
    first = last = top
    likely = (kinds[1 : size + 1] > 0.5) | (attention[1 : size + 1] > 0.25)
    while first > 0 and likely[first - 1]:
        first -= 1
    while last + 1 < size and likely[last + 1]:
        last += 1
    return _whole_words(marked, pieces.starts[first], pieces.ends[last])


def _whole_words(marked: MarkedSentence, start: int, end: int) -> tuple[int, int]:
    """The words that a span touches."""
    tokens = marked.tokens
    touched = [(s, e) for s, e in zip(tokens.starts, tokens.ends, strict=True) if s < end and e > start]
    return (touched[0][0], touched[-1][1]) if touched else (start, max(end, start + 1))


def _touch(text: str, one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether two spans overlap or stand side by side: the network often takes in the article before a known name."""
    (_, end), (start, _) = sorted((one, other))
    return not text[end:start].strip(" -–'’") if start >= end else True


def unnamed(pieces: Pieces, tags: Floats, marked: MarkedSentence, least: float = 0.5) -> list[tuple[int, int]]:
    """Whole words that the network takes for mentions and that touch no known one; ``tags`` [T, 3] belong to the sentence."""
    size, text = len(pieces.ids), marked.sentence.text
    inside = 1 - tags[1 : size + 1, 0]
    begins = [n for n in range(size) if inside[n] > least and (n == 0 or inside[n - 1] <= least or tags[n + 1, 1] > tags[n + 1, 2])]
    out: list[tuple[int, int]] = []
    for n, following in pairwise([*begins, size]):
        last = n
        while last + 1 < following and inside[last + 1] > least:
            last += 1
        start, end = _whole_words(marked, pieces.starts[n], pieces.ends[last])
        taken = [*((m.start, m.end) for m in marked.mentions), *(s for s in out if s[1] > start)]
        if len(text[start:end].strip()) > 1 and not any(_touch(text, (start, end), span) for span in taken):
            out.append((start, end))
    return out
