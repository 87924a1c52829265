"""A program on a terminal of a fixed size, its screen, and simulated typing.

Nothing here sleeps: tests wait for the screen before they type.

    with Terminal([program], rows=24, columns=80) as terminal:
        terminal.wait("mpq> ")
        terminal.send("show events\\r")
        terminal.wait(lambda screen: screen.cursor == (3, 5))
"""

import dataclasses
import errno
import os
import pathlib
import select
import signal
import tempfile
import termios
import time

import pexpect
import pyte
from wcwidth import wcwidth

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]
# Generous, for a busy machine. Only failing tests wait this long.
DEADLINE = 20


def program(name):
    """The path of a built program, in the folder of debug builds or $MPQ_PROGRAMS."""
    folder = os.environ.get("MPQ_PROGRAMS") or REPOSITORY / ".build" / "debug"
    path = pathlib.Path(folder) / name
    if not path.exists():
        raise FileNotFoundError(f"{path}: build it first: swift build --product {name}")
    return str(path)


@dataclasses.dataclass(frozen=True)
class Screen:
    """The screen at one moment."""

    lines: tuple  # one text per row, without blanks at the end
    cursor: tuple  # row and column, from 0

    @property
    def text(self):
        """The rows down to the last one that is not empty."""
        return "\n".join(self.lines).rstrip("\n")

    @property
    def line(self):
        """The row of the cursor."""
        return self.lines[self.cursor[0]]

    def __contains__(self, text):
        return text in self.text

    def __str__(self):
        rows = [f"  |{line}" for line in self.text.split("\n")]
        return "\n".join(rows + [f"  cursor: row {self.cursor[0]}, column {self.cursor[1]}"])


class Emulator(pyte.Screen):
    """pyte's screen, with the modes that tests ask about."""

    def __init__(self, columns, rows):
        self.is_paste_bracketed = False
        self.title = ""
        super().__init__(columns, rows)

    def set_mode(self, *modes, **options):
        if 2004 in modes and options.get("private"):
            self.is_paste_bracketed = True
        super().set_mode(*modes, **options)

    def reset_mode(self, *modes, **options):
        if 2004 in modes and options.get("private"):
            self.is_paste_bracketed = False
        super().reset_mode(*modes, **options)

    def row(self, index):
        """The text of a row. `display` fails where half of a wide character was overwritten."""
        text = ""
        is_after_wide = False
        for column in range(self.columns):
            cell = self.buffer[index][column].data
            if cell or not is_after_wide:
                text += cell or " "
            is_after_wide = cell != "" and wcwidth(cell[0]) == 2
        return text.rstrip()

    def report_device_status(self, mode, **options):
        """Does not answer: the program must not wait for it."""


