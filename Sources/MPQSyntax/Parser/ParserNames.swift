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

  ///     name = word | string | parameter .
  mutating func name(_ role: NameRole, listed: [Name] = []) throws(Diagnostic) -> Name {
    noteName(role, listed: listed)
    let token = current
    if fillsWordAtCursor(unless: .name, .string, .sign(.colon)) {
      return Name("", span: token.span)
    }
    switch token.kind {
    case .name:
      advance()
      return Name(source[token.span], span: token.span)
    case .string: return try nameInQuotes()
    case .sign(.colon) where startsParameter: return try parameter()
    default: throw nameProblem(role)
    }
  }

  private mutating func nameInQuotes() throws(Diagnostic) -> Name {
    let token = current
    let text = Lexer.text(ofStringAt: token.span, in: source)
    guard !text.isEmpty else { throw Diagnostic(.emptyName, at: token.span) }
    advance()
    return Name(text, span: token.span)
  }

  ///     column = word | keyword | string .
  ///
  /// The words of conditions, and `by`, are no columns unless they are quoted.
  mutating func column(
    _ role: NameRole = .column, listed: [Name] = []
  ) throws(Diagnostic) -> Name {
    if role == .column { noteColumn(listed: listed) }
    let token = current
    if fillsWordAtCursor(unless: .name, .string), token.keyword?.canNameColumn != true {
      return Name("", span: token.span)
    }
    if token.kind == .string { return try nameInQuotes() }
    guard token.kind == .name || token.keyword?.canNameColumn == true else {
      throw columnProblem(role)
    }
    advance()
    return Name(source[token.span], span: token.span)
  }

  ///     parameter = ":" ( word | keyword ) .
  mutating func parameter() throws(Diagnostic) -> Name {
    let colon = current.span
    advance()
    note(.parameter(parameters.map(\.text)))
    let token = current
    if fillsWordAtCursor(unless: .name) { return Name("x", isParameter: true, span: colon) }
    let isName = token.kind == .name || token.keyword != nil
    guard isName, token.span.lower == colon.upper else {
      throw unexpected(
        wanting: "the name of a parameter directly after ':'", hints: ["write ':weeks'"])
    }
    advance()
    return Name(source[token.span], isParameter: true, span: colon.joined(with: token.span))
  }

  /// Whether the next token is the `:` of a parameter.
  var startsParameter: Bool {
    guard current.isSign(.colon) else { return false }
    let next = token(at: index + 1)
    return next.kind == .name || next.keyword != nil || recorder?.index == index + 1
  }

  /// A parameter in place of a value.
  func parameterValue(_ name: Name) -> Value { Value(.parameter(name), span: name.span) }

  ///     value = word | string | [ "-" ] number | parameter .
  ///
  /// - Parameters:
  ///   - property: The property of the value; `nil` for others than those of a query.
  ///   - allowsKeywords: Whether reserved words are texts, as they are in conditions.
  mutating func value(of property: Name?, allowsKeywords: Bool) throws(Diagnostic) -> Value {
    let token = current
    if fillsWordAtCursor(unless: .name, .string, .number, .sign(.minus), .sign(.colon)) {
      return Value(.text(""), span: token.span)
    }
    switch token.kind {
    case .keyword where allowsKeywords, .name:
      advance()
      return Value(.text(source[token.span]), span: token.span)
    case .string:
      advance()
      return Value(.text(Lexer.text(ofStringAt: token.span, in: source)), span: token.span)
    case .number, .sign(.minus), .sign(.colon): return try number()
    default: throw valueProblem()
    }
  }

  /// Reads a number, or a parameter that stands for one.
  mutating func number() throws(Diagnostic) -> Value {
    let token = current
    if token.isSign(.colon) { return parameterValue(try parameter()) }
    advance()
    guard token.isSign(.minus) else { return Value(.number(source[token.span]), span: token.span) }
    guard current.kind == .number, current.span.lower == token.span.upper else {
      throw unexpected(
        wanting: "a number directly after '-'", hints: ["write -5, without a blank"])
    }
    advance()
    let whole = span(from: token.span)
    return Value(.number(source[whole]), span: whole)
  }

  /// Reads a word that is one of the language only here; not at the beginning of a statement.
  mutating func takeContextWord(_ word: String) -> Bool {
    guard current.kind == .name, !isAtNewStatement,
      source[current.span].lowercased() == word
    else { return false }
    advance()
    return true
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
    let isStatement =
      depth == 0 && current.startsLine && current.keyword?.beginsStatement == true
    guard
      isClause || isStatement || current.isSign(.semicolon) || current.isSign(.rightParen)
    else { return }
    throw Diagnostic(.trailingComma(before: found), at: comma.span, hints: quoteHint)
  }
}
