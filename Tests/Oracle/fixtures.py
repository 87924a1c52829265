"""Small projects for the tests, written by hand or at random."""

import json
from datetime import datetime
from random import Random
from zoneinfo import ZoneInfo

from events import read_lines
from generate import Generator
from project import Project

ZONES = (
    "UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Pacific/Apia",
    "America/Sao_Paulo", "Africa/Casablanca",
)


def line(name, user, time, **properties):
    """A line of an export; `time` is ISO 8601 with its offset from UTC."""
    seconds = int(datetime.fromisoformat(time).timestamp())
    carried = {"time": seconds, "distinct_id": user, **properties}
    return json.dumps({"event": name, "properties": carried})


def project(now, lines, zone="UTC", funnels=None):
    """A project of hand-written lines."""
    zone = ZoneInfo(zone)
    return Project(read_lines(lines, zone), funnels or {}, zone, datetime.fromisoformat(now))


def random_project(seed, zone, count=400):
    """A project of generated lines."""
    zone = ZoneInfo(zone)
    generator = Generator(seed, zone)
    now = datetime.fromtimestamp(generator.now, zone)
    return Project(read_lines(generator.lines(count), zone), generator.funnels, zone, now)


def random_projects():
    """Maps each zone to a few generated projects."""
    random = Random(1)
    for zone in ZONES:
        for _ in range(2):
            seed = random.randrange(10**6)
            yield f"{zone} {seed}", random_project(seed, zone)
