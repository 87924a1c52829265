import Foundation
import MPQSyntax
import Testing
import TestSupport

/// Parsing any text ends, and diagnostics are within the text.
@Suite struct FuzzTests {
  /// Random bytes, mostly not UTF-8.
  @Test func bytes() {
    var random = SeededGenerator(1)
    for _ in 0..<3_000 {
      let bytes = (0..<random.below(40)).map { _ in UInt8(truncatingIfNeeded: random.next()) }
      if let source = try? SourceText(bytes: bytes, name: "x") { check(source) }
    }
  }

  /// Random characters, with a bias to those of the language.
  @Test func characters() throws {
    var random = SeededGenerator(2)
    let likely = Array("\"'\\{}()#;,|-.09aA_$ \n\r\t\u{1}\u{A0}\u{301}\u{200B}“é日🎉".unicodeScalars)
    for _ in 0..<4_000 {
      var text = String.UnicodeScalarView()
      for _ in 0..<random.below(30) {
        let wild = Unicode.Scalar(UInt32(1 + random.below(0x10FFFF)))
        text.append(random.below(8) == 0 ? wild ?? "x" : random.pick(likely))
      }
      check(try SourceText(String(text)))
    }
  }

  /// Tokens in any order.
  @Test func tokens() throws {
    var random = SeededGenerator(3)
    let words = ReservedWord.all.map(\.spelling)
    let others = [
      "a", "b-c", "\"d e\"", "''", "7", "0", "1.5", "007", "7d", "-", ",", ",", ";", "\n", "\n",
      "(", ")", "|", "=", "\"open", "# note\n", "“q”", "funel", "weks", "last", "where",
      "|", "| sort", "| where", "| add x =", "desc", "is null", ":", ":x", "+", "/", "*", "~", "<>",
      "&&", "let a =", "| select", "as", "(", "not",
    ]
    for _ in 0..<6_000 {
      let parts = (0..<random.below(14)).map { _ in
        random.below(2) == 0 ? random.pick(words) : random.pick(others)
      }
      check(try SourceText(parts.joined(separator: random.below(9) == 0 ? "" : " ")))
    }
  }

  /// Texts of a corpus and generated scripts with a few bytes changed, dropped or inserted, or a
  /// piece of another text in them.
  ///
  /// `MPQ_MUTATIONS=1000000` checks a million of them.
  @Test func mutations() throws {
    let count = Self.count("MPQ_MUTATIONS", or: 4_000)
    var random = SeededGenerator(UInt64(count))
    var programs = ProgramGenerator(seed: UInt64(count))
    let corpus = try Self.corpus().map { Array($0.utf8) }
    for _ in 0..<count {
      let isGenerated = random.below(2) == 0
      var bytes = isGenerated ? Array(programs.script().description.utf8) : random.pick(corpus)
      for _ in 0...random.below(3) where !bytes.isEmpty {
        let place = random.below(bytes.count)
        switch random.below(4) {
        case 0: bytes[place] = UInt8(32 + random.below(95))
        case 1: bytes.remove(at: place)
        case 2: bytes.insert(random.pick(Array("\"'\\ \n,;()-7#e|:=<".utf8)), at: place)
        default:
          let other = random.pick(corpus)
          let start = random.below(other.count + 1)
          bytes.insert(contentsOf: other[start...].prefix(random.below(20)), at: place)
        }
      }
      if let source = try? SourceText(bytes: bytes, name: "x") { check(source) }
    }
  }

  /// The examples of grammar.md and the texts of the golden files, right and wrong.
  private static func corpus() throws -> [String] {
    let blocks = try Repository.text("grammar.md").components(separatedBy: "```")
    let examples = blocks.filter { $0.hasPrefix("mpq") }.flatMap { $0.split(separator: "\n") }
    let golden = try ["messages.txt", "trees.txt"].flatMap { name in
      try Repository.text("Tests/MPQSyntaxTests/Golden/\(name)").components(separatedBy: "\n===\n")
        .compactMap { $0.components(separatedBy: "\n---\n").first }
    }
    return examples.map(String.init) + golden
  }

  /// The number of cases that the environment asks for.
  private static func count(_ variable: String, or usual: Int) -> Int {
    ProcessInfo.processInfo.environment[variable].flatMap(Int.init) ?? usual
  }

  /// Long runs of one part, up to the size of a text.
  @Test(arguments: [
    "(", ")", "\"", "\\", ",", ";", "a ", "7", "-", "#", "\n", "“", "é", "events ", "not ", "a / ",
    "-1 + ", "| share ", "| ", ":", "(events a / ", "not (", "x = 1 and ", "x, ", "(x + ",
  ])
  func runs(_ part: String) throws {
    let text = String(repeating: part, count: 1_100)
    for start in [
      "", "events ", "events a by b in (", "events \"", "x | where ", "x | add y = ", "x | sort ",
    ] {
      check(try SourceText(start + text))
    }
  }

