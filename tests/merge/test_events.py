"""What an event says of its reports."""

from datetime import date

from dragoman.merge.events import differences, summarise


def report(n, happened, published):
    day = date.fromisoformat(happened) if happened else None
    ids = {"report_id": f"r{n}", "text_id": f"t{n}", "source": f"o{n}"}
    what = {"type": "CONSULT", "status": "actual", "actors": [{"id": "FRA"}], "recipients": []}
    return ids | what | {"date": day, "date_end": day, "published": date.fromisoformat(published)}


def test_the_day_of_publication_is_no_other_date():
    told = [report(1, "2024-06-26", "2024-06-27"), report(2, "2024-06-28", "2024-06-28"), report(3, None, "2024-06-28")]
    assert differences(told, {}) == {}
    other = differences([*told, report(4, "2024-06-25", "2024-06-28")], {})["date"]
    assert [(row["value"], row["reports"]) for row in other] == [("2024-06-25", ["r4"]), ("2024-06-26", ["r1"])]


def test_an_event_has_the_contexts_that_most_tell():
    contexts = [["military"], [], ["health"], []]
    told = [report(n, "2024-06-26", "2024-06-26") | {"contexts": c, "mode": "", "confidence": 0.9 - n / 10, "date_precision": "day",
            "language": "en"} for n, c in enumerate(contexts)]  # fmt: skip
    assert summarise(told)["report_id"] == "r1"
