"""What stages and arithmetic do to tables: a second implementation, slow and simple.

Written from grammar.md alone. A table is a list of columns and a list of rows; a row is a dict from
the names of the columns to texts, numbers (int, float) or None.
"""

import math
from dataclasses import dataclass, field

INTEGERS = range(-(2**63), 2**63)
NUMBERS = ("integer", "number", "fraction")
MOST_COLUMNS = 10_000


class Refused(Exception):
    """The data does not allow the stage; the text is the name of the error."""


@dataclass
class Table:
    """Columns (name, kind, whether it is a key), rows, and the notes so far."""

    columns: list
    rows: list
    notes: list = field(default_factory=list)

    @property
    def keys(self):
        return [name for name, _, is_key in self.columns if is_key]

    @property
    def values(self):
        return [name for name, _, is_key in self.columns if not is_key]

    @property
    def numbers(self):
        return [name for name, kind, is_key in self.columns if not is_key and kind in NUMBERS]

    def kind(self, name):
        return next(kind for other, kind, _ in self.columns if other == name)

    def has(self, name):
        return any(other == name for other, _, _ in self.columns)

    def with_column(self, name, kind="number"):
        """The table, with a column of nulls if it lacks this one."""
        if self.has(name):
            return self
        note = f'no column "{name}" in the answer: its values are null'
        notes = self.notes if note in self.notes else [*self.notes, note]
        return Table([*self.columns, (name, kind, False)],
                     [row | {name: None} for row in self.rows], notes)


def made(columns, cells, notes=()):
    """A table of columns (name, kind, is key) and rows as lists; names become unique."""
    taken = {name for name, _, _ in columns}
    last, headings = {}, []
    for name, kind, is_key in columns:
        new = name
        if name in last:
            number = last[name] + 1
            while f"{name}_{number}" in taken:
                number += 1
            last[name], new = number, f"{name}_{number}"
        else:
            last[name] = 1
        taken.add(new)
        headings.append((new, kind, is_key))
    rows = [dict(zip((name for name, _, _ in headings), row)) for row in cells]
    return Table(headings, rows, list(notes))


# Numbers


def fitted(number):
    """A result: an integer of 64 bits, else a finite double, else None."""
    if isinstance(number, int):
        if number in INTEGERS:
            return number
        number = float(number)
    return number if math.isfinite(number) else None


def operate(sign, left, right):
    """left sign right, and why the result is null ('zero', 'large')."""
    if sign == "/":
        if right == 0:
            return None, "zero"
        result = fitted(float(left) / float(right))
    else:
        if isinstance(left, float) or isinstance(right, float):
            left, right = float(left), float(right)
        result = fitted({"+": left + right, "-": left - right, "*": left * right}[sign])
    return result, None if result is not None else "large"


def total(numbers):
    """The sum, not fitted: integers exactly, doubles in their order."""
    whole, real, has_real = 0, 0.0, False
    for number in numbers:
        if isinstance(number, int):
            whole += number
        else:
            real, has_real = real + number, True
    return real + float(whole) if has_real else whole


def known(numbers):
    return [number for number in numbers if number is not None]


def shortest(number):
    """The shortest spelling of a number."""
    if isinstance(number, float) and number.is_integer() and abs(number) < 1e15:
        number = int(number)
    return repr(number)


# Kinds


def kind_of(left, sign, right):
    """The kind of a result; operands are kinds, or 'whole' and 'broken' for literals."""
    whole = ("integer", "whole")
    literal = ("whole", "broken")
    if sign != "/" and left in whole and right in whole:
        return "integer"
    if sign in "+-":
        pair = {left, right}
        return "fraction" if "fraction" in pair and pair <= {"fraction", *literal} else "number"
    if sign == "*":
        return "fraction" if left == right == "fraction" else "number"
    if left in literal:
        return "number"
    if right in literal:
        return "fraction" if left == "fraction" else "number"
    return "fraction" if (left == "fraction") == (right == "fraction") else "number"


