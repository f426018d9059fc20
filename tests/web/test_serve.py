"""``dragoman serve``: it says where it is, answers there, and refuses what would not be safe."""

import re
import signal
import subprocess
import sys
from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest
from command import run

from dragoman.store import Ledger

pytest.importorskip("uvicorn", reason="the extra 'serve' is not installed")


@pytest.fixture
def ledger(tmp_path):
    path = tmp_path / "news.db"
    Ledger.open(path).close()
    return path


def get(address, path, **headers):
    connection = HTTPConnection(urlsplit(address).netloc, timeout=30)
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    return answer, text


def test_it_shows_an_empty_ledger_where_it_says_and_lets_its_owner_in(ledger):
    command = [sys.executable, "-c", "from dragoman.cli import main; main()", "serve", "--ledger", str(ledger), "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server:
        try:
            said = "".join(server.stderr.readline() for _ in range(3))
            address = re.search(r"http://localhost:\d+", said)[0]
            sign_in = re.search(r"(/sign-in\?token=\S{32,})", said)[1]
            answer, text = get(address, "/kk/")
            assert answer.status == 200 and '<html lang="kk"' in text
            assert "server" not in {name.lower() for name, _ in answer.getheaders()}
            answer, _ = get(address, sign_in)
            assert answer.status == 303 and "HttpOnly" in answer.headers["set-cookie"]
            assert get(address, "/sign-in?token=guess")[0].status == 403
            assert get(address, "/en/", Host="evil.example")[0].status == 421
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(30)


def test_others_may_reach_it_only_with_a_token(ledger):
    result = run("serve", "--ledger", ledger, "--host", "0.0.0.0")
    assert result.exit_code != 0 and "--token" in result.stderr and "DRAGOMAN_TOKEN" in result.stderr


@pytest.mark.parametrize("option", ["--groups", "--poles"])
def test_a_file_that_is_not_there_is_told(ledger, option, tmp_path):
    result = run("serve", "--ledger", ledger, option, tmp_path / "none.toml")
    assert result.exit_code != 0 and "none.toml" in result.stderr
    (tmp_path / "bad.toml").write_text("groups = 3\npoles = 3", "utf-8")
    result = run("serve", "--ledger", ledger, option, tmp_path / "bad.toml")
    assert result.exit_code != 0 and "bad.toml" in result.stderr


def test_a_ledger_that_is_not_there_is_told(tmp_path):
    result = run("serve", "--ledger", tmp_path / "none.db")
    assert result.exit_code != 0 and "none.db" in result.stderr
