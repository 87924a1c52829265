"""Generated projects are reproducible, can be read, and contain the difficult cases."""

import json
import tomllib
import unittest
from zoneinfo import ZoneInfo

from buckets import label
from difference import unique_keys
from events import LARGEST_SECONDS, parse_json, read_lines
from fixtures import ZONES
from generate import Generator, funnels_toml
from moments import clock_changes


def generated(seed, zone_name, count=600):
    """A generator and its lines."""
    generator = Generator(seed, ZoneInfo(zone_name))
    return generator, generator.lines(count)


class Generated(unittest.TestCase):
    """Facts about generated projects."""

    def test_seeds(self):
        for zone in ZONES:
            (one, lines), (two, again), (_, other) = (
                generated(1, zone), generated(1, zone), generated(2, zone),
            )
            self.assertEqual((one.now, one.funnels, lines), (two.now, two.funnels, again))
            self.assertEqual(len(lines), 600)
            self.assertNotEqual(lines, other)

    def test_funnels_survive_toml(self):
        for seed in range(20):
            funnels = Generator(seed, ZoneInfo("UTC")).funnels
            entries = tomllib.loads(funnels_toml(funnels))["funnel"]
            self.assertEqual({entry["name"]: entry["steps"] for entry in entries}, funnels)
            self.assertTrue(all(1 <= len(steps) <= 8 for steps in funnels.values()))

    def test_no_key_stands_twice(self):
        for seed in range(20):
            for one in generated(seed, "UTC", 200)[1]:
                json.loads(one, object_pairs_hook=unique_keys)

    def test_awkward_events(self):
        for zone_name in ZONES:
            zone = ZoneInfo(zone_name)
            generator, lines = generated(1, zone_name)
            events = read_lines(lines, zone)
            midnights = [event for event in events if event.local.strftime("%H%M%S") == "000000"]
            seconds = {(event.user, event.time) for event in events}
            self.assertGreater(len(midnights), 5)
            self.assertLess(len(events), len(lines))
            self.assertLess(len(seconds), len(events) - 20)
            self.assertTrue(any(event.time == generator.now for event in events))
            self.assertTrue(any(event.time > generator.now for event in events))
            users = {event.user for event in events}
            self.assertIn(None, users)
            self.assertNotIn("", users)
            times = [float(parse_json(one)["properties"]["time"]) for one in lines]
            self.assertTrue(any(time > LARGEST_SECONDS for time in times))
            self.assertTrue(any(time % 1 for time in times))

    def test_repeated_hours_have_events(self):
        repeated = 0
        for seed in range(6):
            zone = ZoneInfo("Europe/Berlin")
            _, lines = generated(seed, "Europe/Berlin")
            folds = {}
            for event in read_lines(lines, zone):
                folds.setdefault(label(event.local, "hour"), set()).add(event.local.utcoffset())
            repeated += any(len(offsets) == 2 for offsets in folds.values())
        self.assertGreater(repeated, 1)

    def test_clock_changes(self):
        berlin = clock_changes(ZoneInfo("Europe/Berlin"))
        # 2011-03-27 and 2011-10-30, both at 01:00 UTC.
        self.assertIn(1301187600, berlin)
        self.assertIn(1319936400, berlin)
        # The start of 2011-12-31 in Apia.
        self.assertIn(1325239200, clock_changes(ZoneInfo("Pacific/Apia")))
        self.assertEqual(clock_changes(ZoneInfo("Asia/Kolkata")), [])


if __name__ == "__main__":
    unittest.main()
