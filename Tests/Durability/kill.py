#!/usr/bin/env python3
"""Kills imports at random moments: committed events stay, --resume loses and duplicates none."""

import random
import subprocess
import time

from common import PROGRAM, Folder, check, environment, expect, exported, info, main, must
from common import tell, write_events

EVENTS = 2000
BATCH = 40


def killed(command, seconds):
    """Kills an import after some time; returns whether it had already ended."""
    process = subprocess.Popen(
        [PROGRAM, *map(str, command)], env=environment(), stdout=subprocess.PIPE,
        stderr=subprocess.PIPE)
    try:
        output, errors = process.communicate(timeout=seconds)
        expect(process.returncode == 0, "an import fails:", output + errors)
        return True
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        return False


def test(rounds):
    """`rounds` kills, over as many imports as that takes."""
    seed = random.randrange(1 << 32)
    tell(f"kill: {rounds} rounds, seed {seed}")
    choose = random.Random(seed)
    kills = imports = 0
    stops = set()
    with Folder() as folder:
        ordered = write_events(folder / "ordered.ndjson", range(EVENTS))
        # Of events in no order, several batches are kept together.
        shuffled = write_events(
            folder / "shuffled.ndjson", choose.sample(range(EVENTS), EVENTS))
        begin = time.monotonic()
        must("import", ordered, "--into", folder / "whole.mpqdb", "--batch", BATCH)
        duration = time.monotonic() - begin
        while kills < rounds:
            project = folder / f"{imports}.mpqdb"
            source = shuffled if imports % 2 else ordered
            command = ["import", source, "--into", project, "--batch", BATCH, "--resume"]
            imports += 1
            known = 0
            while not killed(command, choose.uniform(0.02, duration)):
                kills += 1
                if not project.exists():
                    continue
                found = info(project)["events"]
                expect(found % BATCH == 0, "half a batch:", found, "events")
                expect(found >= known, "lost:", known - found, "events")
                known = found
                stops.add(found)
                if kills % 10 == 0:
                    check(project)
            check(project)
            expect(exported(project) == list(range(EVENTS)), "lost or doubled events")
    expect(any(0 < stop < EVENTS for stop in stops), "no kill met an import under way")
    tell(f"kill: {kills} kills in {imports} imports, {len(stops)} different places, nothing lost")


if __name__ == "__main__":
    main(test, short=10, long=500)
