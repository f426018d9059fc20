"""The neural coder: pieces, arrays and decoding by hand-made cases; the network itself where its bundle is there."""

from __future__ import annotations

import shutil

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.actors.find import mark
from dragoman.coding.neural import NeuralCoder, available
from dragoman.coding.neural.decode import decode, unnamed
from dragoman.coding.neural.inputs import build, places
from dragoman.coding.neural.network import BUNDLE, Labels, Network, PairScores
from dragoman.coding.neural.pieces import Segmenter
from dragoman.errors import DataError
from dragoman.records import Sentence

NAMES = ["<s>", "<pad>", "</s>", "<unk>", *"▁abcdef", "▁a", "ab", "▁ab", "cd", "def", "▁abc", "中", "国", "中国", "é", "fi", "<mask>"]
SCORES = [0.0] * 4 + [-5.0] * 7 + [-2.0, -2.5, -2.2, -3.0, -2.4, -4.0, -6.0, -6.0, -3.0, -4.0, -3.5, 0.0]
needs_bundle = pytest.mark.skipif(not available(), reason="the neural model's bundle is not here")


@pytest.fixture(scope="module")
def segmenter() -> Segmenter:
    return Segmenter(NAMES, SCORES)


def marked(text: str, language: str = "en"):
    return mark([Sentence(0, 0, len(text), text, language)], None)[0]


@given(st.text(alphabet="abcdefxé 中国ﬁ\u0301\u200b\n\x07", max_size=40))
def test_pieces_are_those_of_the_tokenizers_library(text: str) -> None:
    import re

    from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers

    theirs = Tokenizer(models.Unigram(list(zip(NAMES, SCORES, strict=True)), unk_id=3))
    gone, blank = "[\x00-\x08\x0b\x0e-\x1f\x7f]", "[\\s\u200b]"
    theirs.normalizer = normalizers.Sequence(
        [
            normalizers.Replace(Regex(gone), ""),
            normalizers.Replace(Regex(blank), " "),
            normalizers.NFKC(),
            normalizers.Replace(Regex(" {2,}"), " "),
        ]
    )
    theirs.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")
    ours = Segmenter(NAMES, SCORES).encode(text)
    clean = re.sub(gone, "", text).strip("\n \u200b")
    assert ours.ids == theirs.encode(clean, add_special_tokens=False).ids


@given(st.text(max_size=60))
def test_pieces_lie_in_the_text_in_order(text: str) -> None:
    pieces = Segmenter(NAMES, SCORES).encode(text)
    assert len(pieces.ids) == len(pieces.starts) == len(pieces.ends)
    assert all(0 <= s <= e <= len(text) for s, e in zip(pieces.starts, pieces.ends, strict=True))
    assert pieces.starts == sorted(pieces.starts)


def test_a_run_without_spaces_costs_no_more_than_its_length(segmenter: Segmenter) -> None:
    assert len(segmenter.encode("ab" * 50_000, 192).ids) == 192


def test_a_mention_takes_every_piece_it_touches(segmenter: Segmenter) -> None:
    pieces = segmenter.encode("abc def 中国")
    assert [("abc def 中国"[s:e]) for s, e in zip(pieces.starts, pieces.ends, strict=True)] == ["abc", "", "def", "", "中国"]
    assert places(pieces, (4, 7)) == (3, 3)
    assert places(pieces, (5, 10)) == (3, 5)
    assert places(pieces, (40, 45)) is None


def test_arrays_mark_mentions_and_leave_out_those_beyond_reach(segmenter: Segmenter) -> None:
    inputs = build([(segmenter.encode("abc def"), [(0, 3), (90, 99)]), (segmenter.encode("ab"), [(0, 2)])])
    assert inputs.ids.shape == inputs.mask.shape == inputs.marks.shape == (2, 5)
    assert inputs.kept == [[0], [0]]
    assert inputs.marks.tolist() == [[0, 1, 0, 0, 0], [0, 1, 0, 0, 0]]
    assert (inputs.sentence.tolist(), inputs.first.tolist(), inputs.last.tolist()) == ([0, 1], [1, 1], [1, 1])


LABELS = Labels(
    ("AGREE", "CONSULT", "SUPPORT"), ("actual", "negated"), ("CONSULT/", "CONSULT/visit"), ("diplomatic", "military"), ("", "GOV")
)


