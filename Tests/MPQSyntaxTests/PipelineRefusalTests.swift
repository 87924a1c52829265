import MPQSyntax
import Testing

/// What is wrong with expressions and stages: the problem and the bytes that are underlined.
@Suite struct PipelineRefusalTests {
  @Test(arguments: [
    ("a | srot x", Refused<PipelineProblem>(.unknownStage("srot", suggestion: "sort"), 4, 8)),
    ("a | frob", .init(.unknownStage("frob", suggestion: nil), 4, 8)),
    ("a | ORDER by x", .init(.foreignStage("ORDER", instead: "sort COLUMN"), 4, 9)),
    ("a | by x", .init(.foreignStage("by", instead: "sum by COLUMN"), 4, 6)),
    ("a | group by x", .init(.foreignStage("group", instead: "sum by COLUMN"), 4, 9)),
    ("a | limit 3", .init(.foreignStage("limit", instead: "first 10"), 4, 9)),
    ("a | filter x", .init(.foreignStage("filter", instead: "where CONDITION"), 4, 10)),
    ("a | top 3", .init(.foreignStage("top", instead: "sort COLUMN desc | first 10"), 4, 7)),
    ("top events share", .init(.missingPipe("share", usage: "share"), 11, 16)),
    ("(a) pivot x", .init(.missingPipe("pivot", usage: "pivot COLUMN"), 4, 9)),
    ("top events | first 3 last 2", .init(.missingPipe("last", usage: "last N"), 21, 25)),
    ("top events | chart last 2", .init(.missingPipe("last", usage: "last N"), 19, 23)),
    ("a | chart | first 3", .init(.stageAfterOutput("first", output: "chart"), 12, 19)),
    ("a | save \"x\" | sum", .init(.stageAfterOutput("sum", output: "save"), 15, 18)),
    ("a | chart | save \"x\"", .init(.stageAfterOutput("save", output: "chart"), 12, 20)),
    ("let b = a | save \"x\"", .init(.outputInside("save"), 12, 20)),
    ("(a | chart) + 1", .init(.outputInside("chart"), 5, 10)),
    ("a | where x = NULL", .init(.comparedWithNull("x"), 14, 18)),
    ("a | where x in (null)", .init(.comparedWithNull("x"), 16, 20)),
    ("a | chart pie", .init(.unknownChart("pie", suggestion: nil), 10, 13)),
    ("a | chart heap", .init(.unknownChart("heap", suggestion: "heat"), 10, 14)),
    ("explain param x", .init(.explainedDefinition("param"), 8, 13)),
    ("1 + foo bar", .init(.unknownName("foo", suggestion: nil), 4, 7)),
    ("1 + funel x", .init(.unknownName("funel", suggestion: "funnel"), 4, 9)),
  ])
  func problems(_ text: String, _ refused: Refused<PipelineProblem>) throws {
    let diagnostic = try #require(try parse(text).diagnostics.first)
    #expect(diagnostic.reason as? PipelineProblem == refused.problem)
    #expect(diagnostic.span == refused.span)
  }

  /// An output in a wrong place does not hide what is wrong after it.
  @Test func outputsAreReportedAndReadOn() throws {
    let (script, diagnostics) = try parse("a | chart | share | frob")
    #expect(diagnostics.count == 2)
    #expect(script.statements.isEmpty)
  }

  @Test func pipelinesHaveALimit() throws {
    let most = "x" + String(repeating: " | share", count: Script.stageLimit)
    #expect(try parse(most).diagnostics.isEmpty)
    #expect(try Self.problems(most + " | share") == [.tooManyStages])
  }

  @Test(arguments: ["x", "x | add y = x"])
  func chainsHaveALimit(_ start: String) throws {
    for sign in [" + ", " / "] {
      let most = start + String(repeating: sign + "x", count: Script.chainLimit)
      #expect(try parse(most).diagnostics.isEmpty)
      #expect(try Self.problems(most + sign + "x") == [.chainTooLong])
    }
  }

  @Test(arguments: [" and ", " or "])
  func conditionsHaveALimit(_ word: String) throws {
    let most = "x | where y = 1" + String(repeating: word + "y = 1", count: Script.chainLimit - 1)
    #expect(try parse(most).diagnostics.isEmpty)
    let more = most + word + "y = 1" + word + "y = 1"
    #expect(try Self.problems(more) == [.chainTooLong])
  }

  /// Parentheses and `not`, each in one another as deep as they may be, and once deeper.
  @Test(arguments: [
    ("", "(", "x", ")"), ("x | where ", "(", "y = 1", ")"), ("x | where ", "not ", "y = 1", ""),
    ("x | add y = ", "(", "z", ")"), ("", "(1 + ", "x", ")"), ("", "(", "x | share", " | share)"),
  ])
  func nestingHasALimit(_ start: String, _ open: String, _ inner: String, _ close: String) throws {
    func text(_ depth: Int) -> String {
      start + String(repeating: open, count: depth) + inner
        + String(repeating: close, count: depth)
    }
    #expect(try parse(text(Script.nestingLimit)).diagnostics.isEmpty)
    let reasons = try parse(text(Script.nestingLimit + 1)).diagnostics.map(\.reason)
    #expect(reasons.first as? TokenProblem == .nestingTooDeep)
  }

  private static func problems(_ text: String) throws -> [PipelineProblem?] {
    try parse(text).diagnostics.map { $0.reason as? PipelineProblem }
  }
}

/// The advice for a name that is not defined.
@Suite struct OperandAdviceTests {
  private let advice = OperandAdvice(bound: ["signups", "a", "b"])

  @Test(arguments: [
    ("funel", "funnel"), ("signps", "signups"), ("days7", "days 7"), ("weks", "weeks"),
    ("zzzzz", nil),
  ])
  func suggestions(_ word: String, _ suggestion: String?) {
    #expect(advice.suggestion(for: word) == suggestion)
  }

  @Test(arguments: [
    ("a-b", ["for a difference, write blanks around the minus: 'a - b'"]),
    ("x-y", ["a hyphen inside a word belongs to the name; a minus has blanks around it"]),
    ("segmentation", ["to count events over time, write 'events signup'"]),
    ("zzzzz", []),
  ])
  func hints(_ word: String, _ hints: [String]) {
    #expect(advice.specificHints(for: word) == hints)
  }
}
