"""Types into the shell's line editor."""

import os
import random
import subprocess
import tempfile
import unittest

from terminal import Terminal, program

PROMPT = "probe> "
UP, DOWN, RIGHT, LEFT = "\x1b[A", "\x1b[B", "\x1b[C", "\x1b[D"
CTRL = {letter: chr(ord(letter) - 96) for letter in "abcdefghijklmnopqrstuvwxyz"}


class EditorTest(unittest.TestCase):
    def start(self, *arguments, **options):
        terminal = Terminal([program("editor-probe"), *arguments], **options)
        self.addCleanup(terminal.close)
        terminal.wait_line(PROMPT)
        return terminal

    def type(self, terminal, text, line):
        """Types and waits for the line after the prompt."""
        terminal.send(text)
        return terminal.wait_line(PROMPT + line)

    def check_got(self, terminal, text):
        """Enter, and the program's input."""
        terminal.send("\r")
        escaped = text.replace("\\", "\\\\").replace('"', '\\"')
        escaped = escaped.replace("\n", "\\n").replace("\t", "\\t")
        # On the screen long ones wrap.
        line = f'got "{escaped}"\r\n'.encode()
        return terminal.wait(lambda screen: line in terminal.raw and screen.line == PROMPT.rstrip())


class TypingTests(EditorTest):
    def test_text_is_taken_as_it_is(self):
        for locale in ({}, {"LC_ALL": "C"}, {"LC_ALL": "xx_XX.UTF-8"}, {"LC_ALL": None}):
            with self.subTest(locale):
                terminal = self.start(env=locale)
                self.type(terminal, "a é 日本 🎉 z", "a é 日本 🎉 z")
                terminal.wait(lambda screen: screen.cursor == (0, len(PROMPT) + 13))
                self.check_got(terminal, "a é 日本 🎉 z")

    def test_cursor_and_kill_ring(self):
        terminal = self.start()
        self.type(terminal, "two three", "two three")
        self.type(terminal, CTRL["a"] + "one ", "one two three")
        terminal.wait(lambda screen: screen.cursor == (0, len(PROMPT) + 4))
        self.type(terminal, CTRL["k"], "one")
        self.type(terminal, CTRL["a"] + CTRL["y"], "two threeone")
        self.type(terminal, CTRL["e"] + "!", "two threeone !")
        self.type(terminal, LEFT + "\x7f", "two threeone!")
        self.type(terminal, "\x1b[H\x1b[3~", "wo threeone!")
        self.type(terminal, "\x1b[F\x1b[1;5D<", "wo <threeone!")
        self.check_got(terminal, "wo <threeone!")

    def test_wide_characters_are_deleted_whole(self):
        terminal = self.start()
        self.type(terminal, "日本🎉", "日本🎉")
        self.type(terminal, LEFT + LEFT + "\x7f", "本🎉")
        terminal.wait(lambda screen: screen.cursor == (0, len(PROMPT)))
        self.check_got(terminal, "本🎉")

    def test_bytes_that_are_not_utf8_are_seen(self):
        terminal = self.start()
        self.type(terminal, b"a\xffb\xc3(", "a\ufffdb\ufffd(")
        # C1 controls are private keys of the editor.
        self.type(terminal, b"\xc2\x80\xc2\x81c", "a\ufffdb\ufffd(c")
        self.check_got(terminal, "a\ufffdb\ufffd(c")

    def test_unknown_keys_type_nothing_in_vi(self):
        terminal = self.start(files={".editrc": "mpq:bind -v\n"})
        self.type(terminal, "a\x1b[15~b\x1b[1;2Pc", "abc")

    def test_unknown_keys_type_nothing(self):
        keys = [
            "\x1b[15~", "\x1b[24~", "\x1b[3;5~", "\x1b[1;2A", "\x1bO5P", "\x1b[[A",
            "\x1b[97;5u", "\x1b[57414u", "\x1b[I", "\x1b[O", "\x1b[M !!", "\x1b[<0;10;10M",
            "\x1b[32;10;10M", "\x1b[12;40R", "\x1b[?62;22c", "\x1b[>41;390;0c",
            "\x1b]11;rgb:0000/0000/0000\x07", "\x1b]10;rgb:ffff/ffff/ffff\x1b\\",
            "\x1bP>|xterm(390)\x1b\\", "\x1bP1$r0m\x1b\\", "\x1b_Gi=1;OK\x1b\\",
        ]  # fmt: skip
        terminal = self.start()
        line = ""
        for index, key in enumerate(keys):
            line += chr(ord("a") + index)
            self.type(terminal, key + line[-1], line)
        self.check_got(terminal, line)

    def test_long_lines_wrap(self):
        terminal = self.start(columns=20)
        text = "日本語" * 7 + "x"
        terminal.send(text)
        # Six of them fit after the prompt, and one column is left.
        terminal.wait(lambda screen: screen.cursor == (2, 11))
        rows = (PROMPT + text[:6], text[6:16], text[16:])
        self.assertEqual(terminal.screen().lines[:3], rows)
        self.check_got(terminal, text)

    def test_a_line_that_begins_with_something(self):
        terminal = self.start()
        self.type(terminal, "again zo", "again zo")
        self.type(terminal, "\t", "again zoo")
        terminal.send("x\r")
        terminal.wait_line(PROMPT + "zoo x")
        self.check_got(terminal, "zoo x")


