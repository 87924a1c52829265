#!/usr/bin/env python3
"""Writes a random project: a raw export, definitions of funnels, and the time of queries.

    generate.py --seed S --events N --zone ZONE --out FILE.ndjson --funnels FILE.toml --now-out FILE

The same arguments give the same bytes.
"""

import argparse
import json
from datetime import datetime, timezone
from random import Random
from zoneinfo import ZoneInfo

import moments
import odd_names


class Generator:
    """Generates the events of one project."""

    def __init__(self, seed, zone):
        self.random = Random(f"{seed} {zone.key}")
        self.now = moments.choose_now(self.random, zone)
        self.edges = moments.edges(self.random, self.now, zone)
        self.events = self.random.sample(odd_names.EVENTS, 24)
        # One name is known to the project, but all its events are after now.
        self.later_event = self.events.pop()
        self.properties = ["serial"] + self.random.sample(odd_names.PROPERTIES, 9)
        self.users = odd_names.USERS + [f"user {number}" for number in range(40)]
        self.funnels = self.make_funnels()
        self.serial = 0

    def make_funnels(self):
        """Maps a funnel's name to its 1 to 8 steps; some repeat, some never occur."""
        choose = self.random.sample
        a, b, c = choose(self.events, 3)
        shapes = [[a, b, c], [a, b, a], [b, b], [a, a, a, b, a], [c], choose(self.events, 8)]
        shapes += [[a, "never seen", b], ["never seen", a], [self.later_event, a]]
        shapes += [choose(self.events, self.random.randint(1, 8)) for _ in range(2)]
        names = choose(odd_names.FUNNELS, len(shapes))
        return dict(zip(names, shapes))

    def lines(self, count):
        """`count` lines in random order, including duplicates."""
        lines = []
        while len(lines) < count:
            shape = self.random.random()
            if shape < 0.5:
                name = self.random.choice(self.events)
                lines.append(self.line(name, self.user(), self.moment()))
            elif shape < 0.7:
                lines += self.walk()
            elif shape < 0.85:
                lines += self.burst()
            elif shape < 0.9:
                lines += self.repeated()
            else:
                lines.append(self.serial_line())
        lines = lines[: count - 2]
        lines.append(self.line(self.events[0], "u1", self.now))
        lines.append(self.line(self.later_event, "u1", self.now + 1))
        self.random.shuffle(lines)
        return lines

    def user(self):
        """A user, sometimes `None`."""
        return None if self.random.random() < 0.08 else self.random.choice(self.users)

    def moment(self):
        """Seconds since 1970, mostly before now, often at the edge of a bucket."""
        shape = self.random.random()
        if shape < 0.05:
            return self.now + self.random.choice(moments.NEAR_NOW)
        if shape < 0.4:
            return self.random.choice(self.edges)
        if shape < 0.7:
            return self.now - self.random.randrange(3 * moments.DAY)
        if shape < 0.9:
            return self.now - self.random.randrange(60 * moments.DAY)
        return self.now - self.random.randrange(700 * moments.DAY)

    def walk(self):
        """A user in a funnel, who may leave it or continue in the next week."""
        steps = list(self.random.choice(list(self.funnels.values())))
        if self.random.random() < 0.3:
            self.random.shuffle(steps)
        user, time = self.user(), self.moment()
        lines = []
        for step in steps[: self.random.randint(1, len(steps))]:
            lines.append(self.line(step, user, time))
            time += self.random.choice([0, 0, 1, 60, 3600, moments.DAY, 3 * moments.DAY])
        return [line for line in lines if '"never seen"' not in line]

    def burst(self):
        """Many events of one user in one second."""
        steps = self.random.choice(list(self.funnels.values()))
        user, time = self.user(), self.moment()
        names = [self.random.choice(steps) for _ in range(self.random.randint(2, 6))]
        return [self.line(name, user, time) for name in names if name != "never seen"]

    def repeated(self):
        """Lines with the same `$insert_id`: duplicates, and lines that differ otherwise."""
        name, other = self.random.sample(self.events, 2)
        user, time = self.user(), self.moment()
        identity = raw(f"id {self.random.randrange(1000)}")
        properties = self.some_properties() + [("$insert_id", identity)]
        line = self.line(name, user, time, properties)
        shape = self.random.randrange(7)
        if shape == 6:
            # A null or empty id is no id.
            properties[-1] = ("$insert_id", self.random.choice(["null", '""']))
            return [self.line(name, user, time, properties)] * 2
        if shape == 0:
            return [line, self.line(other, user, time, properties)]
        if shape == 1:
            return [line, self.line(name, f"{user}'", time, properties)]
        if shape == 2:
            return [line, self.line(name, user, time + 1, properties)]
        if shape == 3:
            return [line, self.line(name, user, time, properties)]
        return [line] * self.random.randint(2, 3)

    def serial_line(self):
        """An event with a property of several hundred values."""
        self.serial += 1
        properties = self.some_properties() + [("serial", raw(f"no. {self.serial % 400}"))]
        return self.line(self.events[0], self.user(), self.moment(), properties)

    def some_properties(self):
        """Some of the properties, each with a random value: pairs of a name and JSON."""
        chosen = [name for name in self.properties[1:] if self.random.random() < 0.4]
        return [(name, self.value()) for name in chosen]

    def value(self):
        """A value, as JSON; the first ones are common."""
        shape = self.random.random()
        if shape < 0.5:
            return self.random.choice(odd_names.VALUES[:5])
        if shape < 0.65:
            return self.random.choice(odd_names.NUMBERS)
        return self.random.choice(odd_names.VALUES)

    def line(self, name, user, time, properties=None):
        """One line of the export; a `user` of `None` is a missing, null or empty one."""
        if properties is None:
            properties = self.some_properties()
        written_user = raw(user) if user else self.random.choice(["null", '""', None])
        members = properties + [("time", self.time(time)), ("distinct_id", written_user)]
        members = [(key, value) for key, value in members if value is not None]
        self.random.shuffle(members)
        ascii_only = self.random.random() < 0.3
        record = [
            ("event", json.dumps(name, ensure_ascii=ascii_only)),
            ("properties", written(members, ascii_only)),
        ]
        if self.random.random() < 0.2:
            record.reverse()
        return written(record, ascii_only)

    def time(self, seconds):
        """A `time`: whole seconds, seconds with a fraction, or milliseconds."""
        shape = self.random.random()
        if shape < 0.8:
            return str(seconds)
        if shape < 0.85:
            return f"{seconds}.{self.random.choice(['0', '25', '999'])}"
        return str(seconds * 1000 + self.random.choice([0, 1, 500, 999]))


