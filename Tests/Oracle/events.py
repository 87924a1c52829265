"""Reads a raw export, one JSON object per line, into plain records in memory."""

import json
from dataclasses import dataclass
from datetime import datetime, timezone
from decimal import Decimal
from math import floor

from shortest import shortest

#: A larger `time` is in milliseconds, otherwise in seconds.
LARGEST_SECONDS = 10**11

#: The members of `properties` that are not properties of the event.
NOT_PROPERTIES = ("time", "distinct_id", "$insert_id")


class NumberText(str):
    """A JSON number with its original spelling."""


@dataclass(frozen=True)
class Event:
    """One event of the project."""

    name: str
    #: `None` for an event without a user.
    user: str | None
    #: Seconds since 1970-01-01T00:00:00Z.
    time: int
    #: The same moment in the project's time zone.
    local: datetime
    #: Maps a property's name to its value's text.
    properties: dict


def parse_json(text):
    """Parses JSON; numbers become `NumberText`, objects keep their order."""
    return json.loads(text, parse_int=NumberText, parse_float=NumberText)


def text_of(value):
    """The text of a property's value in answers."""
    if isinstance(value, str) and not isinstance(value, NumberText):
        return value
    return compact(value)


def compact(value):
    """`value` as JSON without spaces, with numbers in their shortest spelling."""
    if value is None:
        return "null"
    if value is True:
        return "true"
    if value is False:
        return "false"
    if isinstance(value, NumberText):
        return shortest(value)
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, list):
        return "[" + ",".join(compact(item) for item in value) + "]"
    members = (compact(str(key)) + ":" + compact(item) for key, item in value.items())
    return "{" + ",".join(members) + "}"


def user_of(value):
    """The user of a `distinct_id`; `None` for an event without a user."""
    return None if value in (None, "") else str(value)


def identity_of(value):
    """The text of an `$insert_id`; it keeps the spelling of a number."""
    return str(value) if isinstance(value, str) else compact(value)


def seconds_of(time):
    """A `time` in whole seconds since 1970, from seconds or milliseconds."""
    number = Decimal(time)
    if number > LARGEST_SECONDS:
        number = number / 1000
    return floor(number)


def read_lines(lines, zone):
    """The events of an export, in its order, without duplicates."""
    events = []
    seen = set()
    for line in lines:
        record = parse_json(line)
        carried = record["properties"]
        name = str(record["event"])
        user = user_of(carried.get("distinct_id"))
        time = seconds_of(carried["time"])

        if carried.get("$insert_id") not in (None, ""):
            identity = (identity_of(carried["$insert_id"]), name, user, time)
            if identity in seen:
                continue
            seen.add(identity)

        local = datetime.fromtimestamp(time, timezone.utc).astimezone(zone)
        properties = {
            str(key): text_of(value)
            for key, value in carried.items()
            if key not in NOT_PROPERTIES
        }
        events.append(Event(name, user, time, local, properties))
    return events


def read_events(path, zone):
    """The events of the export file at `path`."""
    with open(path, encoding="utf-8", newline="\n") as lines:
        return read_lines(lines, zone)