class HistoryTests(EditorTest):
    def start(self, **options):
        return super().start(
            "--history", "first", "--history", "top events\nlimit 5", "--history", "third café",
            **options)

    def test_recall(self):
        terminal = self.start()
        self.type(terminal, UP, "third café")
        terminal.send(UP)
        text = f"{PROMPT}top events\nlimit 5"
        terminal.wait(lambda screen: screen.text == text and screen.line == "limit 5")
        terminal.send(UP)
        terminal.wait(lambda screen: screen.text == PROMPT + "first" and screen.cursor[0] == 0)
        terminal.send(DOWN)
        terminal.wait(lambda screen: screen.line == "limit 5")
        self.check_got(terminal, "top events\nlimit 5")
        self.type(terminal, UP + UP, "third café")

    def test_entries_are_edited_in_whole(self):
        terminal = self.start()
        terminal.send(UP + UP)
        terminal.wait(lambda screen: screen.line == "limit 5")
        terminal.send("0")
        terminal.wait(lambda screen: screen.line == "limit 50")
        terminal.send(CTRL["a"])
        terminal.wait(lambda screen: screen.cursor == (0, len(PROMPT)))
        terminal.send("# ")
        terminal.wait(lambda screen: screen.lines[:2] == (PROMPT + "# top events", "limit 50"))
        self.check_got(terminal, "# top events\nlimit 50")

    def test_incremental_search(self):
        for editrc in ("", "mpq:bind -v\n"):
            with self.subTest(editrc):
                terminal = self.start(files={".editrc": editrc})
                terminal.send(CTRL["r"] + "lim")
                terminal.wait(lambda screen: "bck:lim" in screen and "top events" in screen)
                self.check_got(terminal, "top events\nlimit 5")
                terminal.send(CTRL["r"] + "caf")
                terminal.wait(lambda screen: "third caf" in screen)
                terminal.send(CTRL["c"])
                terminal.wait("interrupted")

    def test_search_by_prefix(self):
        terminal = self.start()
        self.type(terminal, "fi\x1bp", "first")
        self.check_got(terminal, "first")

    def test_a_repeated_line_is_one_entry(self):
        terminal = self.start()
        for _ in range(2):
            self.type(terminal, "same", "same")
            self.check_got(terminal, "same")
        self.type(terminal, UP, "same")
        self.type(terminal, UP, "third café")


