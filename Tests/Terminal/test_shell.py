"""Sessions of mpq's shell, with the demo and with a server."""

import os
import pathlib
import signal
import stat
import termios
import unittest

from canned_server import SECRET, CannedServer
from terminal import Terminal, program

UP = "\x1b[A"
CTRL = {letter: chr(ord(letter) - 96) for letter in "abcdefghijklmnopqrstuvwxyz"}
DEMO = "mpq demo> "
ENVIRONMENT = "mpq environment> "


class ShellTest(unittest.TestCase):
    def demo(self, *arguments, **options):
        """The shell of the demo, at its prompt."""
        return self.start(["--demo", "--now", "2024-06-18T12:00:00Z", *arguments], DEMO, **options)

    def start(self, arguments, prompt, **options):
        terminal = Terminal([program("mpq"), *arguments], **options)
        self.addCleanup(terminal.close)
        terminal.prompt = prompt.rstrip()
        terminal.wait_line(prompt)
        return terminal

    def server(self):
        server = CannedServer()
        self.addCleanup(server.close)
        return server

    def asking(self, server, *arguments, **options):
        """The shell of a server, with the names of its events and funnels."""
        options["env"] = server.environment | {"NO_COLOR": "1"} | options.get("env", {})
        terminal = self.start(arguments, ENVIRONMENT, **options)
        cache = terminal.home / "cache/mpq/names"
        names = ("Signup flow", "visit site")
        terminal.wait(lambda _: any(
            all(name in text(file) for name in names) for file in cache.glob("*.json")))
        return terminal

    def ask(self, terminal, line, wanted):
        """Types a line and waits for its output, and for the next prompt."""
        terminal.send(line + "\r")
        holds = wanted if callable(wanted) else lambda screen: wanted in screen
        return terminal.wait(lambda screen: holds(screen) and screen.line == terminal.prompt)


def text(path):
    """The content of a file; empty while it is being replaced."""
    try:
        return path.read_text()
    except FileNotFoundError:
        return ""


class EditorTests(ShellTest):
    def test_prompt_names_whom_is_asked(self):
        self.demo()
        self.asking(self.server())

    def test_a_statement_continues_on_the_next_line(self):
        terminal = self.demo()
        terminal.send('events "play song",\r')
        terminal.wait_line("     ...>")
        self.ask(terminal, '"log in" days 2', "│ play song │ log in │")

    def test_a_paste_runs_at_enter_only_and_a_tab_in_it_completes_nothing(self):
        terminal = self.demo()
        terminal.paste("top events limit 1;\ntop\tevents limit 1")
        terminal.wait(lambda screen: screen.line.endswith("events limit 1"))
        self.assertNotIn("│", terminal.screen())
        self.ask(terminal, "", lambda screen: screen.text.count("│ event ") == 2)

    def test_a_terminal_that_can_do_nothing(self):
        terminal = self.demo(env={"TERM": "dumb"})
        self.ask(terminal, "top events limit 1", "│ play song │")
        self.assertNotIn(b"\x1b", terminal.raw)
        terminal.send(CTRL["d"])
        self.assertEqual(terminal.exit_status(), 0)

    def test_a_line_that_vi_takes_is_asked(self):
        terminal = self.demo(files={".editrc": "mpq:bind -v\nmpq:bind ^T ed-newline\n"})
        terminal.send("top events limit 1" + CTRL["t"])
        terminal.wait(lambda screen: "│ play song" in screen and screen.line == terminal.prompt)
        terminal.send("show funnels")
        terminal.wait_line(f"{terminal.prompt} show funnels")
        terminal.send("\x1b")
        terminal.send("#")
        terminal.wait(lambda screen: screen.line == terminal.prompt)
        self.ask(terminal, "top events limit 2", "│ log in")

    def test_ctrl_d_leaves(self):
        terminal = self.demo()
        terminal.send(CTRL["d"])
        self.assertEqual(terminal.exit_status(), 0)

    def test_ctrl_d_typed_while_a_query_runs_leaves(self):
        server = self.server()
        terminal = self.asking(server)
        server.held.add("events/top")
        server.gate.clear()
        terminal.send("top events\r")
        terminal.wait(lambda _: server.count("events/top") == 1)
        terminal.send(CTRL["d"])
        server.gate.set()
        self.assertEqual(terminal.exit_status(), 0)
        self.assertIn("visit site", terminal.raw.decode(errors="replace"))

    def test_an_end_of_input_is_one_again_in_other_programs(self):
        terminal = self.demo(env={"EDITOR": "echo your turn; cat - >"})
        self.ask(terminal, "top events limit 1", "│ event")
        terminal.send(".edit\r")
        terminal.wait("your turn")
        terminal.send("show funnels\r")
        terminal.send(CTRL["d"])
        terminal.wait_line(f"{terminal.prompt} show funnels")

    def test_no_data_source(self):
        terminal = Terminal([program("mpq")])
        self.addCleanup(terminal.close)
        self.assertEqual(terminal.exit_status(), 2)
        self.assertIn("--demo", terminal.screen())


