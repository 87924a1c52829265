#!/usr/bin/env python3
"""Computes the expected answers about the two public logs without mpq.

    expect.py FOLDER > expected.json

FOLDER contains ecom.csv.gz and apache_logs.gz. The shop's rows are read directly from the file;
the web site's requests come from the converter, because it chooses the event of a request.
"""

import csv
import gzip
import json
import sys
from collections import Counter, defaultdict
from datetime import datetime, timedelta, timezone
from pathlib import Path

EXAMPLES = Path(__file__).resolve().parents[2] / "examples" / "real-log"
sys.path.insert(0, str(EXAMPLES))
import convert  # noqa: E402

UTC = timezone.utc


class Log:
    """The events of one log as (time, user, event, properties), and the time of queries."""

    def __init__(self, events, now):
        self.events = sorted(events, key=lambda event: event[0])
        self.now = now

    def select(self, name, start, end=None):
        """The events of one name from `start` to `end`, or to now."""
        for time, user, event, properties in self.events:
            if event == name and start <= time <= self.now and (end is None or time < end):
                yield time, user, properties


def read_shop(folder):
    with gzip.open(folder / "ecom.csv.gz", "rt", newline="") as file:
        events = [
            (
                datetime.fromisoformat(row["timestamp"]).replace(tzinfo=UTC),
                row["user_id"],
                row["event"],
                row,
            )
            for row in csv.DictReader(file)
        ]
    return Log(events, datetime(2024, 6, 30, 23, 59, 59, tzinfo=UTC))


def read_site(folder):
    events = []
    for event in convert.events("apache", str(folder / "apache_logs.gz"), lambda message: None):
        properties = event["properties"]
        time = datetime.fromtimestamp(properties["time"], UTC)
        events.append((time, properties["distinct_id"], event["event"], properties))
    return Log(events, datetime(2015, 5, 20, 21, 5, 59, tzinfo=UTC))


# Starts of buckets, and the bucket of a time.


def midnight(time):
    return time.replace(hour=0, minute=0, second=0)


def month_of(time):
    return midnight(time).replace(day=1)


def week_of(time):
    return midnight(time) - timedelta(days=time.weekday())


def hour_of(time):
    return time.replace(minute=0, second=0)


