"""The terminal is restored, however the editor ends."""

import termios
import os
import shutil
import signal
import unittest

from terminal import Terminal, program

PROMPT = "probe>"


class StateTest(unittest.TestCase):
    def start(self, **options):
        """Starts the program, and returns the terminal with its initial attributes."""
        command = f"printf 'ready '; read x; exec {program('editor-probe')}"
        terminal = Terminal(["/bin/sh", "-c", command], **options)
        self.addCleanup(terminal.close)
        terminal.wait("ready")
        before = terminal.attributes()
        terminal.send("\r")
        terminal.wait(lambda screen: screen.line == PROMPT)
        self.assertNotEqual(terminal.attributes(), before)
        return terminal, before


class EndTests(StateTest):
    def test_deadly_signals(self):
        for number in (
            signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT, signal.SIGSEGV, signal.SIGILL,
            signal.SIGABRT, signal.SIGBUS, signal.SIGFPE, signal.SIGTRAP,
        ):
            with self.subTest(number):
                terminal, before = self.start()
                self.assertTrue(terminal.is_paste_bracketed())
                terminal.signal(number)
                self.assertEqual(terminal.exit_status(), -number)
                self.assertEqual(terminal.attributes(), before)
                self.assertFalse(terminal.is_paste_bracketed())

    def test_normal_ends(self):
        terminal, before = self.start()
        terminal.send("\x04")
        self.assertEqual(terminal.exit_status(), 0)
        self.assertEqual(terminal.attributes(), before)
        self.assertFalse(terminal.is_paste_bracketed())

    def test_an_interrupt_from_outside_clears_the_line(self):
        terminal, _ = self.start()
        terminal.send("abc")
        terminal.wait("abc")
        terminal.signal(signal.SIGINT)
        terminal.wait("abc^C")
        terminal.wait("interrupted")
        terminal.wait(lambda screen: screen.line == PROMPT)

    def test_a_terminal_that_hangs_up(self):
        terminal, _ = self.start()
        terminal.hang_up()
        # Ended by the signal, or by exit.
        self.assertIn(terminal.exit_status(), [0, 1, -signal.SIGHUP])


class QueryTests(StateTest):
    def test_the_terminal_is_as_before_while_something_runs(self):
        terminal, before = self.start()
        terminal.send("wait\r")
        terminal.wait("waiting")
        # Except for Ctrl-D, which stays a key for the next line.
        before[6][termios.VEOF] = b"\0"
        self.assertEqual(terminal.attributes(), before)
        terminal.send("\x03")
        terminal.wait("cancelled after")
        terminal.wait(lambda screen: screen.line == PROMPT)
        # And again: the handler is still there.
        terminal.send("wait\r")
        terminal.wait(lambda screen: screen.text.count("waiting") == 2)
        terminal.send("\x03")
        terminal.wait(lambda screen: screen.text.count("cancelled after") == 2)

    def test_typeahead_is_read(self):
        terminal, _ = self.start()
        terminal.send("again x\rone\rtwo")
        terminal.wait('got "xone"')
        terminal.wait(lambda screen: screen.line == f"{PROMPT} two")

    def test_changes_by_a_lent_program_are_undone(self):
        terminal, before = self.start()
        terminal.send("lend\r")
        terminal.wait("back")
        terminal.wait(lambda screen: screen.line == PROMPT)
        self.assertFalse(terminal.is_cursor_hidden())
        terminal.send("abc")
        terminal.wait(lambda screen: screen.line == f"{PROMPT} abc")
        terminal.send("\r")
        terminal.wait('got "abc"')
        terminal.wait(lambda screen: screen.line == PROMPT)
        terminal.send("\x04")
        self.assertEqual(terminal.exit_status(), 0)
        self.assertEqual(terminal.attributes(), before)


class ResizeTests(StateTest):
    def test_the_line_is_drawn_for_the_new_width(self):
        terminal = Terminal([program("editor-probe")], rows=10, columns=60)
        self.addCleanup(terminal.close)
        terminal.wait(PROMPT)
        text = "0123456789" * 5
        terminal.send(text)
        terminal.wait(f"{PROMPT} {text}")
        terminal.resize(10, 30)
        rows = (f"{PROMPT} {text[:23]}", text[23:])
        terminal.wait(lambda screen: screen.lines[:3] == rows + ("",) and screen.cursor == (1, 27))
        terminal.send("ab")
        terminal.wait(lambda screen: screen.lines[1] == text[23:] + "ab")
        terminal.resize(10, 80)
        # Terminals differ in whether they join rows; the emulator here does not.
        terminal.wait(lambda screen: screen.line == f"{PROMPT} {text}ab")
        terminal.send("\r")
        terminal.wait(f'got "{text}ab"')


@unittest.skipUnless(shutil.which("bash"), "there is no bash, whose job control this needs")
class StopTests(unittest.TestCase):
    def start(self):
        terminal = Terminal(
            ["bash", "--norc", "--noprofile", "-i"],
            env={"PS1": "$ ", "HISTFILE": None, "INPUTRC": "/dev/null"})
        self.addCleanup(terminal.close)
        terminal.wait(lambda screen: screen.line == "$")
        return terminal

    def test_control_z_and_back(self):
        terminal = self.start()
        terminal.send(f"{program('editor-probe')}; echo left=$?\r")
        terminal.wait(lambda screen: screen.line == PROMPT)
        terminal.send("half a line")
        terminal.wait(lambda screen: screen.line == f"{PROMPT} half a line")
        terminal.send("\x1a")
        terminal.wait(lambda screen: "Stopped" in screen and screen.line == "$")
        terminal.send("clear; fg\r")
        end = len(f"{PROMPT} half a line")
        screen = terminal.wait(
            lambda screen: screen.line == f"{PROMPT} half a line" and screen.cursor[1] == end)
        self.assertEqual(screen.text.count("half"), 1)
        self.assertTrue(terminal.is_paste_bracketed())
        terminal.send("!\r")
        terminal.wait('got "half a line!"')
        terminal.wait(lambda screen: screen.line == PROMPT)
        terminal.send("\x04")
        terminal.wait("end")
        terminal.wait(lambda screen: screen.line == "$")
        terminal.send("stty\r")
        terminal.wait(lambda screen: "-icanon" not in screen and "-echo" not in screen)

    def test_stopped_by_another_process(self):
        terminal = self.start()
        terminal.send(f"exec 3>&2; {program('editor-probe')} & echo pid=$!; fg\r")
        terminal.wait(lambda screen: screen.line == PROMPT)
        pid = int(terminal.raw.decode().split("pid=")[-1].split()[0])
        terminal.send("abc")
        terminal.wait(lambda screen: screen.line == f"{PROMPT} abc")
        os.kill(pid, signal.SIGSTOP)
        terminal.wait(lambda screen: "Stopped" in screen and screen.line == "$")
        terminal.send("clear; fg\r")
        terminal.wait(lambda screen: screen.line == f"{PROMPT} abc")
        terminal.send("d\r")
        terminal.wait('got "abcd"')


if __name__ == "__main__":
    unittest.main()
