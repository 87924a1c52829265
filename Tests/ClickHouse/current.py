#!/usr/bin/env python3
"""A current ClickHouse with the parts of its HTTP interface that mpq uses: chDB in this process.

    current.py FOLDER        prints the port on which it listens

chDB is ClickHouse as a Python module (PyPI: chdb); it has no server.
"""

import sys
import tempfile
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from chdb import session

#: Parameters of the HTTP interface that are not settings of a statement.
NOT_SETTINGS = {"query", "query_id", "database", "wait_end_of_query", "max_query_size"}


class Engine:
    """The one session of this process."""

    def __init__(self, folder):
        self.session = session.Session(str(folder / "data"))
        self.folder = folder
        self.lock = threading.Lock()
        # Statements are parsed before their settings apply.
        self.session.query("SET max_query_size = 33554432")

    def answer(self, parameters, body):
        """The response of ClickHouse, as bytes."""
        settings = ", ".join(
            f"{name} = '{value}'" for name, value in parameters.items() if name not in NOT_SETTINGS
        )
        with self.lock:
            if "database" in parameters:
                self.session.query(f"USE {parameters['database']}")
            if "query" in parameters:
                return self.insert(parameters["query"], body, settings)
            sql = body.decode("utf-8")
            mark = " FORMAT RowBinary"
            if not sql.endswith(mark):
                self.session.query(sql)
                return b""
            result = self.session.query(f"{sql[: -len(mark)]} SETTINGS {settings}", "RowBinary")
            return result.bytes()

    def insert(self, sql, rows, settings):
        """Inserts rows as the body of a request."""
        into, mark, layout = sql.rpartition(" FORMAT ")
        with tempfile.NamedTemporaryFile(dir=self.folder) as file:
            file.write(rows)
            file.flush()
            self.session.query(
                f"{into} FROM INFILE '{file.name}' SETTINGS {settings}{mark}{layout}"
            )
        return b""


class Handler(BaseHTTPRequestHandler):
    """Answers POST as ClickHouse does."""

    protocol_version = "HTTP/1.1"

    def do_POST(self):  # noqa: N802
        parameters = dict(parse_qsl(urlsplit(self.path).query, keep_blank_values=True))
        body = self.rfile.read(int(self.headers["Content-Length"]))
        try:
            status, answer = 200, self.server.engine.answer(parameters, body)
        except Exception as error:  # noqa: BLE001: the client gets every error
            status, answer = 500, str(error).encode()
            # Missing or existing databases and tables are normal.
            if not any(f"Code: {code}." in str(error) for code in (57, 60, 81)):
                print(error, parameters.get("query", body[:2000]), file=sys.stderr, flush=True)
        self.send_response(status)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_):
        """Requests are not logged."""


def main():
    """Serves until it is killed."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.engine = Engine(folder)
    print(server.server_address[1], flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
