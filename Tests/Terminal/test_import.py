"""The progress of an import."""

import json
import pathlib
import re
import subprocess
import tempfile
import unittest

import pexpect
from terminal import program

EVENTS, BATCH = 410, 40
ERASED = "\r\x1b[K"


class ImportTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="mpq-terminal-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.source = self.folder / "events.ndjson"
        own = [{"time": 1_700_000_000 + number, "distinct_id": "u"} for number in range(EVENTS)]
        lines = [json.dumps({"event": "e", "properties": properties}) for properties in own]
        self.source.write_text("\n".join(lines))
        self.command = [
            "import", str(self.source), "--into", str(self.folder / "p.mpqdb"),
            "--batch", str(BATCH)]

    def test_a_terminal_shows_how_far_it_is(self):
        child = pexpect.spawn(
            program("mpq"), self.command, encoding="utf-8", timeout=60, dimensions=(24, 120))
        output = child.read()
        child.close()
        self.assertEqual(child.exitstatus, 0, output)
        shown = re.findall(r"\[(#*)(\.*)\] (\d+)%  (\d+) lines, (\d+) a second", output)
        self.assertEqual(
            [int(lines) for *_, lines, _ in shown], [*range(BATCH, EVENTS, BATCH), EVENTS])
        parts = [int(part) for _, _, part, *_ in shown]
        self.assertEqual(parts, sorted(parts))
        self.assertEqual(parts[-1], 100)
        for full, empty, part, _, rate in shown:
            self.assertEqual(len(full) + len(empty), 30)
            self.assertAlmostEqual(len(full), int(part) * 30 / 100, delta=1)
            self.assertGreater(int(rate), 0)
        last = output.rindex("a second")
        self.assertIn(ERASED, output[last:])
        self.assertIn("410 events added", output[last:])

    def test_a_pipe_gets_no_line(self):
        run = subprocess.run([program("mpq"), *self.command], capture_output=True, check=True)
        self.assertEqual(run.stderr, b"")
        self.assertIn(b"410 events added", run.stdout)


if __name__ == "__main__":
    unittest.main()
