"""What is asked: for each case the call, and the same question in SQL.

The SQL is written for DuckDB; `sqlite` says how SQLite's differs. Rows end with the number.
"""

from datetime import date, timedelta

NOW = 1_275_177_599
TODAY = date(2010, 5, 29)
EPOCH = date(1970, 1, 1)
DAY = 86_400

SIGNUP = ["View homepage", "View signup", "Submit signup", "Verify email", "Complete profile"]
PURCHASE = ["View product", "Add to cart", "Checkout", "Purchase"]
SERIES = ["pages", "play song", "View homepage"]


def second(day):
    return (day - EPOCH).days * DAY


def bounds(unit, count):
    """The seconds at which the buckets of a window begin, and the end."""
    end = NOW + 1
    if unit == "hour":
        return [end - back * 3600 for back in range(count, 0, -1)] + [end]
    if unit == "day":
        return [end - back * DAY for back in range(count, 0, -1)] + [end]
    if unit == "week":
        monday = TODAY - timedelta(days=TODAY.weekday())
        weeks = [monday - timedelta(weeks=back) for back in range(count - 1, -1, -1)]
        return [second(day) for day in weeks] + [end]
    months = []
    year, month = TODAY.year, TODAY.month
    for _ in range(count):
        months.insert(0, second(date(year, month, 1)))
        year, month = (year - 1, 12) if month == 1 else (year, month - 1)
    return months + [end]


def quoted(names):
    return ", ".join(f"'{name}'" for name in names)


class Dialect:
    """How a question is written for one engine."""

    def __init__(self, name):
        self.name = name

    def bucket(self, unit, limits):
        """The index of the bucket of `time`; months are not equally long."""
        width = {"hour": 3600, "day": DAY, "week": 7 * DAY}.get(unit)
        if width is None:
            later = limits[1:-1]
            terms = [f"CASE WHEN time >= {limit} THEN 1 ELSE 0 END" for limit in later]
            return " + ".join(terms) or "0"
        divided = f"(time - {limits[0]})"
        return f"{divided} // {width}" if self.name == "duckdb" else f"{divided} / {width}"

    def property(self, name):
        if self.name == "duckdb":
            return f'"p_{name}"'
        return f"json_extract(properties, '$.\"{name}\"')"


def measured(measure):
    return {
        "general": "count(*)",
        "unique": "count(DISTINCT uid)",
        "average": "count(*) * 1.0 / count(DISTINCT uid)",
    }[measure]


def where(limits, events=None):
    text = f"time >= {limits[0]} AND time < {limits[-1]}"
    return text + (f" AND event IN ({quoted(events)})" if events else "")


def series(measure, unit, count):
    def sql(dialect):
        limits = bounds(unit, count)
        return (
            f"SELECT event, {dialect.bucket(unit, limits)} AS b, {measured(measure)} FROM ev "
            f"WHERE {where(limits, SERIES)} GROUP BY 1, 2"
        )

    names = "[" + ", ".join(f'"{name}"' for name in SERIES) + "]"
    return ["events", f"event={names}", f"type={measure}", f"unit={unit}", f"interval={count}"], sql


def top(measure):
    def sql(dialect):
        limits = bounds("day", 2)
        return (
            f"SELECT event, {dialect.bucket('day', limits)} AS b, {measured(measure)} FROM ev "
            f"WHERE {where(limits)} GROUP BY 1, 2"
        )

    return ["events/top", f"type={measure}", "limit=255"], sql


def names(measure, unit, count):
    def sql(dialect):
        return (
            f"SELECT event, {measured(measure)} FROM ev WHERE {where(bounds(unit, count))} "
            "GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 255"
        )

    return ["events/names", f"type={measure}", f"unit={unit}", f"interval={count}"], sql


