"""The answers of the endpoints about funnels.

A user's steps in a funnel are counted separately in each week, which starts on Monday. The search
is greedy: the first event of step 1, then the first unused event of step 2 at or after it, and so
on. Events of one second are unordered: the order with the most steps counts. One event is never two
steps.
"""

from buckets import label
from measures import grouped, of_users, ranked


def funnels(project, parameters):
    """`funnels`: the number of users who reached at least each step, by week."""
    weeks = project.series("week", parameters["interval"])
    answer = {}
    for name in parameters["funnel"]:
        if name in project.funnels:
            steps = project.funnels[name]
            reached = levels_by_week(project, steps)
            data = {week: week_data(steps, reached.get(week, {})) for week in weeks}
            answer[name] = {"data": data, "meta": {"dates": weeks}}
    return answer


def funnels_names(project, parameters):
    """`funnels/names`: the funnels that users entered in the window, by number of users."""
    weeks = project.series("week", parameters["interval"])
    entering = {}
    for name, steps in project.funnels.items():
        reached = levels_by_week(project, steps)
        entering[name] = sum(len(reached.get(week, {})) for week in weeks)
    return [name for name in ranked(entering) if entering[name] > 0]


def funnels_dates(project, parameters):
    """`funnels/dates`: the latest weeks in which users entered each funnel."""
    limit = parameters.get("limit", 100)
    return {
        name: sorted(levels_by_week(project, project.funnels[name]))[-limit:]
        for name in parameters["funnel"]
        if name in project.funnels
    }


def funnels_properties(project, parameters):
    """`funnels/properties`: users by the last step that they reached and a property's value."""
    if parameters["funnel"] not in project.funnels:
        return {}
    steps = project.funnels[parameters["funnel"]]
    reached = levels_by_week(project, steps)
    first_values = first_values_by_week(project, steps, parameters["name"])
    answer = {}
    for week in project.series("week", parameters["interval"]):
        values = users_by_value(reached.get(week, {}), first_values.get(week, {}))
        names = ranked({value: len(levels) for value, levels in values.items()})
        names = names[: parameters.get("limit", 10)]
        rows = {name: value_row(values[name]) for name in names}
        mark_best(rows)
        meta = {"name": parameters["name"], "steps": len(steps), "values": names}
        answer[week] = {"meta": meta, "values": rows}
    return answer


def funnels_properties_names(project, parameters):
    """`funnels/properties/names`: the properties of the events of a funnel."""
    name = parameters["funnel"]
    if name not in project.funnels:
        return {}
    found = [
        event
        for event in of_users(project.window("week", parameters["interval"]))
        if event.name in project.funnels[name]
    ]
    groups = grouped(found, lambda event: event.properties)
    counts = {key: len(carrying) for key, carrying in groups.items()}
    rows = [
        {"count": counts[key], "name": key, "property": key}
        for key in ranked(counts)[: parameters.get("limit", 20)]
    ]
    date = project.now_local.strftime("%Y-%m-%d %H:%M:%S")
    return {name: {"meta": {"date": date}, "names": rows}}


def level(found, steps):
    """The last step that one user's events of one week reach; 0 outside the funnel."""
    at_second = grouped(found, lambda event: [event.time])
    reached = 0
    for second in sorted(at_second):
        unused = [event.name for event in at_second[second]]
        while reached < len(steps) and steps[reached] in unused:
            unused.remove(steps[reached])
            reached += 1
    return reached


def levels_by_week(project, steps):
    """Maps each week to the last step of each user who entered the funnel in it."""
    by_week = grouped(of_users(project.past()), lambda event: [label(event.local, "week")])
    answer = {}
    for week, found in by_week.items():
        by_user = grouped(found, lambda event: [event.user])
        levels = {user: level(own, steps) for user, own in by_user.items()}
        entered = {user: reached for user, reached in levels.items() if reached > 0}
        if entered:
            answer[week] = entered
    return answer


def first_values_by_week(project, steps, name):
    """Maps each week to the property's text on each user's first event of step 1."""
    starting = [event for event in of_users(project.past()) if event.name == steps[0]]
    by_week = grouped(starting, lambda event: [label(event.local, "week")])
    answer = {}
    for week, found in by_week.items():
        answer[week] = {}
        for user, own in grouped(found, lambda event: [event.user]).items():
            first = min(event.time for event in own)
            texts = [event.properties.get(name, "") for event in own if event.time == first]
            answer[week][user] = min(texts, key=lambda text: text.encode("utf-8"))
    return answer


def users_by_value(levels, first_values):
    """Maps each value to the last steps of the users who have it."""
    values = {}
    for user, reached in levels.items():
        values.setdefault(first_values[user], []).append(reached)
    return values


def value_row(levels):
    """One value's row: the number of users who stopped at each step."""
    steps = {str(step): {"count": levels.count(step)} for step in sorted(set(levels))}
    return {
        "start": min(levels),
        "end": max(levels),
        "steps": steps,
        "total_visitors": len(levels),
    }


def mark_best(rows):
    """Marks, for each step, the first of the values with the highest count."""
    for step in {step for row in rows.values() for step in row["steps"]}:
        having = [row["steps"][step] for row in rows.values() if step in row["steps"]]
        # `max` returns the first of several equal items.
        max(having, key=lambda entry: entry["count"])["best"] = True


def week_data(steps, levels):
    """The table of one week and its analysis."""
    counts = [
        sum(1 for reached in levels.values() if reached >= step)
        for step in range(1, len(steps) + 1)
    ]
    rows = []
    for index, (goal, count) in enumerate(zip(steps, counts)):
        previous = counts[index - 1] if index > 0 else count
        rows.append(
            {
                "count": count,
                "goal": goal,
                "overall_conv_ratio": ratio(count, counts[0]),
                "step_conv_ratio": ratio(count, previous),
            }
        )
    analysis = {
        "completion": rows[-1]["overall_conv_ratio"],
        "starting_amount": counts[0],
        "steps": len(steps),
        "worst": worst_step(rows),
    }
    return {"analysis": analysis, "steps": rows}


def worst_step(rows):
    """The number, from 1, of the first step with the lowest step ratio.

    The first step converts nobody, so it is the worst only where it is the only one.
    """
    if len(rows) == 1:
        return 1
    later = range(2, len(rows) + 1)
    return min(later, key=lambda step: rows[step - 1]["step_conv_ratio"])


def ratio(count, base):
    """`count` divided by `base`; 0.0 if `base` is 0."""
    return count / base if base else 0.0
