"""Difficult moments for calendars: changes of the clock, midnights, turns of week and year."""

from datetime import datetime, timedelta, timezone
from functools import lru_cache

DAY = 86400
#: Distances from now that decide whether an event counts, today or yesterday.
NEAR_NOW = (-DAY - 1, -DAY, -DAY + 1, -1, 0, 1, 3600)
FIRST_YEAR, LAST_YEAR = 2009, 2021


@lru_cache
def clock_changes(zone):
    """The seconds since 1970 at which the clock of `zone` changes, ascending."""
    first = timestamp(datetime(FIRST_YEAR, 1, 1, tzinfo=timezone.utc))
    last = timestamp(datetime(LAST_YEAR, 1, 1, tzinfo=timezone.utc))
    changes = []
    for day in range(first, last, DAY):
        low, high = day, day + DAY
        if offset(low, zone) == offset(high, zone):
            continue
        while high - low > 1:
            middle = (low + high) // 2
            if offset(middle, zone) == offset(low, zone):
                low = middle
            else:
                high = middle
        changes.append(high)
    return changes


def choose_now(random, zone):
    """A moment at which windows end; mostly a difficult one."""
    changes = [change for change in clock_changes(zone) if year_of(change, zone) > FIRST_YEAR + 1]
    kind = random.randrange(4)
    if kind < 2 and changes:
        steps = [-1800, -1, 0, 1, 1800, 3599, 3600, 5400, 40000, DAY, DAY + 1800, 8 * DAY]
        return random.choice(changes) + random.choice(steps)
    year = random.randint(FIRST_YEAR + 2, LAST_YEAR - 1)
    if kind == 2:
        month = random.choice([1, 1, 3, random.randint(1, 12)])
        return midnight(datetime(year, month, 1), zone) + random.choice([-1, 0, 1, 45296])
    return midnight(datetime(year, 1, 1), zone) + random.randrange(365 * DAY)


def edges(random, now, zone):
    """Moments before `now` at which buckets begin, or near which the clock changes."""
    found = []
    for change in clock_changes(zone):
        if now - 700 * DAY < change < now + DAY:
            found += [change + step for step in range(-7200, 7201, 1800)]
            found += [change - 1, change - 3601, change + 3599]

    today = datetime.fromtimestamp(now, zone).replace(tzinfo=None, fold=0)
    days = [today - timedelta(days=back) for back in range(9)]
    monday = today - timedelta(days=today.weekday())
    days += [monday - timedelta(weeks=back) for back in range(12)]
    days += [
        datetime(year, month, 1)
        for year in range(today.year - 2, today.year + 1)
        for month in range(1, 13)
    ]
    for day in days:
        start = midnight(day, zone)
        found += [start - 1, start, start + 1, start + random.randrange(DAY)]
    return found


def midnight(day, zone):
    """The first moment of a date, in seconds since 1970."""
    return timestamp(day.replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=zone))


def timestamp(moment):
    """Whole seconds since 1970."""
    return int(moment.timestamp())


def offset(seconds, zone):
    """The zone's offset from UTC at a moment."""
    return datetime.fromtimestamp(seconds, zone).utcoffset()


def year_of(seconds, zone):
    """The local year of a moment."""
    return datetime.fromtimestamp(seconds, zone).year
