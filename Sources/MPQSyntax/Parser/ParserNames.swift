extension Parser {
  ///     names = name { "," name } .
  mutating func names(_ role: NameRole) throws(Diagnostic) -> [Name] {
    var names = [try name(role)]
    while take(.comma) {
      try checkLength(names.count)
      try checkCommaEnds(beforeClause: true)
      names.append(try name(role, listed: names))
    }
    return names
  }

  ///     name = word | string .
  mutating func name(_ role: NameRole, listed: [Name] = []) throws(Diagnostic) -> Name {
    noteName(role, listed: listed)
    let token = current
    if fillsWordAtCursor(unless: .name, .string) { return Name("", span: token.span) }
    switch token.kind {
    case .name:
      advance()
      return Name(source[token.span], span: token.span)
    case .string:
      let text = Lexer.text(ofStringAt: token.span, in: source)
      guard !text.isEmpty else { throw Diagnostic(.emptyName, at: token.span) }
      advance()
      return Name(text, span: token.span)
    default: throw nameProblem(role)
    }
  }

  ///     value = word | string | [ "-" ] number .
  mutating func value() throws(Diagnostic) -> Value {
    let token = current
    if fillsWordAtCursor(unless: .name, .string, .number, .sign(.minus)) {
      return Value(.text(""), span: token.span)
    }
    switch token.kind {
    case .name:
      advance()
      return Value(.text(source[token.span]), span: token.span)
    case .string:
      advance()
      return Value(.text(Lexer.text(ofStringAt: token.span, in: source)), span: token.span)
    case .number:
      advance()
      return Value(.number(source[token.span]), span: token.span)
    case .sign(.minus):
      advance()
      guard current.kind == .number, current.span.lower == token.span.upper else {
        throw unexpected(
          wanting: "a number directly after '-'", hints: ["write -5, without a blank"])
      }
      advance()
      let whole = span(from: token.span)
      return Value(.number(source[whole]), span: whole)
    default: throw valueProblem()
    }
  }

  /// Refuses one item more than a list may have.
  func checkLength(_ count: Int) throws(Diagnostic) {
    guard count < Script.listLimit else { throw Diagnostic(.listTooLong, at: currentSpan) }
  }

  /// Refuses a comma that has nothing to its right but what follows a list.
  func checkCommaEnds(beforeClause: Bool) throws(Diagnostic) {
    guard let comma = previous, !isAtCursor else { return }
    if current.kind == .endOfInput {
      throw Diagnostic(.trailingComma(before: found), at: currentSpan)
    }
    let isClause = beforeClause && current.keyword?.beginsClause == true
    let isStatement = current.startsLine && current.keyword?.beginsStatement == true
    guard
      isClause || isStatement || current.isSign(.semicolon) || current.isSign(.rightParen)
    else { return }
    throw Diagnostic(.trailingComma(before: found), at: comma.span, hints: quoteHint)
  }
}
