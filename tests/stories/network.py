"""A network between a browser and the site that can be cut, or lose what the site replies."""

import http.client
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

DROPPED = {"connection", "transfer-encoding", "content-length"}


class Network:
    """``up``; ``down``: nothing gets through; ``deaf``: what is posted arrives, no reply."""

    def __init__(self, site: str) -> None:
        self.state = "up"
        self.site = urlsplit(site).netloc
        self.url = ""


@contextmanager
def network(site: str) -> Iterator[Network]:
    """Stand between a browser and *site*, at an address of its own."""
    between = Network(site)

    class Wire(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self):
            if between.state == "down":
                self.close_connection = True
                return
            length = int(self.headers.get("Content-Length") or 0)
            body = self.rfile.read(length) if length else None
            there = http.client.HTTPConnection(between.site)
            there.request(self.command, self.path, body, dict(self.headers))
            reply = there.getresponse()
            content = reply.read()
            there.close()
            if between.state == "deaf" and self.command == "POST":
                self.close_connection = True
                return
            self.send_response(reply.status)
            for name, value in reply.getheaders():
                if name.lower() not in DROPPED:
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_POST = do_GET  # noqa: N815

        def log_message(self, *_given):
            """Keep quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Wire)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    between.url = f"http://127.0.0.1:{server.server_port}"
    yield between
    server.shutdown()
    server.server_close()
