import MPQSyntax
import Testing

/// What a text with several errors reports, and how much.
@Suite struct RecoveryTests {
  /// Texts, the lines with diagnostics, and the number of valid statements.
  @Test(arguments: [
    ("funel a\nevents b\nevents\n\ntop events", [1, 5], 2),
    ("events a b; events c; events d e", [1, 1], 1),
    ("events a,\n  b c,\n  d\nevents e", [2], 1),
    ("events a by x in (b c,\n d,\n e)\nevents e", [1], 1),
    ("events \"a b\n  days 7\nevents c", [1], 1),
    ("select a\nfrom b\nwhere c\nevents e", [1], 1),
    ("events a limit 0 days 7 days 8\nevents b by c, d in (e) limit 007", [1, 1, 2, 2], 0),
    ("events a\n  weks 4\n  by x\ntop events", [2], 2),
    ("events\nfunnel a\nfunnel b", [2], 2),
    ("events a,\nfunnel b", [1], 1),
    (")))\n(((\nevents a", [1, 3], 0),
    ("events a\nlet events b\ntop events", [2], 2),
    ("explain\nexplain\nevents a", [2], 1),
  ])
  func lines(_ text: String, _ lines: [Int], _ rightCount: Int) throws {
    let source = try SourceText(text)
    let (script, diagnostics) = Script.parse(source)
    #expect(diagnostics.map { source.location(at: $0.span.lower).line } == lines)
    #expect(script.statements.count == rightCount)
  }

  @Test(arguments: [19, 20, 21, 50])
  func reportsSome(_ count: Int) throws {
    let (_, diagnostics) = try parse(String(repeating: "funel a\n", count: count))
    let limit = Script.diagnosticLimit
    #expect(diagnostics.count == min(count, limit + 1))
    guard count > limit else { return }
    #expect((diagnostics.last?.reason as? FurtherProblems)?.count == count - limit)
    let source = try SourceText("", name: "q")
    let noun = count - limit == 1 ? "problem" : "problems"
    #expect(
      diagnostics.last?.rendered(in: source) == "q: error: and \(count - limit) more \(noun)")
  }

  @Test func limitsStatements() throws {
    let limit = Script.statementLimit
    let most = try parse(String(repeating: "top events;", count: limit))
    #expect(most.diagnostics.isEmpty)
    #expect(most.script.statements.count == limit)
    let more = try parse(String(repeating: "top events\n", count: limit + 5))
    #expect(Self.problems(more.diagnostics) == [.tooManyStatements])
  }

  @Test func limitsLists() throws {
    let items = (1...Script.listLimit).map { "n\($0)" }.joined(separator: ", ")
    #expect(try parse("events \(items)").diagnostics.isEmpty)
    #expect(try parse("events a by b in (\(items))").diagnostics.isEmpty)
    for text in ["events \(items), x", "events a by b in (\(items), x)"] {
      #expect(Self.problems(try parse(text).diagnostics) == [.listTooLong])
    }
  }

  private static func problems(_ diagnostics: [Diagnostic]) -> [SyntaxProblem?] {
    diagnostics.map { $0.reason as? SyntaxProblem }
  }
}
