"""What the fetcher asks for, request by request, of a real server."""

import gzip
import socket
import time
import zlib
from itertools import pairwise

import pytest
from acquire.web.server import Site

from dragoman.acquire.fetch import Fetcher, Request, Settings
from dragoman.errors import FetchError

LOCAL = ("127.0.0.1", "127.0.0.2", "127.0.0.3")


@pytest.fixture
def site():
    with Site() as found:
        found.answers["/robots.txt"] = (404, {}, b"")
        yield found


def web(**settings):
    return Fetcher(Settings(**({"allow": LOCAL, "delay": 0.0, "timeout": 2.0, "total": 4.0, "backoff": 0.01} | settings)))


def refused(fetcher, url, kind):
    with pytest.raises(FetchError) as error:
        fetcher.get(url)
    assert error.value.kind == kind, error.value
    assert error.value.source == (url if isinstance(url, str) else url.url)
    return error.value


def test_a_page_with_who_we_are(site):
    site.answers["/a?x=1"] = (200, {"Content-Type": "text/html; charset=windows-1251", "ETag": '"7"', "Last-Modified": "Mon"}, b"<p>")
    got = web(contact="me@institute.example").get(site.url("/a?x=1#part"))
    assert (got.status, got.body, got.content_type, got.charset) == (200, b"<p>", "text/html", "windows-1251")
    assert (got.etag, got.modified, got.redirects) == ('"7"', "Mon", ())
    assert site.paths() == ["/robots.txt", "/a?x=1"]
    assert all(s.headers["user-agent"].startswith("Dragoman/") and "(+me@institute.example)" in s.headers["user-agent"] for s in site.seen)


def test_not_changed_since(site):
    def answer(handler, seen):
        return (304, {}, b"") if seen[-1].headers.get("if-none-match") == '"7"' else (200, {"ETag": '"7"'}, b"new")

    site.answers["/feed"] = answer
    fetcher = web()
    first = fetcher.get(site.url("/feed"))
    again = fetcher.get(Request(site.url("/feed"), first.etag, "Tue, 05 Mar 2024 10:00:00 GMT"))
    assert (first.body, again.status, again.body) == (b"new", 304, b"")
    assert site.seen[-1].headers["if-modified-since"] == "Tue, 05 Mar 2024 10:00:00 GMT"


def test_robots_are_asked_once_and_heeded(site):
    site.answers["/robots.txt"] = (200, {}, b"User-agent: *\nDisallow: /private\nSitemap: https://x.example/map.xml\n")
    site.answers["/open"] = (200, {}, b"yes")
    fetcher = web()
    assert fetcher.get(site.url("/open")).body == b"yes"
    refused(fetcher, site.url("/private/1"), "robots")
    assert fetcher.get(site.url("/open")).body == b"yes"
    assert site.paths() == ["/robots.txt", "/open", "/open"]
    assert fetcher.sitemaps(site.url("/")) == ["https://x.example/map.xml"]


def test_our_own_rules_come_before_those_for_all(site):
    site.answers["/robots.txt"] = (200, {}, b"User-agent: *\nDisallow:\n\nUser-agent: Dragoman\nDisallow: /\n")
    refused(web(), site.url("/a"), "robots")


def test_robots_that_fail_put_the_host_off(site):
    site.answers["/robots.txt"] = (503, {}, b"")
    refused(web(retries=1), site.url("/a"), "later")
    assert site.paths() == ["/robots.txt", "/robots.txt"]


def test_pause_between_requests_to_a_host(site):
    for path in ("/1", "/2", "/3"):
        site.answers[path] = (200, {}, b"x")
    list(web(delay=0.15).get_all(Request(site.url(p)) for p in ("/1", "/2", "/3")))
    gaps = [b.begun - a.ended for a, b in pairwise(site.seen)]
    assert len(gaps) == 3
    assert min(gaps) >= 0.13


