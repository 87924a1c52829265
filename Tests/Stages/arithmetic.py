"""Arithmetic between answers, slow and simple."""

from recompute import NUMBERS, Refused, kind_of, literal_kind, made, nulls_note, operate


def left_out_note(left, right):
    sides = [(count, side) for count, side in ((left, "left"), (right, "right")) if count]
    words = []
    for count, side in sides:
        noun = "" if words else " row" if count == 1 else " rows"
        words.append(f"{count}{noun} of the {side} side")
    return [f"left out {' and '.join(words)}, whose dates the other side does not have"]


def shared_rows(table, other, dates):
    """The rows whose dates the other table has."""
    return [row for row in table.rows
            if all(row[date] in {other_row[date] for other_row in other.rows} for date in dates)]


def pairs_of(left, sign, right, is_left_open, is_right_open):
    """The value columns of the result: name, name on the left, name on the right."""
    lefts, rights = left.numbers, right.numbers
    one_left = not is_left_open and len(lefts) == 1
    one_right = not is_right_open and len(rights) == 1
    texts = [(name, name, "text") for name in left.values if name not in lefts]
    if one_left and one_right:
        one, two = lefts[0], rights[0]
        return texts + [(one if one == two else f"{one} {sign} {two}", one, two)]
    if one_left:
        return texts + [(name, lefts[0], name) for name in rights]
    pairs = []
    for name in left.values:
        if name not in lefts:
            pairs.append((name, name, "text"))
        elif one_right:
            pairs.append((name, name, rights[0]))
        else:
            pairs.append((name, name, name if name in rights else None))
    if not one_right:
        pairs += [(name, None, name) for name in rights if name not in lefts]
    return pairs


def combine(left, sign, right, is_left_open, is_right_open):
    keys = left.keys
    kinds = {key: left.kind(key) for key in keys}
    if kinds != {key: right.kind(key) for key in right.keys}:
        raise Refused("differentKeys")
    dates = [key for key in keys if kinds[key] == "date"]
    left_rows, right_rows = shared_rows(left, right, dates), shared_rows(right, left, dates)
    dropped = len(left.rows) - len(left_rows), len(right.rows) - len(right_rows)
    notes = left_out_note(*dropped) if any(dropped) else []

    def key_of(row):
        return tuple(row[key] for key in keys)

    partners, here = {}, set()
    for row in right_rows:
        partners.setdefault(key_of(row), row)
    rows = []
    for row in left_rows:
        here.add(key_of(row))
        rows.append((row, partners.get(key_of(row))))
    rows += [(None, row) for row in right_rows if key_of(row) not in here]

    counts = {"unmatched": 0, "zero": 0, "large": 0}

    def cell(pair, one, two):
        _, left_name, right_name = pair
        if is_text(pair):
            return one[left_name] if one else None
        operands = [row[name] if row and name is not None else "missing"
                    for row, name in ((one, left_name), (two, right_name))]
        if None in operands:
            return None
        if "missing" in operands:
            counts["unmatched"] += 1
            return None
        number, reason = operate(sign, *operands)
        if reason:
            counts[reason] += 1
        return number

    def is_text(pair):
        return pair[1] is not None and left.kind(pair[1]) not in NUMBERS

    def kind(pair):
        _, one, two = pair
        if is_text(pair):
            return left.kind(one)
        one_kind = left.kind(one) if one is not None else right.kind(two)
        return kind_of(one_kind, sign, right.kind(two) if two is not None else one_kind)

    pairs = pairs_of(left, sign, right, is_left_open, is_right_open)
    cells = [[(one or two)[key] for key in keys] for one, two in rows]
    for pair in pairs:
        for row, (one, two) in zip(cells, rows):
            row.append(cell(pair, one, two))
    columns = [(key, kinds[key], True) for key in keys]
    columns += [(pair[0], kind(pair), False) for pair in pairs]
    return made(columns, cells, notes + nulls_note(*counts.values()))


def combine_number(sign, table, number, is_left):
    counts = {"zero": 0, "large": 0}
    rows = [dict(row) for row in table.rows]
    columns = []
    for name, kind, is_key in table.columns:
        if is_key or kind not in NUMBERS:
            columns.append((name, kind, is_key))
            continue
        literal = literal_kind(number)
        columns.append(
            (name, kind_of(*((literal, sign, kind) if is_left else (kind, sign, literal))), False))
        for row in rows:
            if row[name] is None:
                continue
            operands = (number, row[name]) if is_left else (row[name], number)
            row[name], reason = operate(sign, *operands)
            if reason:
                counts[reason] += 1
    names = [name for name, _, _ in table.columns]
    return made(columns, [[row[name] for name in names] for row in rows],
                nulls_note(0, *counts.values()))
