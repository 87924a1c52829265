#!/usr/bin/env python3
"""The signature of requests with hashlib, and random sets of parameters with signatures.

    sign.py --seed S --count N

prints N lines of JSON: {"params": {...}, "secret": "...", "joined": "...", "sig": "..."}, where
`joined` is the text before the secret is appended.
"""

import argparse
import hashlib
import json
import sys
from random import Random

#: Parameters that are not signed.
UNSIGNED = ("sig", "callback")

KEYS = [
    "api_key", "event", "expire", "format", "funnel", "interval", "limit", "name", "type", "unit",
    "values", "a", "A", "ab", "a=b", "event2", "Z_", "key with blank", "übung", "事件", "🎉",
]
PIECES = [
    "signup", "View signup", "day", "7", "1275624968", "-1", "1.0", "null", " ", "+", "%", "%20",
    "&", "=", "&sig=", "#", "?", "/", '"', "'", "\\", "\t", "\n", "\r\n", "\x01", "\x1f", "\x7f",
    "caf\u00e9", "cafe\u0301", "ß", "事件", "ログイン", "🎉", "👩‍👩‍👧", "\u2028", "\u202e", "\ufeff",
    "\uff5e", "\U0001d4b3", "\u0301", "[]", "{}", ", ", "expire=1", "unit=day",
]
HEX = "0123456789abcdef"


def text_of(value):
    """The text that is sent, and signed, for a decoded parameter."""
    if isinstance(value, list):
        return json.dumps(value, ensure_ascii=False)
    return str(value)


def joined(texts):
    """The signed text of a request's parameters: sorted and concatenated."""
    keys = sorted(texts, key=lambda key: key.encode("utf-8"))
    return "".join(f"{key}={texts[key]}" for key in keys if key not in UNSIGNED)


def signature(texts, secret):
    """The signature of a request with these parameters."""
    return hashlib.md5((joined(texts) + secret).encode("utf-8")).hexdigest()


def random_text(random):
    """A text of a few unusual pieces, or a list of such texts as JSON."""
    def piece():
        return "".join(random.choice(PIECES) for _ in range(random.randrange(4)))

    shape = random.random()
    if shape < 0.3:
        return json.dumps([piece() for _ in range(random.randrange(4))], ensure_ascii=False)
    if shape < 0.32:
        return piece() * random.randrange(300)
    return piece()


def random_secret(random):
    """A secret: mostly 32 hexadecimal digits, rarely something else."""
    if random.random() < 0.1:
        return random_text(random)
    return "".join(random.choice(HEX) for _ in range(32))


def vectors(seed, count):
    """`count` random sets of parameters with their signatures."""
    random = Random(seed)
    for _ in range(count):
        keys = random.sample(KEYS, random.randint(0, 10))
        texts = {key: random_text(random) for key in keys}
        secret = random_secret(random)
        yield {
            "params": texts,
            "secret": secret,
            "joined": joined(texts),
            "sig": signature(texts, secret),
        }


def main():
    """Prints random vectors."""
    parser = argparse.ArgumentParser(description="Print random signatures.")
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--count", type=int, required=True)
    options = parser.parse_args()
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")
    for vector in vectors(options.seed, options.count):
        print(json.dumps(vector, ensure_ascii=False))


if __name__ == "__main__":
    main()