def test_crawl_delay_raises_the_pause(site):
    site.answers["/robots.txt"] = (200, {}, b"User-agent: *\nCrawl-delay: 0.3\n")
    site.answers["/1"] = site.answers["/2"] = (200, {}, b"x")
    fetcher = web()
    fetcher.get(site.url("/1"))
    fetcher.get(site.url("/2"))
    assert site.seen[2].begun - site.seen[1].ended >= 0.28
    site.answers["/robots.txt"] = (200, {}, b"User-agent: *\nCrawl-delay: 3600\n")
    assert refused(web(), site.url("/1"), "later").retry_after == 3600


def test_many_hosts_at_once_but_one_request_each():
    def slow(handler, seen):
        time.sleep(0.2)
        return 200, {}, b"x"

    with Site("127.0.0.1") as one, Site("127.0.0.2") as two, Site("127.0.0.3") as three:
        sites = (one, two, three)
        for s in sites:
            s.answers = {"/robots.txt": (404, {}, b""), **{f"/{n}": slow for n in range(3)}}
        asked = [Request(one.url(f"/{n}")) for n in range(3)] + [Request(s.url(f"/{n}")) for s in (two, three) for n in range(3)]
        started = time.monotonic()
        answers = list(web(delay=0.03).get_all(asked))
        took = time.monotonic() - started
    assert sorted(r.url for r, _ in answers) == sorted(r.url for r in asked)
    assert all(a.status == 200 for _, a in answers)
    assert [s.most for s in sites] == [1, 1, 1]
    assert took < 1.5  # one after another it would be 1.8


def test_requests_are_drawn_as_they_are_needed(site):
    drawn = 0

    def requests():
        nonlocal drawn
        for n in range(10_000):
            drawn += 1
            yield Request(site.url(f"/{n}"))

    answers = web(connections=2, retries=0).get_all(requests())
    _, answer = next(answers)
    assert isinstance(answer, FetchError)
    assert answer.kind == "missing"
    assert drawn < 100
    answers.close()


def test_redirects_are_followed_and_told(site):
    site.answers["/a"] = (301, {"Location": "/b"}, b"")
    site.answers["/b"] = (302, {"Location": site.url("/c")}, b"")
    site.answers["/c"] = (200, {}, b"here")
    got = web().get(site.url("/a"))
    assert (got.url, got.body, got.redirects) == (site.url("/c"), b"here", (site.url("/a"), site.url("/b")))


def test_redirects_in_a_circle_and_without_end(site):
    site.answers["/a"] = (302, {"Location": "/b"}, b"")
    site.answers["/b"] = (302, {"Location": "/a"}, b"")
    assert "circle" in str(refused(web(), site.url("/a"), "redirects"))
    for n in range(9):
        site.answers[f"/{n}"] = (302, {"Location": f"/{n + 1}"}, b"")
    refused(web(max_redirects=4), site.url("/0"), "redirects")
    assert site.paths()[-1] == "/4"


def test_a_redirect_asks_the_robots_of_where_it_leads(site):
    with Site("127.0.0.2") as other:
        other.answers = {"/robots.txt": (200, {}, b"User-agent: *\nDisallow: /"), "/x": (200, {}, b"no")}
        site.answers["/a"] = (302, {"Location": other.url("/x")}, b"")
        refused(web(), site.url("/a"), "robots")
        assert other.paths() == ["/robots.txt"]


@pytest.mark.parametrize("status", [429, 503])
def test_waits_as_long_as_it_is_asked_to(site, status):
    site.answers["/a"] = lambda handler, seen: (status, {"Retry-After": "1"}, b"") if len(seen) == 1 else (200, {}, b"now")
    started = time.monotonic()
    assert web().get(site.url("/a")).body == b"now"
    assert time.monotonic() - started >= 0.95
    site.answers["/later"] = (status, {"Retry-After": "7200"}, b"")
    error = refused(web(), site.url("/later"), "later")
    assert (error.status, error.retry_after) == (status, 7200)
    assert site.paths().count("/later") == 1


