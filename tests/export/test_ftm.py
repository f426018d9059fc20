"""FollowTheMoney entities: whole, tied to each other, and read back by FollowTheMoney itself where it is installed."""

import io
import json

import pytest
from export.texts import TEXTS

from dragoman.export import write
from dragoman.store import Filter


def entities(book, where=None):
    file = io.BytesIO()
    count, _ = write(book, "ftm", file, where)
    found = [json.loads(line) for line in file.getvalue().decode("utf-8").splitlines()]
    assert len(found) == count
    return found


def test_ids_are_unique_and_every_reference_leads_somewhere(book):
    found = entities(book)
    ids = {e["id"] for e in found}
    assert len(ids) == len(found)
    for entity in found:
        for name in ("organizer", "involved", "document", "entity"):
            assert set(entity["properties"].get(name, [])) <= ids


def test_an_event_names_its_sides_its_sentence_and_its_link(book):
    found = entities(book)
    by_id = {e["id"]: e for e in found}
    aid = next(e for e in found if e["schema"] == "Event" and "AID" in e["properties"]["keywords"])
    names = {role: sorted(by_id[i]["properties"]["name"][0] for i in aid["properties"][role]) for role in ("organizer", "involved")}
    assert names == {"organizer": ["France", "Germany"], "involved": ["Ukraine"]}
    assert aid["properties"]["country"] == ["de", "fr", "ua"]
    assert aid["properties"]["summary"] == [TEXTS[0]]
    assert aid["properties"]["sourceUrl"] == ["https://paper.example/0"]
    assert aid["properties"]["date"] == ["2022-05-02"]
    told = [e for e in found if e["schema"] == "Documentation" and e["properties"]["entity"] == [aid["id"]]]
    assert [by_id[e["properties"]["document"][0]]["schema"] for e in told] == ["Article"]


def test_a_filter_leaves_out_articles_that_tell_nothing_of_it(book):
    found = entities(book, Filter(actor="NOR"))
    assert [e["properties"]["sourceUrl"] for e in found if e["schema"] == "Article"] == [["https://paper.example/2"]]


def test_followthemoney_reads_them(book):
    pytest.importorskip("followthemoney", reason="followthemoney is not installed")
    from followthemoney import model

    for data in entities(book):
        proxy = model.get_proxy(data, cleaned=False)
        kept = proxy.to_dict()["properties"]
        for name, values in data["properties"].items():
            assert sorted(kept.get(name, [])) == sorted(values), (data["schema"], name)
        for name in proxy.schema.required:
            assert proxy.get(name), (data["schema"], name)
