"""Answers are kept until the ledger changes; slow ones are given as they were while they are made anew."""

import threading
import time

from dragoman.web.memo import Memo


class Clock:
    """A revision that a test turns, and how often an answer was made."""

    def __init__(self):
        self.now, self.made = 1, 0

    def __call__(self):
        return self.now

    def make(self):
        self.made += 1
        return f"{self.now}.{self.made}"


def until(condition):
    for _ in range(400):
        if condition():
            return
        time.sleep(0.01)
    raise AssertionError("it did not come")


def test_an_answer_is_made_once_a_revision():
    clock = Clock()
    memo = Memo(clock)
    assert [memo.get("a", clock.make) for _ in range(3)] == ["1.1"] * 3
    clock.now = 2
    assert memo.get("a", clock.make) == "2.2"


def test_a_slow_answer_is_given_as_it_was_and_made_once_anew():
    clock, told = Clock(), []
    memo = Memo(clock)
    go = threading.Event()
    assert memo.get("a", clock.make, stale=told.append) == "1.1" and told == []
    clock.now = 2

    def slow():
        assert go.wait(10)
        return clock.make()

    assert [memo.get("a", slow, stale=told.append) for _ in range(3)] == ["1.1"] * 3
    assert told == ["a"] * 3
    go.set()
    until(lambda: memo.get("a", slow, stale=told.append) == "2.2")
    assert clock.made == 2


def test_what_changed_while_an_answer_was_made_is_made_again():
    clock = Clock()
    memo = Memo(clock)

    def changing():
        made = clock.make()
        clock.now += 1
        return made

    assert memo.get("a", changing) == "1.1"
    assert memo.get("a", clock.make) == "2.2", "an answer is of the revision at which it was begun"


def test_an_answer_that_fails_anew_is_tried_again(caplog):
    clock = Clock()
    memo = Memo(clock)
    memo.get("a", clock.make)
    clock.now = 2

    def broken():
        raise RuntimeError("no")

    assert memo.get("a", broken, stale=lambda key: None) == "1.1"
    until(lambda: "could not be made anew" in caplog.text)
    until(lambda: memo.get("a", clock.make, stale=lambda key: None) == "2.2")


def test_the_oldest_are_forgotten():
    clock = Clock()
    memo = Memo(clock, most=2)
    for key in "abac":
        memo.get(key, clock.make)
    made = clock.made
    memo.get("a", clock.make)
    assert clock.made == made, "a was asked for after b"
    memo.get("b", clock.make)
    assert clock.made == made + 1


def test_many_readers_at_once():
    clock = Clock()
    memo = Memo(clock, most=8)
    wrong = []

    def read():
        for n in range(300):
            key = n % 11
            if memo.get(key, lambda key=key: key, stale=lambda key: None) != key:
                wrong.append(key)
            if n % 50 == 0:
                clock.now += 1

    threads = [threading.Thread(target=read) for _ in range(4)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    assert wrong == []
