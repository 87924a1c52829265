"""An export without end: days of an invented shop, whose times and visitors move on."""

import importlib.machinery
import importlib.util
from pathlib import Path

EVENTS_IN_DAY = 100_000
#: So many days are made; the others repeat them.
DIFFERENT_DAYS = 3
#: Of so many visitors one comes again on the same day of the next round; the others are new.
FAITHFUL = 2
SECONDS_IN_DAY = 86_400
USER = ', "distinct_id": "user-'
USER_DIGITS = 8


def generator():
    """The module that makes the store's sets."""
    path = Path(__file__).resolve().parents[1] / "store" / "generate"
    loader = importlib.machinery.SourceFileLoader("generate", str(path))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("generate", loader))
    loader.exec_module(module)
    return module


class Day:
    """The lines of one day, as a template for times and users."""

    def __init__(self, lines):
        lines.sort()
        self.seconds = [second for second, *_ in lines]
        self.users = []
        pieces = []
        start = len(USER)
        for _, _, own, about in lines:
            assert about.startswith(USER)
            self.users.append(int(about[start:start + USER_DIGITS], 16))
            rest = about[start + USER_DIGITS:].replace("%", "%%")
            pieces.append(f"{own.replace('%', '%%')}%d{USER}%08x{rest}")
        self.template = "".join(pieces).encode()

    def text(self, start, shift):
        """The lines of a day that begins at `start`; most users are others for another `shift`."""
        values = [0] * (2 * len(self.users))
        values[::2] = [start + second for second in self.seconds]
        values[1::2] = [
            user if user % FAITHFUL == 0 else (user + shift) & 0xffff_ffff for user in self.users]
        return self.template % tuple(values)


def days():
    """The texts of days, one after the other, without end."""
    module = generator()
    shop = module.Shop(1, EVENTS_IN_DAY * module.DAYS)
    different = [Day(shop.day(EVENTS_IN_DAY)) for _ in range(DIFFERENT_DAYS)]
    number = 0
    while True:
        start = (module.LAST_DAY + number) * SECONDS_IN_DAY
        # Odd, so that the visitors of two rounds hardly meet.
        shift = number // DIFFERENT_DAYS * 2 * 40_503
        yield different[number % DIFFERENT_DAYS].text(start, shift)
        number += 1
