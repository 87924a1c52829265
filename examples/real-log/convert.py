#!/usr/bin/env python3
"""Converts a public event log into raw export NDJSON, the form that 'mpq import' reads.

    convert.py ecom ecom.csv.gz > ecom.ndjson
    convert.py apache apache_logs.gz > apache.ndjson
    zcat access.log.*.gz | convert.py apache - > apache.ndjson

A line that cannot be read is reported on standard error with its number and left out. The same
input gives the same output, '$insert_id' included, so importing twice adds nothing.

Addresses are never written, only a keyed hash of them. The key comes from MPQ_HASH_KEY; without it
a fixed one is used, fit for public logs only: with a known key, all addresses can be tried.
"""

import csv
import gzip
import hashlib
import hmac
import json
import os
import re
import sys
from collections import Counter
from datetime import datetime, timezone
from urllib.parse import urlsplit

HASH_KEY = os.environ.get("MPQ_HASH_KEY", "a public log").encode()


class Malformed(Exception):
    """A line that is not an event; the text says why, without quoting the line."""


def keyed_hash(text):
    """A pseudonym: 16 hexadecimal digits, irreversible without the key."""
    return hmac.new(HASH_KEY, text.encode(), hashlib.sha256).hexdigest()[:16]


# The online shop: comma-separated values with a header.

ECOM_COLUMNS = [
    "user_id", "session_id", "event", "timestamp",
    "platform", "acquisition_channel", "user_cohort", "user_lifecycle",
]  # fmt: skip


def ecom_event(line):
    """One row as (event, time, user, properties). Its times name no zone: they are read as UTC."""
    fields = next(csv.reader([line], strict=True))
    if len(fields) != len(ECOM_COLUMNS):
        raise Malformed(f"{len(fields)} fields instead of {len(ECOM_COLUMNS)}")
    row = dict(zip(ECOM_COLUMNS, fields))
    user, event = row.pop("user_id"), row.pop("event")
    time = datetime.strptime(row.pop("timestamp"), "%Y-%m-%d %H:%M:%S")
    return event, time.replace(tzinfo=timezone.utc), user, row


# The web site: an access log in Apache's combined format.

QUOTED = r'"((?:[^"\\]|\\.)*)"'
COMBINED = re.compile(rf"(\S+) \S+ \S+ \[([^]]+)\] {QUOTED} (\d{{3}}) (\d+|-) {QUOTED} {QUOTED}")

DOWNLOAD = set("c conf cpp deb diff doc exe gem gz jar java log lua m4 mk patch pcap pdf py rb rpm "
               "sh spec swf tex vim xs zip".split())  # fmt: skip
IMAGE = {"gif", "jpeg", "jpg", "png", "svg"}
PART_OF_PAGE = {"css", "ico", "js", "ttf", "woff"}

# The first name whose mark stands in the user agent.
BROWSERS = [
    ("robot", r"bot|spider|crawl|slurp|archiver"),
    ("feed reader", r"feed|rss|reader"),
    ("Opera", r"opera|opr/"),
    ("Internet Explorer", r"msie|trident"),
    ("Chrome", r"chrome|crios"),
    ("Firefox", r"firefox"),
    ("Safari", r"safari"),
    ("other", r""),
]
SYSTEMS = [
    ("Android", r"android"),
    ("iOS", r"iphone|ipad|ipod"),
    ("Windows", r"windows"),
    ("macOS", r"mac os x|macintosh|darwin"),
    ("Linux", r"linux|ubuntu"),
    ("other", r""),
]


def first_match(table, text):
    return next(name for name, mark in table if re.search(mark, text, re.IGNORECASE))


def kind_of_request(path, query, status):
    """The event that a request is."""
    if status >= 400:
        return "error"
    if path == "/robots.txt":
        return "robots.txt"
    if "flav=" in query:
        return "feed"
    name = path.rsplit("/", 1)[-1]
    ending = name.rsplit(".", 1)[-1].lower() if "." in name else ""
    if ending in DOWNLOAD:
        return "download"
    if ending in IMAGE:
        return "image"
    if ending in PART_OF_PAGE:
        return "part of page"
    return "page view"


def apache_event(line):
    """One request as (event, time, visitor, properties)."""
    match = COMBINED.fullmatch(line)
    if match is None:
        raise Malformed("not in the combined format")
    address, time, request, status, size, referrer, agent = match.groups()
    try:
        method, target, _protocol = request.split(" ")
    except ValueError:
        raise Malformed("not an HTTP request") from None
    path, _, query = target.partition("?")
    properties = {
        "path": path,
        "method": method,
        "status": int(status),
        "bytes": 0 if size == "-" else int(size),
        "browser": first_match(BROWSERS, agent),
        "os": first_match(SYSTEMS, agent),
    }
    host = (urlsplit(referrer).hostname or "").removeprefix("www.")
    if host:
        properties["referrer"] = host
    event = kind_of_request(path, query, int(status))
    return event, datetime.strptime(time, "%d/%b/%Y:%H:%M:%S %z"), keyed_hash(address), properties


READERS = {"ecom": (ecom_event, 1), "apache": (apache_event, 0)}  # and how many header lines


def open_log(path):
    if path == "-":
        return open(sys.stdin.fileno(), "rb", closefd=False)
    return gzip.open(path) if path.endswith(".gz") else open(path, "rb")


def events(kind, path, report):
    """The events of a log, as raw export objects; 'report' is told of every line left out."""
    read, header_lines = READERS[kind]
    seen = Counter()
    with open_log(path) as log:
        for number, raw in enumerate(log, 1):
            if number <= header_lines:
                continue
            line = raw.decode(errors="backslashreplace").rstrip("\r\n")
            try:
                event, time, user, properties = read(line)
            except (Malformed, ValueError, csv.Error) as error:
                report(f"line {number} left out: {error}")
                continue
            # Equal lines are as many events: the identifier counts them.
            seen[line] += 1
            identity = {
                "time": int(time.timestamp()),
                "distinct_id": user,
                "$insert_id": keyed_hash(f"{seen[line]} {line}"),
            }
            yield {"event": event, "properties": identity | properties}


def main():
    if len(sys.argv) != 3 or sys.argv[1] not in READERS:
        sys.exit(__doc__)
    kind, path = sys.argv[1:]
    left_out = []

    def report(message):
        left_out.append(message)
        print(f"{path}: {message}", file=sys.stderr)

    count = 0
    try:
        for count, event in enumerate(events(kind, path, report), 1):
            print(json.dumps(event, ensure_ascii=False))
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(141)
    except (OSError, EOFError) as error:
        sys.exit(f"{path}: {error}")
    print(f"{path}: {count} events, {len(left_out)} lines left out", file=sys.stderr)


if __name__ == "__main__":
    main()
