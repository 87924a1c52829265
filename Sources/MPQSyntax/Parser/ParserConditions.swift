extension Parser {
  ///     condition = conjunction { "or" conjunction } .
  mutating func condition() throws(Diagnostic) -> Condition {
    var parts = [try conjunction()]
    noteWords(.or, at: .condition)
    while take(.or) {
      try checkChain(parts.count)
      parts.append(try conjunction())
      noteWords(.or, at: .condition)
    }
    return parts.count == 1 ? parts[0] : .or(parts)
  }

  ///     conjunction = negation { "and" negation } .
  private mutating func conjunction() throws(Diagnostic) -> Condition {
    var parts = [try negation()]
    noteWords(.and, at: .condition)
    while take(.and) {
      try checkChain(parts.count)
      parts.append(try negation())
      noteWords(.and, at: .condition)
    }
    return parts.count == 1 ? parts[0] : .and(parts)
  }

  ///     negation = { "not" } ( "(" condition ")" | comparison ) .
  private mutating func negation() throws(Diagnostic) -> Condition {
    noteWords(.not, at: .condition)
    var count = 0
    while current.keyword == .not {
      count += 1
      guard negationCount + count <= Script.nestingLimit else {
        throw Diagnostic(TokenProblem.nestingTooDeep, at: current.span)
      }
      advance()
    }
    negationCount += count
    defer { negationCount -= count }
    var condition =
      current.isSign(.leftParen)
      ? try inParentheses { parser throws(Diagnostic) in try parser.condition() }
      : try comparison()
    for _ in 0..<count { condition = .not(condition) }
    return condition
  }

  ///     comparison =
  ///       column (
  ///         ( "=" | "!=" | "<" | "<=" | ">" | ">=" | "~" ) comparand
  ///         | "in" comparands
  ///         | "is" [ "not" ] "null" ) .
  private mutating func comparison() throws(Diagnostic) -> Condition {
    if let problem = swappedComparison() { throw problem }
    let column = try column()
    noteContextWords(["in", "is"])
    if case .sign(let sign) = current.kind, let comparison = Condition.Comparison(sign) {
      advance()
      return .comparison(column, comparison, try comparand(of: column))
    }
    if take(.in) { return .isIn(column, try comparands(of: column)) }
    guard takeContextWord("is") else { throw comparisonProblem(after: column) }
    noteWords(.not, at: .condition)
    noteContextWords(["null"])
    let isNegated = take(.not)
    if isNegated { noteContextWords(["null"]) }
    guard takeContextWord("null") else {
      throw unexpected(
        wanting: "'null' after 'is'", hints: ["to compare with a value, write '='"])
    }
    return .isNull(column, isNegated: isNegated)
  }

  ///     comparand = value | keyword .
  private mutating func comparand(of column: Name) throws(Diagnostic) -> Value {
    if current.kind == .name, Value.isNull(source[current.span]) {
      throw Diagnostic(
        PipelineProblem.comparedWithNull(column.columnDescription), at: current.span)
    }
    return try value(of: nil, allowsKeywords: true)
  }

  ///     comparands = "(" comparand { "," comparand } ")" .
  private mutating func comparands(of column: Name) throws(Diagnostic) -> [Value] {
    try items { parser, _ throws(Diagnostic) in try parser.comparand(of: column) }
  }
}

extension Condition.Comparison {
  /// The comparison that `sign` is; `nil` for other signs.
  fileprivate init?(_ sign: Token.Sign) {
    self.init(rawValue: sign.rawValue)
  }
}
