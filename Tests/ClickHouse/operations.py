"""Maintenance of projects: export, statistics, checks, resumed imports, the lock of writers."""

import json
import os
import signal
import subprocess
import sys
import time

from cluster import CLUSTER, PASSWORD, USER
from failures import count_of, expect, write_events
from projects import REPOSITORY, environment, run_all

#: A lock whose holder renews it.
HELD = """CREATE TABLE held.writer (
  holder UInt64 DEFAULT 123456789012345, program String DEFAULT 'process 1 on elsewhere',
  at DateTime DEFAULT now()) ENGINE = Memory"""


def check(programs, shards, home):
    """Runs all tests."""
    run_all((
        exports_are_reproduced, crowded_seconds_are_exported, statistics_agree, damage_is_found,
        stopped_imports_go_on, grown_logs_are_resumed, killed_writers_are_put_aside,
        earlier_tables_are_upgraded, files_alone_are_copied,
    ), programs, shards, home / "operations")


class Waiting:
    """An import that waits for a lock that is never released, until the timeout of two minutes."""

    def __init__(self, programs, shards, home):
        events, server = write_events(home / "waiting.ndjson", 10), shards.servers[0]
        location = f"clickhouse://127.0.0.1:{server.http}/held"
        programs.make(location, [events], None, "UTC")
        server.ask(HELD)
        server.ask("INSERT INTO held.writer (holder, at) VALUES (123456789012345, now() + 3600)")
        self.process = start(programs, "import", events, "--into", location)

    def check(self):
        """It times out and reports the lock holder."""
        output = self.process.communicate(timeout=300)[0]
        expect(self.process.returncode == 2, f"{self.process.returncode}: {output}")
        for words in ("process 1 on elsewhere, since 20", "DROP TABLE held.writer"):
            expect(words in output, output)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.communicate()


def start(programs, *arguments):
    """Starts mpq with stdout and stderr combined."""
    return subprocess.Popen(
        [programs.folder / "mpq", *map(str, arguments)], env=environment(programs.home),
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )


