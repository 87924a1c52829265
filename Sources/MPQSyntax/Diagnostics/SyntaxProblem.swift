/// What is wrong with a statement; each case shows a text that has the problem.
public enum SyntaxProblem: Reason {
  /// `events days 7`: another token where `what` is required.
  case expected(String, found: String)
  /// `funel "Signup flow"`: a statement that does not start with a verb.
  case unknownVerb(String, suggestion: String?)
  /// `funnel Signup weks 4`: a word after the subject that does not start a clause.
  case unknownClause(String, suggestion: String?)
  /// `funnel Signup flow`
  case blanksInName(String)
  /// `events total`: a reserved word where a name is required.
  case reservedWord(String, instead: String)
  /// `events "signup" "login"`
  case missingComma
  /// `events signup, days 7`: a comma with nothing to its right.
  case trailingComma(before: String)
  /// `events signup days 7, by referrer`
  case commaBetweenClauses
  /// `events ""`
  case emptyName
  /// `top events "signup"`: a name after a subject that takes none.
  case namesNotTaken(by: String)
  /// `events signup days 7 weeks 2`
  case repeatedClause(String, earlier: String)
  /// `events signup by referrer, country`
  case secondProperty
  /// `events signup 7 days`
  case countBeforeUnit(String, unit: String)
  /// `limit 0`, `limit 1.5`, `limit -1` and `limit 1000000000`
  case countOutOfRange(String)
  /// `limit 1,000`
  case groupedDigits(String)
  /// `explain explain top events`
  case repeatedExplain
  /// More than `Script.listLimit` names or values in one list.
  case listTooLong
  /// More than `Script.statementLimit` statements.
  case tooManyStatements

  /// What is wrong.
  public var message: String {
    switch self {
    case .expected(let what, let found): "expected \(what), found \(found)"
    case .unknownVerb(let word, _): "no statement starts with '\(Visible.excerpt(word))'"
    case .unknownClause(let word, _):
      "'\(Visible.excerpt(word))' does not belong here: expected a clause or the end of the query"
    case .blanksInName(let name):
      "'\(Visible.excerpt(name))' is more than one word; quote a name with blanks"
    case .reservedWord(let word, let instead):
      "expected \(instead), found '\(word)', which is a reserved word"
    case .missingComma: "missing comma between two items of a list"
    case .trailingComma(let found): "expected an item after the comma, found \(found)"
    case .commaBetweenClauses: "clauses are separated by blanks, not by commas"
    case .emptyName: "a name cannot be empty"
    case .namesNotTaken(let subject): "'\(subject)' takes no names"
    case .repeatedClause(let clause, let earlier):
      clause == earlier
        ? "duplicate clause '\(clause)'"
        : "a query takes one \(Self.kind(ofClause: clause)); it already has '\(earlier)'"
    case .secondProperty: "a query takes one property"
    case .countBeforeUnit(let count, let unit):
      "the number comes after its unit: '\(unit) \(count)'"
    case .countOutOfRange(let text):
      "\(Visible.excerpt(text)) is not a whole number from 1 to \(Clause.countLimit)"
    case .groupedDigits(let text): "the number \(Visible.excerpt(text)) contains commas"
    case .repeatedExplain: "duplicate 'explain'"
    case .listTooLong: "more than \(Script.listLimit) items in a list"
    case .tooManyStatements: "more than \(Script.statementLimit) statements"
    }
  }

  /// What to do next, as far as the problem alone determines it.
  public var hints: [String] {
    switch self {
    case .unknownVerb(_, let suggestion?), .unknownClause(_, let suggestion?):
      ["did you mean '\(suggestion)'?"]
    case .unknownClause(_, nil): [Self.clauses]
    case .blanksInName(let name): ["write \(Self.excerpt(quoting: name))"]
    case .reservedWord(let word, _): ["if it is a name, quote it: \(Name.quoted(word))"]
    case .missingComma: ["items are separated by commas: signup, \"log in\""]
    case .trailingComma: ["delete the comma, or write what follows it"]
    case .commaBetweenClauses: ["delete the comma"]
    case .repeatedClause(let clause, let earlier) where clause != earlier: ["keep one of the two"]
    case .repeatedClause, .repeatedExplain: ["delete one of the two"]
    case .secondProperty: ["write one query for each property"]
    case .countOutOfRange(let text): Self.countHints(text)
    case .groupedDigits(let text): ["write \(Visible.excerpt(text.filter { $0 != "," }))"]
    case .expected, .unknownVerb, .emptyName, .namesNotTaken, .countBeforeUnit, .listTooLong,
      .tooManyStatements:
      []
    }
  }

  /// What may follow the subject of a query, in one line.
  static let clauses =
    "clauses are 'days 7' (or hours, weeks, months), 'unique' (or total, average), "
    + "'by PROPERTY' and 'limit 10'"

  private static func kind(ofClause clause: String) -> String {
    ReservedWord(spelling: clause)?.keyword.unit == nil ? "measure" : "window"
  }

  private static func countHints(_ text: String) -> [String] {
    if text.utf8.count > 9, text.utf8.allSatisfy(\.isDigit) { return ["use a smaller number"] }
    return text == "0" ? ["the minimum is 1"] : []
  }
}
