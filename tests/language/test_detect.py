from __future__ import annotations

from pathlib import Path

import pytest

from dragoman.language.detect import detect, detect_sentence

CORPUS = Path(__file__).parents[2] / ".." / "shared" / "corpora" / "ntrex"
PROMISED = ("en", "ar", "fr", "es", "ru", "zh", "de", "pt", "tr", "kk", "it", "uk")


@pytest.mark.parametrize(
    ("headline", "language"),
    [
        ("Macron arrives in Astana for talks", "en"),
        ("Macron arrive à Astana", "fr"),
        ("Китай и Россия подписали соглашение", "ru"),
        ("Токаев вылетел в Париж", "ru"),
        ("Тоқаев Парижге келді", "kk"),
        ("Қазақстан мен Қытай келісімге қол қойды", "kk"),
        ("Україна отримає танки", "uk"),
        ("Президент зустрівся з послом", "uk"),
        ("الرئيس الكازاخستاني يزور باريس", "ar"),
        ("رئیس جمهور ایران وارد پکن شد", "fa"),
        ("中国和俄罗斯签署协议", "zh"),
        ("日本の首相がソウルを訪問", "ja"),
        ("한국 대통령, 도쿄 방문", "ko"),
        ("Erdoğan ile Putin Soçi'de görüştü", "tr"),
        ("Merkel trifft Macron in Berlin", "de"),
        ("Lula e Macron se encontram em Paris", "pt"),
        ("Draghi incontra Zelensky a Kiev", "it"),
        ("Sánchez se reúne con el rey de Marruecos", "es"),
    ],
)
def test_headlines(headline: str, language: str) -> None:
    assert detect(headline) == language


def test_nothing_to_judge_by_gives_the_fallback() -> None:
    assert detect("") == ""
    assert detect("12:30 — 2024", fallback="tr") == "tr"


def test_addresses_and_line_breaks_do_not_confuse() -> None:
    text = "https://www.example.org/en/politics/news\n\nПрезидент прибыл\nв столицу с визитом https://example.com/some-english-words"
    assert detect(text) == "ru"


def test_capitals_are_no_language_of_their_own() -> None:
    assert detect("LE PRÉSIDENT FRANÇAIS EST ARRIVÉ HIER À VARSOVIE") == "fr"


def test_a_page_in_arabic_with_english_buttons_is_arabic() -> None:
    assert detect("SHARE:\nTweet\nوصل الرئيس إلى العاصمة في زيارة رسمية تستمر يومين.\nAdvertisement") == "ar"


def test_a_sentence_differs_from_its_article_only_on_strong_evidence() -> None:
    assert detect_sentence("Emmanuel Macron, Ursula von der Leyen, Charles Michel", "kk") == "kk"
    assert detect_sentence("Olaf Scholz, Angela Merkel", "en") == "en"
    assert detect_sentence("Да", "uk") == "uk"
    french = "Nous ne sommes pas d’accord avec cette décision du Conseil de sécurité et de ses membres."
    assert detect_sentence(french, "en") == "fr"
    assert detect_sentence("Мы никогда не согласимся с этим решением Совета.", "en") == "ru"
    assert detect_sentence("Ол елордаға ресми сапармен келіп, президентпен кездесті.", "ru") == "kk"


@pytest.mark.skipif(not CORPUS.is_dir(), reason="NTREX is not here")
@pytest.mark.parametrize("language", PROMISED)
def test_real_sentences(language: str) -> None:
    lines = [line for line in (CORPUS / f"ntrex.dev.{language}.txt").read_text("utf-8").split("\n") if line.strip()]
    right = sum(detect(line) == language for line in lines)
    kept = sum(detect_sentence(line, language) == language for line in lines)
    assert right >= 0.98 * len(lines)
    assert kept >= 0.998 * len(lines)