class CompletionTests(EditorTest):
    def test_a_single_one(self):
        terminal = self.start()
        self.type(terminal, "a zo\t!", "a zoo !")
        self.check_got(terminal, "a zoo !")

    def test_the_common_prefix_and_then_a_list(self):
        terminal = self.start()
        self.type(terminal, "pl\t", "pla")
        terminal.send("\t")
        text = f"{PROMPT}pla\nplay  playlist  plan\n{PROMPT}pla"
        end = (2, len(PROMPT) + 3)
        terminal.wait(lambda screen: screen.text == text and screen.cursor == end)
        self.type(terminal, "yl\t", "playlist")
        self.check_got(terminal, "playlist ")

    def test_a_list_goes_below_a_line_of_many_rows(self):
        terminal = self.start(columns=30)
        terminal.paste("one\npla and a tail that is longer than a row")
        terminal.wait("a row")
        terminal.send(CTRL["a"] + "\x1b[C" * 7)
        terminal.wait(lambda screen: screen.cursor == (1, 3))
        terminal.send("\t")
        rows = f"{PROMPT}one\npla and a tail that is longer\nthan a row"
        text = f"{rows}\nplay  playlist  plan\n{rows}"
        terminal.wait(lambda screen: screen.text == text and screen.cursor == (5, 3))
        self.check_got(terminal, "one\npla and a tail that is longer than a row")

    def test_inside_a_line_of_wide_characters(self):
        terminal = self.start()
        self.type(terminal, "本 日 x", "本 日 x")
        self.type(terminal, LEFT + LEFT + "\t", "本 日本語  x")
        terminal.wait(lambda screen: screen.cursor == (0, len(PROMPT) + 10))
        self.check_got(terminal, "本 日本語  x")

    def test_nothing_rings_the_bell(self):
        terminal = self.start()
        self.type(terminal, "q", "q")
        before = terminal.raw.count(b"\a")
        terminal.send("\t")
        terminal.wait(lambda _: terminal.raw.count(b"\a") == before + 1)
        self.type(terminal, "r", "qr")

    def test_the_next_key_clears_the_status(self):
        terminal = self.start()
        self.type(terminal, "later", "later")
        terminal.send("\t")
        end = (0, len(PROMPT) + 5)
        terminal.wait(
            lambda screen: screen.text.startswith(PROMPT + "later   ")
            and screen.text.endswith("   fetching names…") and screen.cursor == end)
        self.type(terminal, "s", "laters")
        self.check_got(terminal, "laters")


class PasteTests(EditorTest):
    def test_newlines_do_not_run(self):
        for lines in ("top events\nlimit 5\n", "top events\rlimit 5\r", "top events\r\nlimit 5"):
            with self.subTest(lines):
                terminal = self.start()
                terminal.paste(lines)
                terminal.wait(lambda screen: screen.lines[:2] == (PROMPT + "top events", "limit 5"))
                self.check_got(terminal, "top events\nlimit 5")

    def test_tabs_do_not_complete_and_controls_do_nothing(self):
        terminal = self.start()
        terminal.send(b"\x1b[200~zo\tx\x03\x04\x1b[Ay\xc2\x9b\xff\x1b[201~")
        terminal.wait("[Ay")
        self.check_got(terminal, "zo\tx[Ay\ufffd")

    def test_it_goes_where_the_cursor_is(self):
        for editrc in ("", "mpq:bind -v\n"):
            with self.subTest(editrc):
                terminal = self.start(files={".editrc": editrc})
                self.type(terminal, "ad" + LEFT, "ad")
                terminal.paste("bc")
                terminal.wait_line(PROMPT + "abcd")
                self.type(terminal, "!", "abc!d")
                self.check_got(terminal, "abc!d")

    def test_it_comes_in_pieces(self):
        terminal = self.start()
        for piece in ("\x1b[20", "0~one\n", "two \x1b[2", "01~", "!"):
            terminal.send(piece)
        terminal.wait(lambda screen: screen.line == "two !")
        self.check_got(terminal, "one\ntwo !")

    def test_a_long_one_is_whole(self):
        terminal = self.start()
        rows = [f"row {index:03} " + "x" * 60 for index in range(300)]
        terminal.paste("\n".join(rows))
        terminal.wait("row 299")
        terminal.send("\r")
        terminal.wait(lambda screen: screen.line == PROMPT.rstrip())
        self.assertIn(("\\n".join(rows)).encode(), terminal.raw)

    def test_brackets_only_while_a_line_is_read(self):
        terminal = self.start()
        self.assertTrue(terminal.is_paste_bracketed())
        self.type(terminal, "wait", "wait")
        terminal.send("\r")
        terminal.wait("waiting")
        self.assertFalse(terminal.is_paste_bracketed())