def decoded(text: str, chances: dict[tuple[int, int], list[float]], word: str, threshold: float = 0.5):
    """What becomes of pairs with these chances (no event, AGREE, CONSULT, SUPPORT) where the network looks at ``word``."""
    sentence = marked(text)
    names = ["<s>", "<pad>", "</s>", "<unk>", *sorted(set("▁" + text)), *{"▁" + w for w in text.split()}, "<mask>"]
    pieces = Segmenter(names, [-9.0] * len(names)).encode(text)
    at = next(n for n, s in enumerate(pieces.starts) if text[s : pieces.ends[n]] == word) + 1
    size = len(pieces.ids) + 2
    count = len(chances)
    attention = np.full((count, size), 0.001, np.float32)
    attention[:, at] = 0.9
    triggers = np.full((size, 4), 0.01, np.float32)
    triggers[at, 1:] = 0.9
    scores = PairScores(
        np.array(list(chances.values()), np.float32),
        np.tile(np.array([0.8, 0.2], np.float32), (count, 1)),
        np.tile(np.array([0.1, 0.9], np.float32), (count, 1)),
        np.tile(np.array([0.9, 0.1], np.float32), (count, 1)),
        attention,
        np.zeros((len(sentence.mentions), 2), np.float32),
        np.zeros((count, 1), np.float32),
    )
    out = decode(sentence, sentence.mentions, pieces, list(chances), scores, triggers, LABELS, threshold, lambda c: c)
    return [d.event for d in out]


def test_pairs_both_ways_are_one_mutual_event() -> None:
    text = "France and Germany met yesterday"
    events = decoded(text, {(0, 1): [0.1, 0, 0.9, 0], (1, 0): [0.2, 0, 0.8, 0], (0, -1): [0.3, 0, 0.7, 0]}, "met")
    assert [([m.id for m in e.actors], e.type, e.mode, e.recipients, text[slice(*e.trigger)]) for e in events] == [
        (["FRA", "DEU"], "CONSULT", "visit", (), "met")
    ]
    assert events[0].contexts == ("diplomatic",)


def test_recipients_of_one_actor_are_one_event() -> None:
    events = decoded(
        "France visited Germany and Spain", {(0, 1): [0.1, 0, 0.9, 0], (0, 2): [0.1, 0, 0.9, 0], (1, 2): [0.9, 0, 0.1, 0]}, "visited"
    )
    assert [([m.id for m in e.actors], [m.id for m in e.recipients]) for e in events] == [(["FRA"], ["DEU", "ESP"])]


def test_a_pair_may_do_two_things_and_an_unsure_one_none() -> None:
    events = decoded("France visited Germany", {(0, 1): [0.1, 0.01, 0.55, 0.34], (1, 0): [0.6, 0, 0.4, 0]}, "visited")
    assert sorted(e.type for e in events) == ["CONSULT", "SUPPORT"]


def test_actors_on_their_own_are_not_made_mutual() -> None:
    events = decoded("France and Germany agreed", {(0, -1): [0.1, 0.9, 0, 0], (1, -1): [0.1, 0.9, 0, 0]}, "agreed")
    assert [([m.id for m in e.actors], e.recipients) for e in events] == [(["FRA"], ()), (["DEU"], ())]


def test_mentions_that_only_the_network_sees() -> None:
    text = "Smith met France"
    names = ["<s>", "<pad>", "</s>", "<unk>", "▁Smith", "▁met", "▁France", "<mask>"]
    pieces = Segmenter(names, [-1.0] * len(names)).encode(text)
    tags = np.array([[1, 0, 0], [0.1, 0.9, 0], [0.9, 0.1, 0], [0.1, 0.9, 0], [1, 0, 0]], np.float32)
    assert unnamed(pieces, tags, marked(text)) == [(0, 5)]


@needs_bundle
def test_batches_and_threads_change_nothing() -> None:
    texts = [
        "France imposed sanctions on Iran.",
        "The president of Kazakhstan arrived in Beijing on Tuesday for talks with Xi Jinping.",
        "Ukraine asked Germany for tanks, and Russia threatened Poland.",
    ]
    sentences = [marked(t) for t in texts]
    together = NeuralCoder(threads=2).code(sentences * 4)[:3]
    assert together == [NeuralCoder(threads=1).code([s])[0] for s in sentences]
    assert [e.type for e in together[0]] == ["SANCTION"]


@needs_bundle
def test_sentences_without_actors_never_reach_the_network(monkeypatch: pytest.MonkeyPatch) -> None:
    coder = NeuralCoder()
    monkeypatch.setattr(Network, "read", lambda *_: pytest.fail("the network was asked"))
    assert coder.code([marked("It will rain tomorrow.")]) == [[]]


@needs_bundle
def test_a_damaged_bundle_is_refused(tmp_path) -> None:
    folder = tmp_path / "bundle"
    shutil.copytree(BUNDLE, folder)
    with (folder / "scores.f4").open("r+b") as file:
        file.write(b"\x01\x02\x03")
    with pytest.raises(DataError, match=r"scores\.f4 is missing or damaged"):
        Network(folder)
