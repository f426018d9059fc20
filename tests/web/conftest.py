"""A small ledger behind an application, without a network."""

import shutil
from datetime import date

import pytest

pytest.importorskip("fastapi", reason="the extra 'serve' is not installed")

CHROMIUM = next((found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None)
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync",
]  # fmt: skip
TOKEN = "a token for these tests only"
KAZAKH = "A Kazakh delegation visited France on Saturday. France has invested 2 billion dollars in Kazakhstan."
TEXTS = (
    ("Paper of Record", "FRA", "en", date(2024, 5, 4), "France and Germany sent humanitarian aid to Ukraine on Friday."),
    ("Paper of Record", "FRA", "en", date(2024, 5, 5), KAZAKH),
    ("Вестник", "RUS", "ru", date(2024, 5, 6), "Россия в понедельник осудила Францию. Россия ввела санкции против Франции."),
    ("صحيفة", "QAT", "ar", date(2024, 5, 6), "أرسلت فرنسا مساعدات إنسانية إلى أوكرانيا يوم الجمعة."),
    ("Zeitung", "DEU", "de", date(2024, 5, 5), "Deutschland und Frankreich haben der Ukraine am Freitag humanitäre Hilfe geschickt."),
)  # fmt: skip


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    from dragoman.coding import coder
    from dragoman.pipeline import read_article
    from dragoman.records import Article
    from dragoman.store import Ledger
    from dragoman.store.sources import Outlet, Register

    using = coder("lexicon")
    with Ledger.open(tmp_path_factory.mktemp("web") / "web.db") as book:
        articles = [
            Article(text=text, title=text[:30], url=f"https://paper.example/{n}", outlet=outlet, language=language, published=day)
            for n, (outlet, _, language, day, text) in enumerate(TEXTS)
        ]
        book.add_all([read_article(a, using) for a in articles])
        Register(book).set_outlets(
            [Outlet("Paper of Record", "FRA", "en", full_text=True), Outlet("Вестник", "RUS", "ru"), Outlet("صحيفة", "QAT", "ar")]
        )
        book.merge()
        yield book


@pytest.fixture
def client(book):
    """A reader on the same machine."""
    from starlette.testclient import TestClient

    from dragoman.web.app import create_app
    from dragoman.web.settings import Settings

    with TestClient(create_app(book, Settings(token=TOKEN)), base_url="http://localhost", follow_redirects=False) as client:
        yield client


@pytest.fixture
def public(book):
    """A reader of a server that others reach."""
    from starlette.testclient import TestClient

    from dragoman.web.app import create_app
    from dragoman.web.settings import Settings

    settings = Settings(host="0.0.0.0", token=TOKEN)
    with TestClient(create_app(book, settings), base_url="http://ledger.example", follow_redirects=False) as client:
        yield client


@pytest.fixture
def echoed(monkeypatch):
    """Messages stand in English with the language before them, as ``"ar: Search"``, so that a test sees which were translated."""
    from dragoman.i18n.locale import Locale
    from dragoman.web.templating import environment

    environment.cache_clear()  # templates keep the messages that they began with
    monkeypatch.setattr(Locale, "gettext", lambda self, message: f"{self.code}: {message}")
    yield
    environment.cache_clear()


@pytest.fixture(scope="session")
def chromium():
    """A headless browser."""
    if CHROMIUM is None:
        pytest.skip("there is no Chromium here")
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()
