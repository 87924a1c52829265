"""Facts about buckets and changes of the clock, worked out by hand."""

import unittest
from datetime import datetime
from zoneinfo import ZoneInfo

from buckets import label, series


def local(text, zone):
    """A local time of a zone."""
    return datetime.fromisoformat(text).astimezone(ZoneInfo(zone))


class Labels(unittest.TestCase):
    """The bucket of a moment."""

    def test_midnight(self):
        before = local("2011-05-29T21:59:59+00:00", "Europe/Berlin")
        at = local("2011-05-29T22:00:00+00:00", "Europe/Berlin")
        self.assertEqual(label(before, "day"), "2011-05-29")
        self.assertEqual(label(at, "day"), "2011-05-30")
        self.assertEqual(label(before, "week"), "2011-05-23")
        self.assertEqual(label(at, "week"), "2011-05-30")
        self.assertEqual(label(before, "hour"), "2011-05-29 23:00:00")

    def test_turn_of_the_year(self):
        at = local("2011-01-01T12:00:00+00:00", "UTC")
        self.assertEqual(label(at, "week"), "2010-12-27")
        self.assertEqual(label(at, "month"), "2011-01-01")

    def test_half_hour_zone(self):
        at = local("2011-05-30T18:29:59+00:00", "Asia/Kolkata")
        self.assertEqual(label(at, "hour"), "2011-05-30 23:00:00")


class Series(unittest.TestCase):
    """The labels of windows."""

    def check(self, now, zone, unit, interval, labels):
        self.assertEqual(series(local(now, zone), unit, interval), labels)

    def test_one_is_the_current_bucket(self):
        now = "2011-05-31T12:34:56+00:00"
        self.check(now, "UTC", "hour", 1, ["2011-05-31 12:00:00"])
        self.check(now, "UTC", "day", 1, ["2011-05-31"])
        self.check(now, "UTC", "week", 1, ["2011-05-30"])
        self.check(now, "UTC", "month", 1, ["2011-05-01"])

    def test_earlier_buckets(self):
        now = "2012-03-01T00:00:00+00:00"
        self.check(now, "UTC", "day", 3, ["2012-02-28", "2012-02-29", "2012-03-01"])
        self.check(now, "UTC", "week", 2, ["2012-02-20", "2012-02-27"])
        self.check(now, "UTC", "month", 4, ["2011-12-01", "2012-01-01", "2012-02-01", "2012-03-01"])
        self.check(now, "UTC", "hour", 2, ["2012-02-29 23:00:00", "2012-03-01 00:00:00"])

    def test_repeated_hour_has_one_label(self):
        hours = ["2011-10-30 01:00:00", "2011-10-30 02:00:00", "2011-10-30 03:00:00"]
        self.check("2011-10-30T03:10:00+01:00", "Europe/Berlin", "hour", 3, hours)
        self.check("2011-10-30T02:10:00+01:00", "Europe/Berlin", "hour", 2, hours[:2])
        self.check("2011-10-30T02:10:00+02:00", "Europe/Berlin", "hour", 2, hours[:2])

    def test_skipped_hour_has_no_label(self):
        hours = ["2011-03-27 01:00:00", "2011-03-27 03:00:00"]
        self.check("2011-03-27T03:10:00+02:00", "Europe/Berlin", "hour", 2, hours)

    def test_skipped_midnight(self):
        # At midnight, the start of 2011-10-16, the clock went to 01:00.
        hours = ["2011-10-15 23:00:00", "2011-10-16 01:00:00"]
        self.check("2011-10-16T01:00:00-02:00", "America/Sao_Paulo", "hour", 2, hours)
        days = ["2011-10-15", "2011-10-16"]
        self.check("2011-10-16T01:00:00-02:00", "America/Sao_Paulo", "day", 2, days)

    def test_half_hour_zone(self):
        hours = ["2011-05-30 23:00:00", "2011-05-31 00:00:00"]
        self.check("2011-05-31T00:10:00+05:30", "Asia/Kolkata", "hour", 2, hours)

    def test_skipped_date(self):
        # Apia went from the end of 2011-12-29 to the beginning of 2011-12-31.
        now = "2011-12-31T01:00:00+14:00"
        hours = ["2011-12-29 23:00:00", "2011-12-31 00:00:00", "2011-12-31 01:00:00"]
        self.check(now, "Pacific/Apia", "hour", 3, hours)
        days = ["2011-12-29", "2011-12-30", "2011-12-31"]
        self.check(now, "Pacific/Apia", "day", 3, days)


if __name__ == "__main__":
    unittest.main()
