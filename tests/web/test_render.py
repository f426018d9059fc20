"""Pictures without a browser, the JavaScript for one, and both under the policy of the pages in a real Chromium."""

import json
import shutil
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from xml.etree import ElementTree

import pytest
from web.conftest import CHROMIUM

from dragoman.errors import DragomanError, UsageError
from dragoman.i18n import locale
from dragoman.relations.series import Point
from dragoman.web import charts, maps, render
from dragoman.web.app import HEADERS
from dragoman.web.painter import Painter

pytest.importorskip("vl_convert", reason="the extra 'serve' is not installed")


def points(events=3):
    return [
        Point(
            date(2024, n, 1), date(2024, n, 28), events, {"verbal_cooperation": events}, {"CONSULT": events}, 3.0, 1.0, 0.5, 1.5, 1.0, 1.0
        )
        for n in range(1, 7)
    ]


@pytest.fixture(autouse=True)
def own_cache(tmp_path, monkeypatch):
    """A folder of this test's own in the place of the user's; nothing kept in memory."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(render, "_bundle", [])
    render._pictures.clear()


@pytest.fixture
def asked(monkeypatch):
    """What the painter is asked for."""
    found = []
    ask = Painter.ask
    monkeypatch.setattr(Painter, "ask", lambda self, **wanted: found.append(wanted) or ask(self, **wanted))
    return found


@pytest.mark.parametrize("language", ["en", "ar", "zh"])
def test_a_picture_is_whole_and_transparent(language):
    loc = locale(language)
    picture = render.svg(charts.series(points(), loc).spec)
    root = ElementTree.fromstring(picture)
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert int(root.get("width")) == pytest.approx(render.WIDTH, abs=30)
    assert loc.quad("verbal_cooperation") in "".join(root.itertext())
    assert "style=" not in picture and "<script" not in picture and "<foreignObject" not in picture
    assert 'fill="white"' not in picture


def test_themes_and_widths_differ_and_a_picture_is_the_same_each_time():
    spec = charts.series(points(), locale("en")).spec
    kept = json.dumps(spec)
    pictures = [render.svg(spec), render.svg(spec, "dark"), render.svg(spec, width=400)]
    assert len(set(pictures)) == 3
    render._pictures.clear()
    assert [render.svg(spec), render.svg(spec, "dark"), render.svg(spec, width=400)] == pictures
    assert json.dumps(spec) == kept, "a spec is not changed by being drawn"


def test_a_picture_is_drawn_once(asked):
    spec = charts.quads(points(), locale("en")).spec
    with ThreadPoolExecutor(8) as pool:
        pictures = set(pool.map(lambda _: render.svg(spec), range(16)))
    assert len(pictures) == len(asked) == 1


def test_few_pictures_are_kept(monkeypatch):
    monkeypatch.setattr(render, "_KEPT", 2)
    for width in (300, 310, 320):
        render.svg(charts.quads(points(), locale("en")).spec, width=width)
    assert len(render._pictures) == 2


def test_many_threads_draw_many_pictures():
    specs = [charts.quads(points(n), locale("en")).spec for n in range(1, 7)]
    with ThreadPoolExecutor(6) as pool:
        pictures = list(pool.map(render.svg, specs))
    render._pictures.clear()
    assert pictures == [render.svg(spec) for spec in specs]


def test_an_unknown_theme():
    with pytest.raises(UsageError, match="there is no theme 'sepia'"):
        render.svg(charts.quads(points(), locale("en")).spec, "sepia")


def test_what_cannot_be_drawn_is_told_and_the_next_picture_is_drawn():
    painter = Painter()
    try:
        with pytest.raises(DragomanError, match=r"a chart could not be drawn: .*Vega"):
            painter.ask(spec={"mark": "no such mark", "data": {"values": []}})
        assert painter.ask(spec={"mark": "bar", "data": {"values": []}}).startswith("<svg")
    finally:
        painter.close()


def test_the_painter_comes_back_when_it_was_killed():
    painter = Painter()
    try:
        first = painter.ask(spec={"mark": "bar", "data": {"values": []}})
        painter._process.kill()
        assert painter.ask(spec={"mark": "bar", "data": {"values": []}}) == first
    finally:
        painter.close()


def test_nothing_is_fetched_for_a_picture():
    painter = Painter()
    try:
        with pytest.raises(DragomanError, match="could not be drawn"):
            painter.ask(spec={"mark": "bar", "data": {"url": "http://127.0.0.1:9/data.json"}})
    finally:
        painter.close()


def test_a_painter_that_cannot_run(monkeypatch):
    monkeypatch.setattr("sys.executable", shutil.which("true"))
    with pytest.raises(DragomanError, match=r"no chart can be drawn: .* ends at once; run it to see why"):
        Painter().ask(spec={})


def test_the_bundle_is_made_once_and_kept(tmp_path, monkeypatch, asked):
    made = render.bundle()
    assert b"window.vegaEmbed" in made
    (file,) = (tmp_path / "dragoman").iterdir()
    assert file.name.startswith("vega-") and file.read_bytes() == made
    monkeypatch.setattr(render, "_bundle", [])
    assert render.bundle() == made
    assert len(asked) == 1
    file.write_bytes(b"from the folder")
    monkeypatch.setattr(render, "_bundle", [])
    assert render.bundle() == b"from the folder"


def test_a_bundle_without_a_folder_to_keep_it(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    monkeypatch.setattr(Painter, "ask", lambda self, **wanted: wanted["snippet"])
    assert render.bundle() == render.bundle() == b"window.vegaEmbed = vegaEmbed;"
    assert (tmp_path / "file").read_text() == "in the way"


# --- in a browser

PAGE = """<!doctype html><html lang="{code}" dir="{direction}"><head><meta charset="utf-8"><title>Charts</title>
<link rel="icon" href="data:,"><link rel="stylesheet" href="/static/style.css"><link rel="stylesheet" href="/static/charts.css">
<script src="/static/dragoman.js" defer></script><script src="/static/charts.js" data-vega="/static/vega.js" defer></script></head>
<body><main>{figures}</main></body></html>"""
FIGURE = """<figure class="chart" id="{name}" data-chart="/{name}.json"><img src="/{name}.svg" alt="{alt}">
<figcaption>{title}</figcaption></figure>"""


@pytest.fixture(scope="module")
def javascript(tmp_path_factory):
    """The bundle, made once for both tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        patch.setattr(render, "_bundle", [])
        return render.bundle().decode()


