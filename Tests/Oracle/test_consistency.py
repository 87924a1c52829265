"""Answers about random projects are consistent with each other."""

import unittest
from collections import Counter

from calls import Calls
from fixtures import random_projects
from recompute import ENDPOINTS, answer

PROJECTS = list(random_projects())


class Consistency(unittest.TestCase):
    """Facts about any project."""

    def each(self):
        for title, project in PROJECTS:
            with self.subTest(title):
                yield project

    def events(self, project, unit, interval):
        """The general count of every event in a window."""
        names = sorted({event.name for event in project.events})
        asked = {"event": names, "type": "general", "unit": unit, "interval": interval}
        return answer(project, "events", asked)["data"]["values"]

    def test_hours_add_up_to_days(self):
        for project in self.each():
            days = self.events(project, "day", 2)
            hours = self.events(project, "hour", 80)
            for name, counts in days.items():
                for day, count in counts.items():
                    of_day = [n for hour, n in hours[name].items() if hour.startswith(day)]
                    self.assertEqual(sum(of_day), count)

    def test_days_add_up_to_months(self):
        for project in self.each():
            days = self.events(project, "day", 100)
            for name, counts in self.events(project, "month", 3).items():
                for month, count in counts.items():
                    of_month = [n for day, n in days[name].items() if day[:7] == month[:7]]
                    self.assertEqual(sum(of_month), count)

    def test_all_months_hold_all_past_events(self):
        for project in self.each():
            counted = Counter(event.name for event in project.past())
            for name, counts in self.events(project, "month", 40).items():
                self.assertEqual(sum(counts.values()), counted[name])

    def test_values_of_a_property_add_up(self):
        for project in self.each():
            window = {"type": "general", "unit": "week", "interval": 60}
            for event in answer(project, "events/names", window):
                top = answer(project, "events/properties/top", {"event": event, **window})
                for name, row in top.items():
                    asked = {"event": event, "name": name, "limit": 10**6, **window}
                    found = answer(project, "events/properties", asked)["data"]["values"]
                    total = sum(sum(counts.values()) for counts in found.values())
                    self.assertEqual(total, row["count"])
                    values = answer(project, "events/properties/values", asked)
                    self.assertEqual(values, list(found))

    def test_funnel_counts_agree(self):
        for project in self.each():
            names = list(project.funnels)
            weeks = {"unit": "week", "interval": 20}
            funnels = answer(project, "funnels", {"funnel": names, **weeks})
            for name in names:
                asked = {"funnel": name, "name": "plan", "limit": 10**6, **weeks}
                by_value = answer(project, "funnels/properties", asked)
                for week, data in funnels[name]["data"].items():
                    stopped = Counter()
                    for row in by_value[week]["values"].values():
                        for step, entry in row["steps"].items():
                            stopped[int(step)] += entry["count"]
                    for number, row in enumerate(data["steps"], start=1):
                        farther = sum(n for step, n in stopped.items() if step >= number)
                        self.assertEqual(farther, row["count"])

    def test_entered_funnels_have_dates(self):
        for project in self.each():
            entered = answer(project, "funnels/names", {"unit": "week", "interval": 200})
            dates = answer(project, "funnels/dates", {"funnel": list(project.funnels)})
            self.assertEqual(set(entered), {name for name in dates if dates[name]})

    def test_random_calls_are_not_empty(self):
        filled = Counter()
        for project in self.each():
            for endpoint, parameters in Calls(project, 1).take(120):
                found = answer(project, endpoint, parameters)
                empty = not found or (endpoint == "events/properties" and not found["legend_size"])
                filled[endpoint] += not empty
        self.assertEqual(set(filled), set(ENDPOINTS))
        self.assertGreater(min(filled.values()), 60)


if __name__ == "__main__":
    unittest.main()