class ViTests(EditorTest):
    def start(self, **options):
        return super().start(
            "--history", "an entry", files={".editrc": "mpq:bind -v\nother:bind -e\n"}, **options)

    def test_commands(self):
        terminal = self.start()
        self.type(terminal, "one two", "one two")
        self.type(terminal, "\x1b0dw", "two")
        self.type(terminal, "iX ", "X two")
        self.type(terminal, "\x1b$xa!", "X tw!")
        self.check_got(terminal, "X tw!")

    def test_sequences_are_keys_in_both_modes(self):
        terminal = self.start()
        self.type(terminal, UP, "an entry")
        self.type(terminal, "\x1b[H<", "<an entry")
        self.type(terminal, "\x1b[F>", "<an entry>")
        self.type(terminal, "\x1b\x1b[D\x1b[3~", "<an entr>")
        self.type(terminal, "a\x1b[1;5D|", "<an |entr>")
        self.check_got(terminal, "<an |entr>")

    def test_tab_and_interrupt(self):
        terminal = self.start()
        self.type(terminal, "zo\t.", "zoo .")
        terminal.send("\x1b" + CTRL["c"])
        terminal.wait("interrupted")
        terminal.wait_line(PROMPT)
        self.type(terminal, "x", "x")


class EditrcTests(EditorTest):
    def test_its_bindings_hold(self):
        terminal = self.start(
            "--history", "one a", "--history", "be",
            files={".editrc": 'mpq:bind "^[[A" ed-search-prev-history\nmpq:bind ^G ed-kill-line\n'})
        self.type(terminal, "o" + UP, "one a")
        self.type(terminal, CTRL["a"] + RIGHT + CTRL["g"], "o")


