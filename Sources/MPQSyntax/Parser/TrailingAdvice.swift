// Messages for an unexpected token after a part of a statement.

extension Parser {
  /// The problem that the next token can neither continue the part before it nor end it.
  func trailingProblem() -> Diagnostic {
    switch part {
    case .query(let query): trailingProblem(after: query)
    case .name(let name): problem(after: name)
    case .stage(let entry): problem(after: entry)
    case .none, .number, .parentheses: problemAfterOperand()
    case .parameterDefinition, .inclusion: unexpected(wanting: "the end of the statement")
    }
  }

  private func problemAfterOperand() -> Diagnostic {
    if let problem = missingPipe() { return problem }
    return unexpected(wanting: "an operator, '|' or \(ending)")
  }

  /// What ends the part, for messages.
  var ending: String { depth > 0 ? "')'" : "the end of the statement" }

  /// The problem that the next token is a stage without the sign before it.
  func missingPipe() -> Diagnostic? {
    stageEntry(at: index).map { entry in
      Diagnostic(
        PipelineProblem.missingPipe(entry.word.rawValue, usage: entry.usage), at: current.span)
    }
  }

  /// The problem that the next token can neither continue `query` nor end it.
  private func trailingProblem(after query: Query) -> Diagnostic {
    switch current.kind {
    case .name: nameAfter(query)
    case .string: stringAfter(query)
    case .number: numberAfter(query)
    case .keyword(let keyword): keywordAfter(query, keyword)
    case .sign(let sign): signAfter(query, sign)
    case .invalid, .endOfInput: unexpectedAfterQuery([])
    }
  }

  private func unexpectedAfterQuery(_ hints: [String]) -> Diagnostic {
    unexpected(wanting: "a clause or the end of the query", hints: hints)
  }

  private func nameAfter(_ query: Query) -> Diagnostic {
    let word = source[current.span]
    if let window = OperandAdvice.windowSpelledAsOne(word) {
      return Diagnostic(.unknownClause(word, suggestion: window), at: current.span)
    }
    let run = query.endsWithNames ? unquotedRun() : nil
    let quoting = quotingHint(run?.text)
    if let window = windowWrittenBackwards() { return unexpectedAfterQuery([window]) }
    if var problem = missingPipe() {
      if stageWordOfQuery { problem.hints += [Self.valuesHint] }
      problem.hints += wordStandsAlone ? quoting : []
      return problem
    }
    if let foreign = ForeignWord(spelling: word), foreign.isClause {
      return unexpectedAfterQuery([foreign.hint] + (wordStandsAlone ? quoting : []))
    }
    let clauses = ReservedWord.all.filter(\.keyword.beginsClause).map(\.spelling)
    if let near = NearMiss.best(for: word, among: clauses) {
      return Diagnostic(
        .unknownClause(word, suggestion: near), at: current.span, hints: quoting)
    }
    if let run { return Diagnostic(.blanksInName(run.text), at: run.span) }
    if query.endsWithNames {
      return Diagnostic(.missingComma, at: current.span, hints: [SyntaxProblem.clauses])
    }
    if let problem = namesNotTaken(by: query) { return problem }
    return Diagnostic(.unknownClause(word, suggestion: nil), at: current.span)
  }

  /// Whether the stage is one that a clause could be meant by.
  private var stageWordOfQuery: Bool { source[current.span].lowercased() == "where" }

  static let valuesHint = "to select values of a property, write 'by PROPERTY in (\"a\", \"b\")'"

  /// The hint that the word could be part of the name before it.
  private func quotingHint(_ name: String?) -> [String] {
    name.map { ["if it belongs to the name, write \(SyntaxProblem.excerpt(quoting: $0))"] } ?? []
  }

  /// Whether what follows the next word does not look as if the two belonged together.
  private var wordStandsAlone: Bool {
    switch token(at: index + 1).kind {
    case .name, .number, .invalid, .sign(.equal): false
    case .keyword(let keyword): keyword != .by
    default: true
    }
  }

  /// `write 'days 7'` for the next tokens `last 7 days`.
  private func windowWrittenBackwards() -> String? {
    let count = token(at: index + 1)
    guard count.kind == .number, let unit = token(at: index + 2).keyword?.unit else { return nil }
    return "write '\(unit.plural) \(Visible.excerpt(source[count.span]))'"
  }