class HistoryTests(ShellTest):
    def file(self, terminal, name):
        return terminal.home / "state/mpq/history" / name

    def test_a_statement_of_two_lines_is_one_entry(self):
        terminal = self.demo()
        terminal.send("top events\r")
        terminal.wait(lambda screen: "│ event" in screen and screen.line == terminal.prompt)
        terminal.send('funnel "Signup flow",\r')
        terminal.wait_line("     ...>")
        self.ask(terminal, '"Purchase" weeks 1', "funnel")
        terminal.send(UP)
        terminal.wait(lambda screen: screen.line.endswith('"Purchase" weeks 1'))
        terminal.send(UP)
        terminal.wait(lambda screen: screen.line == f"{terminal.prompt} top events")

    def test_it_is_stored_for_its_owner_only(self):
        terminal = self.demo()
        self.ask(terminal, "top events limit 1", "│ event")
        self.ask(terminal, " top events limit 2", "│ log in")
        terminal.send(".quit\r")
        self.assertEqual(terminal.exit_status(), 0)
        path = self.file(terminal, "@demo")
        self.assertEqual(stat.S_IMODE(path.stat().st_mode), 0o600)
        self.assertIn("top events limit 1", path.read_text())
        self.assertNotIn("limit 2", path.read_text())
        again = self.demo(home=terminal.home)
        screen = self.ask(again, ".history limit", "top events limit 1")
        self.assertNotIn("limit 2", screen)

    def test_a_secret_is_never_written(self):
        server = self.server()
        terminal = self.asking(server)
        self.ask(terminal, f'events "{SECRET}" days 2', "nothing was sent")
        self.ask(terminal, "top events", "│ visit site")
        terminal.send(".quit\r")
        self.assertEqual(terminal.exit_status(), 0)
        files = [path for path in terminal.home.rglob("*") if path.is_file()]
        self.assertTrue(any("top events" in path.read_text() for path in files))
        for path in files:
            self.assertNotIn(SECRET, path.read_text(), path)

    def test_a_history_that_cannot_be_written_warns_once(self):
        terminal = self.demo(files={"state": "a file where a folder should be"})
        self.ask(terminal, "top events limit 1", "│ event")
        self.ask(terminal, "top events limit 2", "│ log in")
        self.assertEqual(terminal.raw.count(b"cannot save the history"), 1, terminal.screen())


