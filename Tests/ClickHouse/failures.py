"""Failures: no wrong answer, and no event lost or counted twice."""

import contextlib
import http.client
import json
import os
import subprocess
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from cluster import CLUSTER, PASSWORD, USER
from projects import Failure, Served, environment, run_all

NOW = "2024-01-31T12:00:00Z"
NOON = 1_706_702_400
#: One call of each kind.
CALLS = (
    ("events", {"event": ["a"], "type": "unique", "unit": "day", "interval": 30}),
    ("events/top", {"type": "general"}),
    ("events/retention", {"event": ["a"], "type": "unique", "unit": "week", "interval": 5}),
    ("events/properties",
     {"event": "a", "name": "p", "type": "unique", "unit": "day", "interval": 30}),
    ("events/properties/top", {"event": "a", "type": "general", "unit": "day", "interval": 30}),
    ("funnels", {"funnel": ["f"], "unit": "week", "interval": 4}),
    ("funnels/dates", {"funnel": ["f"], "unit": "week"}),
)


def expect(condition, what):
    """Raises `Failure` unless `condition` is true."""
    if not condition:
        raise Failure(what)


def write_events(path, count, first=0, identified=True):
    """Simple events in the last 30 days, with unique ids if `identified`."""
    with open(path, "w", encoding="utf-8") as file:
        for number in range(first, first + count):
            properties = {
                "time": NOON - number * 97 % (30 * 86_400), "distinct_id": f"u{number * 31 % 997}",
                "p": f"v{number % 7}",
            }
            if identified:
                properties["$insert_id"] = f"id{number}"
            event = {"event": "ab"[number % 2], "properties": properties}
            file.write(json.dumps(event) + "\n")
    return path


def count_of(server, table):
    """The number of events of a table."""
    return int(server.ask(f"SELECT count() FROM {table}"))


def check(programs, shards, home):
    """Runs all tests."""
    run_all((
        addresses_are_checked, logins_are_checked, odd_texts_are_exact, writers_take_turns,
        killed_writers_do_not_block, lost_answers_count_once, failures_midway_are_reported,
        left_questions_end, dead_shards_are_reported,
    ), programs, shards, home / "failures")


def addresses_are_checked(programs, shards, folder):
    """Invalid addresses are reported with a remedy, and create nothing."""
    events = write_events(folder / "few.ndjson", 10)
    port = shards.servers[0].http
    for location, hint in (
        (f"clickhouse://127.0.0.1:{port}/d?cluster=nobody", "has no cluster"),
        (f"clickhouse://127.0.0.1:{port}/d?cluster={CLUSTER}", "write all of them"),
        (f"clickhouse://me:hush@127.0.0.1:{port}/d", "must not contain a user or password"),
        ("clickhouse://db.example.com:8123/d", "clickhouses://"),
    ):
        run = programs.run("mpq", "import", events, "--into", location, expected=2)
        expect(hint in run.stderr and "hush" not in run.stderr, f"{location}: {run.stderr}")
    known = shards.servers[0].ask("SHOW DATABASES").decode().split()
    expect("d" not in known, "an invalid address created a database")
    run = programs.run(
        "mpq", "--local", f"clickhouse://127.0.0.1:{port}/absent", "-e", "show events", expected=2)
    expect("no such project" in run.stderr, run.stderr)
    run = programs.run("mpq", "import", events, "--into", "clickhouse://127.0.0.1:1/d", expected=3)
    expect("127.0.0.1:1" in run.stderr, run.stderr)


def logins_are_checked(programs, shards, folder):
    """A wrong password is reported without showing it; a password file must be private."""
    events = folder / "few.ndjson"
    location = f"clickhouse://127.0.0.1:{shards.servers[0].http}/logins"
    wrong = {"MPQ_CLICKHOUSE_PASSWORD": "hush"}
    run = programs.run("mpq", "import", events, "--into", location, expected=2, **wrong)
    expect(f"rejected user '{USER}'" in run.stderr, run.stderr)
    expect("hush" not in run.stderr, "a password was shown")

    secret = folder / "password"
    secret.write_text(PASSWORD + "\n", encoding="utf-8")
    variables = {"MPQ_CLICKHOUSE_PASSWORD_FILE": str(secret)}
    secret.chmod(0o640)
    run = programs.run("mpq", "import", events, "--into", location, expected=2, **variables)
    expect("chmod 600" in run.stderr, run.stderr)
    secret.chmod(0o600)
    programs.run("mpq", "import", events, "--into", location, **variables, **wrong)
    expect(count_of(shards.servers[0], "logins.event") == 10, "not imported")


