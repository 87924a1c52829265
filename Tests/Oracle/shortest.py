"""The shortest spelling of a JSON number; equal numbers have the same one.

Whole numbers are exact, whatever their size; all others are doubles, as JavaScript has them.
"""

import math
import re

#: A number whose exponent has more digits keeps its spelling.
EXPONENT_DIGITS = 15
#: Numbers from 1e-6 and integers below 1e21 have no exponent.
LEAST_POINT, WHOLE_DIGITS = -5, 21


def shortest(text):
    """The shortest spelling of the JSON number `text`."""
    parts = split(text)
    if parts is None:
        return text
    sign, digits, point = parts
    if not digits:
        return "0"
    if len(digits) > point:
        number = float(text)
        if math.isfinite(number) and number != 0:
            sign, digits, point = split(repr(number))
    mantissa = digits[0] + ("." + digits[1:] if digits[1:] else "")
    with_exponent = f"{mantissa}e{point - 1}"
    if len(digits) <= point:
        plain = digits + "0" * (point - len(digits)) if point < 10**6 else None
        is_short = plain is not None and len(plain) <= max(WHOLE_DIGITS, len(with_exponent))
        return sign + (plain if is_short else with_exponent)
    if point > 0:
        return f"{sign}{digits[:point]}.{digits[point:]}"
    if point >= LEAST_POINT:
        return f"{sign}0.{'0' * -point}{digits}"
    return sign + with_exponent


def split(text):
    """Sign, significant digits, and the power of ten of `0.DIGITS`; `None` beyond all limits."""
    pattern = r"(-?)([0-9]+)(?:\.([0-9]+))?(?:[eE]([+-]?)([0-9]+))?"
    sign, whole, fraction, power_sign, power = re.fullmatch(pattern, text).groups(default="")
    if len(power.lstrip("0")) > EXPONENT_DIGITS:
        return None
    point = len(whole) + int(power_sign + (power or "0"))
    digits = whole + fraction
    zeros = len(digits) - len(digits.lstrip("0"))
    return sign, digits.strip("0"), point - zeros