class NameTests(ShellTest):
    def test_names_are_fetched_in_the_background_and_cached(self):
        server = self.server()
        terminal = self.asking(server)
        self.assertEqual(server.calls.count("events/names"), 1)
        terminal.send(".quit\r")
        terminal.exit_status()
        server.close()
        again = self.start([], ENVIRONMENT, home=terminal.home, env=server.environment)
        again.send('funnel "Sig')
        self.complete(again, 'funnel "Sig', 'funnel "Signup flow"')

    def complete(self, terminal, text, completed):
        """Types Tab after `text` until it is completed: the names may still be being fetched."""
        def is_completed(screen):
            if screen.line == f"{terminal.prompt} {text}":
                terminal.send("\t")
            return screen.line == f"{terminal.prompt} {completed}"

        terminal.wait(is_completed)

    def test_tab_does_not_wait(self):
        server = self.server()
        server.held = {"events/names", "funnels/names"}
        server.gate.clear()
        terminal = self.start([], ENVIRONMENT, env=server.environment)
        terminal.send("events vi\t")
        terminal.wait(lambda screen: screen.line.endswith("fetching names…"))
        server.gate.set()
        self.complete(terminal, "events vi", 'events "visit site"')

    def test_properties_and_values_are_fetched_when_wanted(self):
        server = self.server()
        terminal = self.asking(server)
        self.assertEqual(server.count("events/properties/top"), 0)
        terminal.send('events "log in" by ge\t')
        terminal.wait(lambda _: server.count("events/properties/top") == 1)
        terminal.wait_line(f'{terminal.prompt} events "log in" by ge')
        terminal.send("\tin (ja\t")
        terminal.wait(lambda _: server.count("events/properties/values") == 1)
        terminal.wait(lambda screen: "fetching" not in screen)
        terminal.send("\t")
        terminal.wait(lambda screen: screen.line.startswith(
            f'{terminal.prompt} events "log in" by genre in (jazz'))

    def test_refresh(self):
        server = self.server()
        terminal = self.asking(server)
        self.ask(terminal, ".refresh", "fetching the names")
        terminal.wait(lambda _: server.count("events/names") == 2)

    def test_a_server_that_stops_halfway(self):
        server = self.server()
        terminal = self.asking(server)
        self.ask(terminal, "top events", "│ visit site")
        server.close()
        self.ask(terminal, "top events", "cannot reach")
        terminal.send("events vi\t")
        terminal.wait(lambda screen: 'events "visit site"' in screen.line)


class CompletionTests(ShellTest):
    def test_at_every_step(self):
        terminal = self.asking(self.server())
        for typed, line in [
            ("fu\t", "funnel"), ('"Sig\t', 'funnel "Signup flow"'),
            ("we\t", 'funnel "Signup flow" weeks'),
            ("2 ", 'funnel "Signup flow" weeks 2'), ("b\t", 'funnel "Signup flow" weeks 2 by'),
        ]:  # fmt: skip
            terminal.send(typed)
            terminal.wait_line(f"{terminal.prompt} {line}")

    def test_initials_and_quotes(self):
        terminal = self.asking(self.server())
        terminal.send("events vs\t")
        terminal.wait_line(f'{terminal.prompt} events "visit site"')
        terminal.send(CTRL["u"] + "events 'say\t")
        terminal.wait_line(f"{terminal.prompt} events 'say \"hi\"'")

    def test_a_list_below_the_line(self):
        terminal = self.asking(self.server())
        terminal.send("events \t\t")
        terminal.wait(lambda screen: all(name in screen for name in ("log in", "sign-up")))
        terminal.wait(lambda screen: screen.line == f"{terminal.prompt} events")

    def test_commands_and_files(self):
        terminal = self.demo(files={"weekly report.mpq": "top events\n"})
        terminal.send(".rea\twee\t")
        terminal.wait_line(f'{terminal.prompt} .read "weekly report.mpq"')
        self.ask(terminal, "", "│ play song")
        terminal.send(".format cs\t")
        terminal.wait_line(f"{terminal.prompt} .format csv")


