"""Names and values that are difficult for programs.

They differ only in bytes: composed and decomposed spellings, upper and lower case, characters whose
order differs in UTF-8 and UTF-16, and characters with a meaning in JSON, TOML, query strings, the
query language or terminals.
"""

import json

COMPOSED = "caf\u00e9"
DECOMPOSED = "cafe\u0301"

EVENTS = [
    "signup", "Signup", "pages", "View signup", "play song", "splash features", "done",
    COMPOSED, DECOMPOSED, "größe", "ß", "SS",
    "事件", "ログイン", "🎉 party", "👩‍👩‍👧 family", "\U0001d4b3 high", "\uff5e low",
    'say "hi"', "it's", "back\\slash", "ends with \\", "tab\there", "line\nbreak", "cr\r\nlf",
    "\x01\x1f\x7f", "\u2028separator", "\u202eright to left", "\ufeffmark", "\u00a0", " ",
    " leading", "trailing ", "two  blanks",
    "$signup", "$$", "$insert_id", "a&b=c%d+e", "100%", "%20", "x=1", "?q#frag", "a,b;c",
    "{}", "[]", '["a", "b"]', "null", "true", "0", "-1", "007", "1e3",
    "events", "by", "limit", "in", "top", "data", "values", "series", "legend_size", "error",
    "A", "B", "C", "D", "a", "b",
    "long " * 60, "é" * 200,
]

PROPERTIES = [
    "referrer", "plan", "country", "$browser", "Time",
    COMPOSED, DECOMPOSED, "größe", "国", "🎈",
    'quo"ted', "it's", "back\\slash", "tab\tkey", "new\nline", "two words", " ",
    "a&b=c%d+e", "%41", "by", "limit", "name", "event", "count", "null", "1", "1.0",
    "__proto__", "\U0001d4b3", "\uff5e", "p" * 255,
]


def raw_text(text):
    """`text` as JSON."""
    return json.dumps(text, ensure_ascii=False)


#: Numbers as JSON, in several spellings.
NUMBERS = [
    "5", "5.0", "5.00", "0.5e1", "50e-1", "0", "-0", "-0.0", "0e7", "1000", "1e3", "1E+3", "1000.0",
    "0.1", "0.10", "1e-1", "0.10000000000000001", "1e-7", "0.0000001", "1e21", "1.0E21",
    "1000000000000000000000", "9007199254740993", "9007199254740993.0", "9007199254740992",
    "[1]", "[1.0]", '{"n": 1e0}', '{"n": 1}',
]

#: Values as JSON; some of the texts look like numbers.
VALUES = [
    raw_text("google"), raw_text("bing"), raw_text("Google"), raw_text("direct"),
    raw_text(""), raw_text(" "), raw_text(COMPOSED), raw_text(DECOMPOSED), raw_text("日本"),
    raw_text("🎉"), raw_text("\U0001d4b3"), raw_text("\uff5e"), raw_text('"'), raw_text("\\"),
    raw_text("tab\tand\nline"), raw_text("\x02\x7f"),
    raw_text("a&b=c%d+e"), raw_text("null"), raw_text("5"),
    raw_text("5.0"), raw_text("1e3"), raw_text("[1.0]"), raw_text("true"), raw_text("[]"),
    raw_text("x" * 400),
    "5", "5.0", "5.00", "0", "-0", "-0.0", "-7", "1e3", "1E3", "1e-7", "0.1", "3.141592653589793",
    "12345678901234567890", "true", "false", "null",
    "[]", "{}", '["a", "b"]', "[1, 1.0, [null, true], {}]", '{"b": 1, "a": ["ü", "\\t/"]}',
    '{"z": {"y": []}, "caf\u00e9": 1e2}',
]

USERS = [
    "u1", "u2", "U1", "u 3", COMPOSED, DECOMPOSED, "用户", "🙂", "a&b=c%d+e", 'q"q', "back\\",
    "0", "00", "null", "$device:1-2-3", "\U0001d4b3", "\uff5e", "tab\t",
]

FUNNELS = [
    "Signup flow", COMPOSED, DECOMPOSED, 'say "hi"\\', "漏斗 🎉", "a&b=c%d+e", "tab\tand\nline",
    "\x01\x7f", "weeks 4 by", "$funnel", "long " * 40,
]
