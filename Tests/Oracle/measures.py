"""Measures, and the order of names by total in answers."""


def measure(events, kind):
    """The measure of `events`: their number, their users, or events per user."""
    total = len(events)
    users = len({event.user for event in of_users(events)})
    if kind == "general":
        return total
    if kind == "unique":
        return users
    if kind == "average":
        return total / users if users else 0.0
    raise ValueError(f"no such measure: {kind}")


def of_users(events):
    """The events that have a user; only they take part in funnels and retention."""
    return [event for event in events if event.user is not None]


def grouped(items, names_of):
    """Maps each name that `names_of` returns for an item to the items that have it."""
    groups = {}
    for item in items:
        for name in names_of(item):
            groups.setdefault(name, []).append(item)
    return groups


def ranked(volumes):
    """The names of `volumes`, the largest first, then by the bytes of their names."""
    return sorted(volumes, key=lambda name: (-volumes[name], name.encode("utf-8")))