class CommandTests(ShellTest):
    def test_help_fits_the_screen(self):
        terminal = self.demo()
        terminal.send(CTRL["l"])
        screen = self.ask(terminal, ".help", ".quit")
        self.assertIn(".help", screen.lines[0])
        self.assertTrue(all(len(line) < 80 for line in screen.lines))
        self.ask(terminal, ".help funnel", "funnel NAME by PROPERTY")
        self.ask(terminal, ".help wach", "did you mean 'watch'?")

    def test_misspelt(self):
        self.ask(self.demo(), ".fromat csv", "did you mean .format?")

    def test_last_asks_nothing(self):
        server = self.server()
        terminal = self.asking(server)
        self.ask(terminal, "top events", "│ visit site")
        self.ask(terminal, ".last csv", "event,amount,change")
        self.assertEqual(server.count("events/top"), 1)

    def test_format_and_timing(self):
        terminal = self.demo()
        self.ask(terminal, ".format csv", "csv")
        self.ask(terminal, ".timing", "timing is on")
        self.ask(terminal, "top events limit 1", "event,amount,change")
        self.assertRegex(terminal.screen().text, r"\d ms, 1 call\n")

    def test_output_goes_to_a_file(self):
        terminal = self.demo()
        self.ask(terminal, ".output week.csv", "answers go to week.csv")
        self.ask(terminal, "top events limit 1", "written to week.csv")
        self.assertIn("event,amount,change\nplay song,", (terminal.home / "week.csv").read_text())
        self.ask(terminal, ".output", "answers go to the terminal")
        self.ask(terminal, "top events limit 1", "│ play song")
        self.ask(terminal, ".output no/such/week.csv", "answers go to")
        self.ask(terminal, "top events limit 1", "cannot write no/such/week.csv")

    def test_explain_sends_nothing(self):
        server = self.server()
        terminal = self.asking(server)
        self.ask(terminal, ".explain top events", "GET /api/2.0/events/top")
        self.assertEqual(server.count("events/top"), 0)

    def test_edit_puts_the_text_at_the_prompt(self):
        editor = "#!/bin/sh\nsed -i 's/limit 1/limit 2/' \"$1\"\n"
        terminal = self.demo(files={"editor": editor}, env={"EDITOR": "sh ./editor"})
        self.ask(terminal, "top events limit 1", "│ play song")
        terminal.send(".edit\r")
        terminal.wait_line(f"{terminal.prompt} top events limit 2")
        self.ask(terminal, "", "│ log in")

    def test_no_editor(self):
        terminal = self.demo(env={"EDITOR": "no-such-editor"})
        self.ask(terminal, ".edit top events", "there is no editor no-such-editor")

    def test_watch_until_ctrl_c(self):
        server = self.server()
        terminal = self.asking(server)
        terminal.send(".watch 1 top events\r")
        terminal.wait(lambda screen: server.count("events/top") >= 2 and "every 1 s" in screen)
        terminal.send(CTRL["c"])
        terminal.wait_line(terminal.prompt)
        self.ask(terminal, ".last csv", "event,amount,change")

    def test_profiles(self):
        server = self.server()
        profiles = "".join(
            f'[profile.{name}]\nhost = "http://127.0.0.1:{server.port}"\nkey = "{name}"\n'
            f'secret_command = "echo {name}-secret"\n' for name in ("home", "work"))
        terminal = self.start(
            [], "mpq home> ", files={"config/mpq/profiles.toml": 'default = "home"\n' + profiles})
        self.ask(terminal, ".profile", "* home")
        terminal.send(".profile wo\t")
        terminal.wait_line("mpq home> .profile work")
        terminal.prompt = "mpq work>"
        self.ask(terminal, "", "mpq work>")
        self.ask(terminal, "top events", "│ visit site")
        self.ask(terminal, ".profile nobody", "nobody")


    def test_back_to_where_it_began(self):
        server = self.server()
        profile = (f'[profile.work]\nhost = "http://127.0.0.1:{server.port}"\nkey = "k"\n'
                   'secret_command = "echo s3cret"\n')
        terminal = self.demo(files={"config/mpq/profiles.toml": profile})
        terminal.prompt = "mpq work>"
        self.ask(terminal, ".profile work", "mpq work>")
        self.ask(terminal, ".profile", "  demo")
        terminal.prompt = DEMO.rstrip()
        self.ask(terminal, ".profile demo", DEMO.rstrip())
        self.ask(terminal, "top events limit 1", "│ play song")

    def test_output_knows_the_home(self):
        terminal = self.demo()
        self.ask(terminal, ".output ~/week.csv", "answers go to")
        self.ask(terminal, "top events limit 1", "written to")
        self.assertIn("play song", (terminal.home / "week.csv").read_text())

    def test_a_pipe_is_not_a_script(self):
        terminal = self.demo()
        os.mkfifo(terminal.home / "pipe")
        self.ask(terminal, ".read pipe", "may never end")
        self.ask(terminal, ".output pipe", "answers go to pipe")
        self.ask(terminal, "top events limit 1", "cannot write pipe")

    def test_watch_ends_after_a_permanent_failure(self):
        server = self.server()
        terminal = self.asking(server)
        server.refuses = True
        self.ask(terminal, ".watch 1 top events", "Invalid request signature")
        self.assertEqual(server.count("events/top"), 1)

    def test_watch_retries_after_a_temporary_failure(self):
        server = self.server()
        terminal = self.asking(server)
        server.close()
        terminal.send(".watch 1 top events\r")
        terminal.wait("retrying in 5 s")
        terminal.send(CTRL["c"])
        terminal.wait_line(terminal.prompt)


