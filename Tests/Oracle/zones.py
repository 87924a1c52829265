#!/usr/bin/env python3
"""Compare offsets from UTC with Python's zoneinfo.

Reads lines from standard input: a zone's name, a moment in seconds since 1970, and the offset there
in seconds. Prints each line that differs from zoneinfo, and a count at the end.
"""

import sys
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)


def main():
    """Exits with 1 if an offset differs."""
    zones, differences, count = {}, 0, 0
    for line in sys.stdin:
        name, moment, offset = line.split()
        if name not in zones:
            zones[name] = ZoneInfo(name)
        local = (EPOCH + timedelta(seconds=int(moment))).astimezone(zones[name])
        expected = local.utcoffset() // timedelta(seconds=1)
        count += 1
        if expected != int(offset):
            differences += 1
            if differences <= 20:
                print(f"{line.strip()}, expected {expected}")
    print(f"{count} offsets, {differences} differences")
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main())
