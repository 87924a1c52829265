import MPQAPI
import MPQSyntax

/// A problem, and the place where it is.
struct SchemaFault: Error, Equatable {
  var problem: SchemaProblem
  var span: SourceSpan

  init(_ problem: SchemaProblem, at span: SourceSpan) {
    self.problem = problem
    self.span = span
  }
}

// The rule of each stage: from the columns that it gets to the columns that it makes.

extension Schema {
  /// The columns after `stage`.
  ///
  /// - Parameter stage: A stage whose parameters are substituted.
  /// - Returns: The columns of the table that the stage makes.
  /// - Throws: What the stage lacks.
  func after(_ stage: Stage) throws(SchemaFault) -> Schema {
    let name = stage.word.rawValue
    switch stage.kind {
    case .sort(let keys):
      for key in keys { _ = try existing(key.column) }
      return self
    case .first, .last: return self
    case .where(let condition), .expect(let condition):
      try check(condition)
      return self
    case .select(let selections): return try selecting(selections)
    case .add(let name, let arithmetic): return try adding(name, arithmetic)
    case .fold(let word, let columns): return try folded(word, by: columns, stage)
    case .unpivot(let name): return try unpivoted(name, stage)
    case .pivot(let column): return try pivoted(column, stage)
    case .transpose: return try transposed(stage)
    case .share:
      try requireNumbers(name, stage.span)
      if open?.kind == .fraction {
        throw SchemaFault(.shareOfFractions(column: nil), at: stage.span)
      }
      if let fraction = values.first(where: { $0.kind == .fraction }) {
        throw SchemaFault(.shareOfFractions(column: fraction.name), at: stage.span)
      }
      return mapped(measure: nil) { _ in .fraction }
    case .change:
      try requireNumbers(name, stage.span)
      return mapped(measure: nil) { _ in .fraction }
    case .rolling:
      try requireNumbers(name, stage.span)
      return mapped(measure: measure, KindRules.mean(of:))
    case .cumulate:
      try requireNumbers(name, stage.span)
      try requireAdditive(name, stage.span)
      return self
    case .chart, .save: return self
    }
  }

  // MARK: - Rows

  private func existing(_ name: Name) throws(SchemaFault) -> Column {
    guard let column = column(name.text) else {
      let known = columns.map(\.name)
      throw SchemaFault(
        .unknownColumn(
          name.text, nearest: NearMiss.best(for: name.text, among: known), known: known),
        at: name.span)
    }
    return column
  }

  private func check(_ condition: Condition) throws(SchemaFault) {
    switch condition {
    case .comparison(let name, let comparison, let value):
      let column = try existing(name)
      if comparison == .contains, column.kind.isNumeric {
        throw SchemaFault(.containsNeedsText(column: column.name), at: name.span)
      }
      let isEquality = comparison == .equal || comparison == .notEqual || comparison == .contains
      try check(value, of: column, isEquality: isEquality)
    case .isIn(let name, let values):
      let column = try existing(name)
      for value in values { try check(value, of: column, isEquality: true) }
    case .isNull(let name, _): _ = try existing(name)
    case .not(let inner): try check(inner)
    case .and(let parts), .or(let parts):
      for part in parts { try check(part) }
    }
  }

  /// A number can equal a text, whose values may be numbers; it cannot be ordered among texts.
  private func check(
    _ value: Value, of column: Column, isEquality: Bool
  ) throws(SchemaFault) {
    switch value.kind {
    case .text where column.kind.isNumeric:
      throw SchemaFault(.wrongValue(column: column.name, isNumeric: true), at: value.span)
    case .number where !column.kind.isNumeric && !isEquality:
      throw SchemaFault(.wrongValue(column: column.name, isNumeric: false), at: value.span)
    case .text, .number, .parameter: break
    }
  }

  // MARK: - Columns

  private func selecting(_ selections: [Selection]) throws(SchemaFault) -> Schema {
    var result = Schema(keys: [], measure: measure, unit: unit)
    var names: Set<ByteText> = []
    for selection in selections {
      var column = try existing(selection.column)
      let isKey = keys.contains { ByteText($0.name) == ByteText(column.name) }
      let newName = selection.newName ?? selection.column
      column.name = newName.text
      guard names.insert(ByteText(newName.text)).inserted else {
        throw SchemaFault(.selectedTwice(newName.text), at: newName.span)
      }
      if isKey { result.keys.append(column) } else { result.values.append(column) }
    }
    if !result.hasDate { result.unit = nil }
    return result
  }

  private func adding(
    _ name: Name, _ arithmetic: Arithmetic<CellOperand>
  ) throws(SchemaFault) -> Schema {
    if columns.contains(where: { ByteText($0.name) == ByteText(name.text) }) {
      throw SchemaFault(.duplicateColumn(name.text), at: name.span)
    }
    var result = self
    result.values.append(Column(name.text, try operand(of: arithmetic).kind))
    return result
  }

