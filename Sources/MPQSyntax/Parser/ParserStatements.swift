extension Parser {
  ///     statement = answer | definition | parameterDefinition | inclusion .
  mutating func statement() throws(Diagnostic) -> Statement {
    switch current.keyword {
    case .let: try definition()
    case .param: try parameterDefinition()
    case .include: try inclusion()
    default: try answer()
    }
  }

  ///     answer = [ "explain" ] expression .
  private mutating func answer() throws(Diagnostic) -> Statement {
    let start = current.span
    let isExplain = take(.explain)
    if isExplain { try checkExplained() }
    let firstOperand = current
    do throws(Diagnostic) {
      let expression = try expression(.answer)
      try end()
      return Statement(.answer(expression), isExplain: isExplain, span: span(from: start))
    } catch {
      throw verbProblem(of: firstOperand, insteadOf: error)
    }
  }

  private func checkExplained() throws(Diagnostic) {
    guard let keyword = current.keyword else { return }
    switch keyword {
    case .explain: throw Diagnostic(.repeatedExplain, at: current.span)
    case .let, .param, .include:
      throw Diagnostic(PipelineProblem.explainedDefinition(keyword.rawValue), at: current.span)
    default: return
    }
  }

  ///     definition = "let" word "=" expression .
  private mutating func definition() throws(Diagnostic) -> Statement {
    let start = current.span
    advance()
    let name = try newName(.newAnswer, allowsKeywords: false)
    guard take(.equal) else {
      throw unexpected(
        wanting: "'=' after the name", hints: ["write 'let signups = events signup'"])
    }
    let expression = try expression(.definition)
    try end()
    bound.append(name)
    return Statement(.let(name, expression), span: span(from: start))
  }

  ///     parameterDefinition = "param" ( word | keyword ) [ "=" value ] .
  private mutating func parameterDefinition() throws(Diagnostic) -> Statement {
    let start = current.span
    advance()
    let name = try newName(.parameter, allowsKeywords: true)
    part = .parameterDefinition
    var value: Value?
    if take(.equal) {
      if current.isSign(.colon) {
        throw unexpected(wanting: "a value", hints: ["the default of a parameter is a constant"])
      }
      value = try self.value(of: nil, allowsKeywords: false)
    }
    try end()
    parameters.append(name)
    return Statement(.param(name, value), span: span(from: start))
  }

  ///     inclusion = "include" string .
  private mutating func inclusion() throws(Diagnostic) -> Statement {
    let start = current.span
    advance()
    noteFile()
    let path = current
    if fillsWordAtCursor(unless: .string) {
      return Statement(.include(Name("", span: path.span)), span: span(from: start))
    }
    guard path.kind == .string else {
      throw unexpected(wanting: NameRole.file.rawValue, hints: ["write 'include \"shared.mpq\"'"])
    }
    let text = Lexer.text(ofStringAt: path.span, in: source)
    guard !text.isEmpty else { throw Diagnostic(.emptyName, at: path.span) }
    advance()
    part = .inclusion
    try end()
    return Statement(.include(Name(text, span: path.span)), span: span(from: start))
  }

  /// The name that a statement defines, always one bare word.
  private mutating func newName(
    _ role: NameRole, allowsKeywords: Bool
  ) throws(Diagnostic) -> Name {
    let token = current
    if fillsWordAtCursor(unless: .name) { return Name("x", span: token.span) }
    switch token.kind {
    case .keyword where allowsKeywords, .name:
      advance()
      return Name(source[token.span], span: token.span)
    case .keyword:
      throw unexpected(
        wanting: role.rawValue, hints: ["\(found) is a reserved word: choose another name"])
    case .string:
      throw unexpected(wanting: role.rawValue, hints: ["write one word without quotes"])
    case .sign(.colon):
      throw unexpected(wanting: role.rawValue, hints: ["write the ':' only where it is used"])
    default: throw unexpected(wanting: role.rawValue)
    }
  }
}
