"""Compares an answer with the expected one, including the order of keys.

Integers are equal when they are the same and written as integers; fractions when they agree to
one part in 10^12. The order of keys matters wherever keys are names, values or dates; it does not
in records, whose keys are always the same.
"""

import json
from math import isclose

RELATIVE_TOLERANCE = 1e-12

#: The places of an endpoint's answer that are records; `*` matches any key or index.
RECORDS = {
    "events": [(), ("data",)],
    "events/top": [(), ("events", "*")],
    "events/names": [],
    "events/retention": [(), ("data", "*"), ("meta",)],
    "events/properties": [(), ("data",)],
    "events/properties/top": [("*",)],
    "events/properties/values": [],
    "funnels": [
        ("*",),
        ("*", "meta"),
        ("*", "data", "*"),
        ("*", "data", "*", "analysis"),
        ("*", "data", "*", "steps", "*"),
    ],
    "funnels/names": [],
    "funnels/dates": [],
    "funnels/properties": [
        ("*",),
        ("*", "meta"),
        ("*", "values", "*"),
        ("*", "values", "*", "steps", "*"),
    ],
    "funnels/properties/names": [("*",), ("*", "meta"), ("*", "names", "*")],
}


def parse(text):
    """Parses an answer; duplicate keys in an object are an error."""
    return json.loads(text, object_pairs_hook=unique_keys)


def unique_keys(pairs):
    """The object of `pairs`."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice in one object")
    return found


def differences(endpoint, expected, found, path=()):
    """The differences of `found` and `expected`, one text each."""
    if isinstance(expected, dict) and isinstance(found, dict):
        return object_differences(endpoint, expected, found, path)
    if isinstance(expected, list) and isinstance(found, list):
        return list_differences(endpoint, expected, found, path)
    if same(expected, found):
        return []
    return [report(path, expected, found)]


def object_differences(endpoint, expected, found, path):
    """The differences of two objects."""
    missing = [key for key in expected if key not in found]
    extra = [key for key in found if key not in expected]
    result = [f"{place(path)}: missing {shown(key)}" for key in missing]
    result += [f"{place(path)}: unexpected {shown(key)}" for key in extra]
    in_order = missing or extra or is_record(endpoint, path) or list(expected) == list(found)
    if not in_order:
        result.append(f"{place(path)}: order of keys\n" + report((), list(expected), list(found)))
    for key in expected:
        if key in found:
            result += differences(endpoint, expected[key], found[key], path + (key,))
    return result


def list_differences(endpoint, expected, found, path):
    """The differences of two lists."""
    if len(expected) != len(found):
        return [report(path, expected, found)]
    result = []
    for index, (one, other) in enumerate(zip(expected, found)):
        result += differences(endpoint, one, other, path + (index,))
    return result


def same(expected, found):
    """Whether two values that are not both objects or both lists are the same."""
    if isinstance(expected, float) and type(found) in (int, float):
        return isclose(expected, found, rel_tol=RELATIVE_TOLERANCE, abs_tol=0.0)
    return type(expected) is type(found) and expected == found


def is_record(endpoint, path):
    """Whether the object at `path` is a record."""
    return any(
        len(pattern) == len(path)
        and all(part == "*" or part == key for part, key in zip(pattern, path))
        for pattern in RECORDS[endpoint]
    )


def report(path, expected, found):
    """One difference, in two lines."""
    return f"{place(path)}:\n    expected {shown(expected)}\n    found    {shown(found)}"


def place(path):
    """The text of a path."""
    return "answer" + "".join(f"[{shown(key)}]" for key in path)


def shown(value, longest=600):
    """A value as ASCII JSON, truncated if it is long."""
    text = json.dumps(value)
    return text if len(text) <= longest else f"{text[:longest]}... ({len(text)} characters)"