class SecretCommandTests(ShellTest):
    """A secret that the user is asked for."""

    COMMAND = "printf 'Passphrase: ' >/dev/tty; read word </dev/tty; echo $word"

    def shell(self, server, command):
        profile = (f'[profile.work]\nhost = "http://127.0.0.1:{server.port}"\nkey = "k"\n'
                   f'secret_command = "{command}"\n')
        return self.start([], "mpq work> ", files={"config/mpq/profiles.toml": profile})

    def test_it_is_asked_for_with_the_first_query_only(self):
        server = self.server()
        terminal = self.shell(server, self.COMMAND)
        terminal.send("events vi\t")
        terminal.wait_line("mpq work> events vi")
        self.assertEqual(server.calls, [])
        terminal.send(CTRL["u"] + "top events\r")
        terminal.wait(lambda screen: screen.line == "Passphrase:")
        self.ask(terminal, "sesame", "│ visit site")
        terminal.wait(lambda _: server.count("events/names") == 1)
        self.ask(terminal, "events sesame --force", "sesame")
        self.ask(terminal, "show funnels", "Signup flow")
        terminal.send(".quit\r")
        self.assertEqual(terminal.exit_status(), 0)
        history = text(next(
            path for path in (terminal.home / "state/mpq/history").iterdir()
            if not path.name.endswith(".lock")))
        self.assertIn("top events", history)
        self.assertIn("show funnels", history)
        self.assertNotIn("sesame", history)

    def test_lines_that_were_not_stored_are_reported(self):
        terminal = self.shell(self.server(), "exit 3")
        self.ask(terminal, "top events", "error:")
        self.ask(terminal, ".history", "top events")
        terminal.send(".quit\r")
        self.assertEqual(terminal.exit_status(), 0)
        self.assertIn("3 lines were not stored", terminal.screen())


class UnknownNameTests(ShellTest):
    def test_the_nearest_names_before_a_call_is_spent(self):
        server = self.server()
        terminal = self.asking(server)
        self.ask(terminal, 'events "visit sit" days 2', 'did you mean "visit site"?')
        self.assertEqual(server.count("events"), 0)
        self.ask(terminal, "", "│ visit sit │")
        self.assertEqual(server.count("events"), 1)
        self.ask(terminal, 'events "visit sat" days 2 --force', "│ visit sat │")

    def test_force_from_the_beginning(self):
        terminal = self.asking(self.server(), "--force")
        self.ask(terminal, 'events "visit sit" days 2', "│ visit sit │")

    def test_an_empty_answer_says_why(self):
        terminal = self.demo()
        terminal.wait(lambda _: any((terminal.home / "cache/mpq/names").glob("*.json")))
        self.ask(terminal, 'retention "no such thing" --force', "no such thing")
        self.assertIn("no event", terminal.screen())


