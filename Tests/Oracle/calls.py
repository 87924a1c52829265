"""Random calls of the Data API with names that a project has, and some that it does not have.

A call is a pair of an endpoint and its parameters, decoded as `recompute.answer` takes them.
"""

from random import Random

from buckets import UNITS
from events import NOT_PROPERTIES
from recompute import ENDPOINTS

MEASURES = ("general", "unique", "average")
INTERVALS = {
    "hour": (1, 2, 25, 49, 200, 800),
    "day": (1, 2, 7, 30, 62, 63, 64, 400),
    "week": (1, 2, 4, 5, 53, 100),
    "month": (1, 2, 3, 12, 24),
}
LIMITS = (1, 2, 3, 5, 10, 20, 100, 255)
UNKNOWN = ("no such name", "signup ", "SIGNUP", "事", "e\u0301")
#: The maximum length of a list of names, so that the encoded request stays below 8 KiB.
LONGEST_LIST = 1200


class Calls:
    """Generates calls for one project."""

    def __init__(self, project, seed):
        self.random = Random(seed)
        self.events = sorted({event.name for event in project.events})
        self.funnels = sorted(project.funnels)
        self.properties = sorted({name for event in project.events for name in event.properties})
        self.values = {}
        self.carried = {}
        for event in project.events:
            for name, value in event.properties.items():
                self.values.setdefault((event.name, name), set()).add(value)
                self.carried.setdefault(event.name, set()).add(name)

    def take(self, count):
        """`count` calls, distributed evenly over the endpoints."""
        endpoints = []
        while len(endpoints) < count:
            turn = list(ENDPOINTS)
            self.random.shuffle(turn)
            endpoints += turn
        return [(endpoint, self.parameters(endpoint)) for endpoint in endpoints[:count]]

    def parameters(self, endpoint):
        """Random parameters for an endpoint; optional ones are included sometimes."""
        family, _, rest = endpoint.partition("/")
        if family == "funnels":
            parameters = self.funnel_parameters(rest)
        elif endpoint == "events/top":
            parameters = {"type": self.random.choice(MEASURES)}
        else:
            parameters = self.event_parameters(rest)
        if rest not in ("", "retention") and endpoint != "funnels/names" and self.chance(0.4):
            parameters["limit"] = self.random.choice(LIMITS)
        return parameters

    def event_parameters(self, rest):
        """Parameters of an endpoint about events with a window."""
        unit = self.random.choice(UNITS)
        parameters = {
            "type": self.random.choice(MEASURES),
            "unit": unit,
            "interval": self.random.choice(INTERVALS[unit]),
        }
        if rest in ("", "retention"):
            parameters["event"] = self.names(self.events)
        if rest.startswith("properties"):
            parameters["event"] = self.name(self.events)
        if rest in ("properties", "properties/values"):
            carried = sorted(self.carried.get(parameters["event"], self.properties))
            parameters["name"] = self.property(carried)
        if rest == "properties" and self.chance(0.4):
            asked = (parameters["event"], parameters["name"])
            parameters["values"] = self.names(sorted(self.values.get(asked, {"x"})))
        return parameters

    def funnel_parameters(self, rest):
        """Parameters of an endpoint about funnels."""
        parameters = {"unit": "week"}
        if rest != "dates":
            parameters["interval"] = self.random.choice(INTERVALS["week"])
        if rest in ("", "dates"):
            parameters["funnel"] = self.names(self.funnels)
        if rest.startswith("properties"):
            parameters["funnel"] = self.name(self.funnels)
        if rest == "properties":
            parameters["name"] = self.property(self.properties)
        return parameters

    def name(self, known):
        """One of the known names, rarely another one."""
        return self.random.choice(UNKNOWN) if self.chance(0.05) else self.random.choice(known)

    def property(self, known):
        """A property's name, rarely one that no event can have."""
        if self.chance(0.05):
            return self.random.choice(NOT_PROPERTIES)
        return self.name(known)

    def names(self, known):
        """One or more distinct names in random order."""
        count = self.random.choice((1, 1, 2, 3, 5, 12))
        pool = list(known) + [self.random.choice(UNKNOWN)]
        chosen = self.random.sample(pool, min(count, len(pool)))
        chosen = list(dict.fromkeys(chosen))
        while len(chosen) > 1 and sum(len(name.encode()) for name in chosen) > LONGEST_LIST:
            chosen.pop()
        return chosen

    def chance(self, part):
        """True in `part` of the cases."""
        return self.random.random() < part