  private func operand(
    of arithmetic: Arithmetic<CellOperand>
  ) throws(SchemaFault) -> KindRules.Operand {
    let first: Arithmetic<CellOperand>
    let links: [Arithmetic<CellOperand>.Link]
    switch arithmetic {
    case .operand(let operand):
      let name: Name
      switch operand.kind {
      case .number(let value):
        guard case .number(let text) = value.kind else {
          throw SchemaFault(.notANumber(value.text), at: value.span)
        }
        guard Number(literal: text) != nil else {
          throw SchemaFault(.numberTooLarge, at: value.span)
        }
        return .literal(text)
      case .column(let column): name = column
      }
      let column = try existing(name)
      guard column.kind.isNumeric else {
        throw SchemaFault(.notNumeric(column: column.name), at: name.span)
      }
      return .column(column.kind)
    case .sum(let head, let rest), .product(let head, let rest): (first, links) = (head, rest)
    }
    var left = try operand(of: first)
    for link in links {
      let right = try operand(of: link.operand)
      let kind = KindRules.kind(left, link.sign, right)
      left = left.isLiteral && right.isLiteral ? .literal(isWhole: kind == .integer) : .column(kind)
    }
    return left
  }

  private func mapped(measure: Measure?, _ kind: (ColumnKind) -> ColumnKind) -> Schema {
    var result = self
    result.measure = measure
    if let open, open.kind.isNumeric { result.open?.kind = kind(open.kind) }
    result.values = values.map { $0.kind.isNumeric ? Column($0.name, kind($0.kind)) : $0 }
    return result
  }

  private func requireNumbers(_ stage: String, _ span: SourceSpan) throws(SchemaFault) {
    guard !valueKinds.contains(where: \.isNumeric) else { return }
    throw SchemaFault(.nothingToCompute(stage: stage), at: span)
  }

  private func requireAdditive(_ stage: String, _ span: SourceSpan) throws(SchemaFault) {
    guard let measure, measure != .general else { return }
    throw SchemaFault(.doesNotAddUp(stage: stage, measure: measure), at: span)
  }
}

// MARK: - Shapes

extension Schema {
  private func folded(
    _ word: FoldWord, by names: [Name], _ stage: Stage
  ) throws(SchemaFault) -> Schema {
    try requireNumbers(word.rawValue, stage.span)
    if word == .sum { try requireAdditive(word.rawValue, stage.span) }
    var result = mapped(measure: word == .sum ? measure : nil) {
      word == .mean ? KindRules.mean(of: $0) : $0
    }
    result.values.removeAll { !$0.kind.isNumeric }
    result.keys = []
    for name in names {
      let column = try existing(name)
      guard !column.kind.isNumeric || keys.contains(column) else {
        throw SchemaFault(.notAKey(column: name.text, keys: keys.map(\.name)), at: name.span)
      }
      guard !result.keys.contains(column) else {
        throw SchemaFault(.selectedTwice(name.text), at: name.span)
      }
      result.keys.append(column)
    }
    if !result.hasDate { result.unit = nil }
    return result
  }

  private func unpivoted(_ name: Name?, _ stage: Stage) throws(SchemaFault) -> Schema {
    let kind = try singleKind("unpivot", stage.span)
    let names = [name?.text ?? "name", "value"]
    for (place, text) in names.enumerated() where keys.contains(where: { $0.name == text }) {
      let span = place == 0 ? name?.span ?? stage.span : stage.span
      throw SchemaFault(.duplicateColumn(text), at: span)
    }
    if name?.text == names[1] { throw SchemaFault(.selectedTwice(names[1]), at: stage.span) }
    return Schema(
      keys: keys + [Column(names[0], .text)], values: [Column(names[1], kind)], measure: measure,
      unit: unit)
  }

  private func pivoted(_ name: Name, _ stage: Stage) throws(SchemaFault) -> Schema {
    let column = try existing(name)
    guard !column.kind.isNumeric || keys.contains(column) else {
      throw SchemaFault(.pivotNeedsKey(column: name.text), at: name.span)
    }
    let others = values.filter { $0 != column }
    guard open == nil, others.count == 1, let value = others.first else {
      throw SchemaFault(.pivotNeedsOneColumn, at: stage.span)
    }
    let rest = keys.filter { $0 != column }
    var result = Schema(
      keys: rest, open: .init(.texts(ofColumn: name.text), value.kind), measure: measure)
    if result.hasDate { result.unit = unit }
    return result
  }

  private func transposed(_ stage: Stage) throws(SchemaFault) -> Schema {
    guard keys.count == 1, let key = keys.first else {
      throw SchemaFault(.transposeNeedsOneKey(keys.map(\.name)), at: stage.span)
    }
    let kind = try singleKind("transpose", stage.span)
    return Schema(
      keys: [Column("name", .text)], open: .init(.texts(ofColumn: key.name), kind),
      measure: measure)
  }

  /// The one kind that all value columns have; numbers of several kinds make `number`.
  private func singleKind(_ stage: String, _ span: SourceSpan) throws(SchemaFault) -> ColumnKind {
    let kinds = valueKinds
    guard !kinds.isEmpty else { throw SchemaFault(.nothingToCompute(stage: stage), at: span) }
    guard let kind = KindRules.merged(kinds) else {
      throw SchemaFault(.mixedColumns(stage: stage), at: span)
    }
    return kind
  }
}
