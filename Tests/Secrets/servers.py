"""The servers under test: an echo server and a real mpqd."""

import json
import os
import re
import subprocess
import threading
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from traces import SERVER_SECRET

REPOSITORY = Path(__file__).resolve().parents[2]
PROGRAMS = Path(os.environ.get("MPQ_PROGRAMS") or REPOSITORY / ".build/debug")
#: What the echo server does, by the first part of the path.
MODES = (
    "answer", "refuse", "page", "redirect", "signature", "quota", "broken", "hangup", "nonsense",
)


class Server(ThreadingHTTPServer):
    """A server whose clients may disconnect."""

    def handle_error(self, *_):
        """Ignores killed clients."""


class EchoServer:
    """Responds as selected by the path, and collects the signatures of requests."""

    def __init__(self):
        self.signatures = set()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            """One connection."""

            protocol_version = "HTTP/1.1"

            def do_GET(self):  # noqa: N802
                """Answers one call."""
                url = urllib.parse.urlsplit(self.path)
                signature = urllib.parse.parse_qs(url.query).get("sig", [""])[0]
                if signature:
                    outer.signatures.add(signature.encode())
                mode = url.path.split("/")[1]
                given = outer.reply(mode, self.path, self.headers)
                if given is None:
                    self.close_connection = True
                    self.connection.close()
                    return
                status, headers, body = given
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            do_POST = do_GET  # noqa: N815

            def log_message(self, *_):
                """Requests are not logged."""

        self._server = Server(("127.0.0.1", 0), Handler)
        self.port = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever)

    def reply(self, mode, target, headers):
        """Status, headers and body; `None` disconnects."""
        echo = f"cannot route {target}, {urllib.parse.unquote(target)}, {headers}"
        error = json.dumps({"error": echo, "request": target}).encode()
        found = {
            "refuse": (404, {}, error),
            "page": (502, {}, f"<html><title>{echo}</title></html>".encode()),
            "redirect": (302, {"Location": f"http://127.0.0.1:{self.port}{target}"}, error),
            "signature": (400, {}, error),
            "quota": (429, {"Retry-After": "0"}, error),
            "broken": (500, {}, error),
            "nonsense": (200, {}, f'{{"data": "{echo}"'.encode()),
            "hangup": None,
        }
        return found.get(mode, (200, {}, self._answer(target)))

    @staticmethod
    def _answer(target):
        """A response. Its names are data that mpq does not redact: they contain no signature."""
        target = target.split("?")[0]
        endpoint = re.split("/2.0/|/query/", target)[-1].strip("/")
        if endpoint.endswith("names") and "properties" not in endpoint:
            return json.dumps(["a", target]).encode()
        if endpoint == "events/top":
            event = {"amount": 1, "event": target, "percent_change": 0.5}
            return json.dumps({"events": [event], "type": "general"}).encode()
        values = {target: {"2024-01-01": 1}}
        data = {"data": {"series": ["2024-01-01"], "values": values}, "legend_size": 1}
        return json.dumps(data).encode()

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


class Mpqd:
    """A real server with full logging, and a key with a marked secret."""

    def __init__(self, folder, traces):
        self.folder, self.traces, self.port = folder, traces, None
        self.keepers = {folder / "keys"}

    def _run(self, program, *arguments, **options):
        run = subprocess.run(
            [PROGRAMS / program, *map(str, arguments)], capture_output=True, check=True,
            cwd=self.folder, **options)
        self.traces.search(run.stdout + run.stderr, f"{program} {arguments}")

    def __enter__(self):
        self.folder.mkdir()
        event = {"event": "a", "properties": {"time": 1_700_000_000, "distinct_id": "u", "p": "v"}}
        (self.folder / "e.ndjson").write_text(json.dumps(event), encoding="utf-8")
        self._run("mpq", "import", "e.ndjson", "--into", "p.mpqdb")
        self._run("mpqd", "key", "add", "keys", "web", "--stdin", input=SERVER_SECRET.encode())
        self._run("mpqd", "key", "list", "keys")
        # The output of 'key revoke' and of an invalid file.
        wrong = self.folder / "broken"
        wrong.write_text(f"web {SERVER_SECRET} {SERVER_SECRET}\n!", encoding="utf-8")
        wrong.chmod(0o600)
        self.keepers.add(wrong)
        broken = subprocess.run(
            [PROGRAMS / "mpqd", "p.mpqdb", "--keys", "broken", "--port", "0"], cwd=self.folder,
            capture_output=True, check=False, timeout=60)
        self.traces.search(broken.stdout + broken.stderr, "mpqd with a broken file of keys")
        self.process = subprocess.Popen(
            [PROGRAMS / "mpqd", "p.mpqdb", "--keys", "keys", "--port", "0", "--log-level", "debug"],
            cwd=self.folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE)
        first = self.process.stderr.readline()
        self.port = int(re.search(rb":(\d+)/", first)[1])
        # The log is read while the server runs, so that the server is never blocked.
        self._log = threading.Thread(target=self._search_log)
        self._log.start()
        return self

    def _search_log(self):
        for line in self.process.stderr:
            self.traces.search(line, "the log of mpqd")

    def __exit__(self, *_):
        self.process.terminate()
        self._log.join()
        self.process.wait(timeout=60)
