extension Parser {
  ///     stage =
  ///       ( "transpose" | "share" | "cumulate" )
  ///       | ( "first" | "last" | "rolling" ) count
  ///       | "change" [ count ]
  ///       | ( "where" | "expect" ) condition
  ///       | "sort" sortKeys
  ///       | "select" selections
  ///       | "add" assignment
  ///       | ( "sum" | "mean" | "min" | "max" ) [ "by" columns ]
  ///       | "unpivot" [ column ]
  ///       | "pivot" column
  ///       | "chart" [ "line" | "bar" | "spark" | "heat" | "funnel" ]
  ///       | "save" file .
  mutating func stage() throws(Diagnostic) -> Stage {
    let start = current.span
    guard let entry = stageEntry(at: index) else { throw stageProblem() }
    advance()
    part = .stage(entry)
    let kind = try arguments(of: entry)
    part = .stage(entry)
    return Stage(kind, span: span(from: start))
  }

  /// The stage that the token at `index` names.
  func stageEntry(at index: Int) -> StageEntry? {
    guard token(at: index).kind == .name else { return nil }
    return StageEntry(spelling: source[token(at: index).span])
  }

  private mutating func arguments(of entry: StageEntry) throws(Diagnostic) -> Stage.Kind {
    let word = entry.word.rawValue
    switch entry.arguments {
    case .none(let kind): return kind
    case .count(let kind):
      note(.count(.stage(entry.word)))
      return kind(try count(after: word, example: 7))
    case .optionalCount(let kind):
      note(.count(.stage(entry.word)))
      return kind(hasCount ? try count(after: word, example: 7) : nil)
    case .condition(let kind): return kind(try condition())
    case .sortKeys: return .sort(try sortKeys())
    case .selections: return .select(try selections())
    case .assignment:
      let (name, arithmetic) = try assignment()
      return .add(name, arithmetic)
    case .grouping(let fold):
      noteWords(.by, at: .clause)
      return .fold(fold, by: take(.by) ? try columns() : [])
    case .column: return .pivot(try column())
    case .newColumn: return .unpivot(hasWord ? try column(.newColumn) : nil)
    case .chart: return .chart(try chartWord())
    case .file: return .save(try file())
    }
  }

  /// Whether a count that can be left out is written.
  private var hasCount: Bool {
    guard !isAtNewStatement else { return false }
    switch current.kind {
    case .number, .sign(.minus), .sign(.colon): return true
    default: return false
    }
  }

  /// Whether a word or string that can be left out is written.
  private var hasWord: Bool {
    guard !isAtNewStatement else { return false }
    switch current.kind {
    case .name, .string, .keyword: return true
    default: return false
    }
  }

  ///     sortKeys = sortKey { "," sortKey } .
  private mutating func sortKeys() throws(Diagnostic) -> [SortKey] {
    var keys = [try sortKey(listed: [])]
    while take(.comma) {
      try checkLength(keys.count)
      try checkCommaEnds(beforeClause: false)
      keys.append(try sortKey(listed: keys.map(\.column)))
    }
    return keys
  }

  ///     sortKey = column [ "asc" | "desc" ] .
  private mutating func sortKey(listed: [Name]) throws(Diagnostic) -> SortKey {
    let column = try column(listed: listed)
    noteContextWords(["desc"], isOptional: true)
    let isDescending = takeContextWord("desc")
    if !isDescending { _ = takeContextWord("asc") }
    return SortKey(column, isDescending: isDescending)
  }

  ///     selections = selection { "," selection } .
  private mutating func selections() throws(Diagnostic) -> [Selection] {
    var selections = [try selection(listed: [])]
    while take(.comma) {
      try checkLength(selections.count)
      try checkCommaEnds(beforeClause: false)
      selections.append(try selection(listed: selections.map(\.column)))
    }
    return selections
  }

  ///     selection = column [ "as" column ] .
  private mutating func selection(listed: [Name]) throws(Diagnostic) -> Selection {
    let column = try column(listed: listed)
    noteContextWords(["as"], isOptional: true)
    guard takeContextWord("as") else { return Selection(column) }
    return Selection(column, as: try self.column(.newColumn))
  }

  ///     columns = column { "," column } .
  private mutating func columns() throws(Diagnostic) -> [Name] {
    var columns = [try column()]
    while take(.comma) {
      try checkLength(columns.count)
      try checkCommaEnds(beforeClause: false)
      columns.append(try column(listed: columns))
    }
    return columns
  }

  ///     assignment = column "=" columnSum .
  private mutating func assignment() throws(Diagnostic) -> (Name, Arithmetic<CellOperand>) {
    let name = try column(.newColumn)
    guard take(.equal) else {
      throw unexpected(
        wanting: "'=' after the name of the column", hints: ["write 'add rate = end / start'"])
    }
    return (name, try columnSum())
  }

  ///     columnSum = columnProduct { ( "+" | "-" ) columnProduct } .
  private mutating func columnSum() throws(Diagnostic) -> Arithmetic<CellOperand> {
    try chain(of: .plus, .minus, Arithmetic.sum) { parser throws(Diagnostic) in
      try parser.columnProduct()
    }
  }

  ///     columnProduct = columnOperand { ( "*" | "/" ) columnOperand } .
  private mutating func columnProduct() throws(Diagnostic) -> Arithmetic<CellOperand> {
    try chain(of: .times, .over, Arithmetic.product) { parser throws(Diagnostic) in
      try parser.columnOperand()
    }
  }

  ///     columnOperand = column | [ "-" ] number | parameter | "(" columnSum ")" .
  private mutating func columnOperand() throws(Diagnostic) -> Arithmetic<CellOperand> {
    switch current.kind {
    case .number, .sign(.minus), .sign(.colon):
      let value = try number()
      return .operand(CellOperand(.number(value), span: value.span))
    case .sign(.leftParen):
      return try inParentheses { parser throws(Diagnostic) in try parser.columnSum() }
    default:
      let column = try column()
      return .operand(CellOperand(.column(column), span: column.span))
    }
  }

  /// Reads `(`, what `inner` reads, and `)`.
  mutating func inParentheses<Part>(
    _ inner: (inout Parser) throws(Diagnostic) -> Part
  ) throws(Diagnostic) -> Part {
    advance()
    depth += 1
    defer { depth -= 1 }
    let part = try inner(&self)
    guard take(.rightParen) else { throw unexpected(wanting: "')'") }
    return part
  }

  private mutating func chartWord() throws(Diagnostic) -> ChartWord? {
    noteContextWords(ChartWord.allCases.map(\.rawValue), isOptional: true)
    guard hasWord, current.kind != .string else { return nil }
    let text = source[current.span]
    guard let word = ChartWord(rawValue: text.lowercased()) else { throw chartProblem(text) }
    advance()
    return word
  }

  ///     file = string | parameter .
  private mutating func file() throws(Diagnostic) -> Value {
    noteFile()
    let token = current
    if fillsWordAtCursor(unless: .string, .sign(.colon)) {
      return Value(.text("x"), span: token.span)
    }
    switch token.kind {
    case .sign(.colon): return parameterValue(try parameter())
    case .string:
      let path = Lexer.text(ofStringAt: token.span, in: source)
      guard !path.isEmpty else { throw Diagnostic(.emptyName, at: token.span) }
      advance()
      return Value(.text(path), span: token.span)
    default:
      throw unexpected(wanting: NameRole.file.rawValue, hints: ["write 'save \"weekly.csv\"'"])
    }
  }
}
