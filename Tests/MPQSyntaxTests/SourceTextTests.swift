import MPQSyntax
import Testing

/// Which texts are valid, and how places are counted.
@Suite struct SourceTextTests {
  @Test(arguments: [
    ([0x61, 0x00], Refused<TextProblem>(.nulByte(line: 1), 1, 2)),
    ([0x0A, 0x61, 0xFF], .init(.notUTF8(line: 2), 2, 3)),
    ([0xC3], .init(.notUTF8(line: 1), 0, 1)),
    ([0xED, 0xA0, 0x80], .init(.notUTF8(line: 1), 0, 1)),
    ([0xC0, 0xAF], .init(.notUTF8(line: 1), 0, 1)),
    ([0xF4, 0x90, 0x80, 0x80], .init(.notUTF8(line: 1), 0, 1)),
    ([0xC3, 0xA9, 0x0D, 0xE2, 0x82], .init(.notUTF8(line: 2), 3, 4)),
  ])
  func refuses(_ bytes: [UInt8], _ refusal: Refused<TextProblem>) {
    let error = #expect(throws: Diagnostic.self) { try SourceText(bytes: bytes, name: "x") }
    #expect(error == refusal.diagnostic)
  }

  @Test func limitsLength() throws {
    let longest = [UInt8](repeating: 0x20, count: SourceText.byteLimit)
    #expect(Script.parse(try SourceText(bytes: longest, name: "x")).diagnostics.isEmpty)
    let error = #expect(throws: Diagnostic.self) {
      try SourceText(bytes: longest + [0x20], name: "x")
    }
    #expect(error?.reason as? TextProblem == .tooLong(byteCount: SourceText.byteLimit + 1))
    #expect(
      error?.rendered(name: "a\u{1B}b") == """
        a\\u{1B}b: error: the text has 1048577 bytes; the limit is 1048576 (1 MiB)
        hint: split it into several files
        """)
  }

  /// Offsets and the line and column that a reader would name.
  @Test(arguments: [
    ("ab\ncd", 0, 1, 1), ("ab\ncd", 2, 1, 3), ("ab\ncd", 3, 2, 1), ("ab\ncd", 5, 2, 3),
    ("a\r\nb\rc", 3, 2, 1), ("a\r\nb\rc", 5, 3, 1), ("e\u{301}x", 3, 1, 2), ("日本x", 6, 1, 3),
    ("\t\tx", 2, 1, 3), ("👩‍💻x", 11, 1, 2), ("ab", 99, 1, 3), ("ab", -1, 1, 1), ("", 0, 1, 1),
  ])
  func locations(_ text: String, _ offset: Int, _ line: Int, _ column: Int) throws {
    let location = try SourceText(text).location(at: offset)
    #expect(location.line == line)
    #expect(location.column == column)
  }

  @Test func textOfSpan() throws {
    let source = try SourceText("abc")
    #expect(source[SourceSpan(lower: 1, upper: 2)] == "b")
    #expect(source[SourceSpan(lower: 2, upper: 99)] == "c")
    #expect(source[SourceSpan(lower: -5, upper: -2)] == "")
    #expect(SourceSpan(lower: 5, upper: 2) == SourceSpan(lower: 5, upper: 5))
  }
}

/// A problem and the bytes that it is about, short enough for a row of a table.
struct Refused<Problem: Reason>: Sendable, CustomTestStringConvertible {
  let problem: Problem
  let span: SourceSpan

  init(_ problem: Problem, _ lower: Int, _ upper: Int) {
    self.problem = problem
    span = SourceSpan(lower: lower, upper: upper)
  }

  var diagnostic: Diagnostic { Diagnostic(problem, at: span) }
  var testDescription: String { "\(problem) at \(span)" }
}
