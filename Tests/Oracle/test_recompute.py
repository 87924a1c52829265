"""Facts about the endpoints for events and properties, worked out by hand."""

import unittest

from fixtures import line, project
from recompute import answer


def small():
    """Three users on three days; the current time is the evening of 2011-05-31."""
    return project(
        "2011-05-31T20:00:00+00:00",
        [
            line("pages", "u1", "2011-05-29T10:00:00+00:00", plan="pro", n=1),
            line("pages", "u1", "2011-05-29T11:00:00+00:00", plan="free"),
            line("pages", "u2", "2011-05-29T12:00:00+00:00", plan="pro"),
            line("pages", "u3", "2011-05-31T20:00:00+00:00", plan=""),
            line("pages", "u3", "2011-05-31T20:00:01+00:00", plan="later"),
            line("quiet", "u1", "2011-05-01T00:00:00+00:00"),
            line("signup", "u1", "2011-05-31T00:00:00+00:00"),
        ],
    )


def ask(endpoint, given=None, **parameters):
    """The answer of the small project, or of the `given` one."""
    return answer(given or small(), endpoint, parameters)


class Events(unittest.TestCase):
    """`events`, `events/names` and the measures."""

    def values(self, kind, given=None, unit="day", interval=3, event=("pages",)):
        found = ask("events", given, event=event, type=kind, unit=unit, interval=interval)
        return found["data"]["values"]

    def test_whole_answer(self):
        found = ask(
            "events", event=["quiet", "nobody", "pages"], type="general", unit="day", interval=3
        )
        days = ["2011-05-29", "2011-05-30", "2011-05-31"]
        values = {"quiet": dict(zip(days, [0, 0, 0])), "pages": dict(zip(days, [3, 0, 1]))}
        self.assertEqual(found, {"data": {"series": days, "values": values}, "legend_size": 2})
        self.assertEqual(list(found["data"]["values"]), ["quiet", "pages"])

    def test_nothing_known(self):
        found = ask("events", event=["nobody"], type="unique", unit="month", interval=1)
        expected = {"data": {"series": ["2011-05-01"], "values": {}}, "legend_size": 0}
        self.assertEqual(found, expected)

    def test_measures(self):
        self.assertEqual(list(self.values("unique")["pages"].values()), [2, 0, 1])
        average = list(self.values("average")["pages"].values())
        self.assertEqual(average, [1.5, 0.0, 1.0])
        self.assertTrue(all(isinstance(number, float) for number in average))

    def test_events_without_a_user(self):
        at = "2011-05-31T10:00:00+00:00"
        lines = [line("e", user, at) for user in ("u1", "", None, "")]
        given = project("2011-05-31T20:00:00+00:00", lines + [line("f", None, at)])
        for kind, number, alone in (("general", 4, 1), ("unique", 1, 0), ("average", 4.0, 0.0)):
            found = self.values(kind, given, interval=1, event=["e", "f"])
            day = "2011-05-31"
            self.assertEqual(found, {"e": {day: number}, "f": {day: alone}})

    def test_units(self):
        month = {"2011-05-01": 3}
        self.assertEqual(self.values("unique", unit="month", interval=1)["pages"], month)
        weeks = {"2011-05-23": 2, "2011-05-30": 1}
        self.assertEqual(self.values("unique", unit="week", interval=2)["pages"], weeks)

    def test_repeated_hour_is_merged(self):
        given = project(
            "2011-10-30T03:00:00+01:00",
            [
                line("e", "u1", "2011-10-30T02:30:00+02:00"),
                line("e", "u1", "2011-10-30T02:30:00+01:00"),
                line("e", "u2", "2011-10-30T02:59:59+01:00"),
            ],
            zone="Europe/Berlin",
        )
        hours = ["2011-10-30 02:00:00", "2011-10-30 03:00:00"]
        for kind, number in (("general", 3), ("unique", 2), ("average", 1.5)):
            found = self.values(kind, given, "hour", 2, ["e"])["e"]
            self.assertEqual(found, dict(zip(hours, [number, 0])))

    def test_now_inside_the_first_of_two_equal_hours(self):
        given = project(
            "2011-10-30T02:30:00+02:00",
            [
                line("e", "u1", "2011-10-30T02:30:00+02:00"),
                line("e", "u2", "2011-10-30T02:00:00+01:00"),
            ],
            zone="Europe/Berlin",
        )
        found = self.values("general", given, "hour", 1, ["e"])
        self.assertEqual(found, {"e": {"2011-10-30 02:00:00": 1}})

    def test_names(self):
        names = ask("events/names", type="general", unit="month", interval=1)
        self.assertEqual(names, ["pages", "quiet", "signup"])
        names = ask("events/names", type="general", unit="month", interval=1, limit=2)
        self.assertEqual(names, ["pages", "quiet"])
        self.assertEqual(ask("events/names", type="unique", unit="day", interval=2)[0], "pages")

    def test_ties_by_bytes(self):
        at = "2011-05-31T10:00:00+00:00"
        names = ["\U0001d4b3", "\uff5e", "caf\u00e9", "cafe\u0301", "b", "B"]
        given = project("2011-05-31T20:00:00+00:00", [line(name, "u", at) for name in names])
        found = ask("events/names", given, type="average", unit="day", interval=1)
        expected = ["B", "b", "cafe\u0301", "caf\u00e9", "\uff5e", "\U0001d4b3"]
        self.assertEqual(found, expected)


