"""Facts about the endpoints for funnels, worked out by hand."""

import unittest

from fixtures import line, project
from funnel_answers import mark_best, week_data
from recompute import answer

NOW = "2011-06-02T12:00:00+00:00"
MONDAY = "2011-05-30"
WEEK_BEFORE = "2011-05-23"


def step(count, goal, overall, previous):
    """One row of a week's table."""
    return {
        "count": count, "goal": goal, "overall_conv_ratio": overall, "step_conv_ratio": previous,
    }


def small():
    """A funnel that three users enter this week, and one user in the previous week."""
    lines = [
        line("A", "u1", "2011-05-30T00:00:00+00:00", ref="x", n=1),
        line("B", "u1", "2011-05-30T00:00:00+00:00", n=2),
        line("C", "u1", "2011-06-02T12:00:00+00:00"),
        line("A", "u2", "2011-05-31T00:00:00+00:00", ref="y"),
        line("A", "u3", "2011-05-31T00:00:00+00:00"),
        line("B", "u3", "2011-06-01T00:00:00+00:00", ref="z"),
        line("C", "u3", "2011-06-02T12:00:01+00:00"),
        # Steps in two weeks: nobody enters in the second one.
        line("A", "u4", "2011-05-29T23:59:59+00:00", ref="x"),
        line("B", "u4", "2011-05-30T00:00:00+00:00"),
        # The steps in the wrong order.
        line("B", "u5", "2011-05-30T00:00:00+00:00"),
        line("D", "u5", "2011-05-30T00:00:01+00:00", ref="x"),
    ]
    funnels = {"f": ["A", "B", "C"], "é": ["B", "B"], "none": ["never", "A"], "d": ["D"]}
    return project(NOW, lines, funnels=funnels)


def reached(steps, *at):
    """The last step that one user reaches: pairs of an event and seconds after noon."""
    lines = [line(name, "u", f"2011-05-30T12:00:{second:02}+00:00") for name, second in at]
    given = project(NOW, lines, funnels={"f": steps})
    found = answer(given, "funnels", {"funnel": ["f"], "unit": "week", "interval": 1})
    return sum(row["count"] for row in found["f"]["data"][MONDAY]["steps"])


class WithoutUser(unittest.TestCase):
    """Events without a user are ignored in funnels."""

    def test_nobody_enters(self):
        lines = [
            line(name, user, "2011-05-30T12:00:00+00:00", ref="x")
            for name in ("A", "B") for user in ("", None)
        ]
        given = project(NOW, lines, funnels={"f": ["A", "B"]})
        week = {"unit": "week", "interval": 1}
        found = answer(given, "funnels", {"funnel": ["f"], **week})
        self.assertEqual(found["f"]["data"][MONDAY]["analysis"]["starting_amount"], 0)
        self.assertEqual(answer(given, "funnels/names", week), [])
        self.assertEqual(answer(given, "funnels/dates", {"funnel": ["f"]}), {"f": []})
        by_value = answer(given, "funnels/properties", {"funnel": "f", "name": "ref", **week})
        self.assertEqual(by_value[MONDAY]["values"], {})
        names = answer(given, "funnels/properties/names", {"funnel": "f", **week})
        self.assertEqual(names["f"]["names"], [])


class Levels(unittest.TestCase):
    """The last step of a user."""

    def test_order(self):
        facts = [
            (["A", "B", "C"], [("A", 1), ("B", 2), ("C", 3)], 3),
            (["A", "B", "C"], [("C", 3), ("B", 2), ("A", 1)], 3),
            (["A", "B", "C"], [("B", 1), ("A", 2), ("C", 3)], 1),
            (["A", "B", "C"], [("A", 1), ("C", 2), ("B", 3)], 2),
            (["A", "B", "C"], [("B", 1), ("C", 2)], 0),
            (["A", "B"], [("B", 1), ("A", 2), ("A", 3), ("B", 4)], 2),
        ]
        self.check(facts)

    def test_events_of_the_same_second_count_in_step_order(self):
        facts = [
            (["A", "B", "C"], [("C", 1), ("B", 1), ("A", 1)], 3),
            (["A", "B", "C"], [("A", 1), ("C", 2), ("B", 2)], 3),
            (["A", "B", "A"], [("B", 1), ("A", 1), ("A", 1)], 3),
        ]
        self.check(facts)

    def test_one_event_is_never_two_steps(self):
        facts = [
            (["A", "A"], [("A", 1)], 1),
            (["A", "A"], [("A", 1), ("A", 1)], 2),
            (["A", "A"], [("A", 1), ("A", 2)], 2),
            (["A", "B", "A"], [("A", 1), ("B", 1)], 2),
            (["A", "B", "A"], [("A", 1), ("A", 2), ("B", 3)], 2),
            (["A", "B", "A"], [("A", 1), ("B", 2), ("A", 2)], 3),
        ]
        self.check(facts)

    def check(self, facts):
        for steps, at, level in facts:
            with self.subTest(steps=steps, at=at):
                self.assertEqual(reached(steps, *at), level)