def months(now, count):
    first = 12 * now.year + now.month - count
    return [
        datetime((first + n) // 12, (first + n) % 12 + 1, 1, tzinfo=UTC) for n in range(count)
    ]


def periods(now, bucket, step, count):
    return [bucket(now) - n * step for n in reversed(range(count))]


def weeks(now, count):
    return periods(now, week_of, timedelta(days=7), count)


def days(now, count):
    return periods(now, midnight, timedelta(days=1), count)


def hours(now, count):
    return periods(now, hour_of, timedelta(hours=1), count)


def day_text(start):
    return start.strftime("%Y-%m-%d")


def hour_text(start):
    return start.strftime("%Y-%m-%d %H:%M:%S")


# Answers: the query, the compared columns, the rows.


def answer(query, columns, rows, ordered=True):
    return {"query": query, "columns": columns, "ordered": ordered, "rows": rows}


def totals(log, names, starts, bucket, text=day_text):
    counts = Counter(
        (bucket(time), name) for name in names for time, _, _ in log.select(name, starts[0])
    )
    return [[text(start)] + [counts[start, name] for name in names] for start in starts]


def users(log, name, starts, bucket):
    seen = defaultdict(set)
    for time, user, _ in log.select(name, starts[0]):
        seen[bucket(time)].add(user)
    return {start: len(seen[start]) for start in starts}


def by_value(log, name, key, values, starts, bucket):
    counts = Counter(
        (bucket(time), properties.get(key)) for time, _, properties in log.select(name, starts[0])
    )
    return [[day_text(start)] + [counts[start, value] for value in values] for start in starts]


def steps_reached(log, steps, start):
    """Maps each user who entered the funnel in the week to the last step reached."""
    end = start + timedelta(days=7)
    times = {name: defaultdict(list) for name in steps}
    for name in set(steps):
        for time, user, _ in log.select(name, start, end):
            times[name][user].append(time)
    reached = {}
    for user in times[steps[0]]:
        left = {name: list(times[name].get(user, [])) for name in set(steps)}
        last = start
        for number, name in enumerate(steps, 1):
            last = next((time for time in left[name] if time >= last), None)
            if last is None:
                break
            left[name].remove(last)
            reached[user] = number
    return reached


def funnel_rows(log, funnel, steps, starts):
    rows = []
    for start in starts:
        reached = list(steps_reached(log, steps, start).values())
        counts = [sum(r > n for r in reached) for n in range(len(steps))]
        for n, (goal, count) in enumerate(zip(steps, counts)):
            before = counts[n - 1] if n else count
            ratios = [count / base if base else 0.0 for base in (before, counts[0])]
            rows.append([funnel, day_text(start), n + 1, goal, count, *ratios])
    return rows


def funnel_rows_by(log, steps, key, starts):
    """One row per week and value; a step at which no user stopped is 0."""
    rows = []
    for start in starts:
        groups = defaultdict(list)
        for user, number in steps_reached(log, steps, start).items():
            entering = log.select(steps[0], start, start + timedelta(days=7))
            first = next(properties for _, one, properties in entering if one == user)
            groups[first.get(key, "")].append(number)
        for value, reached in groups.items():
            stopped = [reached.count(n + 1) for n in range(len(steps))]
            ends = [min(reached), max(reached), len(reached)]
            rows.append([day_text(start), value, *stopped, *ends])
    return rows


def retention_rows(log, name, starts, bucket, unit):
    seen = defaultdict(set)
    for time, user, _ in log.select(name, starts[0]):
        seen[user].add(bucket(time))
    rows = []
    for n, cohort in enumerate(starts):
        members = [buckets for buckets in seen.values() if min(buckets) == cohort]
        if not members:
            continue
        later = [sum(start in one for one in members) / len(members) for start in starts[n + 1 :]]
        rows.append([name, day_text(cohort), *later, *[None] * n])
    return ["event", "cohort"] + [f"{n} {unit} later" for n in range(1, len(starts))], rows


def ranked(counts, limit):
    return sorted(counts.items(), key=lambda item: (-item[1], item[0].encode()))[:limit]


FUNNEL = ["funnel", "date", "step", "goal", "count", "step_ratio", "overall_ratio"]
PURCHASE = ["product_view", "add_to_cart", "shipping_details", "payment_details", "purchase"]


def shop_answers(log):
    half_year, month, eight_weeks = months(log.now, 6), weeks(log.now, 4), weeks(log.now, 8)

    names = ["home", "product_view", "add_to_cart", "purchase"]
    yield answer(
        "events home, product_view, add_to_cart, purchase months 6",
        ["date", *names],
        totals(log, names, half_year, month_of),
    )

    channels = ["direct", "email", "organic", "paid_search", "social"]
    yield answer(
        "events purchase by acquisition_channel months 6",
        ["date", *channels],
        by_value(log, "purchase", "acquisition_channel", channels, half_year, month_of),
    )

    buyers = users(log, "purchase", month, week_of)
    yield answer(
        "events purchase unique weeks 4",
        ["date", "purchase"],
        [[day_text(start), count] for start, count in buyers.items()],
    )

    viewers = users(log, "product_view", month, week_of)
    views = totals(log, ["product_view"], month, week_of)
    yield answer(
        "events product_view average weeks 4",
        ["date", "product_view"],
        [[date, n / viewers[start]] for (date, n), start in zip(views, month)],
    )

    yield answer("funnel Purchase weeks 4", FUNNEL, funnel_rows(log, "Purchase", PURCHASE, month))
    yield answer(
        "funnel Purchase weeks 4 by platform",
        ["date", "value", "1", "2", "3", "4", "5", "start", "end", "total"],
        funnel_rows_by(log, PURCHASE, "platform", month),
        ordered=False,
    )

    columns, rows = retention_rows(log, "purchase", eight_weeks, week_of, "weeks")
    yield answer("retention purchase weeks 8", columns, rows)

    start = days(log.now, 30)[0]
    volume = Counter(event for time, _, event, _ in log.events if start <= time <= log.now)
    yield answer("show events days 30 limit 5", ["event"], [[n] for n, _ in ranked(volume, 5)])
    platforms = Counter(p["platform"] for _, _, p in log.select("purchase", start))
    yield answer(
        "show values of platform of event purchase days 30",
        ["value"],
        [[value] for value, _ in ranked(platforms, 10)],
    )


def site_answers(log):
    day, four_days = hours(log.now, 24), days(log.now, 4)

    names = ["page view", "download", "error"]
    yield answer(
        'events "page view", download, error hours 24',
        ["date", *names],
        totals(log, names, day, hour_of, hour_text),
    )

    names = ["page view", "download", "feed"]
    visitors = {name: users(log, name, four_days, midnight) for name in names}
    yield answer(
        'events "page view", download, feed days 4 unique',
        ["date", *names],
        [[day_text(start)] + [visitors[name][start] for name in names] for start in four_days],
    )

    hosts = ["google.com", "stackoverflow.com", "logstash.net"]
    yield answer(
        'events "page view" by referrer in ("google.com", "stackoverflow.com", "logstash.net") '
        "days 4",
        ["date", *hosts],
        by_value(log, "page view", "referrer", hosts, four_days, midnight),
    )

    today, yesterday = four_days[-1], four_days[-2]
    amounts = Counter(event for time, _, event, _ in log.events if time >= today)
    same_time = log.now - timedelta(days=1)
    before = Counter(event for time, _, event, _ in log.events if yesterday <= time <= same_time)
    yield answer(
        "top events limit 5",
        ["event", "amount", "change"],
        [
            [name, n, (n - before[name]) / before[name] if before[name] else None]
            for name, n in ranked(amounts, 5)
        ],
    )

    steps = ["page view", "page view"]
    week = weeks(log.now, 1)
    yield answer(
        'funnel "Second page" weeks 1', FUNNEL, funnel_rows(log, "Second page", steps, week)
    )

    columns, rows = retention_rows(log, "page view", four_days, midnight, "days")
    yield answer('retention "page view" days 4', columns, rows)

    paths = Counter(p["path"] for _, _, p in log.select("error", four_days[0]))
    yield answer(
        "show values of path of event error days 4 limit 5",
        ["value"],
        [[path] for path, _ in ranked(paths, 5)],
    )


def expected(folder):
    answer = {}
    for kind, read, answers in (
        ("ecom", read_shop, shop_answers),
        ("apache", read_site, site_answers),
    ):
        log = read(folder)
        answer[kind] = {
            "now": log.now.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "events": len(log.events),
            "users": len({user for _, user, _, _ in log.events}),
            "answers": list(answers(log)),
        }
    return answer


def text_of(logs):
    """JSON with one row per line, so that diffs are readable."""
    parts = []
    for kind, log in logs.items():
        head = json.dumps({key: value for key, value in log.items() if key != "answers"})
        answers = []
        for one in log["answers"]:
            facts = json.dumps(one | {"rows": []}, ensure_ascii=False)
            rows = ",\n    ".join(json.dumps(row, ensure_ascii=False) for row in one["rows"])
            answers.append(f"{facts.removesuffix(']}')}\n    {rows}]}}")
        body = ",\n   ".join(answers)
        parts.append(f"{json.dumps(kind)}: {head[:-1]}, \"answers\": [\n   {body}]}}")
    return "{" + ",\n ".join(parts) + "}"


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    print(text_of(expected(Path(sys.argv[1]))))
