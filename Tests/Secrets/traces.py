"""Searches outputs, arguments and files for secrets."""

import base64
import binascii
import os
import urllib.parse
from pathlib import Path

#: The secrets of all profiles and keys; the marks make them easy to recognize in any place.
SECRET = "s3cr3t/mark+7d1f=%9A"
SERVER_SECRET = "mark-5e77-of-mpqd"


def spellings(secret):
    """The secret, also in encodings in which it could be written by mistake."""
    plain = secret.encode()
    quoted = urllib.parse.quote(secret, safe="")
    texts = {
        plain, quoted.encode(), quoted.lower().encode(),
        urllib.parse.quote(quoted, safe="").encode(), base64.b64encode(plain).rstrip(b"="),
        binascii.hexlify(plain), binascii.hexlify(plain).upper(), plain[::-1],
        secret.encode("utf-16-le"),
        # A part of a secret is a hit too.
        plain[: len(plain) * 3 // 4], plain[len(plain) // 4 :],
    }
    return texts | {text.replace(b"/", b"\\/") for text in texts}


class Traces:
    """The searched bytes and the hits."""

    def __init__(self):
        self.signatures = set()
        self.hits = []
        self.searched = 0
        self._secrets = spellings(SECRET) | spellings(SERVER_SECRET)
        self._seen = {}

    def search(self, data, place, signatures=True):
        """Searches bytes for secrets, and for signatures unless told otherwise."""
        self.searched += len(data)
        for text in self._secrets | (self.signatures if signatures else set()):
            position = data.find(text)
            if position >= 0:
                around = data[max(0, position - 40) : position + 60]
                self.hits.append(f"{place}: {around!r}")
                return

    def search_files(self, folder, ignored=()):
        """Searches every new or modified file in a folder, and the names of all files."""
        for parent, folders, files in os.walk(folder):
            for name in folders + files:
                self.search(os.fsencode(name), f"the name {parent}/{name}")
            for name in files:
                path = Path(parent, name)
                if path in ignored or path.is_symlink() or not path.is_file():
                    continue
                status = path.stat()
                stamp = (status.st_mtime_ns, status.st_size, status.st_ino, len(self.signatures))
                if self._seen.get(path) != stamp:
                    self._seen[path] = stamp
                    self.search(path.read_bytes(), path)

    def search_arguments(self):
        """Searches the arguments of all running processes."""
        for path in Path("/proc").glob("[0-9]*/cmdline"):
            try:
                arguments = path.read_bytes()
            except OSError:
                continue
            self.search(arguments, f"arguments of {path}")