def answers(javascript):
    """Address to content type and text: a page in two languages with a map, a series, and a chart that is gone."""
    out = {}
    for code in ("en", "ar"):
        loc = locale(code)
        made = {
            f"{code}-world": maps.world({"CHN": 12.0, "FRA": 3.0}, loc, link=lambda actor: f"/country/{actor}"),
            f"{code}-series": charts.series(points(), loc),
            f"{code}-gone": charts.quads(points(), loc),
        }
        figures = "".join(FIGURE.format(name=name, alt=chart.alt, title=chart.title) for name, chart in made.items())
        out[f"/{code}"] = "text/html; charset=utf-8", PAGE.format(code=code, direction=loc.direction, figures=figures)
        for name, chart in made.items():
            out[f"/{name}.svg"] = "image/svg+xml", render.svg(chart.spec)
            if not name.endswith("gone"):
                out[f"/{name}.json"] = "application/json", json.dumps(chart.spec)
    for file in ("style.css", "charts.css", "dragoman.js", "charts.js", "themes.json", "world.json"):
        kind = {"css": "text/css", "js": "text/javascript", "json": "application/json"}[file.rpartition(".")[2]]
        out[f"/static/{file}"] = kind, (render.STATIC / file).read_text("utf-8")
    out["/static/vega.js"] = "text/javascript", javascript
    out["/country/CHN"] = "text/html", "<!doctype html><title>China</title>"
    out["/favicon.ico"] = "image/x-icon", ""  # which a browser asks for when it likes
    return out


