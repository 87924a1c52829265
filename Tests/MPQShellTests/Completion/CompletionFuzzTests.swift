import MPQSyntax
import Testing
import TestSupport

@testable import MPQShell

/// The completion of any text and cursor is consistent with them.
struct CompletionFuzzTests {
  private let completer = Completer(names: Example.names)

  @Test func textsWithoutSense() {
    var random = SeededGenerator(11)
    let likely = Array(
      "\"'\\{}()#;,|-.09aAsS_$ \n\r\t\u{1}\u{A0}\u{301}\u{200B}“é日🎉\u{FEFF}".unicodeScalars)
    for _ in 0..<4_000 {
      var text = String.UnicodeScalarView()
      for _ in 0..<random.below(30) {
        let wild = Unicode.Scalar(UInt32(random.below(0x10FFFF)))
        text.append(random.below(8) == 0 ? wild ?? "x" : random.pick(likely))
      }
      check(String(text), at: random.below(130) - 5)
    }
  }

  @Test func tokensInAnyOrder() {
    var random = SeededGenerator(12)
    let words = ReservedWord.all.map(\.spelling)
    let others = [
      "signup", "Signup", "flow", "\"Signup flow\"", "''", "7", "007", "7d", "-", ",", ",", ";",
      "\n", "\n", "(", ")", "|", "=", "\"open", "'Sig", "# note\n", "“q”", "plan", "free", "x.y",
    ]
    for _ in 0..<6_000 {
      let parts = (0..<random.below(12)).map { _ in
        random.below(2) == 0 ? random.pick(words) : random.pick(others)
      }
      let text = parts.joined(separator: random.below(9) == 0 ? "" : " ")
      check(text, at: random.below(text.utf8.count + 1))
    }
  }

  @Test(arguments: ["(", "\"", "\\", ",", ";", "a ", "7", "-", "\n", "“", "é", "events "])
  func runs(_ part: String) {
    for start in ["", "events ", "events signup by plan in (", "events \""] {
      let text = start + String(repeating: part, count: 2_000)
      check(text, at: text.utf8.count)
      check(text, at: text.utf8.count / 2)
    }
  }

  /// The properties of every completion.
  private func check(_ text: String, at cursor: Int) {
    let bytes = Array(text.utf8)
    let completion = completer.completion(of: text, at: cursor)
    let range = completion.range
    var isRight = range.lowerBound >= 0 && range.upperBound <= bytes.count
    isRight = isRight && range.upperBound <= max(cursor, 0)
    isRight =
      isRight
      && [range.lowerBound, range.upperBound].allSatisfy { place in
        place == bytes.count || bytes[place] & 0xC0 != 0x80
      }
    isRight = isRight && completion.candidates.count <= completion.total
    if let decided = completion.decided {
      isRight = isRight && completion.candidates.first == decided
    }
    let response = TabResponse(completion, width: 40)
    isRight = isRight && (response.replacement == nil || response.listing.isEmpty)
    if !isRight { Issue.record("\(text.debugDescription) at \(cursor): \(completion)") }
  }
}
