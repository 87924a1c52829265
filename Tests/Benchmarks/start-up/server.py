"""A loopback server that answers every GET with the same JSON at once, in a process of its own."""

import json
import multiprocessing
import socket
import urllib.request
from datetime import date, timedelta


def events_answer(name, days):
    """The body of an answer of `events` for the last days."""
    today = date.today()
    series = [str(today - timedelta(days=ago)) for ago in reversed(range(days))]
    values = {name: {day: 100 + place for place, day in enumerate(series)}}
    return json.dumps({"data": {"series": series, "values": values}, "legend_size": 1}).encode()


def response(body):
    head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n"
    return head.encode() + b"Connection: close\r\n\r\n" + body


def serve(listener, body):
    """Answers one connection after the other; `/seen` tells how many, and the last target."""
    answer = response(body)
    count, last = 0, ""
    while True:
        connection, _ = listener.accept()
        with connection:
            request = b""
            while b"\r\n\r\n" not in request:
                part = connection.recv(65536)
                if not part:
                    break
                request += part
            target = request.split(b" ", 2)[1].decode() if request.count(b" ") > 1 else ""
            if target == "/seen":
                connection.sendall(response(json.dumps({"count": count, "last": last}).encode()))
            elif target:
                connection.sendall(answer)
                count, last = count + 1, target


class Server:
    """Runs for as long as the `with` block."""

    def __init__(self, body):
        self.body = body

    def __enter__(self):
        listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.address = f"http://127.0.0.1:{listener.getsockname()[1]}"
        fork = multiprocessing.get_context("fork")
        self.process = fork.Process(target=serve, args=(listener, self.body), daemon=True)
        self.process.start()
        listener.close()
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.join()

    def seen(self):
        """How many requests were answered, and the target of the last one."""
        with urllib.request.urlopen(f"{self.address}/seen") as reply:
            report = json.load(reply)
        return report["count"], report["last"]
