"""Projects on a server with TLS: trusted certificates, and messages for others."""

import subprocess
import time

from cluster import PASSWORD, Server
from failures import CALLS, NOW, expect, write_events
from projects import Served


def check(programs, home):
    """A server with a self-signed certificate."""
    begin = time.monotonic()
    folder = home / "encryption"
    folder.mkdir()
    server = Server(folder / "server")
    certificate, other = (made(folder, name) for name in ("server", "other"))
    server.configure([server], certificate=certificate)
    try:
        server.start()
        only_known_certificates_are_trusted(programs, server, folder, certificate[0], other[0])
        answers_are_the_same(programs, server, folder, certificate[0])
    finally:
        server.kill()
    print(f"encryption ({time.monotonic() - begin:.1f} s)", flush=True)


def made(folder, name):
    """The files of a certificate for 127.0.0.1 and its key."""
    certificate, key = folder / f"{name}.pem", folder / f"{name}.key"
    subprocess.run(
        [
            "openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj",
            "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out",
            certificate,
        ],
        check=True, capture_output=True,
    )
    return certificate, key


def only_known_certificates_are_trusted(programs, server, folder, certificate, other):
    """Nothing is sent to a server without a trusted certificate."""
    events, port = write_events(folder / "few.ndjson", 10), server.https
    for location, words in (
        (f"clickhouses://127.0.0.1:{port}/tls", "certificate is not trusted"),
        (f"clickhouses://127.0.0.1:{port}/tls?ca-file={other}", "certificate is not trusted"),
        (f"clickhouses://localhost:{port}/tls?ca-file={certificate}", "certificate is not trusted"),
        (f"clickhouses://127.0.0.1:{port}/tls?ca-file={folder}/absent.pem", "cannot be read"),
    ):
        run = programs.run("mpq", "import", events, "--into", location, expected=2)
        expect(words in run.stderr and PASSWORD not in run.stderr, f"{location}: {run.stderr}")
    expect("tls" not in server.ask("SHOW DATABASES").decode().split(), "a database was created")
    location = f"clickhouse://127.0.0.1:{port}/tls"
    run = programs.run("mpq", "import", events, "--into", location, expected=3)
    expect(f"127.0.0.1:{port}" in run.stderr, f"{location}: {run.stderr}")


def answers_are_the_same(programs, server, folder, certificate):
    """Import, export and answers over TLS equal those of a file."""
    events, funnels = write_events(folder / "events.ndjson", 3000), folder / "f.toml"
    funnels.write_text('[[funnel]]\nname = "f"\nsteps = ["a", "b"]\n', encoding="utf-8")
    location = f"clickhouses://127.0.0.1:{server.https}/tls?ca-file={certificate}"
    file = str(folder / "file.mpqdb")
    for place in (file, location):
        programs.make(place, [events], funnels, "UTC")
    with Served(programs, file, NOW) as one, Served(programs, location, NOW) as other:
        for call in CALLS:
            answers = one.ask(*call), other.ask(*call)
            expect(answers[0] == answers[1] and answers[0][0] == 200, f"{call}: {answers}")
    lines = programs.run("mpq", "export", location).stdout.count("\n")
    expect(lines == 3000, f"{lines} lines came back of 3000")
