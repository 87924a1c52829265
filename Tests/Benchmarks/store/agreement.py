"""Whether an answer says the same as the rows of the SQL; a wrong answer is never fast."""

import json
from collections import Counter, defaultdict


def rounded(numbers):
    return Counter(round(float(number), 9) for number in numbers if number)


def agrees(call, body, rows):
    """What differs; `None` where nothing does, or where there is nothing to compare."""
    answer = json.loads(body)
    if isinstance(answer, dict) and "error" in answer:
        return str(answer["error"])
    found, expected = PARTS[call[0]](answer, rows)
    if isinstance(found, Counter):
        # Answers have a limit, so that the rows may have more.
        return None if not found - expected and found else "numbers that the rows do not have"
    return None if found == expected else f"{str(found)[:200]} is not {str(expected)[:200]}"


def series(answer, rows):
    values = answer["data"]["values"].values()
    found = rounded(number for dates in values for number in dates.values())
    return found, rounded(row[-1] for row in rows)


def top(answer, rows):
    found = rounded(event["amount"] for event in answer["events"])
    return found, rounded(row[-1] for row in rows if row[1] == 1)


def retention(answer, rows):
    sizes, users = Counter(), Counter()
    for mask, count in rows:
        first = (mask & -mask).bit_length() - 1
        sizes[first] += count
        for bucket in range(first + 1, mask.bit_length()):
            if mask >> bucket & 1:
                users[first, bucket] += count
    cohorts = next(iter(answer["data"].values()))["values"].values()
    found = rounded(part for cohort in cohorts for part in cohort.values())
    return found, rounded(count / sizes[first] for (first, _), count in users.items())


def names(answer, rows):
    return answer, [row[0] for row in rows]


def property_counts(answer, rows):
    entries = answer.values()
    if "names" in next(iter(entries)):
        entries = next(iter(entries))["names"]
    found = rounded(entry["count"] for entry in entries)
    return found, rounded(rows[0] if len(rows) == 1 else [row[-1] for row in rows])


def funnel(answer, rows):
    weeks = next(iter(answer.values()))["data"].values()
    found = rounded(step["count"] for week in weeks for step in week["steps"])
    reached = defaultdict(int)
    for week, last, users in rows:
        for step in range(1, last + 1):
            reached[week, step] += users
    return found, rounded(reached.values())


def funnel_values(answer, rows):
    values = [value for week in answer.values() for value in week["values"].values()]
    found = rounded(step["count"] for value in values for step in value["steps"].values())
    return found, rounded(row[-1] for row in rows)


def count(answer, rows):
    return len(answer if isinstance(answer, list) else next(iter(answer.values()))), len(
        {row[0] for row in rows})


PARTS = {
    "events": series,
    "events/top": top,
    "events/names": names,
    "events/retention": retention,
    "events/properties": series,
    "events/properties/top": property_counts,
    "events/properties/values": names,
    "funnels": funnel,
    "funnels/names": count,
    "funnels/dates": count,
    "funnels/properties": funnel_values,
    "funnels/properties/names": property_counts,
}
