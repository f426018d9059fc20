"""A real server on loopback with the ledger of the demonstration, and a real headless Chromium that looks at it."""

import socket
import threading
import time

import pytest

TOKEN = "a token for this test only"


@pytest.fixture(scope="session")
def demo(tmp_path_factory):
    """The ledger that ``dragoman demo`` ends with."""
    from command import run

    path = tmp_path_factory.mktemp("demo") / "demo.db"
    result = run("demo", "--ledger", path)
    assert result.exit_code == 0, result.stderr
    assert "serve --ledger" in result.stdout
    return path


@pytest.fixture(scope="session")
def server(demo):
    """The address of a server that shows the demonstration."""
    uvicorn = pytest.importorskip("uvicorn", reason="the extra 'serve' is not installed")
    from dragoman.store import Ledger
    from dragoman.web.app import create_app
    from dragoman.web.settings import Settings

    with Ledger.open(demo) as book:
        config = uvicorn.Config(create_app(book, Settings(token=TOKEN)), log_level="error", lifespan="off", ws="none")
        listening = socket.socket()
        listening.bind(("127.0.0.1", 0))
        running = uvicorn.Server(config)
        thread = threading.Thread(target=running.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        while not running.started:
            time.sleep(0.02)
        yield f"http://localhost:{listening.getsockname()[1]}"
        running.should_exit = True
        thread.join(10)
        listening.close()


class Watched:
    """A page with what went wrong on it: messages on the console, errors of scripts, requests that failed or left this server."""

    def __init__(self, browser, server, **options):
        self.server = server
        self.context = browser.new_context(base_url=server, **options)
        self.page = self.context.new_page()
        self.wrong = []
        self.page.on("console", lambda m: self.wrong.append(m.text) if m.type in ("error", "warning") else None)
        self.page.on("pageerror", lambda e: self.wrong.append(str(e)))
        # a picture that is on its way when the reader goes on is given up
        self.page.on("requestfailed", lambda r: None if r.failure == "net::ERR_ABORTED" else self.wrong.append(f"{r.url}: {r.failure}"))
        self.page.on("request", lambda r: self.wrong.append(r.url) if not r.url.startswith((server, "data:", "blob:")) else None)

    def open(self, path):
        """Go to a page, scroll through it so that its charts are drawn, and wait until nothing more is loaded."""
        answer = self.page.goto(path)
        assert answer.status == 200, path
        self.page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
        self.page.wait_for_load_state("networkidle")
        return self.page


@pytest.fixture
def watched(chromium, server, request):
    """A page that must stay without a fault."""
    found = Watched(chromium, server, **getattr(request, "param", {}))
    yield found
    found.context.close()
    assert found.wrong == []