  /// Printing gives a text that is read as the same tree, and that is printed the same.
  ///
  /// `MPQ_PROGRAMS=1000000` checks a million programs.
  @Test func programs() throws {
    let count = Self.count("MPQ_PROGRAMS", or: 4_000)
    var programs = ProgramGenerator(seed: UInt64(count))
    for _ in 0..<count {
      let script = programs.script()
      let printed = script.description
      let (again, diagnostics) = try parse(printed)
      guard diagnostics.isEmpty, again.isSame(as: script) else {
        Issue.record("\(printed)")
        continue
      }
      #expect(Array(again.description.utf8) == Array(printed.utf8))
    }
  }

  /// At each place of a valid script, completion finds what can occur, and its word is there.
  ///
  /// `MPQ_PREFIXES=1000` checks all places of a thousand scripts.
  @Test func prefixesComplete() throws {
    let count = Self.count("MPQ_PREFIXES", or: 20)
    var programs = ProgramGenerator(seed: UInt64(count))
    var expectedCount = 0
    for _ in 0..<count {
      let text = programs.script().description
      guard text.utf8.count < 600 else { continue }
      for length in 0...text.utf8.count {
        let prefix = String(decoding: text.utf8.prefix(length), as: UTF8.self)
        for source in [try SourceText(prefix), try SourceText(text)] {
          let context = CompletionContext(of: source, at: length)
          expectedCount += context.expectations.count
          let whole = SourceSpan(lower: 0, upper: source.bytes.count)
          expect(whole.holds(context.word.span), source, "\(context.word)")
        }
      }
    }
    #expect(expectedCount > 1_000)
  }

  /// The properties of every text.
  private func check(_ source: SourceText) {
    let whole = SourceSpan(lower: 0, upper: source.bytes.count)
    var end = 0
    for token in Lexer.tokens(of: source) {
      expect(token.span.lower >= end && whole.holds(token.span), source, "\(token)")
      expect(token.span.count > 0 || token.kind == .endOfInput, source, "\(token)")
      end = token.span.upper
    }
    let (script, diagnostics) = Script.parse(source)
    expect(diagnostics.count <= Script.diagnosticLimit + 1, source, "too many")
    for diagnostic in diagnostics {
      expect(whole.holds(diagnostic.span), source, "\(diagnostic)")
      expect(!diagnostic.message.isEmpty, source, "\(diagnostic)")
      let drawn = diagnostic.rendered(in: source)
      let isSafe = !drawn.unicodeScalars.contains { $0 != "\n" && Visible.isHidden($0) }
      expect(isSafe, source, drawn)
    }
    for statement in script.statements { check(statement, in: whole, of: source) }
    if Script.isIncomplete(source) {
      expect(diagnostics.count == 1, source, "incomplete and wrong")
    }
    guard let printed = try? SourceText(script.description) else { return }
    let again = Script.parse(printed)
    expect(again.diagnostics.isEmpty && again.script.isSame(as: script), source, "\(script)")
  }

  /// Names, values and clauses are in the statement, each after the one before.
  private func check(_ statement: Statement, in whole: SourceSpan, of source: SourceText) {
    var isNested = whole.holds(statement.span)
    var end = statement.span.lower
    statement.walk { part in
      switch part {
      case .name(let name, _):
        isNested = isNested && statement.span.holds(name.span) && name.span.lower >= end
        end = name.span.upper
      case .value(let value, _):
        isNested = isNested && statement.span.holds(value.span) && value.span.lower >= end
        end = value.span.upper
      case .query(let query):
        isNested = isNested && statement.span.holds(query.span)
        isNested = isNested && query.span.holds(query.subjectSpan) && query.span.lower >= end
      case .clause(let clause):
        isNested = isNested && statement.span.holds(clause.span) && clause.span.lower >= end
      case .stage(let stage):
        isNested = isNested && statement.span.holds(stage.span) && stage.span.lower >= end
      case .count(_, let span): isNested = isNested && statement.span.holds(span)
      }
    }
    expect(isNested, source, "\(statement)")
  }

  /// `#expect` for a loop that runs hundred thousands of times.
  private func expect(_ condition: Bool, _ source: SourceText, _ comment: String) {
    if !condition {
      let text = String(decoding: source.bytes.prefix(2_000), as: UTF8.self)
      Issue.record("\(comment)\n\(text.debugDescription)")
    }
  }
}

extension SourceSpan {
  /// Whether `other` lies in this span.
  fileprivate func holds(_ other: SourceSpan) -> Bool {
    lower <= other.lower && other.upper <= upper
  }
}
