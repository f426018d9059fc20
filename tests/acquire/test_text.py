from __future__ import annotations

import textwrap

import pytest

from dragoman.acquire.text import normalise, paragraphs

LONG = (
    "The presidents of the two countries met in the capital on Tuesday and signed an agreement on trade, energy and transport, "
    "the foreign ministry said in a statement published after the talks, which lasted for more than three hours."
)
OTHER = "Neither side gave details of the agreement, but officials said that it would be published in full within a month of the visit."


def test_spaces_and_invisible_signs() -> None:
    assert normalise("a\u00a0b\u202fc\u200b\ufeff\u00ad\u2067d\u2069\te  f\x00\x07") == "a b cd e f"
    assert normalise("one\r\ntwo\rthree\u2028four\x85five") == "one\ntwo\nthree\nfour\nfive"


def test_persian_joiners_stay() -> None:
    assert normalise("می\u200cخواهم") == "می\u200cخواهم"


def test_letters_are_composed() -> None:
    assert normalise("e\u0301lectrique") == "\u00e9lectrique"
    assert normalise("\ud800x") == "\ufffdx"


def test_each_line_is_a_paragraph() -> None:
    text = "Headline\nSection\n\nFirst paragraph.\nSecond paragraph."
    assert paragraphs(text) == ["Headline", "Section", "First paragraph.", "Second paragraph."]
    assert paragraphs(" \n\u200b\n") == []


@pytest.mark.parametrize("width", [45, 60, 72, 100])
def test_hard_wrapped_lines_are_joined(width: int) -> None:
    wrapped = "\n\n".join(textwrap.fill(part, width) for part in ("Trade deal signed", LONG, OTHER))
    assert paragraphs(wrapped) == ["Trade deal signed", LONG, OTHER]


def test_wrapped_without_blank_lines_between_paragraphs() -> None:
    wrapped = textwrap.fill(LONG, 64) + "\n" + textwrap.fill(OTHER, 64)
    assert paragraphs(wrapped) == [LONG, OTHER]


def test_wrapped_chinese_is_joined_without_spaces() -> None:
    text = "两国总统星期二在首都会晤并签署了关于贸易能源和交通的协议外交部在会谈结束后发表的声明中说会谈持续了三个多小时双方同意继续对话"
    lines = [text[i : i + 24] for i in range(0, len(text), 24)]
    assert paragraphs("\n".join([*lines, ""]) + "\n" + "\n".join(lines)) == [text, text]


def test_short_lines_are_not_taken_for_wrapped() -> None:
    lines = ["Shares rose.", "Oil fell to 80 dollars.", "The bank said nothing.", "Rates stay.", "Gold rose by two percent."]
    assert paragraphs("\n".join(lines)) == lines
