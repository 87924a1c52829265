"""Random tables, stages and arithmetic."""

TEXTS = ("a", "b", "B", "ab", "", "ä", "a\u0308", "10", "9", "-2.5", "1.0", "007", "null",
         "x y", "https://example.com/a", "https://example.com/b", "https://example.com/",
         "exactly 16 byte", "exactly 16 bytes", "a\u0000b", "2011-05-02")
DATES = tuple(f"2011-{month:02}-{day:02}" for month in (5, 6) for day in (1, 2, 3, 4))
INTEGERS = (0, 1, 2, 3, 5, 7, 10, 100, -1, -4, 12345)
WILD_INTEGERS = (2**53, 2**53 + 1, -(2**53) - 1, 2**62, 2**63 - 1, -(2**63), 4294967296)
DOUBLES = (0.5, 0.25, 1.5, 0.1, 0.2, -0.75, 3.0, -0.0, 33.3, 1e-7)
WILD_DOUBLES = (1e300, -1e300, 1e-300, 9007199254740992.0, 9007199254740994.0, 5e-324,
                9.223372036854775807e18)
NAMES = ("n", "m", "rate", "a", "google", "count")
KEYS = (["date"], ["event", "date"], ["date", "value"], ["event", "date", "step"], ["event"],
        ["step"], ["event", "date2", "date"], [])
KINDS = {"date": "date", "date2": "date", "event": "text", "value": "text", "step": "integer"}


