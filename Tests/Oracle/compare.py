#!/usr/bin/env python3
"""Sends random calls to a server and compares its answers with the recomputed ones.

    compare.py --url http://127.0.0.1:PORT --events FILE --funnels FILE --zone ZONE --now ISO \\
               --seed S --calls N [--endpoint ENDPOINT] [--show N]

Key and secret come from the environment: MPQ_API_KEY and MPQ_API_SECRET. Exits with 1 on any
difference, or if nothing was compared.
"""

import argparse
import http.client
import json
import os
import sys
import time
from random import Random
from urllib.parse import quote, quote_plus, urlsplit

import difference
import sign
from calls import Calls
from project import read_project
from recompute import ENDPOINTS, add_project_arguments, answer

#: The validity of a signed request, and the timeout of a response.
EXPIRY_SECONDS = 600
TIMEOUT_SECONDS = 60


class Server:
    """The server under test."""

    def __init__(self, url, key, secret, random):
        parts = urlsplit(url)
        if parts.scheme != "http" or parts.hostname is None:
            raise ValueError(f"not an http URL: {url}")
        self.host, self.port, self.base = parts.hostname, parts.port or 80, parts.path.rstrip("/")
        self.key, self.secret, self.random = key, secret, random

    def ask(self, endpoint, parameters):
        """The status and body of the response to one call."""
        connection = http.client.HTTPConnection(self.host, self.port, timeout=TIMEOUT_SECONDS)
        try:
            connection.request("GET", self.target(endpoint, parameters))
            response = connection.getresponse()
            return response.status, response.read().decode("utf-8")
        finally:
            connection.close()

    def target(self, endpoint, parameters):
        """Path and query of a signed request, in one of several equivalent spellings."""
        texts = {key: sign.text_of(value) for key, value in parameters.items()}
        texts["api_key"] = self.key
        texts["expire"] = str(int(time.time()) + EXPIRY_SECONDS)
        if self.random.random() < 0.5:
            texts["format"] = "json"
        texts["sig"] = sign.signature(texts, self.secret)

        pairs = list(texts.items())
        self.random.shuffle(pairs)
        encoded = self.random.choice((lambda text: quote(text, safe=""), quote_plus))
        query = "&".join(f"{encoded(key)}={encoded(text)}" for key, text in pairs)
        slash = self.random.choice(("", "/"))
        return f"{self.base}/api/2.0/{endpoint}{slash}?{query}"


def reply(server, endpoint, parameters):
    """The status and body of the response to one call; no status without a response."""
    try:
        return server.ask(endpoint, parameters)
    except (OSError, http.client.HTTPException, UnicodeDecodeError) as error:
        return None, repr(error)


def judge(status, body, project, endpoint, parameters):
    """The problems of an answer; empty if there are none."""
    if status is None:
        return [f"no answer: {body}"]
    if status != 200:
        return [f"status {status}: {difference.shown(body)}"]
    try:
        found = difference.parse(body)
    except (ValueError, RecursionError) as error:
        return [f"{error}: {difference.shown(body)}"]
    return difference.differences(endpoint, answer(project, endpoint, parameters), found)


def check(server, project, endpoint, parameters):
    """The problems of the answer to one call; empty if there are none."""
    return judge(*reply(server, endpoint, parameters), project, endpoint, parameters)


def compare(server, project, calls, shown):
    """Checks every call, prints the first failures, and returns how many passed and failed."""
    passed = failed = 0
    for endpoint, parameters in calls:
        problems = check(server, project, endpoint, parameters)
        if not problems:
            passed += 1
            continue
        failed += 1
        if failed <= shown:
            print(f"{endpoint} {json.dumps(parameters)}")
            for problem in problems[:3]:
                print(f"  {problem}")
            if len(problems) > 3:
                print(f"  and {len(problems) - 3} more")
    return passed, failed


def main():
    """Compares and prints a summary."""
    parser = argparse.ArgumentParser(description="Compare a server's answers with ours.")
    parser.add_argument("--url", required=True, help="what stands before /api/2.0")
    add_project_arguments(parser)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--calls", type=int, required=True, help="how many")
    parser.add_argument("--endpoint", choices=ENDPOINTS, help="of these calls, only its own")
    parser.add_argument("--show", type=int, default=5, help="how many failures to print (5)")
    options = parser.parse_args()
    try:
        key, secret = os.environ["MPQ_API_KEY"], os.environ["MPQ_API_SECRET"]
    except KeyError as missing:
        parser.error(f"the environment has no {missing.args[0]}")

    project = read_project(options.events, options.funnels, options.zone, options.now)
    calls = Calls(project, options.seed).take(options.calls)
    if options.endpoint:
        calls = [call for call in calls if call[0] == options.endpoint]
    server = Server(options.url, key, secret, Random(options.seed))
    passed, failed = compare(server, project, calls, options.show)
    print(f"{passed} passed, {failed} failed")
    return 0 if passed > 0 and failed == 0 else 1


if __name__ == "__main__":
    sys.exit(main())
