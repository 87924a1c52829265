#!/usr/bin/env python3
"""Fills the disk at a write: work stops with a clear message, and nothing is lost or damaged."""

from common import Folder, check, chosen, copy_project, environment, expect, exported, last_write
from common import main, must, run, shim, tell, write_events

BEFORE = 300
EVENTS = 200
BATCH = 50


def test(steps):
    """Every write, or about `steps` of them."""
    with Folder() as folder:
        library = shim(folder)
        start = folder / "start.mpqdb"
        must("import", write_events(folder / "old.ndjson", range(BEFORE)), "--into", start)
        source = write_events(folder / "new.ndjson", range(BEFORE, BEFORE + EVENTS))
        project = folder / "p.mpqdb"

        def attempt(full_at, *command):
            copy_project(start, project)
            return run(
                *command,
                env=environment(
                    LD_PRELOAD=library, SHIM_PROJECT=project, SHIM_FULL_AT=full_at,
                    SQLITE_TMPDIR=folder))

        command = ["import", source, "--into", project, "--batch", BATCH]
        last = last_write(lambda full_at: attempt(full_at, *command).returncode == 0)
        tried = 0
        for full_at in chosen(last, steps):
            result = attempt(full_at, *command)
            if result.returncode == 0:
                # The import was in by then; only tidying up the log could not be done.
                expect(exported(project) == list(range(BEFORE + EVENTS)), "lost", full_at)
                continue
            tried += 1
            expect(result.returncode == 2, "exit", result.returncode, result.text)
            expect("no space left" in result.text, "unclear:", result.text)
            found = exported(project)
            expect((len(found) - BEFORE) % BATCH == 0, "half a batch at", full_at)
            expect(found == list(range(len(found))), "other events at", full_at)
            must(*command, "--resume")
            expect(exported(project) == list(range(BEFORE + EVENTS)), "lost at", full_at)
            check(project)
        expect(tried > 0, "the disk was never full")
        tell(f"disk: import: full at {tried} of {last} writes, nothing lost")

        command = ["project", "vacuum", project]
        last = last_write(lambda full_at: attempt(full_at, *command).returncode == 0)
        for full_at in chosen(last, steps):
            result = attempt(full_at, *command)
            expect(result.returncode in (0, 2), "exit", result.returncode, result.text)
            expect(exported(project) == list(range(BEFORE)), "lost at", full_at)
            check(project)
        tell(f"disk: vacuum: full at {len(chosen(last, steps))} of {last} writes, nothing lost")


if __name__ == "__main__":
    main(test, short=8, long=None)
