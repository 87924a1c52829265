"""The prompt for a secret, which does not show what is typed."""

import os
import pathlib
import signal
import tempfile
import unittest

import pexpect
from terminal import DEADLINE, program


class SecretPromptTest(unittest.TestCase):
    def prompt(self):
        """A program that waits for a secret."""
        folder = tempfile.TemporaryDirectory(prefix="mpq-terminal-")
        self.addCleanup(folder.cleanup)
        self.profiles = pathlib.Path(folder.name) / "mpq" / "profiles.toml"
        child = pexpect.spawn(
            program("mpq"), ["profile", "add", "work", "--host", "127.0.0.1:9", "--key", "k"],
            env={**os.environ, "XDG_CONFIG_HOME": folder.name}, encoding="utf-8", timeout=DEADLINE)
        self.addCleanup(child.close)
        child.expect_exact("(not shown): ")
        self.assertFalse(child.getecho())
        return child

    def test_the_secret_is_not_shown(self):
        child = self.prompt()
        child.sendline("marked-secret")
        output = child.read()
        child.close()
        self.assertEqual(child.exitstatus, 0, output)
        self.assertNotIn("marked", output)
        self.assertIn("marked-secret", self.profiles.read_text())

    def test_signals_end_the_program_and_nothing_is_written(self):
        for number in [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT]:
            with self.subTest(number):
                child = self.prompt()
                if number == signal.SIGINT:
                    child.sendintr()
                else:
                    child.kill(number)
                output = child.read()
                child.close()
                self.assertEqual(child.signalstatus, number, output)
                self.assertFalse(self.profiles.exists())


if __name__ == "__main__":
    unittest.main()
