import MPQ
import MPQSyntax
import Testing

/// The problems of the parser and the compiler are reported in one list with one limit.
struct DiagnosticLimitTests {
  /// A statement that the parser refuses, and one that the compiler refuses.
  private static let syntax = "funnel"
  private static let query = "funnel a days 7"

  private static let rows: [([String], Int, Int?)] = [
    ([query, syntax], 2, nil), (Array(repeating: query, count: 20), 20, nil),
    (Array(repeating: query, count: 21), 20, 1), (Array(repeating: query, count: 100), 20, 80),
    (Array(repeating: syntax, count: 25) + [query], 20, 6),
    (Array(repeating: query, count: 15) + Array(repeating: syntax, count: 30), 20, 25),
  ]

  @Test(arguments: rows)
  func atMostTwentyAndTheNumberOfTheRest(
    _ statements: [String], _ shown: Int, _ further: Int?
  ) throws {
    let source = try SourceText(statements.joined(separator: ";\n"))
    let error = #expect(throws: QueryError.self) { try Evaluator.program([source]) }
    guard case .invalid(let diagnostics, _) = error else {
      Issue.record("the script is valid")
      return
    }
    let counts = diagnostics.compactMap { ($0.reason as? FurtherProblems)?.count }
    #expect(diagnostics.count - counts.count == shown)
    #expect(counts == [further].compactMap(\.self))
    let places = diagnostics.map(\.span.lower)
    #expect(places == places.sorted())
    if further != nil { #expect(diagnostics.last?.message.contains("more problem") == true) }
  }
}