class Terminal:
    """A program on a terminal.

    Its home and XDG folders are new and empty; `files` are written into the home beforehand, as
    {relative path: text}. `env` adds to the environment, and None takes a variable away.
    """

    def __init__(self, argv, env=None, rows=24, columns=80, files=None, home=None):
        self._folder = None if home else tempfile.TemporaryDirectory(prefix="mpq-terminal-")
        self.home = pathlib.Path(home or self._folder.name)
        for path, text in (files or {}).items():
            file = self.home / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)
        self.raw = b""  # everything that the program has written
        self._emulator = Emulator(columns, rows)
        self._stream = pyte.ByteStream(self._emulator)
        self._is_at_end = False
        self.child = pexpect.spawn(
            argv[0], [str(word) for word in argv[1:]], env=self._environment(env or {}),
            dimensions=(rows, columns), timeout=DEADLINE, echo=True, cwd=str(self.home))
        self.child.delaybeforesend = None
        self.child.ptyproc.delayafterclose = 0
        self.child.ptyproc.delayafterterminate = 0

    def _environment(self, changes):
        environment = {
            "PATH": os.environ.get("PATH", "/usr/bin:/bin"),
            "HOME": str(self.home),
            "XDG_CONFIG_HOME": str(self.home / "config"),
            "XDG_CACHE_HOME": str(self.home / "cache"),
            "XDG_STATE_HOME": str(self.home / "state"),
            "LC_ALL": "C.UTF-8",
            "TERM": "xterm-256color",
            "SWIFT_BACKTRACE": "enable=no",
        }
        environment.update(changes)
        return {name: value for name, value in environment.items() if value is not None}

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        """Kills the program and removes its folders."""
        if self.child.isalive():
            # Its whole session: a shell may have child processes.
            for kill, target in ((os.killpg, self.child.pid), (os.kill, self.child.pid)):
                try:
                    kill(target, signal.SIGKILL)
                except ProcessLookupError:
                    pass
            self.child.wait()
        self.child.close()
        if self._folder:
            self._folder.cleanup()

    # Input.

    def send(self, text):
        """Types `text`, or bytes."""
        self.child.send(text)

    def paste(self, text):
        """Pastes `text` as a terminal with bracketed paste does."""
        self.send(f"\x1b[200~{text}\x1b[201~")

    def resize(self, rows, columns):
        """Changes the size of the window."""
        self._read_available()
        self._emulator.resize(rows, columns)
        self.child.setwinsize(rows, columns)

    def signal(self, number):
        """Sends a signal to the program."""
        os.kill(self.child.pid, number)

    def hang_up(self):
        """Closes the window."""
        self._is_at_end = True
        self.child.ptyproc.fileobj.close()

    # Output.

    def screen(self):
        """The current screen, after the output of the program so far."""
        self._read_available()
        lines = tuple(self._emulator.row(index) for index in range(self._emulator.lines))
        return Screen(lines, (self._emulator.cursor.y, self._emulator.cursor.x))

    def cursor(self):
        """Row and column of the cursor, from 0."""
        return self.screen().cursor

    def is_cursor_hidden(self):
        """Whether the cursor is hidden."""
        self._read_available()
        return self._emulator.cursor.hidden

    def is_paste_bracketed(self):
        """Whether the program has turned on bracketed paste."""
        self._read_available()
        return self._emulator.is_paste_bracketed

    def style(self, row, column):
        """How a character is drawn: pyte's Char, with fg, bold, reverse and so on."""
        self._read_available()
        return self._emulator.buffer[row][column]

    def attributes(self):
        """The terminal's attributes, to compare with those of another moment."""
        # The program's end of the terminal may be closed; this end still works.
        return termios.tcgetattr(self.child.child_fd)

    def wait(self, wanted, deadline=DEADLINE):
        """Waits until `wanted`, a text or a function of the screen, is true, and returns the
        screen; an AssertionError with the screen when it does not come true in time."""
        holds = wanted if callable(wanted) else lambda screen: wanted in screen
        end = time.monotonic() + deadline
        while True:
            screen = self.screen()
            if holds(screen):
                return screen
            rest = end - time.monotonic()
            if self._is_at_end or rest <= 0:
                how = "the program has ended" if self._is_at_end else f"not within {deadline} s"
                what = "the condition" if callable(wanted) else repr(wanted)
                raise AssertionError(f"{what}: {how}; the screen is\n{screen}")
            select.select([self.child.child_fd], [], [], min(rest, 0.5))

    def wait_line(self, text):
        """Waits until the row of the cursor is `text`, ignoring blanks at the end."""
        return self.wait(lambda screen: screen.line == text.rstrip())

    def exit_status(self):
        """Waits for the program's end; its status, or minus the signal that ended it."""
        self.read_to_end()
        self.child.wait()
        if self.child.signalstatus is not None:
            return -self.child.signalstatus
        return self.child.exitstatus

    def read_to_end(self):
        """Reads what the program writes until it ends."""
        end = time.monotonic() + DEADLINE
        while not self._is_at_end:
            if time.monotonic() > end:
                raise AssertionError(f"the program does not end; the screen is\n{self.screen()}")
            select.select([self.child.child_fd], [], [], 0.5)
            self._read_available()

    def _read_available(self):
        while not self._is_at_end and select.select([self.child.child_fd], [], [], 0)[0]:
            try:
                data = os.read(self.child.child_fd, 65536)
            except OSError as error:
                if error.errno != errno.EIO:
                    raise
                data = b""  # Linux says so when the program's end is closed
            if data:
                self.raw += data
                self._stream.feed(data)
            else:
                self._is_at_end = True
