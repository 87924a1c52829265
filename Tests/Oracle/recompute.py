#!/usr/bin/env python3
"""Recomputes an answer of the Data API by brute force over a list of events.

    recompute.py --events FILE --funnels FILE --zone ZONE --now ISO ENDPOINT [PARAMETER=VALUE ...]

Lists are JSON, as in the API: event='["signup", "pages"]'.
"""

import argparse
import json
import sys

import event_answers
import funnel_answers
from project import read_project

#: Every endpoint, in the order of the document.
ENDPOINTS = {
    "events": event_answers.events,
    "events/top": event_answers.events_top,
    "events/names": event_answers.events_names,
    "events/retention": event_answers.events_retention,
    "events/properties": event_answers.properties,
    "events/properties/top": event_answers.properties_top,
    "events/properties/values": event_answers.properties_values,
    "funnels": funnel_answers.funnels,
    "funnels/names": funnel_answers.funnels_names,
    "funnels/dates": funnel_answers.funnels_dates,
    "funnels/properties": funnel_answers.funnels_properties,
    "funnels/properties/names": funnel_answers.funnels_properties_names,
}

#: The endpoints whose `event` or `funnel` is a single text; others take a list.
ONE_SUBJECT = (
    "events/properties",
    "events/properties/top",
    "events/properties/values",
    "funnels/properties",
    "funnels/properties/names",
)


def answer(project, endpoint, parameters):
    """The body of the answer to a call.

    `parameters` are decoded: texts are `str`, `interval` and `limit` are `int`, lists are `list`.
    """
    return ENDPOINTS[endpoint](project, parameters)


def decoded(endpoint, key, text):
    """The value of a parameter as `answer` takes it, from its text in a request."""
    if key in ("interval", "limit"):
        return int(text)
    is_list = key == "values" or (key in ("event", "funnel") and endpoint not in ONE_SUBJECT)
    return json.loads(text) if is_list else text


def add_project_arguments(parser):
    """Adds the options that describe the project."""
    parser.add_argument("--events", required=True, help="raw export, one JSON object a line")
    parser.add_argument("--funnels", required=True, help="definitions of funnels, TOML")
    parser.add_argument("--zone", required=True, help="time zone, such as Europe/Berlin")
    parser.add_argument("--now", required=True, help="ISO 8601 time at which windows end")


def main():
    """Prints the answer to the call on the command line."""
    parser = argparse.ArgumentParser(description="Recompute an answer by brute force.")
    add_project_arguments(parser)
    parser.add_argument("endpoint", choices=ENDPOINTS)
    parser.add_argument("parameters", nargs="*", metavar="PARAMETER=VALUE")
    options = parser.parse_args()

    project = read_project(options.events, options.funnels, options.zone, options.now)
    pairs = [pair.split("=", 1) for pair in options.parameters]
    parameters = {key: decoded(options.endpoint, key, text) for key, text in pairs}
    sys.stdout.reconfigure(encoding="utf-8")
    print(json.dumps(answer(project, options.endpoint, parameters), ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