class OutputTests(ShellTest):
    def test_a_reader_that_went_away_ends_the_shell(self):
        server = self.server()
        shell = f"{program('mpq')} | head -c 1 >/dev/null; echo ${{PIPESTATUS[0]}}"
        terminal = Terminal(
            ["bash", "-c", shell], env=server.environment | {"NO_COLOR": "1"})
        self.addCleanup(terminal.close)
        terminal.wait(ENVIRONMENT.rstrip())
        terminal.send("top events\r" + "top events; " * 9 + "\r")
        terminal.exit_status()
        self.assertIn("141", terminal.screen())
        self.assertLess(server.count("events/top"), 9)


class InterruptTests(ShellTest):
    def hanging(self):
        server = self.server()
        server.held = {"events/top"}
        terminal = self.asking(server)
        server.gate.clear()
        terminal.send("top events\r")
        terminal.wait("Ctrl-C cancels")
        return terminal, server

    def test_ctrl_c_clears_the_line(self):
        terminal = self.demo()
        terminal.send("events abc")
        terminal.wait_line(f"{terminal.prompt} events abc")
        terminal.send(CTRL["c"])
        terminal.wait(lambda screen: screen.line == terminal.prompt and "abc^C" in screen)

    def test_ctrl_c_cancels_a_query_and_the_shell_continues(self):
        terminal, server = self.hanging()
        terminal.send(CTRL["c"])
        terminal.wait(lambda screen: "cancelled" in screen and screen.line == terminal.prompt)
        server.gate.set()
        self.ask(terminal, "top events", "│ visit site")
        self.assertNotIn("Ctrl-C cancels", terminal.screen())

    def test_twice_leaves(self):
        terminal, _ = self.hanging()
        terminal.send(CTRL["c"])
        terminal.wait("cancelled")
        terminal.send(CTRL["c"])
        self.assertEqual(terminal.exit_status(), 130)

    def test_ctrl_z_and_back(self):
        terminal = Terminal(["sh", "-i"], env={"PS1": "sh> ", "NO_COLOR": "1"})
        self.addCleanup(terminal.close)
        terminal.wait("sh>")
        terminal.send(f"{program('mpq')} --demo\r")
        terminal.wait_line(DEMO)
        terminal.send("top eve")
        terminal.wait_line(f"{DEMO}top eve")
        terminal.send(CTRL["z"])
        terminal.wait(lambda screen: screen.line == "sh>")
        terminal.send("fg\r")
        terminal.wait_line(f"{DEMO}top eve")

    def test_the_terminal_is_as_before_on_every_way_out(self):
        for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGSEGV, signal.SIGABRT):
            with self.subTest(number):
                terminal = Terminal(["sh", "-i"], env={"PS1": "sh> "})
                self.addCleanup(terminal.close)
                terminal.wait("sh>")
                command = f"stty -a > before; {program('mpq')} --demo; stty -a > after"
                terminal.send(command + "\r")
                terminal.wait_line(DEMO)
                pid = child_of(terminal.child.pid)
                self.assertEqual(terminal.attributes()[3] & termios.ICANON, 0)
                os.kill(pid, number)
                terminal.wait(lambda _, home=terminal.home: text(home / "after") != "")
                terminal.wait(lambda screen: screen.line == "sh>")
                self.assertEqual(text(terminal.home / "before"), text(terminal.home / "after"))
                self.assertFalse(terminal.is_paste_bracketed())


def child_of(pid):
    """The one child of a process."""
    return int(pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text().split()[0])


class ScriptTests(ShellTest):
    def test_a_script_is_asked_as_mpq_f_asks_it(self):
        server = self.server()
        lines = ['events "log in" days 3', 'events "log in" days 4'] * 20 + ["explain show funnels"]
        terminal = self.asking(server, files={"w.mpq": "\n".join(lines)})
        screen = self.ask(terminal, ".read ~/w.mpq", "nothing was sent")
        self.assertIn("show funnels", screen)
        # Equal calls are made once, and every query has its answer.
        self.assertEqual(server.count("events"), 2)
        self.assertEqual(terminal.raw.count("╰".encode()), 40)

    def test_a_failure_ends_the_script(self):
        server = self.server()
        terminal = self.asking(server)
        server.refuses = True
        script = "; ".join(f'events "log in" days {days}' for days in range(1, 20))
        screen = self.ask(terminal, script, "Invalid request signature")
        self.assertIn("mpq profile test", screen)
        self.assertLessEqual(server.count("events"), 6)


