"""Who may write, and who is answered at all."""

import pytest
from web.conftest import TOKEN

from dragoman.errors import UsageError
from dragoman.web.settings import Settings

SIGNED = {"Cookie": f"dragoman_token={TOKEN}"}


def event_of(client):
    return client.get("/api/v1/events?limit=1").json()["data"][0]["event_id"]


def test_a_server_that_others_reach_needs_a_token():
    for host in ("0.0.0.0", "192.168.1.5", "ledger.example", "::"):
        with pytest.raises(UsageError, match="--token"):
            Settings(host=host)
    assert Settings(host="0.0.0.0", token=TOKEN).token == TOKEN
    for host in ("127.0.0.1", "localhost", "::1"):
        assert len(Settings(host=host).token) >= 32
    assert Settings().token != Settings().token


def test_a_short_token_is_refused():
    with pytest.raises(UsageError, match="short"):
        Settings(token="1234")


def test_the_token_is_never_shown_by_accident():
    assert TOKEN not in repr(Settings(token=TOKEN))


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "127.0.0.1.nip.io", "", "0.0.0.0"])
def test_on_loopback_other_names_are_not_answered(client, host):
    assert client.get("/en/", headers={"Host": host}).status_code == 421
    assert client.get("/api/v1/events", headers={"Host": host}).status_code == 421


@pytest.mark.parametrize("host", ["localhost", "localhost:8000", "127.0.0.1:1", "[::1]:8000"])
def test_on_loopback_its_own_names_are_answered(client, host):
    assert client.get("/en/about", headers={"Host": host}).status_code == 200


def test_writing_through_the_interface_needs_the_token(client):
    mark = {"event_id": event_of(client), "verdict": "right"}
    assert client.post("/api/v1/reviews", json=mark).status_code == 401
    assert client.post("/api/v1/reviews", json=mark, headers={"Authorization": "Bearer wrong"}).status_code == 401
    assert client.post("/api/v1/articles", json=[{"text": "x"}]).status_code == 401
    assert client.delete("/api/v1/reviews/1").status_code == 401
    assert client.get("/api/v1/reviews").json() == {"data": []}
    made = client.post("/api/v1/reviews", json=mark, headers={"Authorization": f"Bearer {TOKEN}"})
    assert made.status_code == 201
    number = made.json()["review"]
    assert [r["verdict"] for r in client.get("/api/v1/reviews").json()["data"]] == ["right"]
    assert client.delete(f"/api/v1/reviews/{number}", headers={"Authorization": f"Bearer {TOKEN}"}).status_code == 204
    assert client.get("/api/v1/reviews").json() == {"data": []}


def test_signing_in_sets_a_cookie_that_scripts_cannot_read(client):
    assert client.get("/sign-in?token=guess").status_code == 403
    answer = client.get("/sign-in", params={"token": TOKEN})
    assert answer.status_code == 303
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie and "samesite=strict" in cookie


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 403),
        (SIGNED, 403),  # no word of where it comes from
        (SIGNED | {"Origin": "https://evil.example"}, 403),
        (SIGNED | {"Origin": "null"}, 403),
        (SIGNED | {"Sec-Fetch-Site": "cross-site"}, 403),
        (SIGNED | {"Sec-Fetch-Site": "same-site", "Origin": "http://localhost"}, 403),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "http://localhost"}, 403),
        (SIGNED | {"Sec-Fetch-Site": "same-origin", "Origin": "http://localhost"}, 303),
        (SIGNED | {"Origin": "http://localhost"}, 303),
    ],
)
def test_a_form_counts_only_from_a_page_of_the_server(client, headers, status):
    event = event_of(client)
    answer = client.post(f"/en/event/{event}/review", data={"verdict": "wrong", "reason": "no"}, headers=headers)
    assert answer.status_code == status
    marks = client.get("/api/v1/reviews").json()["data"]
    assert bool(marks) == (status == 303)
    for mark in marks:
        client.delete(f"/api/v1/reviews/{mark['number']}", headers={"Authorization": f"Bearer {TOKEN}"})


def test_the_cookie_of_another_site_cannot_post_to_the_interface(client):
    mark = {"event_id": event_of(client), "verdict": "right"}
    for headers in (SIGNED, SIGNED | {"Origin": "https://evil.example"}, SIGNED | {"Sec-Fetch-Site": "cross-site"}):
        assert client.post("/api/v1/reviews", json=mark, headers=headers).status_code == 401


def test_a_large_form_is_refused(client):
    headers = SIGNED | {"Sec-Fetch-Site": "same-origin"}
    answer = client.post(f"/en/event/{event_of(client)}/review", content=b"reason=" + b"x" * 20_000, headers=headers)
    assert answer.status_code == 413


def test_full_texts_are_shown_to_others_only_where_the_outlet_allows(public, client):
    by_outlet = {a["outlet"]: a for a in public.get("/api/v1/articles").json()["data"]}
    assert by_outlet["Paper of Record"]["text"]
    assert by_outlet["Вестник"]["text"] is None
    for article, shown in ((by_outlet["Paper of Record"], True), (by_outlet["Вестник"], False)):
        page = public.get(f"/en/article/{article['article_id']}").text
        assert ('class="reader"' in page) == shown
        assert 'class="reader"' in client.get(f"/en/article/{article['article_id']}").text
    csv = public.get("/api/v1/articles?format=csv").text
    assert "Россия" not in csv.split("\n", 1)[1].replace("Россия в понедельник осудила ", "")