def retention(event, unit, count):
    def sql(dialect):
        limits = bounds(unit, count)
        mask = f"1::BIGINT << ({dialect.bucket(unit, limits)})::INT"
        fold = f"bit_or({mask})"
        if dialect.name == "sqlite":
            fold = f"sum(DISTINCT 1 << ({dialect.bucket(unit, limits)}))"
        return (
            f"SELECT m, count(*) FROM (SELECT uid, {fold} AS m FROM ev "
            f"WHERE {where(limits, [event])} GROUP BY uid) AS q GROUP BY m"
        )

    call = ["events/retention", f'event=["{event}"]', "type=unique"]
    return call + [f"unit={unit}", f"interval={count}"], sql


def properties(event, name, measure, unit, count, values=None):
    def sql(dialect):
        limits, value = bounds(unit, count), dialect.property(name)
        wanted = f" AND {value} IN ({quoted(values)})" if values else ""
        return (
            f"SELECT {value} AS v, {dialect.bucket(unit, limits)} AS b, {measured(measure)} "
            f"FROM ev WHERE {where(limits, [event])} AND {value} IS NOT NULL{wanted} GROUP BY 1, 2"
        )

    call = ["events/properties", f"event={event}", f"name={name}", f"type={measure}"]
    if values:
        call.append("values=[" + ", ".join(f'"{value}"' for value in values) + "]")
    return call + [f"unit={unit}", f"interval={count}"], sql


def values(event, name, measure, unit, count):
    def sql(dialect):
        value = dialect.property(name)
        return (
            f"SELECT {value} AS v, {measured(measure)} AS n FROM ev "
            f"WHERE {where(bounds(unit, count), [event])} AND {value} IS NOT NULL "
            "GROUP BY 1 ORDER BY n DESC, v LIMIT 255"
        )

    call = ["events/properties/values", f"event={event}", f"name={name}", f"type={measure}"]
    return call + [f"unit={unit}", f"interval={count}"], sql


def counted_property(value, measure):
    """How many events, or users, have a value."""
    users = f"count(DISTINCT CASE WHEN {value} IS NOT NULL THEN uid END)"
    return {
        "general": f"count({value})",
        "unique": users,
        "average": f"count({value}) * 1.0 / nullif({users}, 0)",
    }[measure]


def counted_properties(events, measure, unit, count, known):
    def sql(dialect):
        limits = bounds(unit, count)
        if dialect.name == "sqlite":
            return (
                f"SELECT key, {measured(measure)} FROM ev, json_each(properties) "
                f"WHERE {where(limits, events)} GROUP BY 1"
            )
        counts = [counted_property(dialect.property(name), measure) for name in known]
        return f"SELECT {', '.join(counts)} FROM ev WHERE {where(limits, events)}"

    return sql


def funnel(steps, count, by=None):
    """A chain: the earliest time of each step that is not before the one of the step before."""

    def sql(dialect):
        limits = bounds("week", count)
        week = dialect.bucket("week", limits)
        value = f", {dialect.property(by)} AS v" if by else ""
        text = f"WITH e AS (SELECT uid, {week} AS w, event, time{value} FROM ev "
        text += f"WHERE {where(limits, steps)}), "
        text += "f1 AS (SELECT uid, w, min(time) AS t FROM e "
        text += f"WHERE event = '{steps[0]}' GROUP BY 1, 2)"
        for number, step in enumerate(steps[1:], 2):
            text += (
                f", f{number} AS (SELECT e.uid, e.w, min(e.time) AS t "
                f"FROM e JOIN f{number - 1} AS f ON e.uid = f.uid AND e.w = f.w "
                f"WHERE e.event = '{step}' AND e.time >= f.t GROUP BY 1, 2)"
            )
        levels = " UNION ALL ".join(
            f"SELECT uid, w, {number} AS l FROM f{number}" for number in range(1, len(steps) + 1)
        )
        text += f", r AS (SELECT uid, w, max(l) AS l FROM ({levels}) AS x GROUP BY 1, 2)"
        if not by:
            return text + " SELECT w, l, count(*) FROM r GROUP BY 1, 2"
        return text + (
            ", a AS (SELECT e.uid, e.w, min(coalesce(e.v, '')) AS v FROM e "
            "JOIN f1 ON e.uid = f1.uid AND e.w = f1.w AND e.time = f1.t "
            f"WHERE e.event = '{steps[0]}' GROUP BY 1, 2) "
            "SELECT r.w, a.v, r.l, count(*) FROM r JOIN a ON r.uid = a.uid AND r.w = a.w "
            "GROUP BY 1, 2, 3"
        )

    return sql