@pytest.fixture
def server(javascript):
    """The charts under the headers of the pages."""
    if CHROMIUM is None:
        pytest.skip("there is no Chromium here")
    told = answers(javascript)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            kind, text = told.get(self.path, ("text/plain", ""))
            self.send_response(200 if self.path in told else 404)
            body = text.encode()
            for name, value in {**HEADERS, "Content-Type": kind, "Content-Length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *arguments):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.fixture
def page(server, chromium):
    page = chromium.new_page(base_url=server, viewport={"width": 1100, "height": 900})
    page.said = []
    page.on("console", lambda message: page.said.append(message.text))
    page.on("pageerror", lambda error: page.said.append(str(error)))
    page.on("request", lambda request: page.said.append(request.url) if not request.url.startswith((server, "data:")) else None)
    yield page
    page.close()


def drawn(page, name, theme="light"):
    page.locator(f"#{name}").scroll_into_view_if_needed()
    page.wait_for_selector(f"#{name}[data-drawn={theme}] svg", timeout=30_000)


def china(page):
    """Where China is on the map."""
    page.evaluate("() => window.scrollTo(0, 0)")
    box = page.locator("#en-world svg").bounding_box()
    return box["x"] + 0.72 * box["width"], box["y"] + 0.25 * box["height"]


def test_charts_answer_under_the_strict_policy(page):
    assert "'unsafe" not in HEADERS["Content-Security-Policy"]
    page.goto("/en")
    drawn(page, "en-world")
    drawn(page, "en-series")
    assert page.locator("#en-world img").is_hidden()
    assert page.locator("#en-world .vega").get_attribute("aria-label").startswith("World map: events by country. Most: China (12)")
    width = page.locator("#en-world .vega").bounding_box()["width"]
    assert page.locator("#en-world svg").bounding_box()["width"] == pytest.approx(width, abs=2)
    page.mouse.move(*china(page))
    page.wait_for_selector("#vg-tooltip-element.visible")
    assert page.locator("#vg-tooltip-element").inner_text().split() == ["Country", "China", "Events", "12"]

    page.evaluate("() => { document.documentElement.dataset.theme = 'dark'; document.dispatchEvent(new CustomEvent('themechange')); }")
    drawn(page, "en-world", "dark")
    page.set_viewport_size({"width": 500, "height": 900})
    page.wait_for_function("() => document.querySelector('#en-world svg').getBoundingClientRect().width < 480")

    page.locator("#en-gone").scroll_into_view_if_needed()
    for _ in range(100):
        if len(page.said) < 2:
            page.wait_for_timeout(100)
    assert page.locator("#en-gone img").is_visible() and page.locator("#en-gone .vega").count() == 0
    assert len(page.said) == 2 and all("404" in said for said in page.said), page.said
    page.said.clear()

    page.set_viewport_size({"width": 1100, "height": 900})
    page.wait_for_function("() => document.querySelector('#en-world svg').getBoundingClientRect().width > 900")
    page.mouse.click(*china(page))
    page.wait_for_url("**/country/CHN")
    assert page.said == []


def test_a_page_that_is_read_from_the_right(page):
    page.goto("/ar")
    drawn(page, "ar-series")
    axis = page.locator("#ar-series svg").bounding_box()
    label = page.locator("#ar-series svg text", has_text="2024").first.bounding_box()
    assert label["x"] > axis["x"] + axis["width"] / 2, "time begins on the right"
    assert not [said for said in page.said if "404" not in said]


def test_on_paper_charts_are_light(page):
    page.goto("/en")
    page.evaluate("() => { document.documentElement.dataset.theme = 'dark'; }")
    drawn(page, "en-world", "dark")
    title = "() => document.querySelector('#en-series svg .role-title-text text')?.getAttribute('fill')"
    drawn(page, "en-series", "dark")
    assert page.evaluate(title) == render.themes()["dark"]["title"]["color"]
    page.evaluate("() => dispatchEvent(new Event('beforeprint'))")
    assert page.evaluate(title) == render.themes()["light"]["title"]["color"]
    page.evaluate("() => dispatchEvent(new Event('afterprint'))")
    assert page.evaluate(title) == render.themes()["dark"]["title"]["color"]


def test_charts_out_of_sight_are_drawn_for_paper(page):
    page.add_init_script("IntersectionObserver = class { observe() {} unobserve() {} }")  # nothing comes into sight
    page.goto("/ar", wait_until="load")
    assert page.locator("#ar-series svg").count() == 0
    page.evaluate("() => dispatchEvent(new Event('beforeprint'))")
    page.wait_for_selector("#ar-series[data-drawn=light] svg", timeout=30_000)


def test_titles_are_in_lines_in_the_browser_as_in_the_picture(page):
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto("/en")
    drawn(page, "en-series")
    width = page.locator("#en-series .vega").bounding_box()["width"]
    spec = render.dressed(charts.series(points(), locale("en")).spec, "light", int(width))
    lines = spec["vconcat"][0]["title"]["text"]
    assert isinstance(lines, list)
    assert page.locator("#en-series svg .role-title-text").first.locator("tspan").all_text_contents() == lines
