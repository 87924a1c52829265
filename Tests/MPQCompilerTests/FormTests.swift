import Foundation
import MPQAPI
import MPQSyntax
import TestSupport
import Testing

@testable import MPQCompiler

/// The facts about forms, measures and units that the language, the API and the grammar share.
struct FormTests {
  @Test func unitsAreTheSameWords() {
    #expect(UnitWord.allCases.map(\.unit) == Window.Unit.allCases)
    for word in UnitWord.allCases {
      #expect(word.rawValue == word.unit.rawValue && word.plural == word.unit.plural)
      #expect(Keyword(spelling: word.rawValue)?.unit == word)
      #expect(Keyword(spelling: word.plural)?.unit == word)
    }
  }

  @Test func measuresAreTheSameWords() {
    #expect(MeasureWord.allCases.map(\.measure) == Measure.allCases)
    for word in MeasureWord.allCases {
      #expect(Keyword(spelling: word.rawValue)?.measure == word)
      #expect(Keyword(spelling: word.measure.rawValue)?.measure == word)
    }
  }

  /// The clauses that grammar.md lists for a form are those that its endpoint takes.
  @Test func theGrammarListsTheClauses() throws {
    let rows = try Repository.text("grammar.md").components(separatedBy: "| query | clauses |")[1]
      .split(separator: "\n").dropFirst(2).prefix { $0.hasPrefix("|") }
    var forms: Set<Form> = []
    for row in rows {
      let cells = row.split(separator: "|").map { $0.trimmingPrefix(" ") }
      let query = cells[0].filter { $0 != "`" }
      let source = try SourceText(String(query), name: "grammar.md")
      let form = try #require(Compiler().compile([source]).program.query(ofOutput: 0)).form
      forms.insert(form)
      #expect(cells[1].trimmingSuffix(" ") == Self.clauses(of: form), "\(query)")
    }
    #expect(forms == Set(Form.allCases))
  }

  private static func clauses(of form: Form) -> String {
    var clauses: [String] = []
    if form.endpoint.parameter(.type) != nil { clauses.append("measure") }
    switch form.units {
    case []: break
    case [.week]: clauses.append("`weeks`")
    default: clauses.append("window")
    }
    if [.eventsByProperty, .funnelByProperty].contains(form) { clauses.append("`by`") }
    if form.endpoint.parameter(.limit) != nil { clauses.append("`limit`") }
    return clauses.joined(separator: ", ")
  }

  /// Help shows a form with the clauses that it takes, so that the whole pattern is a query.
  @Test(arguments: Form.allCases)
  func patternsAreQueries(_ form: Form) throws {
    let words = [
      ("NAME, ...", "a, b"), ("NAME", "a"), ("PROPERTY", "p"), ("VALUE, ...", "v"),
      ("MEASURE", "unique"), ("N]", "2]"), ("[", ""), ("]", ""),
    ]
    let query = words.reduce(form.pattern) { $0.replacing($1.0, with: $1.1) }
    let compilation = Compiler().compile([try SourceText(query, name: "pattern")])
    #expect(compilation.diagnostics.isEmpty, "\(query)")
    #expect(compilation.program.query(ofOutput: 0)?.form == form)
  }
}

extension StringProtocol {
  fileprivate func trimmingSuffix(_ character: Character) -> String {
    String(reversed().drop { $0 == character }.reversed())
  }
}
