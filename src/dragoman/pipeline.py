"""The stages in order: an article in, its events, figures and statements out.

Every way in uses ``read_article``: the command line, the Python API, and ``code_batch`` for Arrow.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from . import ontology
from .actors.find import MarkedSentence, mark
from .coding import Coder, coder
from .coding.coder import CodedEvent
from .coding.figures import code_figures
from .coding.statements import code_statements
from .errors import UsageError
from .language.datelines import event_interval, publication_date
from .language.dates import find_dates
from .language.detect import detect, detect_sentence
from .language.sentences import split
from .records import (
    UNKNOWN_DATE,
    Actor,
    Article,
    Event,
    Evidence,
    Figure,
    Interval,
    Mention,
    Reading,
    Sentence,
    Statement,
    short_hash,
)

if TYPE_CHECKING:
    import pyarrow as pa

    from .coding.neural.explain import Explanation


def read_article(article: Article, using: Coder | None = None) -> Reading:
    """Read one article with a coder (the default one where none is given)."""
    using = using or coder()
    article = complete(article)
    marked = mark(sentences(article), article.published)
    coded = using.code(marked)
    make = _Maker(article, using)
    events: list[Event] = []
    figures: list[Figure] = []
    for m, found in zip(marked, coded, strict=True):
        if found:
            events += make.events(m, found)
        figures += make.figures(m)
    return Reading(article, tuple(events), tuple(figures), tuple(make.statements(marked, coded)))


def explain_article(article: Article, using: Coder) -> list[Explanation]:
    """Why each event of a (complete) article was coded, in the order of its reading.

    Raises ``UsageError`` for a coder that cannot tell.
    """
    if not hasattr(using, "explain"):
        raise UsageError(f"the {using.name} coder has nothing to explain beyond its trigger words; use --coder neural")
    marked = mark(sentences(article), article.published)
    return [explanation for sentence in marked if sentence.mentions for explanation in using.explain(sentence)]


def complete(article: Article) -> Article:
    """Fill in what the text itself tells: its language, and its publication date from the dateline where none was given."""
    language = article.language or detect(article.text, str(article.extra.get("declared_language", "")))
    published, precision = article.published, article.published_precision
    if published is None:
        told = publication_date(article.text, language)
        if told is not None and told.start is not None:
            published, precision = told.start, told.precision
    if language == article.language and published == article.published:
        return article
    return replace(article, language=language, published=published, published_precision=precision)


def sentences(article: Article) -> list[Sentence]:
    """The sentences of an article; one in another language than the article's carries its own."""
    out = []
    for sentence in split(article.text, article.language):
        language = detect_sentence(sentence.text, article.language)
        out.append(sentence if language == article.language else replace(sentence, language=language))
    return out


def code_batch(batch: pa.RecordBatch, using: Coder | None = None) -> pa.RecordBatch:
    """Arrow in, Arrow out: articles as rows (columns of ``arrow.ARTICLE``; only ``text`` must be there), events as rows.

    Raises ``Malformed`` where the batch has no column ``text``.
    """
    from .arrow import articles_from_batch, events_to_batch

    using = using or coder()
    return events_to_batch([event for article in articles_from_batch(batch) for event in read_article(article, using).events])


