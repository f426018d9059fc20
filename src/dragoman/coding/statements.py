"""Statements: who said what about whom, in direct or reported speech.

'"We support Ukraine's territorial integrity," Tokayev said' has a speaker, a direct quotation and a stance. The stance comes from what
the words do by the lexicon (a condemnation opposes, a demand demands), ``describe`` where they do none of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..actors.find import MarkedSentence
from ..language.quotes import Quote, find_quotes
from ..records import Mention, Stance
from .coder import CodedEvent
from .predicates import lexicon

_STANCES: dict[str, Stance] = {
    "SUPPORT": "support",
    "AGREE": "promise",
    "CONSULT": "neutral",
    "AID": "support",
    "ACCUSE": "oppose",
    "REJECT": "oppose",
    "PROTEST": "oppose",
    "SANCTION": "oppose",
    "REQUEST": "demand",
    "THREATEN": "warn",
    "CONCEDE": "promise",
}


@dataclass(frozen=True, slots=True)
class CodedStatement:
    """A statement as it stands in an article.

    ``sentence`` is the index of the sentence that names the speaker; ``start`` and ``end`` bound what was said, ``trigger`` the report
    verb, all in the article's text.
    """

    sentence: int
    speaker: Mention
    stance: Stance
    about: tuple[Mention, ...]
    quote: str | None
    start: int
    end: int
    trigger: tuple[int, int]
    confidence: float


def code_statements(text: str, marked: Sequence[MarkedSentence], events: Sequence[Sequence[CodedEvent]]) -> list[CodedStatement]:
    """The statements of an article; ``events`` are those of each sentence."""
    out: list[CodedStatement] = []
    quoted: set[int] = set()
    language = marked[0].sentence.language if marked else ""
    quotes = find_quotes(text, language) if marked else []
    reports = [_report(m, quotes) for m in marked]
    for quote in quotes:
        if quote.short:
            continue
        statement = _quotation(text, quote, marked, reports)
        if statement is not None:
            out.append(statement)
            quoted.add(statement.sentence)
    for i, report in enumerate(reports):
        if report is None or i in quoted:
            continue
        speaker, start, end = report
        at = marked[i].sentence
        about = _about(marked, range(i, i + 1), speaker)
        if not about and not events[i]:
            continue
        out.append(
            CodedStatement(
                i,
                speaker,
                _stance(marked, range(i, i + 1)),
                about,
                None,
                at.start,
                at.end,
                (at.start + start, at.start + end),
                0.6,
            )
        )
    return sorted(out, key=lambda s: (s.sentence, s.start))


def _report(marked: MarkedSentence, quotes: Sequence[Quote]) -> tuple[Mention, int, int] | None:
    """The speaker of a sentence and the place of its report verb (offsets in the sentence), both outside of quotations."""
    tokens, words = marked.tokens, marked.words
    offset, stop = marked.sentence.start, marked.sentence.end
    inside = [(q.start - offset, q.end - offset) for q in quotes if not q.short and q.start < stop and offset < q.end]
    best: tuple[int, Mention, int, int] | None = None
    for name, start, end in words.spans:
        if name not in ("report", "according"):
            continue
        a, b = tokens.starts[start], tokens.ends[end - 1]
        if any(x <= a < y for x, y in inside) or any(m.start < b and a < m.end for m in marked.mentions):
            continue  # what is quoted reports nothing here, and the United States are no verb
        for mention in marked.mentions:
            if not mention.id or mention.kind in ("adjective", "city", "pronoun"):
                continue
            if any(x <= mention.start < y for x, y in inside):
                continue
            before, after = a - mention.end, mention.start - b
            if name == "according" and after < 0:
                continue
            gap = before if before >= 0 else after
            limit = 60 if words.grammar.order == "SOV" and before >= 0 else 25
            if gap < 0 or gap > limit or any("clause" in words.at[i] for i in _between(tokens, mention, start, end)):
                continue
            if best is None or gap < best[0]:
                best = (gap, mention, a, b)
    return (best[1], best[2], best[3]) if best else None


def _between(tokens: object, mention: Mention, start: int, end: int) -> range:
    ends, starts = tokens.ends, tokens.starts  # type: ignore[attr-defined]
    if mention.end <= starts[start]:
        first = next((i for i, e in enumerate(ends) if e >= mention.end), start)
        return range(first + 1, start)
    last = next((i for i, s in enumerate(starts) if s >= mention.start), end)
    return range(end, last)


def _quotation(
    text: str,
    quote: Quote,
    marked: Sequence[MarkedSentence],
    reports: Sequence[tuple[Mention, int, int] | None],
) -> CodedStatement | None:
    touched = [i for i, m in enumerate(marked) if m.sentence.start < quote.end and quote.start < m.sentence.end]
    if not touched:
        return None
    inner_start, inner_end = quote.inner_start, quote.inner_end
    source: int | None = None
    last = touched[-1]
    if text[inner_start:inner_end].rstrip().endswith((":", "：")) and reports[last] and len(touched) > 1:
        # translated pages often lose a closing mark: the "closing" one opens the next part, and the sentence before it names the speaker
        source, inner_end = last, marked[last].sentence.start
        touched = touched[:-1]
    else:
        for i in (*reversed(touched), touched[0] - 1, last + 1):
            if not 0 <= i < len(marked):
                continue
            report = reports[i]
            if report is None:
                continue
            at = marked[i].sentence.start + report[1]
            if i not in touched and i < touched[0] and not marked[i].sentence.text.rstrip().endswith((":", "：")):
                continue
            if not inner_start <= at < inner_end:
                source = i
                break
    if source is None:
        return None
    report = reports[source]
    assert report is not None
    speaker, start, end = report
    base = marked[source].sentence.start
    said = text[inner_start:inner_end].strip()
    if not said:
        return None
    return CodedStatement(
        source,
        speaker,
        _stance(marked, touched, inner_start, inner_end),
        _about(marked, touched, speaker),
        said,
        quote.start,
        quote.end,
        (base + start, base + end),
        0.75,
    )


def _about(marked: Sequence[MarkedSentence], sentences: Sequence[int] | range, speaker: Mention) -> tuple[Mention, ...]:
    seen: dict[str, Mention] = {}
    for i in sentences:
        for m in marked[i].mentions:
            if m.id and m.id != speaker.id:
                seen.setdefault(m.id, m)
    return tuple(seen.values())


def _stance(marked: Sequence[MarkedSentence], sentences: Sequence[int] | range, start: int = 0, end: int | None = None) -> Stance:
    """What the words between two places in the article do, by the first predicate among them that tells a stance."""
    for i in sentences:
        sentence, tokens = marked[i].sentence, marked[i].tokens
        for hit in lexicon(sentence.language).find(tokens):
            at = sentence.start + tokens.starts[hit.start]
            if hit.predicate.type in _STANCES and start <= at and (end is None or at < end):
                return _STANCES[hit.predicate.type]
    return "describe"