def merged_kind(table):
    kinds = {table.kind(name) for name in table.values}
    if len(kinds) < 2:
        return kinds.pop() if kinds else "number"
    if kinds <= set(NUMBERS):
        return "number"
    if kinds & set(NUMBERS):
        raise Refused("mixedKinds")
    return "text"


# Rows


def sort(table, keys):
    """Stable, nulls last."""
    full = table
    # From the last key to the first, as the rows are sorted.
    for name, _ in reversed(keys):
        full = full.with_column(name)
    rows = full.rows
    for name, is_descending in reversed(keys):
        def rank(row, name=name):
            return row[name].encode() if isinstance(row[name], str) else row[name]
        # In Python, equal rows keep their order in reverse too.
        rows = sorted((row for row in rows if row[name] is not None), key=rank,
                      reverse=is_descending) + [row for row in rows if row[name] is None]
    return Table(table.columns, [{column[0]: row[column[0]] for column in table.columns}
                                 for row in rows], full.notes)


def folded(text):
    """The bytes, with capitals of ASCII in lower case."""
    return bytes(byte | 32 if 65 <= byte <= 90 else byte for byte in text.encode())


def number_of(text):
    """The number that a text is in its shortest spelling, or None."""
    if not text or text[0] not in "-0123456789":
        return None
    try:
        number = int(text)
    except ValueError:
        try:
            number = float(text)
        except ValueError:
            return None
    return number if shortest(number) == text else None


def compare(sign, cell, value):
    return {"=": cell == value, "!=": cell != value, "<": cell < value, "<=": cell <= value,
            ">": cell > value, ">=": cell >= value}[sign]


def holds_comparison(kind, name, sign, cell, value):
    """One comparison of a cell."""
    if kind in NUMBERS:
        if sign == "~":
            raise Refused("notTexts")
        if isinstance(value, str):
            raise Refused("comparedWithText")
        return cell is not None and compare(sign, cell, value)
    if cell is None:
        return False
    if not isinstance(value, str):
        if kind == "text" and sign in ("<", "<=", ">", ">="):
            number = number_of(cell)
            return number is not None and compare(sign, number, value)
        value = shortest(value)
    if sign == "~":
        return folded(value) in folded(cell)
    return compare(sign, cell.encode(), value.encode())


def names_in(condition):
    """The columns of a condition, in their order."""
    word, *rest = condition
    if word in ("and", "or", "not"):
        return [name for part in rest for name in names_in(part)]
    return [rest[0]]


def holds(table, condition, row):
    word, *rest = condition
    if word == "and":
        return all([holds(table, part, row) for part in rest])
    if word == "or":
        return any([holds(table, part, row) for part in rest])
    if word == "not":
        return not holds(table, rest[0], row)
    name = rest[0]
    if word == "null":
        return row[name] is None
    if word == "not null":
        return row[name] is not None
    if word == "in":
        return any([holds_comparison(table.kind(name), name, "=", row[name], value)
                    for value in rest[1]])
    return holds_comparison(table.kind(name), name, word, row[name], rest[1])


def check_condition(table, condition):
    """Refuses what is refused even without rows, in the order of the condition."""
    word, *rest = condition
    if word in ("and", "or", "not"):
        for part in rest:
            check_condition(table, part)
    elif word not in ("null", "not null"):
        for value in rest[1] if word == "in" else [rest[1]]:
            holds_comparison(
                table.kind(rest[0]), rest[0], "=" if word == "in" else word, None, value)


def filtered(table, condition):
    full = table
    for name in names_in(condition):
        full = full.with_column(name)
    check_condition(full, condition)
    return full, [holds(full, condition, row) for row in full.rows]


def where(table, condition):
    full, passes = filtered(table, condition)
    rows = [row for row, is_in in zip(table.rows, passes) if is_in]
    return Table(table.columns, rows, full.notes)


