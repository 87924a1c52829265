"""A small project for mpqd to serve, and signed questions about it."""

import json
import subprocess
import sys
from pathlib import Path
from random import Random
from urllib.parse import quote

REPOSITORY = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(REPOSITORY / "Tests" / "Oracle"))

from sign import signature  # noqa: E402

KEY = "key"
SECRET = "0123456789abcdef0123456789abcdef"
DAY = 86_400
#: 2010-05-30 in UTC, at which the events of the project end.
END = 14_759 * DAY
NAMES = [f"event {number:02}" for number in range(40)]


def write_events(path, count, days=90):
    """Writes raw events, the same ones for the same count."""
    random = Random(1)
    with open(path, "w", encoding="utf-8") as file:
        for number in range(count):
            properties = {
                "time": END - days * DAY + number * days * DAY // count,
                "distinct_id": f"user {random.randrange(count // 10 + 1)}",
                "$insert_id": str(number),
                "plan": random.choice(["free", "pro", "team"]),
            }
            name = NAMES[min(int(random.expovariate(0.2)), len(NAMES) - 1)]
            file.write(json.dumps({"event": name, "properties": properties}) + "\n")


def make(mpq, folder, count):
    """A project with so many events; its path."""
    events, project = folder / "events.ndjson", folder / f"{count}.mpqdb"
    write_events(events, count)
    command = [mpq, "import", events, "--into", project, "--time-zone", "UTC"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    events.unlink()
    return project


def target(path, parameters, secret=SECRET):
    """The signed target of a request that is good until 2100."""
    texts = {"api_key": KEY, "expire": "4102444800", **parameters}
    texts["sig"] = signature(texts, secret)
    query = "&".join(f"{name}={quote(value, safe='')}" for name, value in texts.items())
    return f"/api/2.0/{path}?{query}"


def questions(names, secret=SECRET):
    """Targets of 'events': of each name, for several windows."""
    return [
        target("events", {"event": json.dumps([name]), "type": "general", "unit": unit,
                          "interval": str(interval)}, secret)
        for name in names
        for unit, interval in [("day", 7), ("day", 30), ("week", 8)]
    ]
