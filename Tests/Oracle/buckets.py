"""Hours, days, weeks and months in the project's time zone, identified by their labels.

The label of a moment's local time determines its bucket. So a day begins with the first moment of
its date, even if midnight is skipped, and an hour that the clock shows twice is one bucket. A date
that the zone skipped completely is an empty day.
"""

from datetime import timedelta, timezone

UNITS = ("hour", "day", "week", "month")


def label(local, unit):
    """The label of the bucket with the local time `local`."""
    if unit == "hour":
        return f"{local.date().isoformat()} {local.hour:02}:00:00"
    return first_day(local.date(), unit).isoformat()


def first_day(day, unit):
    """The first date of the day, week or month with the date `day`."""
    if unit == "day":
        return day
    if unit == "week":
        return day - timedelta(days=day.weekday())
    if unit == "month":
        return day.replace(day=1)
    raise ValueError(f"no such unit: {unit}")


def series(now_local, unit, interval):
    """The labels of the latest `interval` buckets, ascending; the last one contains `now_local`."""
    if unit == "hour":
        return hour_series(now_local, interval)
    days = [first_day(now_local.date(), unit)]
    while len(days) < interval:
        days.append(first_day(days[-1] - timedelta(days=1), unit))
    return [day.isoformat() for day in reversed(days)]


def hour_series(now_local, interval):
    """The latest `interval` hour labels that the clock of the zone has shown."""
    labels = set()
    moment = now_local.astimezone(timezone.utc)
    while True:
        labels.add(label(moment.astimezone(now_local.tzinfo), "hour"))
        if len(labels) == interval:
            return sorted(labels)
        # Clocks change by multiples of 15 minutes, so no label is skipped.
        moment -= timedelta(minutes=15)
