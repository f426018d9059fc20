from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.language.detect import detect
from dragoman.language.sentences import LONGEST, abbreviations, split

CORPUS = Path(__file__).parents[2] / ".." / "shared" / "corpora" / "ntrex"
DATA = Path(__file__).parents[2] / "src" / "dragoman" / "language" / "data"


def cut(text: str, language: str) -> list[str]:
    return [s.text for s in split(text, language)]


# In each text, | marks where it must be cut.
@pytest.mark.parametrize(
    ("language", "marked"),
    [
        ("en", "Mr. Smith met J. Borrell in the U.S. on Monday.| They agreed."),
        ("en", "In Jan. 2022 U.S. President Joe Biden met Xi.| No. 5 was it.| He said no.| The end..."),
        ("en", "They flew to the U.S.| The visit ended at 10 p.m.| Then they left."),
        ("en", '"We agree," he said.| "Do you?" she asked.| Yes!| It cost $3.5 million.'),
        ("fr", "M. Macron a reçu J.-Y. Le Drian.| Il a dit « Non. »| Puis rien.| Le 3 nov. 2022 à Paris."),
        ("de", "Am 29. November kam Dr. Müller.| Im 19. Jahrhundert war das z. B. anders.| Er wurde 29.| Der Sieg war knapp."),
        ("ru", "В апр. 2024 г. он приехал.| И уехал, т.е. домой, к А. С. Пушкину.| В г. Москве и др. городах тихо."),
        ("ru", "Это было в начале 2022 г.| Президент промолчал.| «Мы согласны». – сказал он.| «Да!»| Ушёл."),
        ("uk", "У 2022 р. Україна, тобто м. Київ, т. зв. центр.| Президент В. Зеленський прибув."),
        ("kk", "2022 ж. Қазақстан, т.б. елдер келді.| Қ.К. Тоқаев сөйледі.| Ол кетті."),
        ("tr", "29. Dönem başladı.| Prof. Dr. Ali geldi.| Toplantı 29.11.2022 tarihinde yapıldı."),
        ("es", "El Sr. Pérez viajó a EE.UU.| El lunes volvió.| ¿Qué dijo?| ¡Nada!| EE. UU. calla."),
        ("pt", "O Sr. Lula chegou.| A Sra. Dilma, o Dr. Silva etc. foram embora."),
        ("it", "Il prof. Draghi e l'on. Rossi sono a Roma.| Poi l'art. 5 è passato."),
        ("ar", "قال د. أحمد نعم؛ ثم سكت.| هل وصل اليوم؟| وصل.| وقال: «نعم.»| ثم سكت."),
        ("zh", "他说：“我们同意。”|然后走了。|是吗？|“我们同意。”他说。|“好！”"),
        ("el", "Ήρθε ο Πρόεδρος.| Έφυγε."),
        ("hi", "वह आया।| वह गया।"),
    ],
)
def test_where_sentences_end(language: str, marked: str) -> None:
    expected = [part.strip() for part in marked.split("|")]
    assert cut(marked.replace("|", ""), language) == expected


def test_lines_are_never_joined_and_headlines_stand_alone() -> None:
    text = "Kazakhstan\n\nMacron receives Tokayev\n\nPARIS, Nov 29 - They met\non Tuesday."
    assert cut(text, "en") == ["Kazakhstan", "Macron receives Tokayev", "PARIS, Nov 29 - They met", "on Tuesday."]


def test_space_is_outside_and_indexes_count() -> None:
    text = "  One came.   Two went. \n\n  Three. "
    found = split(text, "en")
    assert [(s.index, s.text) for s in found] == [(0, "One came."), (1, "Two went."), (2, "Three.")]
    assert all(text[s.start : s.end] == s.text for s in found)


def test_a_mark_left_over_belongs_to_the_sentence_before() -> None:
    assert cut("Il est parti. »", "fr") == ["Il est parti. »"]
    assert cut("Он ушёл. —", "ru") == ["Он ушёл. —"]


def test_nothing_gives_nothing() -> None:
    assert split("", "en") == []
    assert split(" \n\n\t ", "ar") == []


def test_unknown_languages_work_without_data() -> None:
    assert cut("Yr wyf i yma. Mae ef yno.", "cy") == ["Yr wyf i yma.", "Mae ef yno."]
    assert cut("A. B", "../../etc") == ["A. B"]


def test_language_tags_use_the_data_of_their_language() -> None:
    assert cut("O Sr. Lula chegou. Falou.", "pt-BR") == ["O Sr. Lula chegou.", "Falou."]


@given(
    st.text(alphabet="aB .!?…\n\r»«\"“”'()。！”؟г1٣\u2028\u00a0—-,;", max_size=60),
    st.sampled_from(["en", "fr", "ru", "zh", "ar", "de"]),
)
def test_offsets_and_order_hold_for_any_text(text: str, language: str) -> None:
    found = split(text, language)
    end = 0
    kept = ""
    for sentence in found:
        assert text[sentence.start : sentence.end] == sentence.text
        assert sentence.start >= end
        assert sentence.text == sentence.text.strip() != ""
        assert "\n" not in sentence.text and "\u2028" not in sentence.text
        end = sentence.end
        kept += sentence.text
    assert "".join(kept.split()) == "".join(text.split())


def test_every_abbreviation_file_is_read() -> None:
    for path in DATA.glob("abbreviations.*.txt"):
        habits = abbreviations(path.name.split(".")[1])
        assert habits.ends or habits.speech, path.name


@pytest.mark.skipif(not CORPUS.is_dir(), reason="NTREX is not here")
def test_real_text_keeps_exact_offsets_and_is_fast() -> None:
    count = 0
    seconds = 0.0
    for path in sorted(CORPUS.glob("ntrex.dev.*.txt")):
        text = path.read_text("utf-8")
        language = detect(text)
        begin = time.process_time()
        found = split(text, language)
        seconds += time.process_time() - begin
        count += len(found)
        assert all(text[s.start : s.end] == s.text for s in found), path.name
        for line in text.split("\n"):
            assert all(line[s.start : s.end] == s.text for s in split(line, language)), line
    assert count > 32_000
    assert count / seconds > 20_000


@pytest.mark.parametrize("word", ["x" * 50_000, "word " * 20_000, "слово  слово\u00a0" * 10_000, "x" + " " * 9_000 + "y" * 9_000])
def test_what_never_ends_is_cut_at_a_space(word):
    text = f"France met Germany. Then {word} France left."
    sentences = split(text, "en")
    assert all(0 < len(s.text) <= LONGEST and s.text == s.text.strip() == text[s.start : s.end] for s in sentences)
    assert [s.index for s in sentences] == list(range(len(sentences)))
    assert "".join("".join(s.text.split()) for s in sentences) == "".join(text.split())
    assert sentences[0].text == "France met Germany." and sentences[-1].text.endswith("France left.")