class Top(unittest.TestCase):
    """`events/top`."""

    def test_change_at_the_same_time_of_day(self):
        given = project(
            "2011-05-31T12:00:00+00:00",
            [
                line("a", "u1", "2011-05-31T00:00:00+00:00"),
                line("a", "u1", "2011-05-31T12:00:00+00:00"),
                line("a", "u1", "2011-05-30T00:00:00+00:00"),
                line("a", "u1", "2011-05-30T01:00:00+00:00"),
                line("a", "u2", "2011-05-30T11:00:00+00:00"),
                line("a", "u2", "2011-05-30T12:00:00+00:00"),
                line("a", "u3", "2011-05-30T12:00:01+00:00"),
                line("a", "u3", "2011-05-29T23:59:59+00:00"),
                line("new", "u1", "2011-05-31T12:00:00+00:00"),
                line("gone", "u1", "2011-05-30T01:00:00+00:00"),
                line("new", "u1", "2011-05-31T12:00:01+00:00"),
            ],
        )
        self.check(given, "general", [(2, "a", -0.5), (1, "new", None)])
        self.check(given, "unique", [(1, "a", -0.5), (1, "new", None)])
        self.check(given, "average", [(2.0, "a", 0.0), (1.0, "new", None)])
        self.assertEqual(len(ask("events/top", given, type="general", limit=1)["events"]), 1)

    def check(self, given, kind, rows):
        keys = ("amount", "event", "percent_change")
        expected = {"events": [dict(zip(keys, row)) for row in rows], "type": kind}
        self.assertEqual(ask("events/top", given, type=kind), expected)

    def change(self, now, earlier, zone):
        """The change if today has four events and yesterday has those at `earlier`."""
        lines = [line("e", "u", now)] * 4 + [line("e", "u", time) for time in earlier]
        found = ask("events/top", project(now, lines, zone), type="general")
        return found["events"][0]["percent_change"]

    def test_skipped_time_yesterday(self):
        # 02:30 did not exist on 2011-03-27: with the old offset, it is 03:30 with the new one.
        earlier = ["2011-03-27T03:30:00+02:00", "2011-03-27T03:30:01+02:00"]
        self.assertEqual(self.change("2011-03-28T02:30:00+02:00", earlier, "Europe/Berlin"), 3.0)

    def test_repeated_time_yesterday(self):
        # 02:30 occurred twice on 2011-10-30: the part ends at the second one.
        earlier = ["2011-10-30T02:59:00+02:00", "2011-10-30T02:30:00+01:00"]
        self.assertEqual(self.change("2011-10-31T02:30:00+01:00", earlier, "Europe/Berlin"), 1.0)
        later = ["2011-10-30T02:59:00+02:00", "2011-10-30T02:30:01+01:00"]
        self.assertEqual(self.change("2011-10-31T02:30:00+01:00", later, "Europe/Berlin"), 3.0)

    def test_repeated_time_today(self):
        # The second 02:30 of a day is compared with the only 02:30 of the previous day.
        earlier = ["2011-10-29T02:30:00+02:00", "2011-10-29T02:30:01+02:00"]
        self.assertEqual(self.change("2011-10-30T02:30:00+01:00", earlier, "Europe/Berlin"), 3.0)

    def test_yesterday_was_skipped(self):
        earlier = ["2011-12-29T23:59:59-10:00"]
        self.assertIsNone(self.change("2011-12-31T01:00:00+14:00", earlier, "Pacific/Apia"))


