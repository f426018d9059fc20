"""A real HTTP server on loopback that answers as told and remembers every request."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Seen:
    """One request as the server saw it."""

    path: str
    headers: dict[str, str]
    begun: float
    ended: float = 0.0


@dataclass
class Site:
    """Answers by path: (status, headers, body) or a function of the handler. ``seen`` has the requests in order."""

    address: str = "127.0.0.1"
    answers: dict[str, object] = field(default_factory=dict)
    seen: list[Seen] = field(default_factory=list)
    open: int = 0
    most: int = 0

    def __enter__(self) -> Site:
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                seen = Seen(self.path, {k.lower(): v for k, v in self.headers.items()}, time.monotonic())
                with site.lock:
                    site.seen.append(seen)
                    site.open += 1
                    site.most = max(site.most, site.open)
                try:
                    answer = site.answers.get(self.path, (404, {}, b""))
                    if isinstance(answer, Callable):
                        answer = answer(self, [s for s in site.seen if s.path == self.path])
                    if answer is not None:
                        self.reply(*answer)
                except (BrokenPipeError, ConnectionResetError):
                    pass
                finally:
                    seen.ended = time.monotonic()
                    with site.lock:
                        site.open -= 1

            def reply(self, status, headers, body):
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                if "Content-Length" not in headers:
                    self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args):
                pass

        self.lock = threading.Lock()
        self.server = ThreadingHTTPServer((self.address, 0), Handler)
        self.server.daemon_threads = True
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *exc) -> None:
        self.server.shutdown()
        self.server.server_close()

    def url(self, path: str = "/") -> str:
        return f"http://{self.address}:{self.port}{path}"

    def paths(self) -> list[str]:
        return [s.path for s in self.seen]
