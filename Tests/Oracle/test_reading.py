"""Facts about reading an export, worked out by hand."""

import unittest
from zoneinfo import ZoneInfo

from events import read_lines


def read(*lines):
    """The events of an export in UTC."""
    return read_lines(lines, ZoneInfo("UTC"))


def with_value(value):
    """The text of a property with the JSON `value`."""
    text = '{"event": "e", "properties": {"time": 5, "distinct_id": "u", "p": %s}}' % value
    return read(text)[0].properties["p"]


def with_time(time):
    """The seconds of a `time` with this spelling."""
    return read('{"event": "e", "properties": {"time": %s, "distinct_id": "u"}}' % time)[0].time


def imported(name="e", user="u", time="5", identity='"i"'):
    """A line with an `$insert_id`."""
    return (
        '{"event": "%s", "properties": {"time": %s, "distinct_id": "%s", "$insert_id": %s}}'
        % (name, time, user, identity)
    )


class Values(unittest.TestCase):
    """The texts of properties' values."""

    def test_texts(self):
        facts = [
            ('"google"', "google"),
            ('""', ""),
            ('"\\u00e9\\n"', "é\n"),
            ("5", "5"),
            ("1.0", "1"),
            ("1E3", "1000"),
            ("-0", "0"),
            ('"1.0"', "1.0"),
            ("12345678901234567890", "12345678901234567890"),
            ("true", "true"),
            ("false", "false"),
            ("null", "null"),
            ("[]", "[]"),
            ("{ }", "{}"),
            ('[1, 1.0, [null, "ü\\t\\u0001\\/\\""]]', '[1,1,[null,"ü\\t\\u0001/\\""]]'),
            ('{"b": 1, "a": {"é": true}}', '{"b":1,"a":{"é":true}}'),
        ]
        for written, text in facts:
            with self.subTest(written):
                self.assertEqual(with_value(written), text)

    def test_not_properties(self):
        self.assertEqual(read(imported())[0].properties, {})


class Users(unittest.TestCase):
    """The users of events."""

    def test_users(self):
        facts = [
            (', "distinct_id": "u"', "u"),
            (', "distinct_id": 7', "7"),
            (', "distinct_id": 0', "0"),
            (', "distinct_id": "null"', "null"),
            (', "distinct_id": null', None),
            (', "distinct_id": ""', None),
            ("", None),
        ]
        for written, user in facts:
            with self.subTest(written):
                text = '{"event": "e", "properties": {"time": 5%s}}' % written
                self.assertEqual(read(text)[0].user, user)


class Times(unittest.TestCase):
    """Seconds, milliseconds and fractions."""

    def test_seconds(self):
        facts = [
            ("1305612345", 1305612345),
            ("1305612345.999", 1305612345),
            ("1305612345999", 1305612345),
            ("100000000000", 100000000000),
            ("100000000001", 100000000),
        ]
        for written, seconds in facts:
            with self.subTest(written):
                self.assertEqual(with_time(written), seconds)


class Repeats(unittest.TestCase):
    """Duplicates."""

    def test_same_import_counts_once(self):
        self.assertEqual(len(read(imported(), imported())), 1)
        self.assertEqual(len(read(imported(time="1305612345"), imported(time="1305612345000"))), 1)

    def test_another_event_user_or_time_is_not_a_repeat(self):
        for other in (imported(name="f"), imported(user="v"), imported(time="6")):
            self.assertEqual(len(read(imported(), other)), 2)
        self.assertEqual(len(read(imported(), imported(identity='"j"'))), 2)

    def test_without_an_identity_all_are_kept(self):
        text = '{"event": "e", "properties": {"time": 5, "distinct_id": "u"}}'
        self.assertEqual(len(read(text, text)), 2)

    def test_spellings_are_different_names(self):
        names = {event.name for event in read(imported("caf\u00e9"), imported("cafe\u0301"))}
        self.assertEqual(len(names), 2)


if __name__ == "__main__":
    unittest.main()
