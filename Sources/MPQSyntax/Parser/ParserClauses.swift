extension Parser {
  /// The clauses of a query; of two that say the same, the second is reported and left out.
  mutating func clauses() throws(Diagnostic) -> [Clause] {
    var clauses: [Clause] = []
    while true {
      note(.clause)
      skipRestOfClauseAtCursor()
      guard current.keyword?.beginsClause == true else { return clauses }
      let clause = try clause()
      recorder?.clauses.append(clause.kind)
      if let earlier = clauses.first(where: { $0.kind.repeats(clause.kind) }) {
        report(
          Diagnostic(
            .repeatedClause(clause.kind.word, earlier: earlier.kind.word), at: clause.span))
      } else {
        clauses.append(clause)
      }
    }
  }

  ///     clause = measure | window | by | limit .
  private mutating func clause() throws(Diagnostic) -> Clause {
    let start = current.span
    let kind: Clause.Kind
    if let word = current.keyword?.measure {
      kind = measure(word)
    } else if let unit = current.keyword?.unit {
      kind = try window(unit)
    } else if current.keyword == .by {
      kind = try by()
    } else {
      kind = try limit()
    }
    return Clause(kind, span: span(from: start))
  }

  ///     measure = "total" | "unique" | "average" .
  private mutating func measure(_ word: MeasureWord) -> Clause.Kind {
    advance()
    return .measure(word)
  }

  ///     window = ( "hours" | "days" | "weeks" | "months" ) count .
  private mutating func window(_ unit: UnitWord) throws(Diagnostic) -> Clause.Kind {
    advance()
    note(.count(.window(unit)))
    return .window(unit, count: try count(after: unit.plural, example: 7))
  }

  ///     limit = "limit" count .
  private mutating func limit() throws(Diagnostic) -> Clause.Kind {
    advance()
    note(.count(.limit))
    return .limit(try count(after: "limit", example: 10))
  }

  ///     count = number | parameter .
  ///
  /// A number that is not a count is reported and read as 1, so that parsing continues.
  mutating func count(after word: String, example: Int) throws(Diagnostic) -> Count {
    let start = current.span
    if fillsWordAtCursor(unless: .number, .sign(.minus), .sign(.colon)) { return 1 }
    if startsParameter { return .parameter(try parameter()) }
    let isNegative = current.isSign(.minus) && token(at: index + 1).kind == .number
    if isNegative { advance() }
    guard current.kind == .number else { throw countProblem(after: word, example: example) }
    advance()
    let whole = span(from: start)
    let text = source[whole]
    if let count = Int(text), !isNegative, (1...Clause.countLimit).contains(count) {
      return .number(count)
    }
    report(Diagnostic(.countOutOfRange(text), at: whole))
    return 1
  }

  ///     by = "by" name [ "in" list ] .
  private mutating func by() throws(Diagnostic) -> Clause.Kind {
    advance()
    let property = try name(.property)
    try skipFurtherProperties()
    noteWords(.in, at: .link)
    guard take(.in) else {
      try checkValuesWithoutIn()
      return .by(property, values: nil)
    }
    return .by(property, values: try list(of: property))
  }

  ///     list = "(" value { "," value } ")" .
  private mutating func list(of property: Name) throws(Diagnostic) -> [Value] {
    try items { parser, listed throws(Diagnostic) in
      parser.noteValue(of: property, listed: listed)
      return try parser.value(of: property, allowsKeywords: false)
    }
  }

  /// Reads values in parentheses after `in`, each with `item`, which gets those before it.
  mutating func items(
    _ item: (inout Parser, [Value]) throws(Diagnostic) -> Value
  ) throws(Diagnostic) -> [Value] {
    note(.sign(.leftParen))
    guard take(.leftParen) else {
      throw unexpected(
        wanting: "'(' after 'in'", hints: ["put values in parentheses: in (\"a\", \"b\")"])
    }
    depth += 1
    defer { depth -= 1 }
    var values: [Value] = []
    repeat {
      if !values.isEmpty {
        try checkLength(values.count)
        try checkCommaEnds(beforeClause: false)
      }
      values.append(try item(&self, values))
      note(.sign(.comma))
      note(.sign(.rightParen))
    } while take(.comma)
    guard take(.rightParen) else { throw listProblem() }
    return values
  }

  /// Reports the properties that follow a comma, and reads past them.
  private mutating func skipFurtherProperties() throws(Diagnostic) {
    while current.isSign(.comma) {
      switch token(at: index + 1).kind {
      case .name, .string: break
      default: return
      }
      advance()
      let property = try name(.property)
      report(Diagnostic(.secondProperty, at: property.span))
    }
  }
}

extension Clause.Kind {
  /// Whether both say the same thing of a query, so that one of them is too many.
  public func repeats(_ other: Clause.Kind) -> Bool {
    switch (self, other) {
    case (.measure, .measure), (.window, .window), (.by, .by), (.limit, .limit): true
    default: false
    }
  }

  /// The word that the clause begins with.
  var word: String {
    switch self {
    case .measure(let measure): measure.rawValue
    case .window(let unit, _): unit.plural
    case .by: "by"
    case .limit: "limit"
    }
  }
}