class _Maker:
    """Turns what a coder found in a sentence into records with article, date, evidence and ids."""

    def __init__(self, article: Article, using: Coder) -> None:
        self.article = article
        self.coder = using
        day = article.published
        self.anchor = Interval(day, day, article.published_precision) if day else UNKNOWN_DATE

    def events(self, marked: MarkedSentence, coded: Sequence[CodedEvent]) -> list[Event]:
        sentence = marked.sentence
        dated = find_dates(sentence.text, sentence.language, self.article.published)
        places = tuple(dict.fromkeys(m.id for m in marked.mentions if m.id and (m.kind == "city" or "in" in m.marks)))
        out = []
        for e in coded:
            actors = self._actors(sentence, e.actors)
            recipients = self._actors(sentence, e.recipients)
            when = event_interval(dated, e.trigger[0], self.anchor)
            out.append(
                Event(
                    event_id=self._id("event", sentence, e.trigger, e.type, [a.id for a in actors], [r.id for r in recipients]),
                    article_id=self.article.article_id,
                    sentence_index=sentence.index,
                    when=when,
                    type=e.type,
                    mode=e.mode,
                    contexts=e.contexts,
                    quad=ontology.quad(e.type),
                    score=ontology.score(e.type, e.mode),
                    status=e.status,
                    actors=actors,
                    recipients=recipients,
                    places=places,
                    evidence=self._evidence(sentence, e.trigger),
                    confidence=e.confidence,
                    **self._source(sentence.language),
                )
            )
        return out

    def figures(self, marked: MarkedSentence) -> list[Figure]:
        sentence = marked.sentence
        coded = code_figures(marked)
        if not coded:
            return []
        dated = find_dates(sentence.text, sentence.language, self.article.published)
        return [
            Figure(
                figure_id=self._id("figure", sentence, f.trigger, f.kind, f.value, f.unit),
                article_id=self.article.article_id,
                sentence_index=sentence.index,
                kind=f.kind,
                value=f.value,
                unit=f.unit,
                bound=f.bound,
                from_=self._actors(sentence, f.from_),
                to=self._actors(sentence, f.to),
                as_of=event_interval(dated, f.trigger[0], self.anchor),
                evidence=self._evidence(sentence, f.trigger),
                confidence=f.confidence,
                **self._source(sentence.language),
            )
            for f in coded
        ]

    def statements(self, marked: Sequence[MarkedSentence], coded: Sequence[Sequence[CodedEvent]]) -> list[Statement]:
        out = []
        for s in code_statements(self.article.text, marked, coded):
            sentence = marked[s.sentence].sentence
            out.append(
                Statement(
                    statement_id=self._id("statement", sentence, s.trigger, s.speaker.id, s.start, s.end),
                    article_id=self.article.article_id,
                    sentence_index=sentence.index,
                    speaker=self._actors(sentence, (s.speaker,))[0],
                    stance=s.stance,
                    about=tuple(a for m in s.about for a in self._actors_at(marked, m)),
                    quote=s.quote,
                    paraphrase=self.article.text[s.start : s.end],
                    evidence=Evidence(sentence.text, sentence.start, sentence.end, s.trigger),
                    confidence=s.confidence,
                    **self._source(sentence.language),
                )
            )
        return out

    def _actors_at(self, marked: Sequence[MarkedSentence], mention: Mention) -> tuple[Actor, ...]:
        for m in marked:
            if any(x is mention for x in m.mentions):
                return self._actors(m.sentence, (mention,))
        return ()

    def _actors(self, sentence: Sentence, mentions: Sequence[Mention]) -> tuple[Actor, ...]:
        return tuple(
            Actor(m.id, m.name, m.sector, m.office, m.person, m.text, sentence.start + m.start, sentence.start + m.end) for m in mentions
        )

    def _evidence(self, sentence: Sentence, trigger: tuple[int, int]) -> Evidence:
        return Evidence(sentence.text, sentence.start, sentence.end, (sentence.start + trigger[0], sentence.start + trigger[1]))

    def _id(self, kind: str, sentence: Sentence, trigger: tuple[int, int], *parts: object) -> str:
        place = (sentence.index, *trigger)
        return short_hash(kind, self.article.article_id, self.article.sha256, *place, self.coder.name, self.coder.version, *parts)

    def _source(self, language: str) -> _Source:
        return _Source(
            language=language,
            source=self.article.outlet,
            url=self.article.url,
            published=self.article.published,
            coder=self.coder.name,
            coder_version=self.coder.version,
        )


if TYPE_CHECKING:
    from typing import TypedDict

    class _Source(TypedDict):
        language: str
        source: str
        url: str
        published: date | None
        coder: str
        coder_version: str
else:
    _Source = dict