class Funnels(unittest.TestCase):
    """`funnels`, `funnels/names` and `funnels/dates`."""

    def test_whole_answer(self):
        asked = {"funnel": ["f", "x"], "unit": "week", "interval": 2}
        this_week = {
            "steps": [step(3, "A", 1.0, 1.0), step(2, "B", 2 / 3, 2 / 3), step(1, "C", 1 / 3, 0.5)],
            "analysis": {"completion": 1 / 3, "starting_amount": 3, "steps": 3, "worst": 3},
        }
        before = {
            "steps": [step(1, "A", 1.0, 1.0), step(0, "B", 0.0, 0.0), step(0, "C", 0.0, 0.0)],
            "analysis": {"completion": 0.0, "starting_amount": 1, "steps": 3, "worst": 2},
        }
        data = {WEEK_BEFORE: before, MONDAY: this_week}
        found = answer(small(), "funnels", asked)
        self.assertEqual(found, {"f": {"data": data, "meta": {"dates": [WEEK_BEFORE, MONDAY]}}})
        self.assertEqual(list(found["f"]["data"]), [WEEK_BEFORE, MONDAY])

    def test_nobody(self):
        expected = {
            "steps": [step(0, "A", 0.0, 0.0), step(0, "B", 0.0, 0.0)],
            "analysis": {"completion": 0.0, "starting_amount": 0, "steps": 2, "worst": 2},
        }
        self.assertEqual(week_data(["A", "B"], {}), expected)

    def test_worst(self):
        self.assertEqual(week_data(["A"], {"u": 1})["analysis"]["worst"], 1)
        # Step ratios 1.0, 0.5, 0.5, 1.0.
        levels = {"u1": 1, "u2": 1, "u3": 2, "u4": 4}
        self.assertEqual(week_data(list("ABCD"), levels)["analysis"]["worst"], 2)

    def test_names(self):
        asked = {"unit": "week", "interval": 1}
        # Entering this week: é four users, f three, d one; over two weeks f has four as well.
        self.assertEqual(answer(small(), "funnels/names", asked), ["é", "f", "d"])
        two = answer(small(), "funnels/names", {**asked, "interval": 2})
        self.assertEqual(two, ["f", "é", "d"])

    def test_dates(self):
        asked = {"funnel": ["none", "f", "x", "é"], "unit": "week"}
        found = answer(small(), "funnels/dates", asked)
        self.assertEqual(found, {"none": [], "f": [WEEK_BEFORE, MONDAY], "é": [MONDAY]})
        self.assertEqual(list(found), ["none", "f", "é"])
        latest = answer(small(), "funnels/dates", {**asked, "limit": 1})
        self.assertEqual(latest["f"], [MONDAY])

    def test_week_begins_with_monday_of_the_zone(self):
        lines = [
            line("A", "u1", "2011-10-30T23:30:00+01:00"),
            line("B", "u1", "2011-10-31T00:00:00+01:00"),
            line("A", "u2", "2011-10-31T00:00:00+01:00"),
        ]
        given = project("2011-11-01T12:00:00+01:00", lines, "Europe/Berlin", {"f": ["A", "B"]})
        asked = {"funnel": ["f"], "unit": "week", "interval": 2}
        data = answer(given, "funnels", asked)["f"]["data"]
        counts = {week: [row["count"] for row in data[week]["steps"]] for week in data}
        self.assertEqual(counts, {"2011-10-24": [1, 0], "2011-10-31": [1, 0]})


