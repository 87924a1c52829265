"""A server on a free loopback port that answers every request with one body, often a bad one.

    server.py BODY

Prints its port. Ends with standard input.
"""

import os
import socket
import sys
import threading
import zlib

CHUNK = 1 << 16


def zipped(parts):
    """The parts, compressed as they are made, so that the server stays small."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    for part in parts:
        data = packer.compress(part)
        if data:
            yield data
    yield packer.flush()


def repeated(start, part, count, end):
    """start, then count times part, then end."""
    block = part * 4096
    yield start
    for _ in range(count // 4096):
        yield block
    yield part * (count % 4096)
    yield end


def names(count, length):
    yield b"["
    for number in range(0, count, 1000):
        block = [b'"%0*d"' % (length, place) for place in range(number, number + 1000)]
        yield (b"," if number else b"") + b",".join(block)
    yield b"]"


def keys(count):
    yield b"{"
    for number in range(0, count, 1000):
        block = [b'"%d":{}' % place for place in range(number, number + 1000)]
        yield (b"," if number else b"") + b",".join(block)
    yield b"}"


def members(count):
    """An ignored member, with as many names as fit."""
    yield b'{"x":{'
    for number in range(0, count, 1000):
        block = [b'"%d":0' % place for place in range(number, number + 1000)]
        yield (b"," if number else b"") + b",".join(block)
    yield b"}}"


def series(labels, rows, is_sparse=False):
    """An answer as the API document shows it."""
    dates = [b"20%02d-%02d-%02d" % (n // 336, n // 28 % 12 + 1, n % 28 + 1) for n in range(labels)]
    yield b'{"data": {"series": ["' + b'", "'.join(dates) + b'"], "values": {'
    for row in range(rows):
        cells = b"" if is_sparse else b", ".join(b'"%s": %d' % (d, row % 97) for d in dates)
        yield (b", " if row else b"") + b'"row %d": {' % row + cells + b"}"
    yield b"}}, \"legend_size\": %d}" % rows


def endless():
    while True:
        yield b"[" * CHUNK


def drip():
    tick = threading.Event()
    yield b"["
    while True:
        tick.wait(0.05)
        yield b'"a",'


# Name: whether it is compressed, and its parts.
BODIES = {
    "ones": (True, lambda: repeated(b"[1", b",1", 30_000_000, b"]")),
    "nulls": (True, lambda: repeated(b'{"data":{"series":[null', b",null", 10_000_000, b"]}}")),
    "unread": (True, lambda: repeated(b'{"x":[1', b",1", 30_000_000, b"]}")),
    "depth": (True, lambda: repeated(b"", b"[", 30_000_000, b"")),
    "depth-unread": (True, lambda: repeated(b'{"x":', b"[", 30_000_000, b"")),
    "text": (True, lambda: repeated(b'["', b"a", 60_000_000, b'"]')),
    "escapes": (True, lambda: repeated(b'["', b"\\u0041", 10_000_000, b'"]')),
    "names": (True, lambda: names(800_000, 60)),
    "many-names": (True, lambda: names(6_000_000, 7)),
    "keys": (True, lambda: keys(5_000_000)),
    "unread-keys": (True, lambda: members(5_000_000)),
    "empty-rows": (True, lambda: series(3_000, 900_000, True)),
    "filled": (True, lambda: series(2_000, 2_000, True)),
    "full": (False, lambda: series(1_000, 3_200)),
    "bomb": (True, lambda: repeated(b"[", b" ", 2_000_000_000, b"]")),
    "endless": (False, endless),
    "drip": (False, drip),
}


def serve(connection, is_zipped, parts):
    head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n"
    try:
        connection.recv(CHUNK)
        connection.sendall(head + (b"Content-Encoding: gzip\r\n" if is_zipped else b"") + b"\r\n")
        for part in parts:
            connection.sendall(part)
    except OSError:
        pass  # the client has enough
    finally:
        connection.close()


def main():
    is_zipped, make = BODIES[sys.argv[1]]
    endless_bodies = ("endless", "drip", "bomb")
    # Made before the first request, so that no time of it is the client's.
    parts = None if sys.argv[1] in endless_bodies else list(zipped(make()) if is_zipped else make())
    listener = socket.create_server(("127.0.0.1", 0))
    print(listener.getsockname()[1], flush=True)
    threading.Thread(target=lambda: (sys.stdin.read(), os._exit(0)), daemon=True).start()
    while True:
        connection, _ = listener.accept()
        answer = parts if parts is not None else (zipped(make()) if is_zipped else make())
        threading.Thread(target=serve, args=(connection, is_zipped, answer), daemon=True).start()


if __name__ == "__main__":
    main()