def test_backs_off_longer_each_time_then_gives_up(site):
    site.answers["/a"] = (500, {}, b"")
    refused(web(backoff=0.1, retries=3), site.url("/a"), "later")
    asked = [s for s in site.seen if s.path == "/a"]
    gaps = [b.begun - a.ended for a, b in pairwise(asked)]
    assert len(asked) == 4
    assert gaps[0] >= 0.09
    assert gaps[1] >= 0.19
    assert gaps[2] >= 0.39


def test_what_is_gone_or_forbidden_is_asked_once(site):
    site.answers["/gone"] = (410, {}, b"")
    site.answers["/no"] = (403, {}, b"")
    refused(web(), site.url("/gone"), "missing")
    assert refused(web(), site.url("/no"), "http").status == 403
    assert site.paths().count("/gone") == site.paths().count("/no") == 1


def test_a_server_that_hangs_up_midway_is_tried_again(site):
    def cut(handler, seen):
        if len(seen) < 3:
            handler.send_response(200)
            handler.send_header("Content-Length", "100")
            handler.end_headers()
            handler.wfile.write(b"half")
            handler.close_connection = True
            return None
        return 200, {}, b"whole"

    site.answers["/a"] = cut
    assert web().get(site.url("/a")).body == b"whole"


def test_a_server_that_drips_is_left(site):
    def drip(handler, seen):
        handler.send_response(200)
        handler.send_header("Content-Length", "1000")
        handler.end_headers()
        for _ in range(40):
            handler.wfile.write(b"x")
            handler.wfile.flush()
            time.sleep(0.1)

    site.answers["/a"] = drip
    started = time.monotonic()
    refused(web(total=0.6, retries=0), site.url("/a"), "slow")
    assert time.monotonic() - started < 2


def test_a_server_that_says_nothing_is_left(site):
    site.answers["/a"] = lambda handler, seen: time.sleep(1.5)
    refused(web(timeout=0.3, retries=0), site.url("/a"), "slow")


def test_too_large_told_untold_and_packed(site):
    site.answers["/told"] = (200, {}, b"x" * 5000)
    site.answers["/bomb"] = (200, {"Content-Encoding": "gzip"}, gzip.compress(b"\0" * 3_000_000))
    site.answers["/deflate"] = (200, {"Content-Encoding": "deflate"}, zlib.compress(b"fine"))

    def untold(handler, seen):
        handler.send_response(200)
        handler.send_header("Transfer-Encoding", "chunked")
        handler.end_headers()
        for _ in range(50):
            handler.wfile.write(b"3e8\r\n" + b"x" * 1000 + b"\r\n")
        handler.wfile.write(b"0\r\n\r\n")

    site.answers["/untold"] = untold
    fetcher = web(max_bytes=4000)
    for path in ("/told", "/bomb", "/untold"):
        assert "4,000" in str(refused(fetcher, site.url(path), "large"))
    assert fetcher.get(site.url("/deflate")).body == b"fine"


TRICKS = [
    "http://2130706433:{port}/", "http://0x7f000001:{port}/", "http://0x7f.1:{port}/", "http://017700000001:{port}/", "http://127.1:{port}/",
    "http://localhost:{port}/", "http://[::1]:{port}/", "http://[::ffff:127.0.0.1]:{port}/",
    "http://[::ffff:7f00:1]:{port}/", "http://[::127.0.0.1]:{port}/", "http://[64:ff9b::7f00:1]:{port}/", "http://[2002:7f00:1::]:{port}/",
    "http://127.0.0.1:{port}/", "http://0.0.0.0:{port}/", "http://169.254.169.254/latest/meta-data/", "http://[fe80::1]/", "http://10.0.0.1/",
    "http://192.168.1.1/", "http://100.64.0.1/", "http://224.0.0.1/", "http://[fc00::1]/", "http://[ff02::1]/", "http://192.0.2.1/",
]  # fmt: skip


@pytest.mark.parametrize("trick", TRICKS)
def test_no_private_address_in_any_spelling(site, trick):
    error = refused(web(allow=()), trick.format(port=site.port), "refused")
    assert "--allow-host" in str(error) or "no address" in str(error)
    assert site.seen == []


