"""Axe-core finds nothing serious on any kind of page, in English and Arabic, light and dark."""

from pathlib import Path

import pytest

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="module")
def axe():
    found = pytest.importorskip("axe_playwright_python", reason="axe-playwright-python is not installed")
    return next(Path(found.__file__).parent.rglob("axe.min.js")).read_text("utf-8")


def paths(server_book):
    event = next(iter(server_book.events()))
    return ("", "countries", "country/KAZ", "relation/KAZ/RUS", f"event/{event['event_id']}", f"article/{event['article_id']}",
            "search?actor=KAZ", "outlets", "accuracy", "about", "brief/KAZ/FRA")  # fmt: skip


@pytest.mark.parametrize("watched", [{"color_scheme": "light"}, {"color_scheme": "dark"}], indirect=True, ids=["light", "dark"])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_axe_finds_nothing_serious(watched, language, axe, demo):
    from dragoman.store import Ledger

    with Ledger.open(demo) as book:
        for path in paths(book):
            page = watched.open(f"/{language}/{path}")
            page.evaluate(axe)
            found = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)
            serious = [
                (v["id"], v["nodes"][0]["html"][:200], v["nodes"][0].get("failureSummary", "")[:300])
                for v in found["violations"]
                if v["impact"] in ("serious", "critical")
            ]
            assert serious == [], path
