import MPQAPI
import MPQCompiler

/// The number of a row; tables have at most ``StageLimits/rows`` rows.
typealias RowNumber = UInt32

extension Array {
  /// An array of `count` elements, each made from its index.
  @inline(__always)
  init(count: Int, _ element: (Int) -> Element) {
    self.init(unsafeUninitializedCapacity: count) { target, initialized in
      for index in 0..<count { target.initializeElement(at: index, to: element(index)) }
      initialized = count
    }
  }
}

extension Table {
  /// The value columns with numbers.
  var numericColumns: [Column] { columns.filter { !$0.isKey && $0.kind.isNumeric } }

  /// The rows at `places`, in that order.
  func rows(at places: [RowNumber]) -> Table {
    Table(
      columns: columns.map {
        Column($0.name, $0.kind, isKey: $0.isKey, $0.cells.gathered(at: places))
      })
  }

  /// The rows of `range`, which is inside of the table.
  func rows(in range: Range<Int>) -> Table {
    if range == 0..<rowCount { return self }
    return Table(
      columns: columns.map { Column($0.name, $0.kind, isKey: $0.isKey, $0.cells.part(range)) })
  }

  /// The same columns, where `change` gives new cells to those of numbers that are values.
  func mapNumbers(
    to kind: (ColumnKind) -> ColumnKind, _ change: ([Number?]) throws(StageError) -> [Number?]
  ) throws(StageError) -> Table {
    var changed: [Column] = []
    for column in columns {
      guard !column.isKey, case .numbers(let numbers) = column.cells else {
        changed.append(column)
        continue
      }
      try StageRunner.checkCancelled()
      changed.append(Column(column.name, kind(column.kind), .numbers(try change(numbers))))
    }
    return Table(columns: changed)
  }

  /// The cells of `row` in the columns that are wanted.
  func places(
    in row: Int, where isWanted: (Column) -> Bool = { $0.isKey }
  ) -> [StageError.Place] {
    columns.filter(isWanted).map {
      StageError.Place(column: $0.name, kind: $0.kind, cell: $0.cells[row])
    }
  }
}

extension Table.Cells {
  /// `count` nulls, as a column of `kind` has them.
  static func nulls(_ kind: ColumnKind, count: Int) -> Table.Cells {
    kind.isNumeric
      ? .numbers([Number?](repeating: nil, count: count))
      : .texts([String?](repeating: nil, count: count))
  }

  /// The cells of a range of rows, which is inside of the column.
  fileprivate func part(_ range: Range<Int>) -> Table.Cells {
    switch self {
    case .texts(let texts): .texts(Array(texts[range]))
    case .numbers(let numbers): .numbers(Array(numbers[range]))
    }
  }

  /// The cells of the rows at `places`; null where a place is ``RowNumber/none``.
  func gathered(at places: [RowNumber]) -> Table.Cells {
    switch self {
    case .texts(let texts): .texts(texts.gathered(at: places, orElse: nil))
    case .numbers(let numbers): .numbers(numbers.gathered(at: places, orElse: nil))
    }
  }

  /// These cells, and then those of a column of the same type.
  func followed(by other: Table.Cells) -> Table.Cells {
    switch (self, other) {
    case (.texts(let one), .texts(let two)): .texts(one + two)
    case (.numbers(let one), .numbers(let two)): .numbers(one + two)
    case (.texts(let one), .numbers(let two)):
      .texts(one + [String?](repeating: nil, count: two.count))
    case (.numbers(let one), .texts(let two)):
      .numbers(one + [Number?](repeating: nil, count: two.count))
    }
  }

  /// The texts of the cells as names of columns; `null` for null.
  func name(of row: Int) -> String {
    switch self[row] {
    case .null: "null"
    case .text(let text): text
    case .number(let number): number.shortText
    }
  }
}

extension RowNumber {
  /// No row.
  static let none = RowNumber.max
}

extension Array {
  /// The elements at `places`; `missing` for a place outside of the array.
  func gathered(at places: [RowNumber], orElse missing: Element) -> [Element] {
    withUnsafeBufferPointer { source in
      places.withUnsafeBufferPointer { places in
        Array(count: places.count) {
          let place = Int(places[$0])
          return place < source.count ? source[place] : missing
        }
      }
    }
  }
}
