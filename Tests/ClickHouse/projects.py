"""Projects with the same events in several stores, each with its own mpqd."""

import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from random import Random

from cluster import PASSWORD, USER, free_ports

REPOSITORY = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(REPOSITORY / "Tests/Oracle"))

import compare  # noqa: E402
import sign  # noqa: E402

KEY, SECRET = "key", "secret"


class Failure(Exception):
    """A failed test."""


def run_all(tests, programs, shards, folder):
    """Runs tests in a new folder, and prints the time of each."""
    folder.mkdir()
    for test in tests:
        begin = time.monotonic()
        test(programs, shards, folder)
        print(f"{test.__name__} ({time.monotonic() - begin:.1f} s)", flush=True)


def environment(home, **more):
    """The environment of programs, without profiles, cache and keys of the current user."""
    kept = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ}
    folders = {f"XDG_{name}_HOME": str(home) for name in ("CONFIG", "CACHE", "STATE")}
    login = {"MPQ_CLICKHOUSE_USER": USER, "MPQ_CLICKHOUSE_PASSWORD": PASSWORD}
    return kept | folders | login | {"HOME": str(home)} | more


class Programs:
    """The programs of one build, run in their own folder."""

    def __init__(self, folder, home):
        self.folder, self.home = Path(folder), Path(home)

    def run(self, program, *arguments, expected=0, **more):
        """Runs a program, whose exit code must be `expected`, and returns the result."""
        run = subprocess.run(
            [self.folder / program, *map(str, arguments)], env=environment(self.home, **more),
            stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=600, check=False,
        )
        if run.returncode != expected:
            raise Failure(f"{program} {arguments} exited with {run.returncode}: {run.stderr}")
        return run

    def make(self, location, files, funnels, zone):
        """Imports files and defines funnels; returns the time in seconds."""
        begin = time.monotonic()
        for file in files:
            self.run("mpq", "import", file, "--into", location, "--time-zone", zone)
        seconds = time.monotonic() - begin
        if funnels is not None:
            self.run("mpq", "funnel", "define", "--project", location, "--file", funnels)
        return seconds


class Served:
    """An mpqd that serves one project."""

    def __init__(self, programs, location, now):
        (port,) = free_ports(1)
        store = ["--store", location] if "://" in location else [location]
        # Next to its log, which is read after a failure.
        self.log = programs.home / f"mpqd-{port}.log"
        with open(self.log, "wb") as log:
            self.process = subprocess.Popen(
                [programs.folder / "mpqd", *store, "--port", str(port), "--now", now],
                env=environment(programs.home, MPQ_API_KEY=KEY, MPQ_API_SECRET=SECRET),
                stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            )
        self.url = f"http://127.0.0.1:{port}"
        self.client = compare.Server(self.url, KEY, SECRET, Random(port))
        deadline = time.monotonic() + 60
        while not self.listens(port):
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise Failure(f"mpqd does not start: {self.log.read_text()}")
            time.sleep(0.02)

    @staticmethod
    def listens(port):
        """Whether the port accepts connections."""
        try:
            socket.create_connection(("127.0.0.1", port), timeout=5).close()
            return True
        except OSError:
            return False

    def ask(self, endpoint, parameters):
        """The status and body of the response to one call."""
        return self.client.ask(endpoint, parameters)

    def last_errors(self):
        """The last failures in the server's log."""
        lines = self.log.read_text(encoding="utf-8", errors="replace").splitlines()
        return "\n  ".join([line for line in lines if "error" in line][-3:])

    def stop(self):
        """Stops the server."""
        self.process.terminate()
        self.process.wait(timeout=60)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()
