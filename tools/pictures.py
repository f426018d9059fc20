"""Pictures of the main pages for the README: ``python tools/pictures.py [FOLDER]`` (docs/pictures).

Makes the ledger of ``dragoman demo``, serves it, and takes its pages with the Chromium of the system (playwright in the extra 'dev').
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import sync_playwright

from dragoman.store import Filter, Ledger

DRAGOMAN = [sys.executable, "-c", "from dragoman.cli import main; main()"]
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SIZE = {"width": 1200, "height": 900}


def main() -> None:
    """Take all of them."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).parents[1] / "docs" / "pictures")
    folder.mkdir(parents=True, exist_ok=True)
    chromium = next(found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name)))
    with tempfile.TemporaryDirectory() as place:
        ledger = f"{place}/demo.db"
        subprocess.run([*DRAGOMAN, "demo", "--ledger", ledger], check=True, stdout=subprocess.DEVNULL)
        with Ledger.open(ledger) as book:
            event = max(book.events(Filter(type="AID")), key=lambda e: (e["languages"], e["reports"], e["event_id"]))
        server = subprocess.Popen([*DRAGOMAN, "serve", "--ledger", ledger, "--port", "0"], stderr=subprocess.PIPE, text=True)
        try:
            assert server.stderr is not None
            host = urlsplit(next(word for word in server.stderr.readline().split() if word.startswith("http"))).netloc
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
                for name, path, scheme in (
                    ("overview.dark", "en/", "dark"),
                    ("country.ar", "ar/country/KAZ", "light"),
                    ("relation", "en/relation/KAZ/RUS", "light"),
                    ("event", f"en/event/{event['event_id']}", "light"),
                ):
                    page = browser.new_page(viewport=SIZE, color_scheme=scheme)
                    page.goto(f"http://{host}/{path}")
                    page.wait_for_load_state("networkidle")
                    page.wait_for_timeout(1500)
                    page.screenshot(path=folder / f"{name}.png")
                    page.close()
                browser.close()
        finally:
            server.terminate()


if __name__ == "__main__":
    main()
