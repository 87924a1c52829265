"""A server on a free loopback port that answers every request in one way, often wrongly.

    hostile.py BEHAVIOUR [CERTIFICATE KEY]

Prints its port, then one line for each connection, request and close. Ends with standard input.
"""

import gzip
import itertools
import json
import os
import socket
import struct
import sys
import threading
import zlib

output_lock = threading.Lock()


def report(line):
    with output_lock:
        print(line, flush=True)


class Exchange:
    """One request, and the ways to answer it."""

    def __init__(self, connection, number, head, body):
        self.connection = connection
        self.number = number
        self.head = head
        self.body = body

    def send(self, data):
        self.connection.sendall(data)

    def answer(self, body, status="200 OK", kind="application/json", headers=()):
        lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers]
        if kind:
            lines.append(f"Content-Type: {kind}")
        self.send(("\r\n".join(lines) + "\r\n\r\n").encode() + body)

    def answer_head(self, *headers):
        self.send(("\r\n".join(["HTTP/1.1 200 OK", *headers]) + "\r\n\r\n").encode())

    def wait_for_close(self):
        while self.connection.recv(65536):
            pass

    def echo(self, headers=()):
        seen = {"connection": self.number, "head": self.head, "body": self.body.decode("latin-1")}
        self.answer(json.dumps(seen).encode(), headers=headers)


# Each answers one exchange, and returns whether the connection stays open.

def echo(exchange):
    exchange.echo()
    return True


def cookie(exchange):
    exchange.echo(headers=["Set-Cookie: session=1; Path=/"])
    return True


def forgetful(exchange):
    """Closes after each answer without announcing it."""
    exchange.echo()
    return False


def zipped(exchange):
    exchange.answer(gzip.compress(b'{"a": 1}' * 1000), headers=["Content-Encoding: gzip"])
    return True


def deflated(exchange):
    exchange.answer(zlib.compress(b'{"a": 1}' * 1000), headers=["Content-Encoding: deflate"])
    return True


def bomb(exchange):
    body = gzip.compress(bytes(32 << 20))
    exchange.answer(body, headers=["Content-Encoding: gzip"])
    return True


def zipped_members(exchange):
    """One body of two parts."""
    body = gzip.compress(b'{"a": ') + gzip.compress(b"1}")
    exchange.answer(body, headers=["Content-Encoding: gzip"])
    return True


def zipped_tail(exchange):
    """Meaningless bytes after the end."""
    body = gzip.compress(b'{"a": 1}') + b"tail"
    exchange.answer(body, headers=["Content-Encoding: gzip"])
    return True


def zipped_odd_tail(exchange):
    """Bytes after the end that begin like another part."""
    body = gzip.compress(b'{"a": 1}') + b"\x1f\x8b"
    exchange.answer(body, headers=["Content-Encoding: GZIP "])
    return True


def zipped_nothing(exchange):
    exchange.answer(b"", headers=["Content-Encoding: gzip"])
    return True


def zipped_short(exchange):
    """A Content-Length, but not the last bytes of the checksum."""
    exchange.answer(gzip.compress(b'{"a": 1}')[:-2], headers=["Content-Encoding: gzip"])
    return True


def zipped_half(exchange):
    body = gzip.compress(b'{"a": ') + gzip.compress(b"1}")[:-9]
    exchange.answer(body, headers=["Content-Encoding: gzip"])
    return True


def zipped_wrong(exchange):
    """A wrong checksum."""
    body = bytearray(gzip.compress(b'{"a": 1}'))
    body[-8] ^= 1
    exchange.answer(bytes(body), headers=["Content-Encoding: gzip"])
    return True


def zipped_twice(exchange):
    body = gzip.compress(gzip.compress(b"{}"))
    exchange.answer(body, headers=["Content-Encoding: gzip, gzip"])
    return True


def empty_parts(exchange):
    """Empty parts, without end."""
    exchange.answer_head("Content-Encoding: gzip", "Transfer-Encoding: chunked")
    part = gzip.compress(b"") * 100
    while True:
        exchange.send(f"{len(part):x}\r\n".encode() + part + b"\r\n")


def bad_zip(exchange):
    exchange.answer(b"this is no gzip", headers=["Content-Encoding: gzip"])
    return True


def long_body():
    """Eight megabytes, none of whose numbers are equal."""
    return struct.pack("<2097152I", *range(1 << 21))


def long(exchange):
    exchange.answer(long_body())
    return True


def long_chunked(exchange):
    body = long_body()
    exchange.answer_head("Transfer-Encoding: chunked")
    for start in range(0, len(body), 1 << 20):
        exchange.send(b"100000\r\n" + body[start:start + (1 << 20)] + b"\r\n")
    exchange.send(b"0\r\n\r\n")
    return True


def long_zipped(exchange):
    exchange.answer(gzip.compress(long_body(), 1), headers=["Content-Encoding: gzip"])
    return True