class NoticeTests(EditorTest):
    def start(self, **options):
        folder = self.enterContext(tempfile.TemporaryDirectory())
        path = os.path.join(folder, "commands")
        os.mkfifo(path)
        terminal = super().start("--commands", path, **options)
        self.commands = open(path, "w", buffering=1)
        self.addCleanup(self.commands.close)
        return terminal

    def test_a_notice_appears_above_the_line(self):
        terminal = self.start()
        self.type(terminal, "half a li", "half a li")
        print("notify 12 names\x1b[31m came", file=self.commands)
        above = "12 names\\u{1B}[31m came"
        terminal.wait(lambda screen: screen.text == f"{above}\n{PROMPT}half a li")
        self.type(terminal, "ne", "half a line")
        self.check_got(terminal, "half a line")

    def test_during_a_search(self):
        terminal = self.start()
        self.type(terminal, "findable", "findable")
        self.check_got(terminal, "findable")
        terminal.send(CTRL["r"] + "fin")
        terminal.wait("bck:fin")
        print("notify news", file=self.commands)
        rows = ("news", PROMPT + "findable", "bck:fin")
        terminal.wait(lambda screen: screen.lines[2:5] == rows)
        self.check_got(terminal, "findable")

    def test_notices_wait_for_the_next_prompt(self):
        terminal = self.start()
        terminal.send("wait\r")
        terminal.wait("waiting")
        print("notify later\nwake", file=self.commands)
        screen = terminal.wait(lambda screen: screen.line == PROMPT.rstrip())
        self.assertTrue(screen.text.endswith(f"waiting\nwoken\nlater\n{PROMPT}".rstrip()))

    def test_a_status_at_the_right_margin(self):
        terminal = self.start()
        print("status fetching names…", file=self.commands)
        terminal.wait(lambda screen: screen.line.endswith(" fetching names…"))
        terminal.send("abc")
        terminal.wait(lambda screen: screen.line.startswith(PROMPT + "abc "))
        print("status", file=self.commands)
        terminal.wait_line(PROMPT + "abc")
        print("status again", file=self.commands)
        terminal.wait("again")
        # It is removed when the line is finished.
        terminal.send("\r")
        screen = terminal.wait(lambda screen: "got" in screen and screen.line.endswith("again"))
        self.assertEqual(screen.lines[:2], (PROMPT + "abc", 'got "abc"'))

    def test_wherever_the_cursor_is(self):
        """The editor finds the first row of its line, for any content."""
        generator = random.Random(7)
        terminal = self.start(columns=23)
        for round in range(40):
            # With wide characters at the end only: libedit itself draws a character at a wrong
            # place when it goes up a row into the middle of a wide one.
            letters = ["a", "bc", " ", "\n", "é", "\t"]
            has_wide = round % 2 == 0
            words = generator.choices(letters + ["日", "🎉"] * has_wide, k=24)
            text = "x" + "".join(words) + "y"
            left = 0 if has_wide else generator.randrange(len(text))
            # With nothing above it.
            terminal.send(CTRL["l"])
            terminal.wait(lambda screen: screen.text == PROMPT.rstrip())
            terminal.paste(text)
            terminal.wait(lambda screen: "y" in screen)
            terminal.send(LEFT * left + "#")
            terminal.wait("#")
            terminal.send("\x7f")
            seen = terminal.wait(lambda screen: "#" not in screen).text
            print(f"notify <{round}>", file=self.commands)
            with self.subTest(text=text, left=left):
                terminal.wait(lambda screen: screen.text == f"<{round}>\n{seen}")
            terminal.send(CTRL["c"])
            terminal.wait("interrupted")


class PlainTests(unittest.TestCase):
    def test_a_dumb_terminal(self):
        for name in ("dumb", None, "nosuch"):
            with self.subTest(name):
                with Terminal([program("editor-probe")], env={"TERM": name}) as terminal:
                    terminal.wait("probe")
                    terminal.send("one\tzo\r")
                    terminal.wait('got "one\\tzo"')
                    self.assertFalse(terminal.is_paste_bracketed())
                    terminal.wait(lambda screen: screen.line.endswith("> ".rstrip()))
                    terminal.send("\x03")
                    terminal.wait("interrupted")
                    terminal.wait(lambda screen: screen.line.endswith("> ".rstrip()))
                    terminal.send("\x04")
                    self.assertEqual(terminal.exit_status(), 0)

    def run_piped(self, data):
        result = subprocess.run(
            [program("editor-probe")], input=data, capture_output=True, timeout=60)
        self.assertEqual((result.returncode, result.stderr), (0, b""))
        return result.stdout.decode().split("\n")[:-1]

    def test_standard_input_is_not_a_terminal(self):
        self.assertEqual(
            self.run_piped("a\n\nb é\nlast".encode()),
            ['got "a"', 'got ""', 'got "b é"', 'got "last"', "end"])
        self.assertEqual(self.run_piped(b""), ["end"])

    def test_bad_lines_are_reported_and_skipped(self):
        limit = 1 << 20
        self.assertEqual(self.run_piped(b"\xff\nx\n"), ["not UTF-8", 'got "x"', "end"])
        self.assertEqual(
            self.run_piped(b"a" * (limit + 1) + b"\nx\n" + b"b" * (3 * limit)),
            [f"longer than {limit}", 'got "x"', f"longer than {limit}", "end"])
        whole = self.run_piped(b"a" * limit + b"\n")
        self.assertEqual([len(line) for line in whole], [limit + 6, 3])


if __name__ == "__main__":
    unittest.main()
