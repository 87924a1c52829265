#!/usr/bin/env python3
"""Replays power losses: at any moment, whatever an import had reported is there afterwards.

Writes and syncs of the project's file and of its log are recorded. After a power loss, a file holds
what it held at its last sync, and any part of what was written since, cut at any sector. Names of
files are taken to last, since the project is there before and SQLite syncs the folder of its log.
A reader has the project open all the time, as mpqd would: else the last program to close it would
sync everything. The same test must find losses with synchronous=NORMAL.
"""

import random
import re
import sqlite3
import struct

from common import Folder, check, copy_project, environment, expect, main, must, shim, tell
from common import write_events

WRITE, SYNC, TRUNCATE, OUTPUT = 1, 2, 3, 4
HEADER = struct.Struct("<IIQQ")
SECTOR = 512
IMPORTS = 12
EVENTS = 60
BATCH = 20


def record(folder, library, **more):
    """Records imports into a project; the state before, and what happened then."""
    project = folder / "p.mpqdb"
    must("import", write_events(folder / "0.ndjson", range(EVENTS)), "--into", project)
    before = project.read_bytes()
    log = folder / "record"
    log.unlink(missing_ok=True)
    reader = sqlite3.connect(project)
    reader.execute("SELECT count(*) FROM event").fetchall()
    for number in range(1, IMPORTS):
        numbers = range(number * EVENTS, (number + 1) * EVENTS)
        source = write_events(folder / f"{number}.ndjson", numbers)
        must(
            "import", source, "--into", project, "--batch", BATCH,
            env=environment(
                LD_PRELOAD=library, SHIM_PROJECT=project, SHIM_RECORD=log, **more))
    reader.close()
    return before, list(records(log.read_bytes()))


def records(data):
    """The operations of a record."""
    place = 0
    while place < len(data):
        operation, file, offset, length = HEADER.unpack_from(data, place)
        place += HEADER.size
        body = b""
        if operation in (WRITE, OUTPUT):
            body = data[place : place + length]
            place += length
        yield operation, file, offset, body


def apply(image, operation, choose=None):
    """Does a write or a truncation; with `choose`, maybe in part."""
    kind, _, offset, body = operation
    if kind == TRUNCATE:
        del image[offset:]
        image.extend(bytes(offset - len(image)))
        return
    if choose and choose.random() < 0.5:
        body = body[: choose.randrange(len(body) // SECTOR + 1) * SECTOR]
    if body and len(image) < offset:
        image.extend(bytes(offset - len(image)))
    image[offset : offset + len(body)] = body


class Disk:
    """The project's file and its log: what is durable, and what was written since."""

    def __init__(self, before):
        self.lasting = {1: bytearray(before), 2: bytearray()}
        self.pending = {1: [], 2: []}
        self.reported = EVENTS

    def step(self, operation):
        """One operation."""
        kind, file, _, body = operation
        if kind == OUTPUT:
            self.reported += int(re.search(rb"(\d+) events added", body)[1])
        elif kind == SYNC:
            for one in self.pending[file]:
                apply(self.lasting[file], one)
            self.pending[file] = []
        else:
            self.pending[file].append(operation)

    def after_loss(self, choose, share):
        """The files after a power loss that spared about `share` of what was not synced."""
        images = {}
        for file, lasting in self.lasting.items():
            images[file] = bytearray(lasting)
            for operation in self.pending[file]:
                if choose.random() < share:
                    apply(images[file], operation, choose)
        return images


def events(path):
    """How many events a project has, after SQLite took in its log."""
    database = sqlite3.connect(path)
    try:
        ids = [row[0] for row in database.execute("SELECT id FROM event")]
        counts = (database.execute(f"SELECT count(*) FROM events_{id}") for id in ids)
        total = sum(row.fetchone()[0] for row in counts)
        damage = database.execute("PRAGMA quick_check").fetchall()
        expect(damage == [("ok",)], "damaged:", damage)
        return total
    finally:
        database.close()


def losses(folder, before, operations, points, choose):
    """How many of `points` power losses took what had been reported."""
    moments = sorted(choose.randrange(len(operations) + 1) for _ in range(points))
    disk = Disk(before)
    done = lost = 0
    for number, moment in enumerate(moments):
        for operation in operations[done:moment]:
            disk.step(operation)
        done = moment
        images = disk.after_loss(choose, choose.choice([0, 0, 0.5, 1]))
        path = folder / "after.mpqdb"
        copy_project(folder / "p.mpqdb", path)
        path.write_bytes(images[1])
        path.with_name("after.mpqdb-wal").write_bytes(images[2])
        if number % max(1, points // 10) == 0:
            # SQLite's own view of it comes second: mpq has to do with what it finds.
            copy = folder / "copy.mpqdb"
            copy_project(path, copy)
            copy.with_name("copy.mpqdb-wal").write_bytes(images[2])
            check(copy)
        if events(path) < disk.reported:
            lost += 1
    return lost


def test(points):
    """`points` power losses."""
    seed = random.randrange(1 << 32)
    tell(f"power: {points} losses, seed {seed}")
    with Folder() as folder:
        library = shim(folder)
        for relaxed in [False, True]:
            choose = random.Random(seed)
            part = folder / ("relaxed" if relaxed else "usual")
            part.mkdir()
            more = {"SHIM_RELAXED": "1"} if relaxed else {}
            before, operations = record(part, library, **more)
            expect(any(one[0] == OUTPUT for one in operations), "nothing was reported")
            lost = losses(part, before, operations, points, choose)
            mode = "NORMAL" if relaxed else "FULL"
            tell(f"power: {mode}: {len(operations)} operations, {lost} of {points} losses hurt")
            expect((lost > 0) == relaxed, "that must not be")


if __name__ == "__main__":
    main(test, short=200, long=5000)