@pytest.mark.parametrize("trick", [t for t in TRICKS if "//127.0.0.1" not in t])
def test_no_redirect_to_a_private_address(site, trick):
    site.answers["/a"] = (302, {"Location": trick.format(port=site.port)}, b"")
    refused(web(allow=("127.0.0.1",)), site.url("/a"), "refused")
    assert site.paths() == ["/robots.txt", "/a"]


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "ftp://127.0.0.1/", "gopher://127.0.0.1/", "javascript:alert(1)", "//x.example/", "data:,x"]
)
def test_other_schemes(site, url):
    refused(web(), url, "refused")
    site.answers["/a"] = (302, {"Location": url}, b"")
    if not url.startswith("//"):
        refused(web(), site.url("/a"), "refused")


def test_names_and_passwords_are_not_sent(site):
    refused(web(), f"http://user:secret@127.0.0.1:{site.port}/", "refused")
    assert site.seen == []


def answering(*rounds):
    """A resolver that gives these addresses, one list each time it is asked."""
    asked = []

    def lookup(host, port, **more):
        found = rounds[min(len(asked), len(rounds) - 1)]
        asked.append(host)
        return [(socket.AF_INET6 if ":" in a else socket.AF_INET, socket.SOCK_STREAM, 6, "", (a, port)) for a in found]

    lookup.asked = asked
    return lookup


def test_a_name_with_one_private_answer_among_public_ones(site):
    fetcher = Fetcher(Settings(robots=False, delay=0), lookup=answering(["93.184.216.34", "127.0.0.1"]))
    refused(fetcher, f"http://paper.example:{site.port}/", "refused")
    assert site.seen == []


def test_a_name_whose_answer_changes_is_looked_at_each_time(site):
    site.answers["/a"] = (302, {"Location": "/b"}, b"")
    lookup = answering(["127.0.0.1"], ["127.0.0.1"], ["10.0.0.1"])
    fetcher = Fetcher(Settings(delay=0, allow=("paper.example",)), lookup=lookup)
    fetcher.settings = Settings(delay=0, allow=("paper.example",), retries=0, timeout=0.3)
    with pytest.raises(FetchError):
        fetcher.get(f"http://paper.example:{site.port}/a")
    assert len(lookup.asked) == 3  # robots, the page, where it redirects: no answer is taken from before
    strict = Fetcher(Settings(robots=False, delay=0, retries=0, timeout=0.3), lookup=answering(["127.0.0.1"]))
    refused(strict, f"http://paper.example:{site.port}/a", "refused")


def test_the_connection_goes_to_the_address_that_was_looked_at(site):
    site.answers["/a"] = (200, {}, b"x")
    lookup = answering(["127.0.0.1"])
    got = Fetcher(Settings(robots=False, delay=0, allow=("paper.example",)), lookup=lookup).get(f"http://paper.example:{site.port}/a")
    assert got.body == b"x"
    assert lookup.asked == ["paper.example"]
    assert site.seen[0].headers["host"] == f"paper.example:{site.port}"


def test_an_allowed_host_is_allowed_by_its_name_only(site):
    site.answers["/a"] = (200, {}, b"x")
    assert web(allow=(f"127.0.0.1:{site.port}",)).get(site.url("/a")).body == b"x"
    refused(web(allow=("127.0.0.1:1",)), site.url("/a"), "refused")
    refused(web(allow=("127.0.0.1",)), f"http://localhost:{site.port}/a", "refused")


def test_proxies_of_the_environment_are_not_used(site, monkeypatch):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9/")
    site.answers["/a"] = (200, {}, b"x")
    assert web().get(site.url("/a")).body == b"x"


def test_a_name_that_does_not_resolve():
    def nothing(*args, **more):
        raise socket.gaierror("no such name")

    refused(Fetcher(Settings(robots=False), lookup=nothing), "http://nowhere.example/", "network")