class Cases:
    """Random cases; the same for the same generator."""

    def __init__(self, random):
        self.random = random
        #: Whether the current table is a large one, of many different values.
        self.is_large = False

    def text(self):
        if self.is_large and self.random.random() < 0.8:
            number = self.random.randrange(400)
            return self.random.choice(("", "page ", "a page of number ")) + str(number)
        return self.random.choice(TEXTS)

    def number(self, kind, is_wild):
        random = self.random
        if kind == "integer" or (kind == "number" and random.random() < 0.4):
            if is_wild and random.random() < 0.3:
                return random.choice(WILD_INTEGERS)
            return random.randrange(-1000, 10**9) if self.is_large else random.choice(INTEGERS)
        if is_wild and random.random() < 0.3:
            return random.choice(WILD_DOUBLES)
        return random.random() if self.is_large else random.choice(DOUBLES)

    def cell(self, kind, is_wild, nulls):
        if self.random.random() < nulls:
            return None
        if kind == "date":
            date = self.random.choice(DATES)
            return f"{date} {self.random.randrange(24):02}:00:00" if self.is_large else date
        return self.text() if kind == "text" else self.number(kind, is_wild)

    def table(self, keys=None, names=NAMES, texts=0.2):
        """A table; its rows have different keys, except sometimes."""
        random = self.random
        keys = random.choice(KEYS) if keys is None else keys
        is_wild = random.random() < 0.2
        nulls = random.choice((0, 0.1, 0.4))
        columns = [[key, KINDS[key], True] for key in keys]
        for name in random.sample(names, min(len(names), random.choice((0, 1, 1, 1, 2, 3, 4)))):
            kind = random.choice(("integer", "integer", "number", "fraction"))
            columns.append([name, "text" if random.random() < texts else kind, False])
        count = random.choice((0, 1, 2, 5, 12, 30)) if keys else random.choice((0, 1, 1, 4))
        count = count if columns else 0
        self.is_large = len(keys) > 1 and random.random() < 0.02
        if self.is_large:
            count = 700
        rows, seen = [], set()
        for _ in range(count):
            row = [self.cell(kind, False if is_key else is_wild, 0.03 if is_key else nulls)
                   for _, kind, is_key in columns]
            key = tuple(row[: len(keys)])
            if key in seen and keys and random.random() < 0.98:
                continue
            seen.add(key)
            rows.append(row)
        return {"columns": columns, "rows": rows}

    def name(self, table):
        """The name of a column, rarely of one that is not there."""
        if not table["columns"] or self.random.random() < 0.05:
            return "lost"
        return self.random.choice(table["columns"])[0]

    def names(self, table, most=3):
        return [self.name(table) for _ in range(self.random.randint(1, most))]

    def value(self, table, name):
        """A value to compare a column with, mostly one that it has."""
        random = self.random
        names = [column[0] for column in table["columns"]]
        place = names.index(name) if name in names else None
        cells = [] if place is None else [
            row[place] for row in table["rows"] if row[place] is not None]
        if cells and random.random() < 0.6:
            value = random.choice(cells)
            return value if not isinstance(value, float) or abs(value) < 1e15 else 0.5
        if place is None or table["columns"][place][1] in ("integer", "number", "fraction"):
            if random.random() < 0.02:
                return self.text()
            return random.choice(INTEGERS + (0.5, 0.1, -0.75, 2.0))
        if random.random() < 0.3:
            return random.choice((9, 10, -2.5, 1.0, 2011))
        return random.choice((*TEXTS, *DATES, "2011-05", "A", "example"))

    def condition(self, table, depth=0):
        random = self.random
        if depth < 2 and random.random() < 0.3:
            word = random.choice(("and", "or", "not"))
            count = 1 if word == "not" else random.randint(2, 3)
            return [word, *(self.condition(table, depth + 1) for _ in range(count))]
        name = self.name(table)
        word = random.choice(("=", "!=", "<", "<=", ">", ">=", "~", "in", "null", "not null"))
        if word == "~" and random.random() < 0.8:
            texts = [column[0] for column in table["columns"] if column[1] in ("text", "date")]
            if texts:
                name = random.choice(texts)
        if word in ("null", "not null"):
            return [word, name]
        if word == "in":
            return [word, name, [self.value(table, name) for _ in range(random.randint(1, 4))]]
        return [word, name, self.value(table, name)]

    def arithmetic(self, table, depth=0):
        random = self.random
        if depth < 3 and random.random() < 0.6:
            return [random.choice("+-*/"), self.arithmetic(table, depth + 1),
                    self.arithmetic(table, depth + 1)]
        if random.random() < 0.4:
            return random.choice((0, 1, 2, 100, 0.5, 0.1, 3.0))
        numbers = [name for name, kind, _ in table["columns"] if kind not in ("text", "date")]
        return random.choice(numbers) if numbers and random.random() < 0.97 else self.name(table)

    def selections(self, table):
        random = self.random
        keys = [name for name, _, is_key in table["columns"] if is_key]
        names = self.names(table, 4)
        if random.random() < 0.7:
            names = list(dict.fromkeys(keys + names))
            random.shuffle(names)
        return [[name] if random.random() < 0.7 else [name, random.choice(("x", "y", "n"))]
                for name in names]

    def stage(self):
        """One stage with its arguments and a table."""
        random = self.random
        word = random.choice((
            "sort", "sort", "first", "last", "where", "where", "where", "expect", "select", "add",
            "add", "sum", "mean", "min", "max", "unpivot", "pivot", "transpose", "share", "change",
            "rolling", "rolling", "cumulate"))
        keys, texts = None, 0.2
        if word == "transpose" and random.random() < 0.8:
            keys = random.choice((["date"], ["event"], ["step"]))
        if word in ("unpivot", "transpose") and random.random() < 0.6:
            texts = 0
        table = self.table(keys, texts=texts)
        if word == "pivot":
            table = self.table(names=("n",))
        arguments = {
            "sort": lambda: [[[name, random.random() < 0.5] for name in self.names(table)]],
            "first": lambda: [random.choice((1, 2, 5, 999_999_999))],
            "last": lambda: [random.choice((1, 2, 5, 999_999_999))],
            "where": lambda: [self.condition(table)],
            "expect": lambda: [self.condition(table)],
            "select": lambda: [self.selections(table)],
            "add": lambda: [random.choice(("x", "n")), self.arithmetic(table)],
            "unpivot": lambda: [random.choice((None, "referrer", "date"))],
            "pivot": lambda: [self.name(table)],
            "change": lambda: [random.choice((None, 1, 2, 5))],
            "rolling": lambda: [random.choice((1, 2, 3, 7, 999_999_999))],
        }
        if word in ("sum", "mean", "min", "max"):
            return [word, [] if random.random() < 0.3 else self.names(table), table]
        return [word, *arguments.get(word, list)(), table]

    def case(self):
        """One case."""
        random = self.random
        choice = random.random()
        if choice < 0.1:
            number = random.choice((0, 1, 2, -3, 0.5, 100, 1e300, 2**62))
            return ["combineNumber", random.choice("+-*/"), self.table(), number,
                    random.random() < 0.5]
        if choice < 0.3:
            keys = random.choice(KEYS)
            left = self.table(keys)
            others = keys if random.random() < 0.97 else random.choice(KEYS)
            right = self.table(random.sample(others, len(others)))
            return ["combine", random.choice("+-*/"), left, right, random.random() < 0.3,
                    random.random() < 0.3]
        return self.stage()
