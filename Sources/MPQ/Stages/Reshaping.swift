import MPQAPI
import MPQCompiler
import MPQSyntax

/// `unpivot`, `pivot` and `transpose`.
extension StageRun {
  /// One row for each value: the keys, the column's name, and the value.
  func unpivoted(_ name: Name?) throws(StageError) -> Table {
    let values = table.columns.filter { !$0.isKey }
    let keys = table.columns.filter(\.isKey)
    let kind = try mergedKind(of: values, for: .unpivot)
    let (count, isTooLarge) = table.rowCount.multipliedReportingOverflow(by: values.count)
    guard !isTooLarge else { throw .tooLarge(.rows, limit: StageLimits.rows) }
    try StageLimits.check(rows: count)
    try StageLimits.check(rows: count, columns: keys.count + 2)
    let width = values.count
    let places = Array(count: count) { RowNumber($0 / width) }
    var columns = keys.map {
      Table.Column($0.name, $0.kind, isKey: true, $0.cells.gathered(at: places))
    }
    let names: [String?] = values.map(\.name)
    columns.append(
      Table.Column(
        name?.text ?? "name", .text, isKey: true, .texts(Array(count: count) { names[$0 % width] }))
    )
    let cells: Table.Cells
    if kind.isNumeric {
      let numbers = values.map(\.cells.numbers)
      cells = .numbers(Array(count: count) { numbers[$0 % width][$0 / width] })
    } else {
      let texts = values.map(\.cells.texts)
      cells = .texts(Array(count: count) { texts[$0 % width][$0 / width] })
    }
    columns.append(Table.Column("value", kind, cells))
    return Table(columns: columns)
  }

  /// The values of one column as columns, filled with those of the one value column.
  mutating func pivoted(_ name: Name) throws(StageError) -> Table {
    let pivot = column(name.text, orNullsOf: .text)
    let others = table.columns.filter { !ByteText.areEqual($0.name, pivot.name) }
    let (keys, values) = (others.filter(\.isKey), others.filter { !$0.isKey })
    guard let value = values.first, values.count == 1 else {
      throw .pivotValues(pivot: pivot.name, values: values.map(\.name))
    }
    let groups = try RowGroups(keys.map(\.cells), rowCount: table.rowCount)
    let names = ValueIDs(pivot.cells)
    try StageLimits.check(rows: groups.count, columns: keys.count + names.count)
    // The row that fills each cell, column by column.
    var sources = [RowNumber](repeating: .none, count: groups.count * names.count)
    for row in 0..<table.rowCount {
      let place = Int(names.ids[row]) * groups.count + Int(groups.ids[row])
      guard sources[place] == .none else {
        let cell = StageError.Place(
          column: pivot.name, kind: pivot.kind, cell: pivot.cells[row])
        let key = table.places(in: row) { $0.isKey && !ByteText.areEqual($0.name, pivot.name) }
        throw .pivotRepeats(pivot: cell, row: key)
      }
      sources[place] = RowNumber(row)
    }
    try StageRunner.checkCancelled()
    var columns = keys.map {
      Table.Column($0.name, $0.kind, isKey: true, $0.cells.gathered(at: groups.firstRows))
    }
    for (id, row) in names.firstRows.enumerated() {
      let places = Array(sources[id * groups.count..<(id + 1) * groups.count])
      columns.append(
        Table.Column(
          pivot.cells.name(of: Int(row)), value.kind, value.cells.gathered(at: places)))
    }
    return Table(columns: columns)
  }

  /// Rows as columns: named by the cells of the one key, and filled with the values.
  func transposed() throws(StageError) -> Table {
    let keys = table.columns.filter(\.isKey)
    guard let key = keys.first, keys.count == 1 else {
      throw .transposeKeys(keys.map(\.name))
    }
    let values = table.columns.filter { !$0.isKey }
    let kind = try mergedKind(of: values, for: .transpose)
    try StageLimits.check(rows: values.count, columns: table.rowCount + 1)
    let names = Table.Column("name", .text, isKey: true, .texts(values.map(\.name)))
    let columns = (0..<table.rowCount).map { row in
      let cells: Table.Cells =
        kind.isNumeric
        ? .numbers(values.map { $0.cells.numbers[row] })
        : .texts(values.map { $0.cells.texts[row] })
      return Table.Column(key.cells.name(of: row), kind, cells)
    }
    return Table(columns: [names] + columns)
  }

  /// The kind of a column that takes the cells of all `columns`.
  private func mergedKind(
    of columns: [Table.Column], for stage: StageError.Reshaping
  ) throws(StageError) -> ColumnKind {
    if let kind = KindRules.merged(columns.map(\.kind)) { return kind }
    let texts = columns.first { !$0.kind.isNumeric }
    let numbers = columns.first(where: \.kind.isNumeric)
    throw .mixedKinds(stage, texts: texts?.name ?? "", numbers: numbers?.name ?? "")
  }
}

extension Table.Cells {
  /// The numbers; those of texts are null.
  var numbers: [Number?] {
    switch self {
    case .numbers(let numbers): numbers
    case .texts(let texts): [Number?](repeating: nil, count: texts.count)
    }
  }

  /// The texts; those of numbers are null.
  var texts: [String?] {
    switch self {
    case .texts(let texts): texts
    case .numbers(let numbers): [String?](repeating: nil, count: numbers.count)
    }
  }
}

extension ByteText {
  /// Whether two texts have the same bytes.
  static func areEqual(_ left: String, _ right: String) -> Bool {
    ByteText(left) == ByteText(right)
  }
}