def raw(text):
    """`text` as JSON."""
    return json.dumps(text, ensure_ascii=False)


def written(members, ascii_only):
    """A JSON object of names and JSON values."""
    pairs = (f"{json.dumps(name, ensure_ascii=ascii_only)}: {value}" for name, value in members)
    return "{" + ", ".join(pairs) + "}"


def funnels_toml(funnels):
    """Definitions of funnels as TOML, whose strings are almost like those of JSON."""

    def text(name):
        return raw(name).replace("\x7f", "\\u007F")

    entries = []
    for name, steps in funnels.items():
        listed = ", ".join(text(step) for step in steps)
        entries.append(f"[[funnel]]\nname = {text(name)}\nsteps = [{listed}]\n")
    return "\n".join(entries)


def write(path, text):
    """Writes `text` as UTF-8 without converting newlines."""
    with open(path, "w", encoding="utf-8", newline="\n") as file:
        file.write(text)


def main():
    """Writes the three files given on the command line."""
    parser = argparse.ArgumentParser(description="Write a random project.")
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--events", type=int, required=True, help="how many lines")
    parser.add_argument("--zone", required=True, help="time zone, such as Europe/Berlin")
    parser.add_argument("--out", required=True, help="raw export, one JSON object a line")
    parser.add_argument("--funnels", required=True, help="definitions of funnels, TOML")
    parser.add_argument("--now-out", required=True, help="ISO 8601 time to ask at")
    options = parser.parse_args()

    generator = Generator(options.seed, ZoneInfo(options.zone))
    now = datetime.fromtimestamp(generator.now, timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    write(options.out, "".join(line + "\n" for line in generator.lines(options.events)))
    write(options.funnels, funnels_toml(generator.funnels))
    write(options.now_out, now + "\n")


if __name__ == "__main__":
    main()
