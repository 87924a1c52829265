"""Random invocations of mpq, with a secret from each possible source."""

import os
import pty
import resource
import select
import signal
import subprocess
import time

from servers import MODES, PROGRAMS
from traces import SECRET, SERVER_SECRET

QUERIES = (
    "events a", "events a, b unique days 3", "show events", "top events limit 5", "retention of a",
    "events a by p in (x, y)", 'funnel "f" weeks 2 by q', "show values of p of event a",
    "show funnels", "events", "events a days 0", "nonsense", 'events "\\u{1b}[31m"',
)
FORMATS = ("table", "csv", "tsv", "json", "ndjson", "markdown")
#: The projects of both APIs. With a user name of eight letters, the Base64 of the login contains
#: that of the secret.
PROJECTS = (
    'key = "web"', 'api = "query"', 'project_id = 1\nusername = "reports1"\nworkspace_id = 2',
)
ACCOUNTS = ({}, {"MPQ_PROJECT_ID": "1", "MPQ_USERNAME": "reports1"})
#: The sources of the secret.
SOURCES = ("held", "file", "command", "environment")


class Invocations:
    """Runs random invocations in a temporary home folder."""

    def __init__(self, random, home, echo, mpqd, traces):
        self.random, self.home, self.echo, self.mpqd, self.traces = random, home, echo, mpqd, traces
        self.config = home / "mpq/profiles.toml"
        self.secret = home / "secret"
        self.keepers = {self.config, self.secret}
        self.config.parent.mkdir(parents=True)
        self.secret.write_text(SECRET + "\n", encoding="utf-8")
        self.secret.chmod(0o600)
        (home / "script.mpq").write_text("events a\nshow events\ntop events\n", encoding="utf-8")

    def run(self):
        """Runs one invocation; returns its kind and exit code."""
        kinds = (self.ask, self.ask, self.ask, self.ask_mpqd, self.manage, self.kill, self.shell)
        return self.random.choice(kinds)()

    def _profile(self, host, source):
        """Writes the profile file; returns the additional environment variables."""
        if source == "environment":
            self.config.unlink(missing_ok=True)
            return self.random.choice((
                {"MPQ_API_KEY": "web", "MPQ_API_SECRET": SECRET, "MPQ_HOST": host},
                {"MPQ_SECRET": SECRET, "MPQ_HOST": host} | self.random.choice(ACCOUNTS),
            ))
        line = {
            "held": f'secret = "{SECRET}"', "file": f'secret_file = "{self.secret}"',
            "command": f'secret_command = "cat {self.secret}"',
        }[source]
        self._write_profiles(host, line)
        return {}

    def _write_profiles(self, host, line):
        project = self.random.choice(PROJECTS)
        text = f'default = "w"\n[profile.w]\nhost = "{host}"\n{project}\n{line}\n'
        self.config.write_text(text, encoding="utf-8")
        self.config.chmod(0o600)

    def _host(self):
        return f"http://127.0.0.1:{self.echo.port}/{self.random.choice(MODES)}"

    def _environment(self, more):
        folders = {f"XDG_{name}_HOME": str(self.home) for name in ("CONFIG", "CACHE", "STATE")}
        kept = {"PATH": os.environ["PATH"], "TMPDIR": str(self.home), "HOME": str(self.home)}
        return kept | folders | {"TERM": "xterm"} | more

    def _start(self, arguments, more, **options):
        def allow_cores():
            resource.setrlimit(resource.RLIMIT_CORE, (resource.RLIM_INFINITY,) * 2)

        return subprocess.Popen(
            [PROGRAMS / "mpq", *arguments], cwd=self.home, env=self._environment(more),
            preexec_fn=allow_cores, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options)

    def _finish(self, process, arguments, given=b""):
        self.traces.search_arguments()
        output, errors = process.communicate(given, timeout=60)
        # With --raw, the response is printed verbatim.
        self.traces.search(
            output, f"standard output of {arguments}", signatures="--raw" not in arguments)
        self.traces.search(errors, f"standard error of {arguments}")
        return process.returncode

    def _questions(self):
        """Options of a query, and standard input."""
        choice = self.random.choice
        options = {
            "query": ["-e", choice(QUERIES)], "queries": ["-e", choice(QUERIES), "-e", "events b"],
            "script": ["-f", "script.mpq", "--keep-going"], "input": [],
        }
        kind = choice(list(options))
        how = choice([
            [], ["-v"], ["--raw"], ["-v", "--raw"], ["--explain"], ["--format", choice(FORMATS)],
            ["-o", "answer.csv"], ["--timeout", "5", "-v"],
        ])
        return options[kind] + how, choice(QUERIES).encode() if kind == "input" else b""

    def ask(self):
        """Queries the echo server."""
        more = self._profile(self._host(), self.random.choice(SOURCES))
        arguments, given = self._questions()
        process = self._start(arguments, more, stdin=subprocess.PIPE)
        return "ask", self._finish(process, arguments, given)

    def ask_mpqd(self):
        """Queries mpqd with the right or a wrong secret."""
        host = f"http://127.0.0.1:{self.mpqd.port}"
        secret = self.random.choice((SECRET, SERVER_SECRET))
        more = {"MPQ_API_KEY": "web", "MPQ_API_SECRET": secret, "MPQ_HOST": host}
        arguments, given = self._questions()
        process = self._start(arguments, more, stdin=subprocess.PIPE)
        return "ask mpqd", self._finish(process, arguments, given)

    def manage(self):
        """Adds, lists and tests valid and invalid profiles."""
        choice = self.random.choice
        more = self._profile(self._host(), choice(SOURCES[:3]))
        if choice((False, False, True)):
            # The message about an invalid file must not quote its lines.
            self._write_profiles(self._host(), choice((
                f'secret = "{SECRET}', f'secret = "{SECRET}\\n"', f'secrets = "{SECRET}"',
                f'secret = ["{SECRET}"]', f'secret_file = "{self.home}/none"\nsecret = "{SECRET}"',
                f'secret_command = "cat {self.secret}; exit 1"',
            )))
        name = f"p{self.random.randrange(10**6)}"
        arguments, given = choice((
            (["profile", "list"], b""), (["profile", "test"], b""), (["-e", "events a"], b""),
            (["profile", "add", name, "--key", "k"], SECRET.encode() + b"\n"),
            (["profile", "add", "w", "--key", "k"], SECRET.encode() + b"\n"),
            (["profile", "add", name, "--api", "query"], SECRET.encode() + b"\n"),
            (["profile", "add", name, "--key", "k"], SECRET.encode() + b"\x01\n"),
        ))
        process = self._start(arguments, more, stdin=subprocess.PIPE)
        return "manage", self._finish(process, arguments, given)

    def kill(self):
        """Kills a run while it waits for a response, in a folder for a core dump."""
        more = self._profile(self._host(), self.random.choice(SOURCES))
        arguments = ["-f", "-", "--keep-going", "-v"]
        process = self._start(arguments, more, stdin=subprocess.PIPE)
        # The output so far shows that the secret was read.
        process.stdin.write(b"events a\n" * 100)
        process.stdin.close()
        process.stdin = None
        said = process.stderr.read1(4096)
        how = self.random.choice((signal.SIGSEGV, signal.SIGABRT, signal.SIGINT, signal.SIGTERM))
        process.send_signal(how)
        self.traces.search(said, "standard error before a kill")
        return "kill", self._finish(process, arguments)

    def shell(self):
        """Types queries and the secret itself; the history and the caches must not contain it."""
        more = self._profile(self._host(), self.random.choice(SOURCES))
        typed = ["events a", f'events "{SECRET}"', ".profile", "show events", ".history", ".quit"]
        pid, terminal = pty.fork()
        if pid == 0:
            os.chdir(self.home)
            os.execve(PROGRAMS / "mpq", ["mpq"], self._environment(more))
        output, deadline = b"", time.monotonic() + 60
        while time.monotonic() < deadline:
            if not select.select([terminal], [], [], 1)[0]:
                continue
            try:
                output += os.read(terminal, 65_536)
            except OSError:
                break
            # The shell is ready when the cursor is after the prompt.
            if typed and output.count(b"> ") and output.rstrip().endswith((b">", b"> ")):
                os.write(terminal, typed.pop(0).encode() + b"\r")
                output = b""
        os.close(terminal)
        status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        return "shell", status
