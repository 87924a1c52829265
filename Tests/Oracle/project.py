"""A project: its events, funnels, time zone, and the moment at which windows end."""

import tomllib
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

import buckets
from events import read_events


@dataclass(frozen=True)
class Project:
    """All data on which an answer depends."""

    #: All imported events, including those after `now`.
    events: list
    #: Maps a funnel's name to its steps, in the order of definition.
    funnels: dict
    zone: ZoneInfo
    #: A time with a zone; later events are not counted.
    now: datetime

    @property
    def now_local(self):
        """`now` in the project's time zone."""
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
        """Whether an event with this name was imported."""
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
