"""GDELT files are read back by gdeltPyR's own reader, from a server on this machine, where it is installed."""

import importlib.util
import io
import threading
import zipfile
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from dragoman.export import SHEETS, write


def reader():
    """The function with which gdeltPyR reads a file; its package asks another host for tables when it is imported, this module does not."""
    package = importlib.util.find_spec("gdelt")
    if package is None:
        pytest.skip("gdelt is not installed")
    found = importlib.util.spec_from_file_location("gdelt_parallel", Path(package.origin).parent / "parallel.py")
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module._mp_worker


@pytest.mark.parametrize(("name", "table"), [("gdelt1", "events"), ("gdelt2", "events"), ("gdelt2-mentions", "mentions")])
@pytest.mark.filterwarnings("ignore")
def test_gdeltpyr_reads_what_was_written(book, name, table):
    read = reader()
    file = io.BytesIO()
    rows, _ = write(book, name, file)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("20220504.export.CSV", file.getvalue())

    class Files(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.end_headers()
            self.wfile.write(packed.getvalue())

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Files)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        frame = read(f"http://127.0.0.1:{server.server_port}/20220504.export.CSV.zip", table)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
    columns = SHEETS[name].columns
    assert frame.shape == (rows, len(columns))
    frame.columns = list(columns)
    lines = [line.split("\t") for line in file.getvalue().decode("utf-8").splitlines()]
    assert frame["GLOBALEVENTID"].tolist() == [int(line[0]) for line in lines]
    if table == "events":
        wanted = [line[columns.index("EventCode")] for line in lines]
        assert frame["EventCode"].tolist() == wanted
        assert any(code.startswith("0") for code in wanted)
    else:
        assert frame["MentionIdentifier"].str.startswith("https://paper.example/").all()