def odd_texts_are_exact(programs, shards, folder):
    """Values with all bytes that a request can contain, and with newlines, are preserved."""
    values = [f"<{chr(code)}>" for code in range(1, 0x180)] + ["''", "\\'", "\\\\", "\\x41", "\n\t"]
    path = folder / "odd.ndjson"
    with open(path, "w", encoding="utf-8") as file:
        for number, value in enumerate(values + ["\0"]):
            properties = {"time": NOON - 60, "distinct_id": value, value: value, "p": value}
            event = {"event": value if number % 2 else "odd", "properties": properties}
            file.write(json.dumps(event) + "\n")
    served = {}
    try:
        for name, location in (
            ("SQLite", str(folder / "odd.mpqdb")), ("shards", shards.location("odd"))
        ):
            programs.make(location, [path], None, "UTC")
            served[name] = Served(programs, location, NOW)
        window = {"type": "unique", "unit": "day", "interval": 1}
        calls = [("events/names", {**window, "limit": 255})]
        for begin in range(0, len(values), 40):
            some = values[begin : begin + 40]
            calls.append(("events", {"event": some, **window}))
            calls.append(
                ("events/properties",
                 {"event": "odd", "name": "p", "values": some, "limit": 255, **window}))
            calls.append(
                ("events/properties", {"event": "odd", "name": some[0], "limit": 255, **window}))
        for endpoint, parameters in calls:
            one, other = (server.ask(endpoint, parameters) for server in served.values())
            expect(one == other and one[0] == 200, f"{endpoint} {parameters}: {one} {other}")
    finally:
        for server in served.values():
            server.stop()


def writers_take_turns(programs, shards, folder):
    """Concurrent imports of the same events add each event once."""
    events = write_events(folder / "same.ndjson", 30_000)
    location = shards.location("turns")
    programs.make(location, [folder / "few.ndjson"], None, "UTC")
    runs = [
        subprocess.Popen(
            [programs.folder / "mpq", "import", events, "--into", location],
            env=environment(programs.home), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True,
        )
        for _ in range(3)
    ]
    outputs = [run.communicate(timeout=300)[0] for run in runs]
    expect(all(run.returncode == 0 for run in runs), f"an import failed: {outputs}")
    count = count_of(shards.servers[0], "turns.event_all")
    expect(count == 30_000, f"{count} events instead of 30000: {outputs}")


def killed_writers_do_not_block(programs, shards, folder):
    """The lock of a writer that was killed long ago is broken."""
    server = shards.servers[0]
    server.ask("CREATE TABLE turns.writer (holder UInt64 DEFAULT 1) ENGINE = Memory")
    long_ago = time.time() - 3600
    os.utime(server.home / "data/metadata/turns/writer.sql", (long_ago, long_ago))
    events = write_events(folder / "more.ndjson", 50, first=30_000)
    programs.run("mpq", "import", events, "--into", shards.location("turns"))
    expect(count_of(server, "turns.event_all") == 30_050, "not imported")
    left = server.ask("SELECT name FROM system.tables WHERE database = 'turns'").decode().split()
    expect("writer" not in left, f"a lock is left: {left}")


class Forwarder(BaseHTTPRequestHandler):
    """Forwards requests, and drops some of them or their responses."""

    protocol_version = "HTTP/1.1"

    def do_POST(self):  # noqa: N802
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.requests += 1
        if self.server.requests > self.server.limit:
            return self.hang_up()
        is_insert = "INSERT%20INTO%20event" in self.path
        if is_insert:
            self.server.inserts += 1
            if self.server.inserts in self.server.swallowed:
                return self.hang_up()
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=60)
        connection.putrequest("POST", self.path, skip_host=True, skip_accept_encoding=True)
        for name, value in self.headers.items():
            if name != "Accept-Encoding":
                connection.putheader(name, value.encode("latin-1"))
        connection.endheaders(body)
        response = connection.getresponse()
        answer = response.read()
        if is_insert and self.server.inserts in self.server.unanswered:
            return self.hang_up()
        self.send_response(response.status)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)
        return None

    def hang_up(self):
        """Closes the connection without a response."""
        self.close_connection = True
        self.connection.close()

    def log_message(self, *_):
        """Requests are not logged."""


@contextlib.contextmanager
def forwarding(server):
    """A proxy in front of a server; its attributes select what is dropped."""
    proxy = ThreadingHTTPServer(("127.0.0.1", 0), Forwarder)
    proxy.port = server.http
    proxy.requests, proxy.limit = 0, float("inf")
    proxy.inserts, proxy.unanswered, proxy.swallowed = 0, set(), set()
    thread = threading.Thread(target=proxy.serve_forever)
    thread.start()
    try:
        yield proxy
    finally:
        proxy.shutdown()
        thread.join()
        proxy.server_close()


def lost_answers_count_once(programs, shards, folder):
    """Events without an $insert_id are stored once, even if a request or response was lost."""
    events = write_events(folder / "anonymous.ndjson", 50_000, identified=False)
    with forwarding(shards.servers[0]) as proxy:
        proxy.unanswered, proxy.swallowed = {1, 4}, {2, 5}
        location = f"clickhouse://127.0.0.1:{proxy.server_address[1]}/lossy"
        programs.make(location, [events], None, "UTC")
    expect(proxy.inserts >= 5, f"only {proxy.inserts} inserts were seen")
    count = count_of(shards.servers[0], "lossy.event")
    expect(count == 50_000, f"{count} events instead of 50000")


