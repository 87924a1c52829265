"""Helpers of the durability tests: programs, projects and events."""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
REPOSITORY = HERE.parent.parent
PROGRAM = os.environ.get("MPQ_BINARY", str(REPOSITORY / ".build/debug/mpq"))
FIRST = 1_700_000_000


class Failure(Exception):
    """A failed expectation."""


def expect(holds, *what):
    """Fails with `what` unless something holds."""
    if not holds:
        raise Failure(" ".join(str(part) for part in what))


# Formats of lines and their endings: two common writers, and an unusual one.
STYLES = [((", ", ": "), ""), ((",", ":"), ""), ((", ", ":"), " ")]


def event(number):
    """One event, without an id: imported twice, it would count twice."""
    separators, end = STYLES[number % 7 % 3]
    own = {"time": FIRST + number * 611, "distinct_id": f"u{number % 97}"}
    own |= {"n": number, "text": f"value {number % 41} {'x' * (number % 60)}"}
    return json.dumps({"event": f"e{number % 5}", "properties": own}, separators=separators) + end


def write_events(path, numbers):
    """A file of events."""
    path.write_text("".join(f"{event(number)}\n" for number in numbers))
    return path


def environment(**more):
    """The environment of a program."""
    usual = {"PATH": os.environ.get("PATH", ""), "SWIFT_BACKTRACE": "enable=no"}
    return usual | {name: str(value) for name, value in more.items()}


def run(*arguments, env=None):
    """Runs mpq and waits for its end."""
    result = subprocess.run(
        [PROGRAM, *map(str, arguments)], env=env or environment(), capture_output=True,
        stdin=subprocess.DEVNULL, check=False)
    expect(result.returncode >= 0, "ended by signal", -result.returncode, arguments)
    result.text = (result.stdout + result.stderr).decode()
    return result


def must(*arguments, env=None):
    """Runs mpq, which must succeed."""
    result = run(*arguments, env=env)
    expect(result.returncode == 0, arguments, "exits with", result.returncode, result.text)
    return result.stdout


def info(project):
    """The contents of a project."""
    return json.loads(must("project", "info", project, "--format", "json"))


def exported(project):
    """The numbers of the events of a project, ascending; their lines must be unchanged."""
    numbers = []
    for line in must("export", project).decode().splitlines():
        numbers.append(json.loads(line)["properties"]["n"])
        expect(line == event(numbers[-1]), "another line:", line)
    return sorted(numbers)


def check(project):
    """Checks that a project is intact."""
    must("project", "check", project)


class Folder:
    """A temporary directory."""

    def __enter__(self):
        self.path = pathlib.Path(tempfile.mkdtemp(prefix="mpq-durability-"))
        return self.path

    def __exit__(self, *_):
        shutil.rmtree(self.path, ignore_errors=True)


def shim(folder):
    """The library that intercepts a program's writes."""
    library = folder / "shim.so"
    subprocess.run(
        ["cc", "-O1", "-Wall", "-Werror", "-shared", "-fPIC", "-o", library, HERE / "shim.c",
         "-ldl"],
        check=True)
    return library


def chosen(last, steps):
    """All numbers from 1 to `last`, or about `steps` of them."""
    if steps is None or steps >= last:
        return list(range(1, last + 1))
    return sorted({1 + place * (last - 1) // (steps - 1) for place in range(steps)})


def last_write(attempt):
    """The number of the first write at which a full disk makes no difference any more.

    `attempt` says whether a command did its work though the disk was full from a write on.
    """
    low, high = 0, 1
    while not attempt(high):
        low, high = high, high * 2
    while low + 1 < high:
        middle = (low + high) // 2
        if attempt(middle):
            high = middle
        else:
            low = middle
    return high


def copy_project(source, target):
    """Copies a project that is not in use."""
    for end in ["-wal", "-shm", "-lock"]:
        pathlib.Path(f"{target}{end}").unlink(missing_ok=True)
    shutil.copy(source, target)


def tell(text):
    """Reports the progress of a test."""
    print(text, flush=True)


def main(test, short, long):
    """Runs `test` with its short or long plan."""
    try:
        test(long if "--long" in sys.argv[1:] else short)
    except Failure as failure:
        sys.exit(f"{pathlib.Path(sys.argv[0]).name}: {failure}")