class Retention(unittest.TestCase):
    """`events/retention`."""

    def test_cohorts(self):
        given = project(
            "2010-04-05T12:00:00+00:00",
            [
                line("e", "u1", "2010-03-15T00:00:00+00:00"),
                line("e", "u1", "2010-03-16T00:00:00+00:00"),
                line("e", "u1", "2010-04-05T00:00:00+00:00"),
                line("e", "u2", "2010-03-21T23:59:59+00:00"),
                line("e", "u2", "2010-03-22T00:00:00+00:00"),
                line("e", "u3", "2010-03-14T23:59:59+00:00"),
                line("e", "u3", "2010-04-05T12:00:00+00:00"),
                line("e", "u4", "2010-04-05T12:00:01+00:00"),
            ],
        )
        found = ask(
            "events/retention", given, event=["x", "e"], type="general", unit="week", interval=4
        )
        offsets = ["1 weeks later", "2 weeks later", "3 weeks later"]
        first = dict(zip(offsets, [0.5, 0.0, 0.5]))
        expected = {
            "descriptions": {"2010-03-15": dict.fromkeys(offsets, "2010-03-15"), "2010-04-05": {}},
            "series": offsets,
            "values": {"2010-03-15": first, "2010-04-05": {}},
        }
        self.assertEqual(found, {"data": {"e": expected}, "meta": {"unit": "week"}})

    def test_events_without_a_user(self):
        at = "2011-05-31T10:00:00+00:00"
        given = project("2011-05-31T20:00:00+00:00", [line("e", "", at), line("e", None, at)])
        found = ask("events/retention", given, event=["e"], type="", unit="day", interval=2)
        self.assertEqual(found["data"]["e"]["values"], {})

    def test_one_bucket(self):
        found = ask("events/retention", event=["pages", "quiet"], type="", unit="day", interval=1)
        pages = {
            "descriptions": {"2011-05-31": {}}, "series": [], "values": {"2011-05-31": {}},
        }
        nobody = {"descriptions": {}, "series": [], "values": {}}
        self.assertEqual(found["data"], {"pages": pages, "quiet": nobody})

    def test_repeated_hour_is_one_bucket(self):
        given = project(
            "2011-10-30T03:00:00+01:00",
            [
                line("e", "u1", "2011-10-30T02:30:00+02:00"),
                line("e", "u1", "2011-10-30T02:30:00+01:00"),
            ],
            zone="Europe/Berlin",
        )
        found = ask("events/retention", given, event=["e"], type="", unit="hour", interval=2)
        values = {"2011-10-30 02:00:00": {"1 hours later": 0.0}}
        self.assertEqual(found["data"]["e"]["values"], values)


class Properties(unittest.TestCase):
    """The endpoints about the properties of events."""

    def found(self, kind="general", **more):
        window = {"unit": "day", "interval": 3}
        return ask("events/properties", event="pages", name="plan", type=kind, **window, **more)

    def test_whole_answer(self):
        days = ["2011-05-29", "2011-05-30", "2011-05-31"]
        values = {
            "pro": dict(zip(days, [2, 0, 0])),
            "": dict(zip(days, [0, 0, 1])),
            "free": dict(zip(days, [1, 0, 0])),
        }
        found = self.found()
        self.assertEqual(found, {"data": {"series": days, "values": values}, "legend_size": 3})
        self.assertEqual(list(found["data"]["values"]), ["pro", "", "free"])

    def test_values_and_limit(self):
        found = self.found(values=["free", "later", "none", "pro"], kind="average")
        values = found["data"]["values"]
        self.assertEqual(list(values), ["free", "later", "none", "pro"])
        self.assertEqual(set(values["none"].values()), {0.0})
        listed = ["none", "later", "free", "pro"]
        for limit, expected in ((1, ["pro"]), (2, ["free", "pro"]), (3, ["later", "free", "pro"])):
            found = self.found(values=listed, limit=limit)
            self.assertEqual(list(found["data"]["values"]), expected)
        self.assertEqual(list(self.found(limit=2)["data"]["values"]), ["pro", ""])

    def test_order_by_total(self):
        at = "2011-05-31T10:00:00+00:00"
        lines = [line("pages", "u1", at, plan="many")] * 3
        lines += [line("pages", user, at, plan="users") for user in ("u1", "u2")]
        given = project("2011-05-31T20:00:00+00:00", lines)
        asked = {"event": "pages", "name": "plan", "unit": "day", "interval": 1}
        for kind in ("general", "unique", "average"):
            found = ask("events/properties", given, type=kind, **asked)
            self.assertEqual(list(found["data"]["values"]), ["many", "users"])
            found = ask("events/properties/values", given, type=kind, **asked)
            self.assertEqual(found, ["many", "users"])

    def test_top(self):
        window = {"event": "pages", "unit": "day", "interval": 3}
        found = ask("events/properties/top", type="general", **window)
        self.assertEqual(found, {"plan": {"count": 4}, "n": {"count": 1}})
        self.assertEqual(list(found), ["plan", "n"])
        found = ask("events/properties/top", type="unique", **window)
        self.assertEqual(found, {"plan": {"count": 3}, "n": {"count": 1}})
        found = ask("events/properties/top", type="average", limit=1, **window)
        self.assertEqual(found, {"plan": {"count": 4 / 3}})

    def test_what_is_not_a_property(self):
        window = {"event": "pages", "type": "general", "unit": "day", "interval": 3}
        for name in ("time", "distinct_id", "$insert_id", "nothing"):
            self.assertEqual(ask("events/properties/values", name=name, **window), [])
            self.assertEqual(ask("events/properties", name=name, **window)["legend_size"], 0)


if __name__ == "__main__":
    unittest.main()
