import MPQAPI
import MPQCompiler
import MPQSyntax

/// `where` and `expect`.
extension StageRun {
  /// The rows that hold `condition`.
  mutating func rows(where condition: Condition) throws(StageError) -> Table {
    let holds = try rowsHolding(condition)
    let count = holds.count { $0 }
    guard count < table.rowCount else { return table }
    var places: [RowNumber] = []
    places.reserveCapacity(count)
    for row in holds.indices where holds[row] { places.append(RowNumber(row)) }
    return table.rows(at: places)
  }

  /// The table, if every row holds `condition`.
  mutating func expecting(_ condition: Condition) throws(StageError) -> Table {
    let holds = try rowsHolding(condition)
    if holds.isEmpty { add(.nothingToExpect) }
    guard let row = holds.firstIndex(of: false) else { return table }
    var names: Set<ByteText> = []
    condition.walk { part in
      if case .name(let name, .column) = part { names.insert(ByteText(name.text)) }
    }
    throw .expectation(
      row: table.places(in: row),
      values: table.places(in: row) { !$0.isKey && names.contains(ByteText($0.name)) },
      condition: "\(condition)", failures: holds.count { !$0 }, rows: holds.count)
  }

  /// Whether each row holds `condition`.
  private mutating func rowsHolding(_ condition: Condition) throws(StageError) -> [Bool] {
    try StageRunner.checkCancelled()
    switch condition {
    case .comparison(let name, let sign, let value):
      return try CellTest(sign, [value.operand()]).rows(of: column(name.text))
    case .isIn(let name, let values):
      var operands: [CellTest.Operand] = []
      for value in values { operands.append(try value.operand()) }
      return try CellTest(.equal, operands).rows(of: column(name.text))
    case .isNull(let name, let isNegated):
      return switch column(name.text).cells {
      case .texts(let texts): texts.map { ($0 == nil) != isNegated }
      case .numbers(let numbers): numbers.map { ($0 == nil) != isNegated }
      }
    case .not(let condition):
      return try rowsHolding(condition).map { !$0 }
    case .and(let conditions):
      return try rowsHolding(conditions, startingWith: true) { $0 && $1 }
    case .or(let conditions):
      return try rowsHolding(conditions, startingWith: false) { $0 || $1 }
    }
  }

  private mutating func rowsHolding(
    _ conditions: [Condition], startingWith start: Bool, _ join: (Bool, Bool) -> Bool
  ) throws(StageError) -> [Bool] {
    var holds = [Bool](repeating: start, count: table.rowCount)
    for condition in conditions {
      let others = try rowsHolding(condition)
      holds = Array(count: holds.count) { join(holds[$0], others[$0]) }
    }
    return holds
  }
}

extension Value {
  /// The value beside a sign of comparison.
  fileprivate func operand() throws(StageError) -> CellTest.Operand {
    switch kind {
    case .text(let text): return .text(text)
    case .number(let text): return .number(Number(written: text), text: text)
    case .parameter(let name): throw .openParameter(name.text)
    }
  }
}
