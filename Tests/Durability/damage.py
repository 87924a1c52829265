#!/usr/bin/env python3
"""Damages project files: flips bits and truncates files at many places.

Whatever is done with such a file ends with an answer or a clear message, and nothing that fails or
only reads changes it. Only damage that an import meets after its events, when it reads older ones
of the same days, comes too late for that: it says that they are in.
"""

import json
import random
import sqlite3

from common import Folder, copy_project, expect, main, must, run, tell, write_events

EVENTS = 600


def damaged(whole, number, choose):
    """A damaged file, and a description of the damage."""
    if number % 4 == 0:
        length = choose.randrange(len(whole))
        return whole[:length], f"cut to {length} bytes"
    place = choose.randrange(len(whole)) if number % 4 == 1 else choose.randrange(0, 300)
    length = 1 if number % 4 < 3 else 16
    turned = bytearray(whole)
    for index in range(place, min(place + length, len(whole))):
        turned[index] ^= 1 << choose.randrange(8)
    return bytes(turned), f"{length} bits turned from byte {place}"


def test(count):
    """`count` damaged files."""
    seed = random.randrange(1 << 32)
    tell(f"damage: {count} files, seed {seed}")
    choose = random.Random(seed)
    refused = {"check": 0, "export": 0, "ask": 0, "import": 0}
    with Folder() as folder:
        start = folder / "start.mpqdb"
        must("import", write_events(folder / "old.ndjson", range(EVENTS)), "--into", start)
        source = write_events(folder / "new.ndjson", range(EVENTS, EVENTS + 50))
        project = folder / "p.mpqdb"
        commands = {
            "check": ["project", "check", project],
            "export": ["export", project],
            "ask": ["--local", project, "--now", "2023-11-15", "-e", "events e1, e2 unique"],
            "import": ["import", source, "--into", project],
        }
        for number in range(count):
            bytes_, what = damaged(start.read_bytes(), number, choose)
            for name, command in commands.items():
                copy_project(start, project)
                project.write_bytes(bytes_)
                result = run(*command)
                expect(result.returncode in (0, 1, 2, 8), what, name, result.returncode)
                if result.returncode != 0:
                    refused[name] += 1
                    expect(result.text.strip() != "", what, name, "says nothing")
                is_in = name == "import" and (
                    result.returncode == 0 or "the project was damaged before" in result.text)
                if not is_in:
                    expect(project.read_bytes() == bytes_, what, name, "changed the file")
    cuts = (count + 3) // 4
    expect(refused["check"] >= cuts - 1, "a cut file was not seen", refused)
    tell(f"damage: of {count} files, refused by {refused}")
    names_are_harmless()


def names_are_harmless():
    """The output of a check about a name must not control the terminal."""
    name = "\x1b]0;owned\x07\x1b[31m\u202efed\r\nall is well"
    with Folder() as folder:
        source, project = folder / "odd.ndjson", folder / "odd.mpqdb"
        own = {"time": 1_700_000_000, "distinct_id": "u"}
        source.write_text(json.dumps({"event": name, "properties": own}) + "\n")
        for damage, told in [
            ("DELETE FROM day", "is not stored"), ("UPDATE events_1 SET user = 9", "unknown user"),
            ("DROP TABLE events_1", "has no table"),
        ]:
            project.unlink(missing_ok=True)
            must("import", source, "--into", project)
            database = sqlite3.connect(project)
            database.execute(damage)
            database.commit()
            database.close()
            result = run("project", "check", project)
            expect(result.returncode == 8 and told in result.text, damage, result.text)
            expect(not set("\x1b\x07\r\u202e") & set(result.text), damage, repr(result.text))
            expect(result.text.count("\n") == 1, damage, repr(result.text))


if __name__ == "__main__":
    main(test, short=12, long=400)