class Properties(unittest.TestCase):
    """`funnels/properties` and `funnels/properties/names`."""

    def test_whole_answer(self):
        asked = {"funnel": "f", "name": "ref", "unit": "week", "interval": 3}
        found = answer(small(), "funnels/properties", asked)
        this_week = {
            "": {"start": 2, "end": 2, "steps": {"2": {"count": 1, "best": True}}},
            "x": {"start": 3, "end": 3, "steps": {"3": {"count": 1, "best": True}}},
            "y": {"start": 1, "end": 1, "steps": {"1": {"count": 1, "best": True}}},
        }
        before = {"x": {"start": 1, "end": 1, "steps": {"1": {"count": 1, "best": True}}}}
        weeks = {"2011-05-16": {}, WEEK_BEFORE: before, MONDAY: this_week}
        expected = {
            week: {
                "meta": {"name": "ref", "steps": 3, "values": list(values)},
                "values": {name: {**row, "total_visitors": 1} for name, row in values.items()},
            }
            for week, values in weeks.items()
        }
        self.assertEqual(found, expected)
        self.assertEqual(list(found), list(weeks))

    def test_limit(self):
        asked = {"funnel": "f", "name": "ref", "unit": "week", "interval": 1, "limit": 2}
        found = answer(small(), "funnels/properties", asked)[MONDAY]
        self.assertEqual(list(found["values"]), ["", "x"])
        self.assertEqual(found["meta"]["values"], ["", "x"])

    def test_value_of_the_first_event(self):
        first, second = "2011-05-30T00:00:00+00:00", "2011-05-30T00:00:01+00:00"
        facts = [
            ([line("A", "u", second, p="late"), line("A", "u", first, p="z")], "z"),
            ([line("A", "u", first, p="b"), line("A", "u", first, p="a")], "a"),
            ([line("A", "u", first, p="\U0001d4b3"), line("A", "u", first, p="\uff5e")], "\uff5e"),
            ([line("A", "u", first, p="b"), line("A", "u", first)], ""),
            ([line("A", "u", first, p=1.0), line("A", "u", first, p=None)], "1"),
        ]
        asked = {"funnel": "f", "name": "p", "unit": "week", "interval": 1}
        for lines, value in facts:
            given = project(NOW, lines, funnels={"f": ["A", "B"]})
            found = answer(given, "funnels/properties", asked)
            self.assertEqual(found[MONDAY]["meta"]["values"], [value])

    def test_best(self):
        def row(**counts):
            return {"steps": {key[1:]: {"count": count} for key, count in counts.items()}}

        rows = {"x": row(s1=2, s2=1), "y": row(s1=2), "z": row(s2=3)}
        mark_best(rows)
        best = [(name, key) for name in rows for key in rows[name]["steps"]
                if rows[name]["steps"][key].get("best")]
        self.assertEqual(best, [("x", "1"), ("z", "2")])

    def test_rows_of_several_users(self):
        lines = [line("A", f"u{n}", "2011-05-30T00:00:00+00:00", p="v") for n in range(4)]
        lines += [line("B", f"u{n}", "2011-05-30T00:00:01+00:00") for n in range(3)]
        lines += [line("C", "u0", "2011-05-30T00:00:02+00:00")]
        given = project(NOW, lines, funnels={"f": ["A", "B", "C"]})
        asked = {"funnel": "f", "name": "p", "unit": "week", "interval": 1}
        row = answer(given, "funnels/properties", asked)[MONDAY]["values"]["v"]
        counts = {key: entry["count"] for key, entry in row.pop("steps").items()}
        self.assertEqual(counts, {"1": 1, "2": 2, "3": 1})
        self.assertEqual(row, {"start": 1, "end": 3, "total_visitors": 4})

    def test_names(self):
        asked = {"funnel": "f", "unit": "week", "interval": 1}
        found = answer(small(), "funnels/properties/names", asked)
        # This week's properties: ref in u1's A, u2's A and u3's B; n in u1's A and B.
        names = [{"count": count, "name": name, "property": name}
                 for name, count in (("ref", 3), ("n", 2))]
        self.assertEqual(found, {"f": {"meta": {"date": "2011-06-02 12:00:00"}, "names": names}})
        found = answer(small(), "funnels/properties/names", {**asked, "limit": 1})
        self.assertEqual(found["f"]["names"], names[:1])

    def test_an_event_that_is_two_steps_is_counted_once(self):
        lines = [line("A", "u", "2011-05-30T00:00:00+00:00", p="v")]
        given = project(NOW, lines, "Asia/Kolkata", {"f": ["A", "A"]})
        asked = {"funnel": "f", "unit": "week", "interval": 1}
        found = answer(given, "funnels/properties/names", asked)["f"]
        self.assertEqual(found["names"], [{"count": 1, "name": "p", "property": "p"}])
        self.assertEqual(found["meta"]["date"], "2011-06-02 17:30:00")

    def test_unknown_funnel(self):
        asked = {"funnel": "x", "name": "ref", "unit": "week", "interval": 1}
        self.assertEqual(answer(small(), "funnels/properties", asked), {})
        self.assertEqual(answer(small(), "funnels/properties/names", asked), {})


if __name__ == "__main__":
    unittest.main()
