/// The place of an expression, which decides on its last stages.
enum ExpressionPlace {
  /// An answer, which can be drawn and saved.
  case answer
  /// The right side of `let`.
  case definition
  /// An operand.
  case parentheses
}

extension Parser {
  ///     expression = sum { "|" stage } .
  mutating func expression(_ place: ExpressionPlace) throws(Diagnostic) -> Expression {
    let start = current.span
    let arithmetic = try sum()
    var expression = Expression(arithmetic, span: span(from: start))
    let outer = pipeline
    defer { pipeline = outer }
    while take(.pipe) {
      guard expression.stages.count < Script.stageLimit else {
        throw Diagnostic(PipelineProblem.tooManyStages, at: currentSpan)
      }
      pipeline = expression
      noteStages(after: expression.stages.last, at: place)
      let stage = try stage()
      check(stage, after: expression.stages.last, at: place)
      expression.stages.append(stage)
      expression.span = span(from: start)
    }
    return expression
  }

  /// Notes the stages that can follow `previous`.
  private mutating func noteStages(after previous: Stage?, at place: ExpressionPlace) {
    guard isAtCursor else { return }
    let words: [StageWord] =
      switch previous?.word {
      case .save: [.chart]
      case .chart: []
      default:
        StageEntry.all.map(\.word)
          .filter { place == .answer || !StageEntry.outputs.contains($0) }
      }
    noteContextWords(words.map(\.rawValue))
  }

  /// Reports an output that is not the end of an answer.
  private mutating func check(
    _ stage: Stage, after previous: Stage?, at place: ExpressionPlace
  ) {
    let isOutput = StageEntry.outputs.contains(stage.word)
    if isOutput, place != .answer {
      report(Diagnostic(PipelineProblem.outputInside(stage.word.rawValue), at: stage.span))
    }
    guard let previous, StageEntry.outputs.contains(previous.word) else { return }
    if previous.word == .save, stage.word == .chart { return }
    report(
      Diagnostic(
        PipelineProblem.stageAfterOutput(stage.word.rawValue, output: previous.word.rawValue),
        at: stage.span))
  }

  ///     sum = product { ( "+" | "-" ) product } .
  private mutating func sum() throws(Diagnostic) -> Arithmetic<Operand> {
    try chain(of: .plus, .minus, Arithmetic.sum) { parser throws(Diagnostic) in
      try parser.product()
    }
  }

  ///     product = operand { ( "*" | "/" ) operand } .
  private mutating func product() throws(Diagnostic) -> Arithmetic<Operand> {
    try chain(of: .times, .over, Arithmetic.product) { parser throws(Diagnostic) in
      try parser.operand()
    }
  }

  /// Reads terms with one of two signs between them; one term alone is no chain.
  mutating func chain<Operand>(
    of one: ArithmeticSign, _ other: ArithmeticSign,
    _ joined: (Arithmetic<Operand>, [Arithmetic<Operand>.Link]) -> Arithmetic<Operand>,
    _ term: (inout Parser) throws(Diagnostic) -> Arithmetic<Operand>
  ) throws(Diagnostic) -> Arithmetic<Operand> {
    let first = try term(&self)
    var links: [Arithmetic<Operand>.Link] = []
    while case .sign(let sign) = current.kind, let sign = ArithmeticSign(sign),
      sign == one || sign == other
    {
      try checkChain(links.count)
      let span = current.span
      advance()
      links.append(Arithmetic.Link(sign, try term(&self), signSpan: span))
    }
    return links.isEmpty ? first : joined(first, links)
  }

  /// Refuses one link more than a chain may have.
  func checkChain(_ count: Int) throws(Diagnostic) {
    guard count < Script.chainLimit else {
      throw Diagnostic(PipelineProblem.chainTooLong, at: currentSpan)
    }
  }

  ///     operand = query | word | [ "-" ] number | parameter | "(" expression ")" .
  private mutating func operand() throws(Diagnostic) -> Arithmetic<Operand> {
    noteOperand()
    let token = current
    switch token.kind {
    case .keyword(let keyword) where keyword.isVerb:
      let query = try query()
      part = .query(query)
      return .operand(Operand(.query(query), span: query.span))
    case .name:
      advance()
      let name = Name(source[token.span], span: token.span)
      part = .name(name)
      return .operand(Operand(.name(name), span: token.span))
    case .sign(.leftParen): return try parentheses()
    case .number, .sign(.minus), .sign(.colon):
      let value = try number()
      part = .number
      return .operand(Operand(.number(value), span: value.span))
    default: throw operandProblem()
    }
  }

  private mutating func parentheses() throws(Diagnostic) -> Arithmetic<Operand> {
    let start = current.span
    advance()
    depth += 1
    defer { depth -= 1 }
    let inner = try expression(.parentheses)
    guard take(.rightParen) else {
      throw current.kind == .endOfInput ? unexpected(wanting: "')'") : trailingProblem()
    }
    part = .parentheses
    guard !inner.stages.isEmpty else { return inner.arithmetic }
    return .operand(Operand(.pipeline(inner), span: span(from: start)))
  }
}

extension ArithmeticSign {
  /// The operator that `sign` is; `nil` for other signs.
  fileprivate init?(_ sign: Token.Sign) {
    switch sign {
    case .plus: self = .plus
    case .minus: self = .minus
    case .star: self = .times
    case .slash: self = .over
    default: return nil
    }
  }
}
