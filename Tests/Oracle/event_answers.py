"""The answers of the endpoints about events and their properties."""

from datetime import datetime, timedelta

from buckets import label
from measures import grouped, measure, of_users, ranked


def events(project, parameters):
    """`events`: a measure of each event in each bucket."""
    kind, unit, interval = window_parameters(parameters)
    found = project.window(unit, interval)
    rows = {
        name: [event for event in found if event.name == name]
        for name in parameters["event"]
        if project.knows(name)
    }
    return series_answer(project.series(unit, interval), rows, kind, unit)


def events_top(project, parameters):
    """`events/top`: today's events and their change since yesterday at the same time of day."""
    kind = parameters["type"]
    now = project.now_local
    yesterday = now.date() - timedelta(days=1)
    same_time = max(
        datetime.combine(yesterday, now.time(), tzinfo=project.zone).replace(fold=fold).timestamp()
        for fold in (0, 1)
    )
    today_events = [event for event in project.past() if event.local.date() == now.date()]
    yesterday_events = [
        event
        for event in project.past()
        if event.local.date() == yesterday and event.time <= same_time
    ]

    before = grouped(yesterday_events, lambda event: [event.name])
    today = grouped(today_events, lambda event: [event.name])
    amounts = volumes(today, kind)
    rows = []
    for name in ranked(totals(today))[: parameters.get("limit", 255)]:
        old = measure(before.get(name, []), kind)
        change = (amounts[name] - old) / old if old else None
        rows.append({"amount": amounts[name], "event": name, "percent_change": change})
    return {"events": rows, "type": kind}


def events_names(project, parameters):
    """`events/names`: the events of the window, by total."""
    _, unit, interval = window_parameters(parameters)
    groups = grouped(project.window(unit, interval), lambda event: [event.name])
    return ranked(totals(groups))[: parameters.get("limit", 255)]


def events_retention(project, parameters):
    """`events/retention`: the part of each cohort that did the event again in later buckets."""
    _, unit, interval = window_parameters(parameters)
    labels = project.series(unit, interval)
    found = project.window(unit, interval)
    data = {
        name: retention([event for event in found if event.name == name], labels, unit)
        for name in parameters["event"]
        if project.knows(name)
    }
    return {"data": data, "meta": {"unit": unit}}


def retention(found, labels, unit):
    """The retention of one event, whose events inside the window are `found`."""
    buckets_of_user = {}
    for event in of_users(found):
        buckets_of_user.setdefault(event.user, set()).add(label(event.local, unit))

    descriptions, values = {}, {}
    for start, cohort in enumerate(labels):
        members = [seen for seen in buckets_of_user.values() if min(seen) == cohort]
        if not members:
            continue
        descriptions[cohort], values[cohort] = {}, {}
        for offset in range(1, len(labels) - start):
            again = [seen for seen in members if labels[start + offset] in seen]
            descriptions[cohort][offset_label(offset, unit)] = cohort
            values[cohort][offset_label(offset, unit)] = len(again) / len(members)

    offsets = [offset_label(offset, unit) for offset in range(1, len(labels))]
    return {"descriptions": descriptions, "series": offsets, "values": values}


def offset_label(offset, unit):
    """The name of an offset; always in the plural."""
    return f"{offset} {unit}s later"


def properties(project, parameters):
    """`events/properties`: a measure of each value of a property in each bucket."""
    kind, unit, interval = window_parameters(parameters)
    groups = value_groups(project, parameters)
    if "values" in parameters:
        groups = {value: groups.get(value, []) for value in parameters["values"]}
    names = ranked(totals(groups))[: parameters.get("limit", 255)]
    if "values" in parameters:
        names = [value for value in groups if value in names]
    rows = {name: groups[name] for name in names}
    return series_answer(project.series(unit, interval), rows, kind, unit)


def properties_top(project, parameters):
    """`events/properties/top`: the properties of an event, by total."""
    kind, unit, interval = window_parameters(parameters)
    found = [e for e in project.window(unit, interval) if e.name == parameters["event"]]
    groups = grouped(found, lambda event: event.properties)
    counts = volumes(groups, kind)
    names = ranked(totals(groups))[: parameters.get("limit", 10)]
    return {name: {"count": counts[name]} for name in names}


def properties_values(project, parameters):
    """`events/properties/values`: the values of a property, by total."""
    return ranked(totals(value_groups(project, parameters)))[: parameters.get("limit", 255)]


def value_groups(project, parameters):
    """Maps each value of the requested property to the events in the window that have it."""
    _, unit, interval = window_parameters(parameters)
    name = parameters["name"]
    found = [
        event
        for event in project.window(unit, interval)
        if event.name == parameters["event"] and name in event.properties
    ]
    return grouped(found, lambda event: [event.properties[name]])


def volumes(groups, kind):
    """The measure of each group over the whole window."""
    return {name: measure(found, kind) for name, found in groups.items()}


def totals(groups):
    """The number of events of each group, which ranks names with every measure."""
    return volumes(groups, "general")


def series_answer(labels, rows, kind, unit):
    """The answer that measures each row of events in each bucket."""
    values = {}
    for name, found in rows.items():
        in_bucket = grouped(found, lambda event: [label(event.local, unit)])
        values[name] = {each: measure(in_bucket.get(each, []), kind) for each in labels}
    return {"data": {"series": labels, "values": values}, "legend_size": len(values)}


def window_parameters(parameters):
    """Measure, unit and interval."""
    return parameters["type"], parameters["unit"], parameters["interval"]
