"""The driver passes a server with correct answers and fails one with wrong answers."""

import contextlib
import copy
import io
import json
import threading
import unittest
from http.server import BaseHTTPRequestHandler, HTTPServer
from random import Random
from urllib.parse import parse_qsl, urlsplit

import compare
import sign
from calls import Calls
from difference import differences, parse
from fixtures import random_project
from recompute import ENDPOINTS, answer, decoded

KEY, SECRET = "test_key", "test_secret"


def handler(project, change):
    """A request handler for `project` whose answers are modified by `change`."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            parts = urlsplit(self.path)
            texts = dict(parse_qsl(parts.query, keep_blank_values=True, strict_parsing=True))
            endpoint = parts.path.removeprefix("/api/2.0/").rstrip("/")
            signed = texts.pop("sig") == sign.signature(texts, SECRET)
            for name in ("api_key", "expire", "format"):
                texts.pop(name, None)
            parameters = {key: decoded(endpoint, key, text) for key, text in texts.items()}
            found = change(copy.deepcopy(answer(project, endpoint, parameters)))
            body = json.dumps(found).encode()
            self.send_response(200 if signed else 400)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    return Handler


def compared(project, secret=SECRET, change=lambda found: found):
    """The number of calls that passed and failed, and the output."""
    server = HTTPServer(("127.0.0.1", 0), handler(project, change))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        url = f"http://127.0.0.1:{server.server_port}"
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            asked = compare.Server(url, KEY, secret, Random(1))
            counts = compare.compare(asked, project, Calls(project, 1).take(60), shown=5)
        return counts, printed.getvalue()
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def turned(found):
    """`found` with the order of its outermost keys or items reversed."""
    if isinstance(found, dict):
        return dict(reversed(found.items()))
    return list(reversed(found))


class Compare(unittest.TestCase):
    """The driver against a small server."""

    @classmethod
    def setUpClass(cls):
        cls.project = random_project(1, "Europe/Berlin")

    def test_right_answers_pass(self):
        self.assertEqual(compared(self.project), ((60, 0), ""))

    def test_wrong_signatures_fail(self):
        counts, printed = compared(self.project, secret="wrong")
        self.assertEqual(counts, (0, 60))
        self.assertIn("status 400", printed)

    def test_wrong_answers_fail(self):
        counts, printed = compared(self.project, change=lambda found: [found])
        self.assertEqual(counts, (0, 60))
        self.assertIn("expected", printed)

    def test_wrong_order_fails(self):
        (_, failed), _ = compared(self.project, change=turned)
        self.assertGreater(failed, 0)

    def test_no_server(self):
        server = compare.Server("http://127.0.0.1:1", KEY, SECRET, Random(1))
        problems = compare.check(server, self.project, "events/top", {"type": "unique"})
        self.assertEqual(len(problems), 1)
        self.assertIn("no answer", problems[0])


class Differences(unittest.TestCase):
    """Answers that count as different."""

    def test_numbers(self):
        facts = [
            (1, 1, True), (1, 1.0, False), (1, 2, False), (1.0, 1, True), (0.0, 0, True),
            (1 / 3, 0.333333333333333, True), (1 / 3, 0.33333333, False), (0.0, 1e-300, False),
            (None, 0, False), (True, 1, False), (1, True, False), (1.0, True, False),
            ("1", 1, False), ([], {}, False), ([1], [1, 1], False),
        ]
        for expected, found, equal in facts:
            with self.subTest(expected=expected, found=found):
                self.assertEqual(differences("events", expected, found) == [], equal)

    def test_order(self):
        record = {"data": {"series": [], "values": {}}, "legend_size": 0}
        self.assertEqual(differences("events", record, turned(record)), [])
        names = {"data": {"series": [], "values": {"a": {}, "b": {}}}, "legend_size": 0}
        other = copy.deepcopy(names)
        other["data"]["values"] = turned(other["data"]["values"])
        self.assertEqual(len(differences("events", names, other)), 1)

    def test_keys(self):
        self.assertEqual(len(differences("events", {"a": 1}, {"b": 1})), 2)
        # Another Unicode normalization is another key.
        self.assertEqual(len(differences("events", {"\u00e9": 1}, {"e\u0301": 1})), 2)
        with self.assertRaises(ValueError):
            parse('{"a": 1, "a": 1}')

    def test_every_single_change_is_seen(self):
        project = random_project(3, "UTC")
        for endpoint, parameters in Calls(project, 3).take(4 * len(ENDPOINTS)):
            expected = answer(project, endpoint, parameters)
            for path in leaves(expected):
                found = json.loads(json.dumps(expected))
                at = found
                for key in path[:-1]:
                    at = at[key]
                at[path[-1]] = "changed"
                self.assertEqual(len(differences(endpoint, expected, found)), 1)


def leaves(value, path=()):
    """Paths to some values that are not objects or lists: at most three in each."""
    if isinstance(value, dict):
        children = list(value.items())
    elif isinstance(value, list):
        children = list(enumerate(value))
    else:
        yield path
        return
    for key, child in children[:3]:
        yield from leaves(child, path + (key,))


if __name__ == "__main__":
    unittest.main()
