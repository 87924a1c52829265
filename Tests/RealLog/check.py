#!/usr/bin/env python3
"""Compares mpq's answers about the two public logs with the expected ones, and its exports with
the imported lines.

    check.py MPQ PROJECTS

PROJECTS is the folder in which examples/real-log/run left ecom.mpqdb, apache.mpqdb, and the events
that it imported.
"""

import json
import math
import subprocess
import sys
from pathlib import Path

EXPECTED = json.loads(Path(__file__).with_name("expected.json").read_text())


def ask(mpq, project, now, query):
    command = [mpq, "--local", project, "--now", now, "--format", "json", "-e", query]
    run = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if run.returncode != 0:
        raise ValueError(f"mpq left with {run.returncode}: {run.stderr.strip()}")
    return json.loads(run.stdout)


def selected(answer, columns):
    """The answer's rows with only these columns."""
    names = [column["name"] for column in answer["columns"]]
    missing = [name for name in columns if name not in names]
    if missing:
        raise ValueError(f"no column {missing}, only {names}")
    places = [names.index(name) for name in columns]
    return [[row[place] for place in places] for row in answer["rows"]]


def same(one, other):
    if isinstance(one, float) or isinstance(other, float):
        return None not in (one, other) and math.isclose(one, other, rel_tol=1e-12)
    return one == other


def differences(got, wanted, ordered):
    if not ordered:
        got, wanted = (sorted(rows, key=lambda row: row[:2]) for rows in (got, wanted))
    if len(got) != len(wanted):
        yield f"{len(got)} rows instead of {len(wanted)}"
    for mine, theirs in zip(got, wanted):
        if not all(map(same, mine, theirs)):
            yield f"{mine} instead of {theirs}"


def is_exported(mpq, projects, kind):
    """Whether an export has exactly the imported lines, sorted by time."""
    run = subprocess.run(
        [mpq, "export", projects / f"{kind}.mpqdb"], stdin=subprocess.DEVNULL, capture_output=True,
        check=True)
    imported = (projects / f"{kind}.ndjson").read_bytes()
    return sorted(run.stdout.split(b"\n")) == sorted(imported.split(b"\n"))


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    mpq, projects = sys.argv[1], Path(sys.argv[2])
    asked = failed = 0
    for kind, log in EXPECTED.items():
        if not is_exported(mpq, projects, kind):
            sys.exit(f"{kind}: the export is not what was imported")
        for wanted in log["answers"]:
            asked += 1
            try:
                answer = ask(mpq, projects / f"{kind}.mpqdb", log["now"], wanted["query"])
                rows = selected(answer, wanted["columns"])
                found = list(differences(rows, wanted["rows"], wanted["ordered"]))
            except (ValueError, KeyError, TypeError) as error:
                found = [str(error)]
            if found:
                failed += 1
                print(f"{kind}: {wanted['query']}", *found, sep="\n  ", file=sys.stderr)
    print(f"{asked - failed} of {asked} answers about the public logs are as counted")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