class PagerTests(ShellTest):
    PAGER = {"PAGER": "sed 's/^/paged: /'"}

    def test_answers_longer_than_the_screen_are_paged(self):
        terminal = self.asking(self.server(), env=self.PAGER)
        self.ask(terminal, 'events "log in" days 3', "│ log in │")
        self.assertNotIn("paged:", terminal.screen())
        self.ask(terminal, 'events "log in" days 40', "paged: ╰")

    def test_less_is_left_with_q(self):
        terminal = self.asking(self.server(), env={"PAGER": "less"})
        terminal.send('events "log in" days 40\r')
        terminal.wait(lambda screen: screen.line == ":")
        terminal.send("q")
        terminal.wait_line(terminal.prompt)

    def test_a_pager_that_ends_at_once(self):
        for pager in ("true", "head -n 1"):
            with self.subTest(pager):
                terminal = self.asking(self.server(), env={"PAGER": pager})
                names = ", ".join(f"name{number}" for number in range(100))
                for _ in range(3):
                    self.ask(terminal, f"events {names} days 300 --force", "")
                self.ask(terminal, "top events", "│ visit site")

    def test_a_missing_pager(self):
        raw = self.shown_through("no-such-pager")
        self.assertIn(b"there is no pager no-such-pager", raw)

    def shown_through(self, pager):
        """Shows a long answer with this pager; returns what the terminal received."""
        terminal = self.asking(self.server(), env={"PAGER": pager})
        screen = self.ask(terminal, 'events "log in" days 40', "╰")
        self.assertIn("2024-02-12", screen)
        return terminal.raw

    def test_a_pager_that_fails_loses_no_answer(self):
        for pager in ("false", "exit 3"):
            with self.subTest(pager):
                raw = self.shown_through(pager)
                self.assertIn(f"the pager {pager} failed".encode(), raw)

    def test_a_blank_pager_means_no_pager(self):
        for pager in ("", "  "):
            with self.subTest(pager):
                self.assertNotIn(b"error", self.shown_through(pager))

    def test_colours_only_where_the_pager_shows_them(self):
        rows = [("less", "-i"), ("less", None), ("less -R", "-i"), ("more", None), (None, "-j10")]
        for pager, less in rows:
            with self.subTest((pager, less)):
                env = {name: text for name, text in (("PAGER", pager), ("LESS", less)) if text}
                terminal = self.asking(self.server(), env=env)
                terminal.send('events "log in" days 40\r')
                terminal.wait("log in")
                terminal.wait("2024-01-0")
                self.assertNotIn("ESC[", terminal.screen().text)
                self.assertNotIn("[1m", terminal.screen().text)

    def test_the_usual_pager(self):
        terminal = self.asking(self.server())
        terminal.send('events "log in" days 40\r')
        terminal.wait(lambda screen: screen.line == ":")
        terminal.send("q")
        terminal.wait_line(terminal.prompt)

    def test_ctrl_c_in_the_pager_ends_the_rest_of_a_script(self):
        server = self.server()
        pager = "cat; kill -INT $PPID"
        terminal = self.asking(server, env={"PAGER": pager})
        script = "; ".join(f'events "log in" days {days}' for days in range(40, 60))
        self.ask(terminal, script, "╰")
        # Calls are made ahead of the answer that is shown, but only as many as are in flight.
        self.assertLessEqual(server.count("events"), 8)
        self.assertEqual(terminal.raw.count("╰".encode()), 1)

    def test_hidden_rows_are_noted(self):
        terminal = self.asking(self.server(), env={"PAGER": "tail -n 2 | cut -c1-60"})
        names = ", ".join(f"n{number}" for number in range(40))
        terminal.send(f"events {names} days 2 --force\r")
        terminal.wait(lambda screen: "columns hidden" in screen)


if __name__ == "__main__":
    unittest.main()