def failures_midway_are_reported(programs, shards, folder):
    """The exit code is 3 if any request of a query fails."""
    with forwarding(shards.servers[0]) as proxy:
        location = f"clickhouse://127.0.0.1:{proxy.server_address[1]}/midway"
        programs.make(location, [folder / "few.ndjson"], None, "UTC")
        ask = ("mpq", "--local", location, "--now", NOW, "-e", "events a unique")
        proxy.requests = 0
        programs.run(*ask)
        count = proxy.requests
        expect(count >= 2, f"a query took {count} requests")
        for answered in range(count):
            proxy.requests, proxy.limit = 0, answered
            run = programs.run(*ask, expected=3)
            expect("127.0.0.1" in run.stderr or "shard" in run.stderr, run.stderr)


def left_questions_end(programs, shards, folder):
    """Servers stop a query when its client disconnects."""
    location = shards.location("endless")
    programs.make(location, [folder / "few.ndjson"], None, "UTC")
    for server in shards.servers:
        # Endless events, so that no query ends before the server's time limit.
        server.ask("RENAME TABLE endless.event TO endless.kept")
        columns = server.ask(
            "SELECT name FROM system.columns WHERE database = 'endless' AND table = 'kept'"
        ).decode().split()
        server.ask(
            f"CREATE VIEW endless.event AS SELECT {', '.join(columns)} FROM "
            "(SELECT number AS copy FROM system.numbers) CROSS JOIN (SELECT * FROM endless.kept)")

    def work():
        """The queries that run on each server."""
        sql = "SELECT count() FROM system.processes WHERE query LIKE '%uniqExactIf(uid%'"
        return [
            int(server.ask(f"{sql} AND query NOT LIKE '%processes%'")) for server in shards.servers
        ]

    window = {"type": "unique", "unit": "day", "interval": 30}
    with Served(programs, location, NOW) as served:
        client = http.client.HTTPConnection(served.client.host, served.client.port)
        client.request("GET", served.client.target("events", {"event": ["a"], **window}))
        wait_until(lambda: all(work()), "no server was asked")
        client.close()
        wait_until(lambda: not any(work()), "a server works on")
        wait_until(lambda: "status=499" in served.log.read_text(), "nobody was seen to leave")


def wait_until(condition, otherwise):
    """Waits for a condition, at most one minute."""
    deadline = time.monotonic() + 60
    while not condition():
        expect(time.monotonic() < deadline, otherwise)
        time.sleep(0.02)


def dead_shards_are_reported(programs, shards, folder):
    """Queries fail while a shard is down, and later give the same answers as before."""
    funnels = folder / "f.toml"
    funnels.write_text('[[funnel]]\nname = "f"\nsteps = ["a", "b"]\n', encoding="utf-8")
    location, events = shards.location("mortal"), folder / "same.ndjson"
    programs.make(location, [events], funnels, "UTC")
    first, second = shards.servers
    with Served(programs, location, NOW) as served:
        before = [served.ask(*call) for call in CALLS]
        expect(all(status == 200 for status, _ in before), f"{before}")
        second.kill()
        for call in CALLS:
            status, body = served.ask(*call)
            expect(status >= 500, f"{call}: {status} {body}")
        expect("a shard is unreachable" in served.log.read_text(), served.log.read_text())
        run = programs.run("mpq", "--local", location, "-e", 'events "a"', expected=3)
        expect("a shard is unreachable" in run.stderr, run.stderr)
        second.start()
        after = [served.ask(*call) for call in CALLS]
        expect(after == before, "answers changed while a shard was down")

    second.kill()
    late = write_events(folder / "late.ndjson", 120_000, first=60_000)
    run = programs.run("mpq", "import", late, "--into", location, expected=3)
    expect("is unreachable" in run.stderr or "refused" in run.stderr, run.stderr)
    second.start()
    # Also during an import; after another import, each event is stored once.
    begin = count_of(first, "mortal.event")
    importing = subprocess.Popen(
        [programs.folder / "mpq", "import", late, "--into", location],
        env=environment(programs.home), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, text=True,
    )
    while count_of(first, "mortal.event") < begin + 15_000 and importing.poll() is None:
        time.sleep(0.01)
    second.kill()
    output = importing.communicate(timeout=300)[0]
    expect(importing.returncode == 3, f"the import did not fail: {output}")
    expect("is unreachable" in output or "refused" in output, output)
    second.start()
    programs.run("mpq", "import", late, "--into", location)
    count = count_of(first, "mortal.event_all")
    expect(count == 150_000, f"{count} events instead of 150000 after: {output}")
