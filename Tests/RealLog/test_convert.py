"""Tests of the converter of public logs, with invented lines."""

import gzip
import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "examples" / "real-log"))
import convert  # noqa: E402

HEADER = (
    "user_id,session_id,event,timestamp,platform,acquisition_channel,user_cohort,user_lifecycle"
)
ROW = "u1,s1,home,2024-03-10 02:30:00,mobile,email,2024-01,new"
ADDRESS = "192.0.2.77"


def request(target="/", status=200, size="512", referrer="-", agent="-", method="GET"):
    return (
        f'{ADDRESS} - - [17/May/2015:10:05:03 +0200] "{method} {target} HTTP/1.1"'
        f' {status} {size} "{referrer}" "{agent}"'
    )


def converted(kind, *lines):
    """The events and reports of these lines."""
    reports = []
    with tempfile.NamedTemporaryFile(suffix=".gz") as file:
        file.write(gzip.compress(b"".join(line.encode() + b"\n" for line in lines)))
        file.flush()
        return list(convert.events(kind, file.name, reports.append)), reports


def site_event(**parts):
    [event], _ = converted("apache", request(**parts))
    return event


class Shop(unittest.TestCase):
    def test_times_without_a_zone_are_utc(self):
        [event], _ = converted("ecom", HEADER, ROW)
        self.assertEqual(event["event"], "home")
        self.assertEqual(event["properties"]["time"], 1710037800)

    def test_columns_become_properties(self):
        [event], _ = converted("ecom", HEADER, ROW)
        self.assertEqual(event["properties"]["distinct_id"], "u1")
        self.assertEqual(event["properties"]["acquisition_channel"], "email")
        self.assertNotIn("timestamp", event["properties"])

    def test_a_malformed_row_is_reported_by_number_and_left_out(self):
        events, reports = converted("ecom", HEADER, ROW, "u2,s2,home", ROW.replace(":", "."), ROW)
        self.assertEqual(len(events), 2)
        self.assertEqual([text.split(" left")[0] for text in reports], ["line 3", "line 4"])

    def test_equal_rows_are_two_events_the_same_ones_each_time(self):
        first, _ = converted("ecom", HEADER, ROW, ROW)
        second, _ = converted("ecom", HEADER, ROW, ROW)
        self.assertEqual(first, second)
        self.assertEqual(len({event["properties"]["$insert_id"] for event in first}), 2)


class Site(unittest.TestCase):
    def test_the_zone_of_the_log_is_kept(self):
        self.assertEqual(site_event()["properties"]["time"], 1431849903)

    def test_kinds_of_requests(self):
        for target, status, kind in [
            ("/", 200, "page view"),
            ("/blog/post.html", 304, "page view"),
            ("/blog/tags/puppet?flav=rss20", 200, "feed"),
            ("/files/tool.TAR.GZ", 200, "download"),
            ("/images/photo.jpg?size=2", 200, "image"),
            ("/style2.css", 200, "part of page"),
            ("/robots.txt", 200, "robots.txt"),
            ("/files/tool.tar.gz", 404, "error"),
            ("/", 500, "error"),
        ]:
            with self.subTest(target=target, status=status):
                self.assertEqual(site_event(target=target, status=status)["event"], kind)

    def test_the_address_is_nowhere(self):
        events, reports = converted("apache", request(), f"{ADDRESS} what is this?")
        self.assertNotIn(ADDRESS, repr(events) + repr(reports))
        self.assertEqual(len(events[0]["properties"]["distinct_id"]), 16)

    def test_another_key_gives_another_pseudonym(self):
        first = convert.keyed_hash(ADDRESS)
        key, convert.HASH_KEY = convert.HASH_KEY, b"another"
        self.addCleanup(setattr, convert, "HASH_KEY", key)
        self.assertNotEqual(convert.keyed_hash(ADDRESS), first)

    def test_the_referrer_is_a_host(self):
        for referrer, host in [
            ("http://www.Example.org:8080/a?b", "example.org"),
            ("-", None),
            ("http://\\xe4\\xe5.example/", "\\xe4\\xe5.example"),
        ]:
            with self.subTest(referrer=referrer):
                self.assertEqual(site_event(referrer=referrer)["properties"].get("referrer"), host)

    def test_browsers_and_systems(self):
        for agent, browser, system in [
            ("Mozilla/5.0 (X11; Linux x86_64) Chrome/32.0 Safari/537.36", "Chrome", "Linux"),
            ("Mozilla/5.0 (iPad; CPU OS 7 like Mac OS X) Safari/8536", "Safari", "iOS"),
            ("Mozilla/5.0 (compatible; bingbot/2.0)", "robot", "other"),
            ('a \\"quoted\\" Firefox on Windows', "Firefox", "Windows"),
        ]:
            with self.subTest(agent=agent):
                properties = site_event(agent=agent)["properties"]
                self.assertEqual((properties["browser"], properties["os"]), (browser, system))

    def test_malformed_lines_are_reported(self):
        lines = ["", request()[:-1], request(target="/a b"), request(status=20), request(size="x")]
        events, reports = converted("apache", *lines)
        self.assertEqual(events, [])
        self.assertEqual(len(reports), len(lines))

    def test_a_size_that_was_not_logged_is_zero(self):
        self.assertEqual(site_event(size="-")["properties"]["bytes"], 0)


if __name__ == "__main__":
    unittest.main()