def expect(table, condition):
    full, passes = filtered(table, condition)
    if not all(passes):
        raise Refused("expectation")
    notes = full.notes if passes else [*full.notes, "'expect' had no rows to check"]
    return Table(table.columns, table.rows, notes)


# Columns


def select(table, selections):
    full = table
    for name, *_ in selections:
        full = full.with_column(name)
    columns = []
    for name, *new in selections:
        is_key = name in table.keys
        columns.append((new[0] if new else name, full.kind(name), is_key))
    chosen = [name for name, *_ in selections]
    if any(name not in chosen for name in table.keys):
        kept = [tuple(row[name] for name in chosen if name in table.keys) for row in table.rows]
        if len(set(kept)) < len(kept):
            raise Refused("missingKeys")
    return made(columns, [[row[name] for name in chosen] for row in full.rows], full.notes)


def literal_kind(number):
    return "whole" if isinstance(number, int) else "broken"


def add(table, name, arithmetic):
    state = {"table": table, "zero": 0, "large": 0}

    def evaluate(part):
        """The kind of a part, and its number in each row, or one number."""
        if isinstance(part, str):
            state["table"] = state["table"].with_column(part)
            if state["table"].kind(part) not in NUMBERS:
                raise Refused("notNumbers")
            return state["table"].kind(part), [row[part] for row in state["table"].rows]
        if not isinstance(part, list):
            return literal_kind(part), part
        sign, left, right = part
        (left_kind, left), (right_kind, right) = evaluate(left), evaluate(right)
        kind = kind_of(left_kind, sign, right_kind)

        def result(one, two):
            if one is None or two is None:
                return None
            number, reason = operate(sign, one, two)
            if reason:
                state[reason] += 1
            return number

        if not isinstance(left, list) and not isinstance(right, list):
            return {"integer": "whole", "number": "broken"}[kind], result(left, right)
        count = len(table.rows)
        left = left if isinstance(left, list) else [left] * count
        right = right if isinstance(right, list) else [right] * count
        return kind, [result(one, two) for one, two in zip(left, right)]

    kind, cells = evaluate(arithmetic)
    kind = {"whole": "integer", "broken": "number"}.get(kind, kind)
    if not isinstance(cells, list):
        cells = [cells] * len(table.rows)
    notes = state["table"].notes + nulls_note(0, state["zero"], state["large"])
    old = [name for name, _, _ in table.columns]
    return made([*table.columns, (name, kind, False)],
                [[row[name] for name in old] + [cell] for row, cell in zip(table.rows, cells)],
                notes)


def nulls_note(unmatched, zero, large):
    reasons = [f"{count} {word}" for count, word in (
        (unmatched, "without a partner"), (zero, "divided by zero"), (large, "too large"),
    ) if count]
    count = unmatched + zero + large
    verb = "value is" if count == 1 else "values are"
    return [f"{count} {verb} null: {', '.join(reasons)}"] if count else []


def fold(table, word, names):
    names = list(dict.fromkeys(names))
    full = table
    for name in names:
        full = full.with_column(name, "text")
    groups = {} if names else {(): []}
    for row in full.rows:
        groups.setdefault(tuple(row[name] for name in names), []).append(row)
    values = [name for name in table.numbers if name not in names]
    columns = [(name, full.kind(name), True) for name in names]
    for name in values:
        kind = table.kind(name)
        columns.append((name, "number" if word == "mean" and kind == "integer" else kind, False))

    def result(numbers):
        if not numbers:
            return None
        if word == "sum":
            return fitted(total(numbers))
        if word == "mean":
            return fitted(float(total(numbers)) / len(numbers))
        return {"min": min, "max": max}[word](numbers)

    return made(columns, [
        # The first row of a group decides how equal numbers are spelled.
        [rows[0][name] for name in names]
        + [result(known(row[name] for row in rows)) for name in values]
        for key, rows in groups.items()], full.notes)


# Forms


def cell_name(cell):
    return "null" if cell is None else cell if isinstance(cell, str) else shortest(cell)


