"""Copies are found through light edits, in any script; other tellings are not copies."""

import numpy as np
import pytest

from dragoman.merge.texts import likeness, same_text, signature

TEXTS = {
    "en": "Poland expelled three Russian diplomats on Monday. The foreign ministry in Warsaw said that they had been spying for years. "
    "Moscow called the step unfounded and promised an answer. It is the second expulsion this year.",
    "ar": "طردت بولندا ثلاثة دبلوماسيين روس يوم الاثنين. وقالت وزارة الخارجية في وارسو إنهم كانوا يتجسسون منذ سنوات. "
    "ووصفت موسكو الخطوة بأنها لا أساس لها ووعدت بالرد. وهذا هو الطرد الثاني هذا العام.",
    "zh": "波兰周一驱逐了三名俄罗斯外交官。华沙外交部表示，他们多年来一直从事间谍活动。"
    "莫斯科称此举毫无根据，并承诺作出回应。这是今年第二次驱逐。波方还召见了俄罗斯大使。",
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_light_edits_are_copies(text):
    cut = text[: text.rindex("." if "." in text else "。", 0, -1) + 1]
    assert likeness(signature(text), signature("  " + text.upper().replace(",", " ,"))) == 1
    assert likeness(signature(text), signature(cut)) > 0.5


def test_other_tellings_are_none():
    one = signature(TEXTS["en"])
    other = signature(
        "Warsaw has told three employees of the Russian embassy to leave Poland, accusing them of espionage. The Kremlin was angry."
    )
    assert likeness(one, other) < 0.2


def test_groups_of_copies_over_a_month():
    texts = [TEXTS["en"], TEXTS["en"] + " More follows.", TEXTS["ar"], TEXTS["en"], TEXTS["zh"], TEXTS["ar"].replace("الاثنين", "الثلاثاء")]
    signatures = [signature(t) for t in texts]
    assert same_text(signatures, [0, 1, 0, 2, 0, 3]).tolist() == [0, 0, 2, 0, 4, 2]
    assert same_text(signatures, [0, 1, 0, 90, 0, 3]).tolist() == [0, 0, 2, 3, 4, 2]  # the same words three months later
    assert same_text([], []).tolist() == []


def test_empty_texts_do_no_harm():
    assert len(signature("")) == len(signature("!?")) == 504
    assert isinstance(same_text([signature(""), signature("x")], [0, 0]), np.ndarray)
