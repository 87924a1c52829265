"""A project: its events, its funnels, its time zone, and the moment that windows end at."""

import tomllib
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

import buckets
from events import read_events


@dataclass(frozen=True)
class Project:
    """All that an answer depends on."""

    #: Every event that was imported, also those later than `now`.
    events: list
    #: From a funnel's name to its steps, in the order of their definition.
    funnels: dict
    zone: ZoneInfo
    #: An aware time; what is later does not count.
    now: datetime

    @property
    def now_local(self):
        """`now` on the project's clock."""
        return self.now.astimezone(self.zone)

    def past(self):
        """The events up to and including `now`."""
        return [event for event in self.events if event.time <= self.now.timestamp()]

    def series(self, unit, interval):
        """The labels of a window, ascending."""
        return buckets.series(self.now_local, unit, interval)

    def window(self, unit, interval):
        """The events inside a window."""
        labels = set(self.series(unit, interval))
        return [event for event in self.past() if buckets.label(event.local, unit) in labels]

    def knows(self, name):
        """Whether an event of that name was ever imported."""
        return any(event.name == name for event in self.events)


def read_funnels(path):
    """The funnels of a TOML file: tables `[[funnel]]` with a `name` and `steps`."""
    with open(path, "rb") as file:
        return {entry["name"]: entry["steps"] for entry in tomllib.load(file)["funnel"]}


def read_project(events_path, funnels_path, zone_name, now_text):
    """The project of two files, a zone's name and an ISO 8601 time with its offset."""
    zone = ZoneInfo(zone_name)
    now = datetime.fromisoformat(now_text)
    if now.tzinfo is None:
        raise ValueError(f"a time without its offset from UTC: {now_text}")
    return Project(read_events(events_path, zone), read_funnels(funnels_path), zone, now)
