import MPQAPI
import MPQCompiler
import MPQSyntax

/// `select` and `add`.
extension StageRun {
  /// The columns of `selections`, in their order and with their new names.
  mutating func selected(_ selections: [Selection]) throws(StageError) -> Table {
    let columns = selections.map { selection in
      let old = column(selection.column.text)
      let name = selection.newName?.text ?? old.name
      return Table.Column(name, old.kind, isKey: old.isKey, old.cells)
    }
    let kept = Set(selections.map { ByteText($0.column.text) })
    let dropped = table.columns.filter { $0.isKey && !kept.contains(ByteText($0.name)) }
    guard !dropped.isEmpty else { return Table(columns: columns) }
    let groups = try RowGroups(columns.filter(\.isKey).map(\.cells), rowCount: table.rowCount)
    guard groups.count == table.rowCount else { throw .missingKeys(dropped.map(\.name)) }
    return Table(columns: columns)
  }

  /// The table with one more column.
  mutating func adding(
    _ name: Name, _ arithmetic: Arithmetic<CellOperand>
  ) throws(StageError) -> Table {
    var nulls = NullCount()
    let sum = try cells(of: arithmetic, &nulls)
    let numbers: [Number?] =
      switch sum.cells {
      case .column(let numbers): numbers
      case .literal(let number): [Number?](repeating: number, count: table.rowCount)
      }
    if let note = nulls.note { add(note) }
    return Table(
      columns: table.columns + [Table.Column(name.text, sum.kind, .numbers(numbers))])
  }

  /// A part of arithmetic: its cells, or one number for all rows.
  private struct Part {
    enum Cells {
      case column([Number?])
      case literal(Number?)
    }

    var operand: KindRules.Operand
    var cells: Cells

    var kind: ColumnKind {
      switch operand {
      case .column(let kind): kind
      case .literal(let isWhole): isWhole ? .integer : .number
      }
    }
  }

  private mutating func cells(
    of arithmetic: Arithmetic<CellOperand>, _ nulls: inout NullCount
  ) throws(StageError) -> Part {
    try StageRunner.checkCancelled()
    switch arithmetic {
    case .operand(let operand):
      return try cells(of: operand.kind)
    case .sum(let first, let links), .product(let first, let links):
      var part = try cells(of: first, &nulls)
      for link in links {
        part = Self.join(part, link.sign, try cells(of: link.operand, &nulls), &nulls)
      }
      return part
    }
  }

  private mutating func cells(of operand: CellOperand.Kind) throws(StageError) -> Part {
    switch operand {
    case .column(let name):
      let column = column(name.text)
      guard case .numbers(let numbers) = column.cells else {
        throw .notNumbers(column: column.name)
      }
      return Part(operand: .column(column.kind), cells: .column(numbers))
    case .number(let value):
      switch value.kind {
      case .number(let text), .text(let text):
        let number = Number(written: text)
        return Part(operand: .literal(text), cells: .literal(number))
      case .parameter(let name): throw .openParameter(name.text)
      }
    }
  }

  private static func join(
    _ left: Part, _ sign: ArithmeticSign, _ right: Part, _ nulls: inout NullCount
  ) -> Part {
    let kind = KindRules.kind(left.operand, sign, right.operand)
    let cells: Part.Cells =
      switch (left.cells, right.cells) {
      case (.column(let one), .column(let two)):
        .column(Array(count: one.count) { nulls.result(one[$0], sign, two[$0]) })
      case (.column(let one), .literal(let two)):
        .column(one.map { nulls.result($0, sign, two) })
      case (.literal(let one), .column(let two)):
        .column(two.map { nulls.result(one, sign, $0) })
      case (.literal(let one), .literal(let two)):
        .literal(nulls.result(one, sign, two))
      }
    if case .literal = cells {
      return Part(operand: .literal(isWhole: kind == .integer), cells: cells)
    }
    return Part(operand: .column(kind), cells: cells)
  }
}

/// The nulls that arithmetic made of numbers.
struct NullCount {
  private var unmatched = 0
  private var divided = 0
  private var tooLarge = 0

  /// The result of an operation, where a null gives a null.
  @inline(__always)
  mutating func result(_ left: Number?, _ sign: ArithmeticSign, _ right: Number?) -> Number? {
    guard let left, let right else { return nil }
    if let result = left.combined(sign, right) { return result }
    if sign == .over && right.double == 0 { divided += 1 } else { tooLarge += 1 }
    return nil
  }

  /// Counts the cells without a partner.
  mutating func addUnmatched(_ count: Int) {
    unmatched += count
  }

  /// What there is to say; `nil` where nothing became null.
  var note: Note? {
    unmatched + divided + tooLarge == 0
      ? nil : .nullsMade(unmatched: unmatched, divided: divided, tooLarge: tooLarge)
  }
}
