"""A server on the loopback with canned answers; it counts calls and can delay them."""

import http.server
import json
import socket
import threading
import urllib.parse

NAMES = {
    "events/names": ["visit site", "log in", 'say "hi"', "sign-up"],
    "funnels/names": ["Signup flow", "Invite"],
    "events/properties/top": {"genre": {"count": 3}, "plan": {"count": 1}},
    "events/properties/values": ["jazz", "hip hop"],
    "funnels/properties/names": {"referrer": {"count": 3}},
}


def answer(endpoint, query):
    """What the endpoint answers; a year of `events` is longer than any screen."""
    if endpoint in NAMES:
        return NAMES[endpoint]
    if endpoint == "events/top":
        event = {"amount": 7, "event": "visit site", "percent_change": 0.5}
        return {"events": [event], "type": "general"}
    if endpoint == "events":
        days = [f"2024-{month:02}-{day:02}" for month in range(1, 13) for day in range(1, 29)]
        series = days[: int(query["interval"][0])]
        values = {name: {day: 5 for day in series} for name in json.loads(query["event"][0])}
        return {"data": {"series": series, "values": values}, "legend_size": len(values)}
    return {}


class CannedServer:
    """Serves until it is closed; while `gate` is not set, calls of `held` endpoints wait; while it
    `refuses`, no signature is right."""

    def __init__(self):
        self.calls = []
        self.gate = threading.Event()
        self.gate.set()
        self.held = set()
        self.refuses = False
        self._connections = []
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                url = urllib.parse.urlsplit(self.path)
                endpoint = url.path.removeprefix("/api/2.0/").strip("/")
                outer.calls.append(endpoint)
                if endpoint in outer.held:
                    outer.gate.wait()
                given = answer(endpoint, urllib.parse.parse_qs(url.query))
                if outer.refuses:
                    given = {"error": "Invalid request signature", "request": url.path}
                body = json.dumps(given).encode()
                self.send_response(400 if outer.refuses else 200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        class Listener(http.server.ThreadingHTTPServer):
            daemon_threads = True

            def process_request(self, request, client_address):
                outer._connections.append(request)
                super().process_request(request, client_address)

            def handle_error(self, *_):
                pass  # a client that hung up

        self._server = Listener(("127.0.0.1", 0), Handler)
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    @property
    def environment(self):
        """The environment of a program that uses this server."""
        return {
            "MPQ_HOST": f"http://127.0.0.1:{self.port}", "MPQ_API_KEY": "key",
            "MPQ_API_SECRET": SECRET,
        }  # fmt: skip

    def count(self, endpoint):
        """The number of calls of an endpoint."""
        return self.calls.count(endpoint)

    def close(self):
        """Stops listening, and closes all connections; a second call does nothing."""
        self.gate.set()
        self._server.shutdown()
        self._server.server_close()
        for connection in self._connections:
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass  # it has ended already


SECRET = "marked-5ecret-of-the-shell"