def entered(steps, count):
    def sql(dialect):
        limits = bounds("week", count)
        return (
            f"SELECT {dialect.bucket('week', limits)} AS w, count(DISTINCT uid) FROM ev "
            f"WHERE {where(limits, steps[:1])} GROUP BY 1"
        )

    return sql


def entered_names(count):
    def sql(dialect):
        limits = bounds("week", count)
        firsts = [SIGNUP[0], PURCHASE[0]]
        return (
            f"SELECT event, {dialect.bucket('week', limits)} AS w, count(DISTINCT uid) FROM ev "
            f"WHERE {where(limits, firsts)} GROUP BY 1, 2"
        )

    return sql


def all_cases(known):
    """From a case's name to its call and its SQL; `known` are the names of all properties."""
    cases = {}
    for unit, count in [("hour", 168), ("day", 30), ("week", 12), ("month", 3)]:
        for measure in ("general", "unique", "average"):
            cases[f"events {measure} {unit} {count}"] = series(measure, unit, count)
    for measure in ("general", "unique", "average"):
        cases[f"top {measure}"] = top(measure)
        cases[f"names {measure} day 30"] = names(measure, "day", 30)
    cases["names unique day 90"] = names("unique", "day", 90)
    cases["names unique hour 24"] = names("unique", "hour", 24)
    for unit, count in [("hour", 48), ("day", 30), ("week", 12), ("month", 3)]:
        cases[f"retention pages {unit} {count}"] = retention("pages", unit, count)
    for event, name, measure, unit, count in [
        ("pages", "page", "general", "day", 30), ("pages", "page", "average", "week", 12),
        ("pages", "$browser", "unique", "week", 12), ("pages", "$browser", "unique", "hour", 48),
        ("play song", "song", "unique", "day", 30), ("pages", "$os", "unique", "month", 3),
    ]:
        case = f"by {event}.{name} {measure} {unit} {count}"
        cases[case] = properties(event, name, measure, unit, count)
    cases["by pages.$os general day 90, 2 values"] = properties(
        "pages", "$os", "general", "day", 90, ["os 0", "os 1"])
    for event, name, measure, unit, count in [
        ("play song", "song", "general", "day", 90), ("pages", "page", "general", "day", 30),
        ("pages", "page", "unique", "day", 30), ("play song", "song", "average", "month", 3),
    ]:
        cases[f"values {event}.{name} {measure} {unit} {count}"] = values(
            event, name, measure, unit, count)
    for measure in ("general", "unique", "average"):
        call = ["events/properties/top", "event=pages", f"type={measure}"]
        call += ["unit=day", "interval=30"]
        cases[f"properties pages {measure} day 30"] = (
            call, counted_properties(["pages"], measure, "day", 30, known))
    cases["funnel signup week 12"] = (
        ["funnels", 'funnel=["signup"]', "unit=week", "interval=12"], funnel(SIGNUP, 12))
    cases["funnel purchase week 4"] = (
        ["funnels", 'funnel=["purchase"]', "unit=week", "interval=4"], funnel(PURCHASE, 4))
    cases["funnel names week 4"] = (
        ["funnels/names", "unit=week", "interval=4"], entered_names(4))
    cases["funnel dates"] = (
        ["funnels/dates", 'funnel=["signup"]', "unit=week"], entered(SIGNUP, 14))
    for name, count in [("utm_source", 4), ("$referrer", 12)]:
        cases[f"funnel signup by {name} week {count}"] = (
            ["funnels/properties", "funnel=signup", f"name={name}", "unit=week",
             f"interval={count}"],
            funnel(SIGNUP, count, name))
    cases["funnel properties signup week 4"] = (
        ["funnels/properties/names", "funnel=signup", "unit=week", "interval=4"],
        counted_properties(SIGNUP, "general", "week", 4, known))
    return cases
