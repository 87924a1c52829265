import MPQSyntax
import Testing

/// A reason of a layer above.
private struct Objection: Reason {
  var message: String
  var hints: [String] = []
}

/// How a diagnostic is drawn.
@Suite struct RenderingTests {
  /// The line that is shown and the carets under it, for a text and the bytes that are wrong.
  private func drawn(
    _ text: String, _ lower: Int, _ upper: Int,
    width: (Unicode.Scalar) -> Int = CellWidth.standard
  ) throws -> [String] {
    let span = SourceSpan(lower: lower, upper: upper)
    let diagnostic = Diagnostic(Objection(message: "no"), at: span)
    return diagnostic.rendered(in: try SourceText(text, name: "q"), width: width)
      .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  @Test(arguments: [
    ("ab cd", 3, 5, "  ab cd", "     ^^"),
    ("ab cd", 2, 2, "  ab cd", "    ^"),
    ("ab cd", 5, 5, "  ab cd", "       ^"),
    ("", 0, 0, "  ", "  ^"),
    ("a\n\tb c", 3, 4, "      b c", "      ^"),
    ("a\tb", 2, 3, "  a   b", "      ^"),
    ("日本 x", 7, 8, "  日本 x", "       ^"),
    ("日本 x", 0, 6, "  日本 x", "  ^^^^"),
    ("e\u{301} x", 4, 5, "  e\u{301} x", "    ^"),
    ("👩‍💻 x", 12, 13, "  👩‍💻 x", "     ^"),
    ("a\u{1B}[2Jb c", 6, 7, "  a\\u{1B}[2Jb c", "             ^"),
    ("\u{202E}a b", 3, 4, "  \\u{202E}a b", "          ^"),
    ("\u{85}\u{7F}x", 3, 4, "  \\u{85}\\u{7F}x", "              ^"),
    ("abc\nd", 1, 5, "  abc", "   ^^"),
    ("abc\r\nd", 3, 5, "  abc", "     ^"),
    ("abc", 7, 9, "  abc", "     ^"),
  ])
  func carets(
    _ text: String, _ lower: Int, _ upper: Int, _ line: String, _ underline: String
  ) throws {
    let lines = try drawn(text, lower, upper)
    #expect(lines[1] == line)
    #expect(lines[2] == underline)
  }

  @Test func usesTheGivenWidth() throws {
    let lines = try drawn("ab c", 3, 4, width: { $0 == "a" ? 2 : 1 })
    #expect(lines[2] == "      ^")
    let wild = try drawn("ab c", 3, 4, width: { _ in Int.min })
    #expect(wild[2] == "  ^")
  }

  @Test func cutsLongLines() throws {
    let text = String(repeating: "ab ", count: 200) + "WRONG" + String(repeating: " cd", count: 200)
    let lines = try drawn(text, 600, 605)
    #expect(lines[0] == "q:1:601: error: no")
    #expect(lines[1].hasPrefix("  …"))
    #expect(lines[1].hasSuffix("…"))
    #expect(lines[1].count == 2 + 102)
    let caret = try #require(lines[2].firstIndex(of: "^"))
    let column = lines[2].distance(from: lines[2].startIndex, to: caret)
    #expect(lines[1].dropFirst(column).hasPrefix("WRONG"))
    #expect(lines[2].filter { $0 == "^" } == "^^^^^")
  }

  /// A line as long as a text may be, and a place at either end of it.
  @Test(arguments: [0, 1 << 19, (1 << 20) - 1])
  func cutsTheLongestLine(_ offset: Int) throws {
    let text = String(repeating: "x", count: SourceText.byteLimit)
    let lines = try drawn(text, offset, offset + 1)
    #expect(lines[1].count <= 104)
    #expect(lines[2].filter { $0 == "^" } == "^")
  }

  @Test func offersItsPartsToBeStyled() throws {
    let source = try SourceText("funel a", name: "q")
    let diagnostic = try #require(Script.parse(source).diagnostics.first)
    let drawn = diagnostic.rendered(in: source, style: { part, text in "<\(part) \(text)>" })
    #expect(
      drawn == """
        <location q:1:1:> <label error:> <message no statement starts with 'funel'>
          <source funel a>
          <underline ^^^^^>
        <label hint:> <hint did you mean 'funnel'?>
        """)
  }

  /// No control character of a source, a file name or a refusal reaches a terminal.
  @Test func hidesControlCharactersEverywhere() throws {
    let source = try SourceText("events a \u{1B}]0;x\u{7} \u{9B}31m", name: "\u{1B}[2J.mpq")
    let refused = Diagnostic(
      Objection(message: "the server says \u{1B}[2J", hints: ["try \u{202E}"]), at: .none)
    for diagnostic in Script.parse(source).diagnostics + [refused] {
      let drawn = diagnostic.rendered(in: source)
      #expect(!drawn.unicodeScalars.contains { $0 != "\n" && Visible.isHidden($0) })
    }
  }

  @Test func excerptsAreShort() {
    #expect(Visible.excerpt("ab") == "ab")
    #expect(Visible.excerpt(String(repeating: "a", count: 61)).count == 60)
    let marks = "a" + String(repeating: "\u{301}", count: 10_000)
    #expect(Visible.excerpt(marks).utf8.count < 1_000)
  }
}