def unpivot(table, name):
    kind = merged_kind(table)
    columns = [column for column in table.columns if column[2]]
    columns += [(name or "name", "text", True), ("value", kind, False)]
    return made(columns, [
        [row[key] for key in table.keys] + [value, row[value]]
        for row in table.rows for value in table.values], table.notes)


def pivot(table, name):
    full = table.with_column(name, "text")
    keys = [key for key in table.keys if key != name]
    values = [value for value in table.values if value != name]
    if len(values) != 1:
        raise Refused("pivotValues")
    # Equal numbers are one key; nulls differ from all texts.
    rows, heads = {}, {}
    for row in full.rows:
        heads.setdefault(row[name], cell_name(row[name]))
        cells = rows.setdefault(tuple(row[key] for key in keys), {"first": row, "cells": {}})
        if row[name] in cells["cells"]:
            raise Refused("pivotRepeats")
        cells["cells"][row[name]] = row[values[0]]
    columns = [column for column in table.columns if column[2] and column[0] != name]
    columns += [(head, table.kind(values[0]), False) for head in heads.values()]
    return made(columns, [
        [entry["first"][key] for key in keys] + [entry["cells"].get(head) for head in heads]
        for entry in rows.values()], full.notes)


def transpose(table):
    if len(table.keys) != 1:
        raise Refused("transposeKeys")
    kind = merged_kind(table)
    columns = [("name", "text", True)]
    columns += [(cell_name(row[table.keys[0]]), kind, False) for row in table.rows]
    return made(columns, [[name] + [row[name] for row in table.rows] for name in table.values],
                table.notes)


# Series


def map_numbers(table, kind, change):
    """Changes the numbers of each column: `change(numbers)` gets those of one series."""
    others = [key for key in table.keys if table.kind(key) != "date"]
    if all(table.kind(key) != "date" for key in table.keys):
        others = []
    series = {}
    for place, row in enumerate(table.rows):
        series.setdefault(tuple(row[key] for key in others), []).append(place)
    rows = [dict(row) for row in table.rows]
    for name in table.numbers:
        for places in series.values():
            changed = change([table.rows[place][name] for place in places])
            for place, number in zip(places, changed):
                rows[place][name] = number
    columns = [(name, kind(old) if name in table.numbers else old, is_key)
               for name, old, is_key in table.columns]
    return Table(columns, rows, table.notes)


def share(table):
    rows = []
    for row in table.rows:
        whole = float(total(known(row[name] for name in table.numbers)))
        new = dict(row)
        for name in table.numbers:
            is_known = row[name] is not None and whole != 0 and math.isfinite(whole)
            new[name] = fitted(float(row[name]) / whole) if is_known else None
        rows.append(new)
    columns = [(name, "fraction" if name in table.numbers else kind, is_key)
               for name, kind, is_key in table.columns]
    return Table(columns, rows, table.notes)


def change(table, distance):
    distance = distance or 1

    def changed(numbers):
        for place, number in enumerate(numbers):
            before = numbers[place - distance] if place >= distance else None
            if number is None or not before:
                yield None
                continue
            difference = operate("-", number, before)[0]
            yield None if difference is None else operate("/", difference, before)[0]

    return map_numbers(table, lambda kind: "fraction", changed)


def rolling(table, length):
    def means(numbers):
        for place in range(len(numbers)):
            last = numbers[max(0, place - length + 1) : place + 1]
            if len(last) < length or None in last:
                yield None
            elif all(isinstance(number, int) for number in last):
                yield float(sum(last)) / length
            else:
                yield fitted(math.fsum(last) / length)

    return map_numbers(
        table, lambda kind: "fraction" if kind == "fraction" else "number", means)


def cumulate(table):
    def sums(numbers):
        for place, number in enumerate(numbers):
            yield None if number is None else fitted(total(known(numbers[: place + 1])))

    return map_numbers(table, lambda kind: kind, sums)