  private func stringAfter(_ query: Query) -> Diagnostic {
    if query.endsWithNames { return Diagnostic(.missingComma, at: current.span) }
    return namesNotTaken(by: query) ?? unexpectedAfterQuery([SyntaxProblem.clauses])
  }

  private func numberAfter(_ query: Query) -> Diagnostic {
    let count = source[current.span]
    let next = token(at: index + 1)
    if let unit = next.keyword?.unit {
      return Diagnostic(
        .countBeforeUnit(count, unit: unit.plural), at: current.span.joined(with: next.span))
    }
    if query.endsWithNames, let run = unquotedRun() {
      return Diagnostic(
        .blanksInName(run.text), at: run.span, hints: ["a window is written 'days \(count)'"])
    }
    return unexpectedAfterQuery(["a number follows a unit or 'limit': 'days 7', 'limit 10'"])
  }

  private func keywordAfter(_ query: Query, _ keyword: Keyword) -> Diagnostic {
    let run = query.endsWithNames ? unquotedRun() : nil
    let quoting = quotingHint(run?.text)
    switch keyword {
    case .and where query.endsWithNames:
      return unexpectedAfterQuery(["names are separated by commas"] + quoting)
    case .for:
      let window = windowWrittenBackwards() ?? "a window is written 'days 7', without 'for'"
      return unexpectedAfterQuery([window])
    case .in where query.endsWithNames:
      return unexpectedAfterQuery(quoting + ["'in' selects values after 'by PROPERTY'"])
    default: break
    }
    if let run { return Diagnostic(.blanksInName(run.text), at: run.span) }
    guard keyword.beginsStatement, depth == 0 else {
      return unexpectedAfterQuery([SyntaxProblem.clauses])
    }
    return unexpectedAfterQuery(["statements are separated by ';' or by the end of the line"])
  }

  private func signAfter(_ query: Query, _ sign: Token.Sign) -> Diagnostic {
    switch sign {
    case .comma:
      if let problem = groupedDigits() { return problem }
      if let problem = namesNotTaken(by: query) { return problem }
      return Diagnostic(.commaBetweenClauses, at: current.span)
    case .rightParen:
      return unexpectedAfterQuery(["no parenthesis is open here: delete it"])
    case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .tilde:
      return unexpectedAfterQuery([Self.valuesHint, "to keep some rows, write '| where CONDITION'"])
    default:
      return unexpectedAfterQuery([SyntaxProblem.clauses])
    }
  }

  /// `limit 1,000`: commas between digits, without blanks.
  private func groupedDigits() -> Diagnostic? {
    guard let before = previous, before.kind == .number else { return nil }
    var written = before.span
    var last = index
    while token(at: last).isSign(.comma), token(at: last).span.lower == written.upper {
      let group = token(at: last + 1).span
      guard group.lower == token(at: last).span.upper, group.count == 3,
        source[group].utf8.allSatisfy(\.isDigit)
      else { break }
      written = written.joined(with: group)
      last += 2
    }
    guard written != before.span else { return nil }
    return Diagnostic(.groupedDigits(source[written]), at: written)
  }

  /// The problem that a name follows a subject that takes none, with a query that does.
  private func namesNotTaken(by query: Query) -> Diagnostic? {
    guard query.clauses.isEmpty else { return nil }
    let name = current.isSign(.comma) ? "NAME" : Visible.excerpt(source[current.span])
    switch query.kind {
    case .topEvents:
      return Diagnostic(
        .namesNotTaken(by: "top events"), at: current.span,
        hints: ["for counts of one event, write 'events \(name)'"])
    case .show(.events):
      return Diagnostic(
        .namesNotTaken(by: "show events"), at: current.span,
        hints: ["write 'events \(name)' or 'show properties of event \(name)'"])
    case .show(.funnels):
      return Diagnostic(
        .namesNotTaken(by: "show funnels"), at: current.span,
        hints: ["write 'funnel \(name)' or 'show dates of funnel \(name)'"])
    default: return nil
    }
  }
}

extension Query {
  /// Whether the query, as far as it was read, ends with a list of names.
  fileprivate var endsWithNames: Bool {
    guard clauses.isEmpty else { return false }
    switch kind {
    case .topEvents, .show(.events), .show(.funnels): return false
    default: return true
    }
  }
}
