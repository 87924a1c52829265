"""The signatures from public clients' tests, and the signature of lists."""

import unittest

from sign import joined, signature, text_of, vectors

PAGES = {
    "api_key": "ed0b8ff6cc3fbb37a521b40019915f18",
    "event": '["pages"]',
    "expire": "1248499222",
    "format": "json",
    "interval": "24",
    "unit": "hour",
}


class Signatures(unittest.TestCase):
    """Facts about signatures."""

    def test_known(self):
        facts = [
            (
                {"array": '["elem1", "elem2"]', "string": "string"},
                "api_secret", "4be4a4f92f57e12b543a2a5f2f5897b6",
            ),
            (
                {"unit": "day", "type": "average", "event": '["splash features", "account-page"]'},
                "api_secret", "6f38868cc0000cd23b8223cd26c3426c",
            ),
            ({}, "api_secret", "e720dfe014c0107e3f080b0880997bca"),
            (
                {"d": "test3", "a": "test2", "c": "test1"},
                "testSalt", "d0476d49485147afa0b81ac5ac88b4ac",
            ),
            (PAGES, "test_secret", "1e28541b22cee5bad348facca7b65b7e"),
            (
                {**PAGES, "event": '["pages", "über"]', "api_key": "test_key"},
                "test_secret", "f2e779f04fdb3c1905d42144b048b2b5",
            ),
        ]
        for texts, secret, expected in facts:
            self.assertEqual(signature(texts, secret), expected)

    def test_joined(self):
        self.assertEqual(joined({"b": "2", "a": "1", "B": "3", "sig": "x", "callback": "f"}),
                         "B=3a=1b=2")
        self.assertEqual(joined({"\U0001d4b3": "2", "\uff5e": "1"}), "\uff5e=1\U0001d4b3=2")

    def test_texts(self):
        self.assertEqual(text_of(["a", 'ü"\n']), '["a", "ü\\"\\n"]')
        self.assertEqual(text_of(7), "7")
        self.assertEqual(text_of("x"), "x")

    def test_vectors_repeat(self):
        self.assertEqual(list(vectors(1, 50)), list(vectors(1, 50)))
        self.assertNotEqual(list(vectors(1, 50)), list(vectors(2, 50)))


if __name__ == "__main__":
    unittest.main()
