#!/usr/bin/env python3
"""Backups and exports that meet a full disk, or are interrupted by Ctrl-C.

The target is unchanged, no temporary file is left, the project is untouched, and the
message and the exit code say what happened.
"""

import json
import signal
import subprocess
import time

from common import PROGRAM, Folder, check, chosen, environment, expect, exported, last_write, main
from common import must, run, shim, tell, write_events

EVENTS = 20_000
WAIT = 60


class Output:
    """One command that writes a file, with the shim loaded."""

    def __init__(self, folder, library, project, name, make):
        self.folder, self.library, self.project = folder / name, library, project
        self.folder.mkdir()
        self.name, self.target = name, self.folder / "target"
        self.command = [*make(self.target)]
        self.before = project.read_bytes()
        must(*self.command)
        self.whole = self.target.read_bytes()

    def environment(self, **more):
        """That of the command."""
        return environment(LD_PRELOAD=self.library, SHIM_DRAFTS=self.target, **more)

    def prepare(self, old):
        """Writes `old` to the target; removes the target if it is None."""
        for path in self.folder.iterdir():
            path.unlink()
        if old is not None:
            self.target.write_bytes(old)

    def expect_as_before(self, old, what):
        """Checks that a failed command left no trace."""
        names = sorted(path.name for path in self.folder.iterdir() if path.name != "target-lock")
        expect(names == ([] if old is None else ["target"]), what, "left", names)
        if old is not None:
            expect(self.target.read_bytes() == old, what, "changed the target")
        expect(self.project.read_bytes() == self.before, what, "changed the project")

    def full(self, steps, old):
        """Fills the disk at every write, or at about `steps` of them."""
        force = ["--force"] if old is not None and self.name == "backup" else []

        def attempt(full_at):
            self.prepare(old)
            result = run(*self.command, *force, env=self.environment(SHIM_FULL_AT=full_at))
            if result.returncode == 0:
                expect(len(self.target.read_bytes()) == len(self.whole), "half a file at", full_at)
                return True
            what = f"{self.name}, full at {full_at}:"
            expect(result.returncode == 2, what, "exit", result.returncode, result.text)
            clear = ["no space left", "No space left on device"]
            expect(any(text in result.text for text in clear), what, "unclear:", result.text)
            expect(str(self.target) in result.text, what, "unclear:", result.text)
            expect(f"{self.target}." not in result.text, what, "names a draft:", result.text)
            self.expect_as_before(old, what)
            return False

        last = last_write(attempt)
        expect(last > 1, self.name, "was never refused")
        for full_at in chosen(last - 1, steps):
            expect(not attempt(full_at), self.name, "did not notice at", full_at)
        # The last one that matters.
        return last - 1

    def interrupted(self, number, hold_at, old):
        """Sends a signal while the command is held at a write."""
        self.prepare(old)
        force = ["--force"] if old is not None and self.name == "backup" else []
        held = self.folder.parent / f"{self.name}-held"
        held.unlink(missing_ok=True)
        process = subprocess.Popen(
            [PROGRAM, *map(str, self.command), *force], stdin=subprocess.DEVNULL,
            env=self.environment(SHIM_HOLD_AT=hold_at, SHIM_HELD=held), stdout=subprocess.PIPE,
            stderr=subprocess.PIPE)
        try:
            deadline = time.monotonic() + WAIT
            while not held.exists():
                expect(process.poll() is None, self.name, "ended before write", hold_at)
                expect(time.monotonic() < deadline, self.name, "never came to write", hold_at)
                time.sleep(0.01)
            process.send_signal(number)
            output, errors = process.communicate(timeout=WAIT)
        finally:
            process.kill()
        what = f"{self.name}, {signal.Signals(number).name} at {hold_at}:"
        expect(process.returncode == 128 + number, what, "exit", process.returncode, errors)
        expect(output == b"", what, "reported", output)
        self.expect_as_before(old, what)


def test(steps):
    """All writes, or about `steps` of each command."""
    with Folder() as folder:
        library = shim(folder)
        project = folder / "p.mpqdb"
        must("import", write_events(folder / "e.ndjson", range(EVENTS)), "--into", project)
        outputs = [
            Output(folder, library, project, "backup", lambda to: ["backup", project, to]),
            Output(folder, library, project, "export", lambda to: ["export", project, "-o", to]),
        ]
        for output in outputs:
            for old in [None, output.whole]:
                last = output.full(steps, old)
                places = chosen(last, steps and 3)
                for place, hold_at in enumerate(places):
                    number = [signal.SIGINT, signal.SIGTERM][place % 2]
                    output.interrupted(number, hold_at, old)
            tell(
                f"output: {output.name}: of {last} writes, full at {len(chosen(last, steps))}, "
                f"interrupted at {len(places)}, nothing half")
        check(project)
        expect(exported(project) == list(range(EVENTS)), "the project lost events")
        lines = outputs[1].whole.splitlines()
        expect(len(lines) == EVENTS and json.loads(lines[0]), "the export is not whole")


if __name__ == "__main__":
    main(test, short=4, long=None)