def exports_are_reproduced(programs, shards, folder):
    """Importing an export into a file or other shards and exporting it gives the same bytes."""
    lines, funnels, now = (folder / name for name in ("random.ndjson", "f.toml", "now"))
    subprocess.run(
        [
            sys.executable, REPOSITORY / "Tests/Oracle/generate.py", "--seed", "9", "--events",
            "3000", "--zone", "Europe/Berlin", "--out", lines, "--funnels", funnels, "--now-out",
            now,
        ],
        check=True,
    )
    first, file, again = shards.location("first"), folder / "again.mpqdb", shards.location("again")
    programs.make(first, [lines], funnels, "Europe/Berlin")
    export, back = folder / "export.ndjson", folder / "back.ndjson"
    programs.run("mpq", "export", first, "-o", export)
    for location in (file, again):
        programs.make(location, [export], funnels, "Europe/Berlin")
        back.unlink(missing_ok=True)
        programs.run("mpq", "export", location, "-o", back)
        expect(back.read_bytes() == export.read_bytes(), f"the export of {location} differs")

    # Texts may contain characters that Python treats as line ends.
    written = export.read_text(encoding="utf-8").split("\n")[:-1]
    # Numbers keep their original spelling.
    original = folder / "original.mpqdb"
    programs.make(original, [lines], None, "Europe/Berlin")
    canonical = programs.run("mpq", "export", "--canonical", original).stdout.split("\n")[:-1]
    expect(sorted(canonical) == sorted(written), "not the lines of a file")

    events = [json.loads(line) for line in written]
    times = [event["properties"]["time"] for event in events]
    expect(len(events) > 1000 and times == sorted(times), "not all, or not by time")
    name = events[len(events) // 2]["event"]
    day = programs.run("mpq", "export", first, "--event", name, "--from", "2000-01-01").stdout
    wanted = [line for line, event in zip(written, events)
              if event["event"] == name and event["properties"]["time"] >= 946_681_200]
    expect(day.split("\n")[:-1] == wanted, f"{len(wanted)} lines of {name} were expected")


def crowded_seconds_are_exported(programs, shards, folder):
    """If one second has more events than fit in a slice, each is exported once, by user."""
    users = [f"u{number:02}" for number in range(60)]
    events, location = folder / "crowded.ndjson", shards.location("crowded")
    with open(events, "w", encoding="utf-8") as file:
        for user in reversed(users):
            properties = {"time": 1_700_000_000, "distinct_id": user, "p": user * 200_000}
            file.write(json.dumps({"event": "a", "properties": properties}) + "\n")
    programs.make(location, [events], None, "UTC")
    export = programs.run("mpq", "export", location).stdout.splitlines()
    found = [json.loads(line)["properties"] for line in export]
    expect([properties["distinct_id"] for properties in found] == users, "not each user once")
    expect(all(properties["p"] == properties["distinct_id"] * 200_000 for properties in found),
           "a text came back as another one")


def statistics_agree(programs, shards, folder):
    """The statistics of a project on shards equal those of a file with the same events."""
    found = []
    for location in (folder / "again.mpqdb", shards.location("first"), shards.location("again")):
        run = programs.run("mpq", "project", "info", location, "--format", "json")
        found.append(json.loads(run.stdout))
    for name in ("events", "names", "users", "properties", "first", "last", "time_zone", "funnels"):
        values = [info[name] for info in found]
        expect(values[0] == values[1] == values[2], f"{name}: {values}")
    expect(sum(found[1]["events_by_shard"]) == found[1]["events"], f"{found[1]}")
    text = programs.run("mpq", "project", "info", shards.location("first")).stdout
    expect("events by shard" in text, text)


def damage_is_found(programs, shards, folder):
    """A check finds the problems of a cluster."""
    location = shards.location("sound")
    programs.make(location, [write_events(folder / "sound.ndjson", 2000)], None, "UTC")
    run = programs.run("mpq", "project", "check", location)
    expect("all is well" in run.stdout, run.stdout)
    first, second = shards.servers
    columns = "event, time, distinct_id, insert_id, identity, keys, vals, texts"
    other = f"remote('127.0.0.1:{second.tcp}', sound, event, '{USER}', '{PASSWORD}')"
    for sql, words in (
        (f"INSERT INTO sound.event ({columns}) SELECT {columns} FROM {other} LIMIT 3",
         "3 events of users of another shard"),
        (f"INSERT INTO sound.event ({columns}) SELECT 'a', 1, 'u', '', 0, ['x', 'x'], ['', ''], "
         "[0, 0]", "invalid time, user or properties"),
        ("INSERT INTO sound.definition_all (kind, revision, name, texts) "
         "SELECT 'project', 1, 'time_zone', ['Europe/Berlin']", "definitions of 'time_zone'"),
        ("INSERT INTO sound.definition_all (kind, revision, name, texts) "
         "SELECT 'funnel', 1, 'f', arrayMap(x -> 'a', range(1000))", "a funnel has no name"),
        ("DROP TABLE sound.event_all", "missing table 'event_all'"),
        ("CREATE TABLE sound.event_all AS sound.event "
         f"ENGINE = Distributed('{CLUSTER}', 'sound', 'event', rand())",
         "does not distribute rows"),
    ):
        first.ask(sql, insert_distributed_sync=1)
        run = programs.run("mpq", "project", "check", location, expected=8)
        expect(words in run.stdout, f"{words}: {run.stdout}")


def stopped_imports_go_on(programs, shards, folder):
    """Events without an $insert_id are stored once, even if their import is killed repeatedly."""
    count = 60_000
    events = write_events(folder / "stopped.ndjson", count, identified=False)
    location, server = shards.location("stopped"), shards.servers[0]
    command = ("import", events, "--into", location, "--batch", 5000)
    arrived, kills = 0, 0
    while arrived < count:
        importing = start(programs, *command, *(["--resume"] if arrived else []))
        # Later each time, and once within a batch that is not the last one of the file.
        wanted, begin = arrived + 1 + kills * 7000, time.monotonic()
        while importing.poll() is None and arrived < wanted:
            arrived = arrived_in(server, "stopped.event_all")
            # The lock may have been created after the kill.
            if time.monotonic() - begin > 5:
                wake_up_lock(server, "stopped")
        if importing.poll() is None:
            importing.send_signal(signal.SIGKILL)
            kills += 1
        output = importing.communicate(timeout=300)[0]
        expect(importing.returncode in (0, -signal.SIGKILL), output)
        wake_up_lock(server, "stopped")
        arrived = arrived_in(server, "stopped.event_all")
        if importing.returncode == 0:
            break
    expect(kills > 1, f"only {kills} imports were killed")
    arrived = arrived_in(server, "stopped.event_all")
    expect(arrived == count, f"{arrived} events instead of {count} after {kills} kills")
    again = programs.run("mpq", *command, "--resume").stderr
    expect("was imported before, and left out" in again, again)


def grown_logs_are_resumed(programs, shards, folder):
    """Only the new lines of a log that grew are imported."""
    location = shards.location("grown")
    for count, words in ((100, "100 events added"), (150, "50 events added, 100 before")):
        events = write_events(folder / "grown.ndjson", count, identified=False)
        text = programs.run("mpq", "import", events, "--into", location, "--resume").stdout
        expect(words in text, text)
    arrived = arrived_in(shards.servers[0], "grown.event_all")
    expect(arrived == 150, f"{arrived} events instead of 150")


def earlier_tables_are_upgraded(programs, shards, folder):
    """Tables of version 1 can be read, and are upgraded by the next writer."""
    location, server = shards.location("earlier"), shards.servers[0]
    events = folder / "earlier.ndjson"

    def add(value):
        record = {"event": "a", "properties": {"time": 1_700_000_000 + value, "p": "N"}}
        text = json.dumps(record).replace('"N"', f"{value}.0")
        events.write_text(text + "\n", encoding="utf-8")
        programs.make(location, [events], None, "UTC")
        return json.dumps(record).replace('"p": "N"', f'"distinct_id": "", "p": {value}.0')

    def state():
        info = json.loads(
            programs.run("mpq", "project", "info", location, "--format", "json").stdout
        )
        run = programs.run("mpq", "project", "check", location)
        expect("all is well" in run.stdout, run.stdout)
        return info["version"], programs.run("mpq", "export", location).stdout.splitlines()

    def ask(column, value):
        sql = f"SELECT arrayStringConcat({column}, '|') FROM earlier.event_all ORDER BY time"
        found = server.ask(sql).decode().splitlines()
        expect(found == value, f"{column}: {found}")

    first = add(1)
    for table in ("event_all", "event"):
        for shard in shards.servers:
            shard.ask(f"ALTER TABLE earlier.{table} DROP COLUMN spelled")
    for shard in shards.servers:
        shard.ask("ALTER TABLE earlier.definition UPDATE texts = ['1'] "
                  "WHERE kind = 'project' AND name = 'version'")
    version = "SELECT texts[1] FROM earlier.definition_all WHERE name = 'version' FORMAT TSV"
    begin = time.monotonic()
    while server.ask(version) != b"1\n":
        expect(time.monotonic() - begin < 60, "the version does not change")
        time.sleep(0.1)
    # Here, the earlier event has lost its original spelling.
    first = first.replace("1.0", "1")
    expect(state() == (1, [first]), f"{state()}")
    second = add(2)
    expect(state() == (2, [first, second]), f"{state()}")
    ask("vals", ["1", "2"])
    ask("spelled", ["", "2.0"])


def arrived_in(server, table):
    """The number of events of a table; 0 if the table does not exist yet."""
    try:
        return count_of(server, table)
    except RuntimeError:
        return 0


def wake_up_lock(server, database):
    """Ages the lock of a killed writer by a minute."""
    file = server.home / f"data/metadata/{database}/writer.sql"
    try:
        server.ask(f"TRUNCATE TABLE {database}.writer")
        os.utime(file, (time.time() - 61, time.time() - 61))
    except (RuntimeError, FileNotFoundError):
        # The lock does not exist, or no longer.
        pass


def killed_writers_are_put_aside(programs, shards, folder):
    """The lock of a killed import is valid for one minute."""
    location, server = shards.location("killed"), shards.servers[0]
    events = write_events(folder / "killed.ndjson", 40_000)
    programs.make(location, [write_events(folder / "few.ndjson", 10)], None, "UTC")
    file = server.home / "data/metadata/killed/writer.sql"
    for _ in range(50):
        importing = start(programs, "import", events, "--into", location)
        while importing.poll() is None and not file.exists():
            time.sleep(0.001)
        importing.kill()
        importing.communicate(timeout=60)
        if file.exists():
            break
    expect(file.exists(), "no import was killed while it held the lock")
    waiting = start(programs, "import", events, "--into", location)
    while "SELECT" not in server.ask("SHOW PROCESSLIST").decode() and waiting.poll() is None:
        time.sleep(0.001)
    expect(waiting.poll() is None, "an import did not wait for the lock of another one")
    wake_up_lock(server, "killed")
    output = waiting.communicate(timeout=50)[0]
    expect(waiting.returncode == 0, output)
    count = count_of(server, "killed.event_all")
    expect(count == 40_000, f"{count} events instead of 40000")


def files_alone_are_copied(programs, shards, folder):
    """Commands for files only name the alternative for ClickHouse."""
    location = shards.location("first")
    run = programs.run("mpq", "backup", location, folder / "copy.mpqdb", expected=2)
    expect("BACKUP DATABASE" in run.stderr and "mpq export" in run.stderr, run.stderr)
    run = programs.run("mpq", "project", "vacuum", location, expected=2)
    expect("OPTIMIZE TABLE" in run.stderr, run.stderr)