def large(exchange):
    exchange.answer_head(f"Content-Length: {1 << 40}")
    exchange.wait_for_close()


def endless(exchange):
    exchange.answer_head("Transfer-Encoding: chunked")
    while True:
        exchange.send(b"1000\r\n" + bytes(4096) + b"\r\n")


def drip(exchange):
    exchange.answer_head("Content-Length: 1000000")
    tick = threading.Event()
    while True:
        exchange.send(b" ")
        tick.wait(0.02)


def silent(exchange):
    exchange.wait_for_close()


def headers(exchange):
    exchange.send(b"HTTP/1.1 200 OK\r\n")
    for number in itertools.count():
        exchange.send(f"X-{number}: {'x' * 100}\r\n".encode())


def interim(exchange):
    while True:
        exchange.send(b"HTTP/1.1 100 Continue\r\n\r\n" * 100)


def trailers(exchange):
    exchange.answer_head("Transfer-Encoding: chunked")
    exchange.send(b"1\r\n \r\n0\r\n")
    while True:
        exchange.send(b"X: y\r\n" * 100)


def cut(exchange):
    exchange.answer_head("Content-Length: 1000")
    exchange.send(b'{"data":')


def cut_chunk(exchange):
    exchange.answer_head("Transfer-Encoding: chunked")
    exchange.send(b"1000\r\n" + b'{"data":')


def cut_head(exchange):
    exchange.send(b"HTTP/1.1 200 OK\r\nContent-Le")


def half_close(exchange):
    exchange.answer_head("Content-Length: 1000")
    exchange.send(b'{"data":')
    exchange.connection.shutdown(socket.SHUT_WR)
    exchange.wait_for_close()


def empty(_):
    return False


def reset(exchange):
    linger = struct.pack("ii", 1, 0)
    exchange.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)


def reset_later(exchange):
    exchange.answer_head("Content-Length: 1000")
    exchange.send(b'{"data":')
    reset(exchange)


def redirect(exchange):
    exchange.answer(b"", "302 Found", None, ["Location: " + os.environ["REDIRECT_TO"]])
    return True


def page(exchange):
    exchange.answer(b"<html>hello</html>", kind="Text/HTML; charset=utf-8")
    return True


def broken(exchange):
    exchange.answer(b"<html>oops</html>", "503 Service Unavailable", "text/html")
    return True


def busy(exchange):
    exchange.answer(b"busy", "429 Too Many Requests", headers=["Retry-After: 7"])
    return True


def busy_until(exchange):
    until = "Fri, 01 Jan 2100 00:00:00 GMT"
    exchange.answer(b"busy", "503 Service Unavailable", headers=[f"Retry-After: {until}"])
    return True


def typeless(exchange):
    exchange.answer(b"", kind=None)
    return True


def forbidding(exchange):
    exchange.answer(b"no", "403 Forbidden", "text/plain")
    return True


def no_http(exchange):
    exchange.send(b"SSH-2.0-OpenSSH_9.2\r\n")
    exchange.wait_for_close()


def deaf(_):
    """Keeps the port without listening on it."""


def take_request(stream):
    """Reads one request: its head without the last blank line, and its body."""
    if stream.peek(1)[:1] == b"\x16":
        return ["a TLS record"], b""
    lines = []
    while True:
        line = stream.readline(1 << 20).decode("latin-1").rstrip("\r\n")
        if not line:
            break
        lines.append(line)
    length = 0
    for line in lines[1:]:
        name, _, value = line.partition(":")
        if name.lower() == "content-length":
            length = int(value)
    return lines, stream.read(length)


def serve(connection, number, behaviour, tls):
    report(f"connection {number}")
    try:
        if tls:
            connection = tls.wrap_socket(connection, server_side=True)
        stream = connection.makefile("rb")
        while True:
            head, body = take_request(stream)
            if not head:
                break
            report("request " + head[0])
            if not behaviour(Exchange(connection, number, head, body)):
                break
        stream.close()
    except OSError:
        pass  # the client went away, or does not trust us
    finally:
        connection.close()
        report(f"closed {number}")


def accept_for_ever(listener, behaviour, tls):
    for number in itertools.count(1):
        connection, _ = listener.accept()
        thread = threading.Thread(target=serve, args=(connection, number, behaviour, tls))
        thread.daemon = True
        thread.start()


def main():
    behaviour = globals()[sys.argv[1]]
    tls = None
    if len(sys.argv) == 4:
        import ssl  # takes longer than the rest together

        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(sys.argv[2], sys.argv[3])
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    if behaviour is not deaf:
        listener.listen(128)
        arguments = (listener, behaviour, tls)
        threading.Thread(target=accept_for_ever, args=arguments, daemon=True).start()
    report(listener.getsockname()[1])
    sys.stdin.read()
    with output_lock:
        os._exit(0)


main()
