import Testing

@testable import MPQ

/// Which parts of a text are kept, and which are escaped.
struct VisibleTextTests {
  @Test(arguments: [
    "", "log in", "C:\\Users", "größe", "gro\u{308}ße", "漢字", "한국어", "שלום", "नमस्ते",
    "a\u{a0}b", "👍🏽", "👩🏽‍🚀", "❤️‍🔥", "🏳️‍🌈", "🇩🇪", "1\u{fe0f}\u{20e3}", "\u{fffd}",
  ])
  func isKept(_ text: String) {
    #expect(Array(visible(text).utf8) == Array(text.utf8))
  }

  @Test(arguments: [
    // Controls of both sets, and DEL.
    ("a\tb\nc", "a\\tb\\nc"), ("\r\n", "\\u{D}\\n"), ("\u{1b}[31m", "\\u{1B}[31m"),
    ("\u{0}", "\\u{0}"), ("\u{7f}", "\\u{7F}"), ("\u{9b}31m", "\\u{9B}31m"),
    // Changes of direction, and line separators.
    ("\u{202e}gpj", "\\u{202E}gpj"), ("\u{2066}x\u{2069}", "\\u{2066}x\\u{2069}"),
    ("a\u{200f}", "a\\u{200F}"), ("a\u{2028}\u{2029}", "a\\u{2028}\\u{2029}"),
    // No width, or invisible.
    ("pay\u{200b}pal", "pay\\u{200B}pal"), ("\u{feff}a", "\\u{FEFF}a"), ("a\u{ad}b", "a\\u{AD}b"),
    ("a\u{200c}b", "a\\u{200C}b"), ("a\u{2060}", "a\\u{2060}"), ("\u{3164}", "\\u{3164}"),
    ("a\u{34f}", "a\\u{34F}"), ("a\u{fe0f}", "a\\u{FE0F}"), ("a\u{e0100}", "a\\u{E0100}"),
    // Tags, also after a flag; unassigned characters.
    ("a\u{e0041}", "a\\u{E0041}"), ("🏴\u{e0067}", "🏴\\u{E0067}"), ("\u{fffe}", "\\u{FFFE}"),
    // Joiners and selectors where no emoji needs them.
    ("a\u{200d}b", "a\\u{200D}b"), ("👍\u{200d}", "👍\\u{200D}"), ("👍\u{200d}b", "👍\\u{200D}b"),
    ("❤\u{fe0f}\u{fe0f}", "❤\u{fe0f}\\u{FE0F}"),
    // Marks on the border or on an escape.
    ("\u{301}a", "\\u{301}a"), (" \u{301}a", " \\u{301}a"), ("\n\u{301}", "\\n\\u{301}"),
    ("\u{1161}", "\\u{1161}"),
  ])
  func isMadeVisible(_ text: String, _ expected: String) {
    #expect(Array(visible(text).utf8) == Array(expected.utf8))
    #expect(Array(visible(visible(text)).utf8) == Array(expected.utf8))
  }

  @Test func linesAreKeptOnRequest() {
    #expect(visible("one\ntwo\t\u{1b}", keepingLines: true) == "one\ntwo\\t\\u{1B}")
  }

  @Test(arguments: [
    ("a\nb", "a\\nb"), ("a\\nb", "a\\\\nb"), ("a\\\nb", "a\\\\\\nb"), ("plain", "plain"),
  ])
  func valuesCannotBeMistaken(_ text: String, _ expected: String) {
    #expect(visibleValue(text) == expected)
  }
}
