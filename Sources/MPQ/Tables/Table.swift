public import MPQAPI
public import MPQCompiler

/// Columns of equal length: the form of every answer, the input of every stage and renderer.
///
/// A column is a name, a kind and one array. The names are unique: ``init(columns:)`` changes
/// repeated ones by the rule of ``ColumnNames``.
public struct Table: Equatable, Sendable {
  /// The cells of one column, from the first row to the last; `nil` is null.
  public enum Cells: Equatable, Sendable {
    /// Names, values and dates.
    case texts([String?])
    /// Numbers and fractions.
    case numbers([Number?])

    /// The number of cells.
    public var count: Int {
      switch self {
      case .texts(let texts): texts.count
      case .numbers(let numbers): numbers.count
      }
    }
  }

  /// One column.
  public struct Column: Equatable, Sendable {
    /// The name.
    public internal(set) var name: String
    /// The type of the cells; any cell may be null.
    public var kind: ColumnKind
    /// Whether rows are matched by this column; key columns come first.
    public var isKey: Bool
    /// The cells.
    public var cells: Cells

    /// A column called `name`.
    public init(_ name: String, _ kind: ColumnKind, isKey: Bool = false, _ cells: Cells) {
      self.name = name
      self.kind = kind
      self.isKey = isKey
      self.cells = cells
    }
  }

  /// The columns, keys first; their names are unique.
  public let columns: [Column]
  /// The number of rows.
  public let rowCount: Int

  /// A table of `columns`.
  ///
  /// - Parameters:
  ///   - columns: The columns, keys first. All have as many cells as the shortest of them; the rest
  ///     of longer ones is left out.
  ///   - noun: What the value columns are named after, such as `event`; see ``ColumnNames``.
  public init(columns: [Column], namedAfter noun: String? = nil) {
    let count = columns.map(\.cells.count).min() ?? 0
    let names = ColumnNames.unique(columns.map { ($0.name, $0.isKey) }, noun: noun)
    self.columns = zip(columns, names).map { column, name in
      var column = column
      column.name = name
      column.cells = column.cells.prefix(count)
      return column
    }
    rowCount = count
  }
}

extension Table.Cells {
  /// The first `count` cells.
  func prefix(_ count: Int) -> Table.Cells {
    guard count < self.count else { return self }
    switch self {
    case .texts(let texts): return .texts(Array(texts.prefix(count)))
    case .numbers(let numbers): return .numbers(Array(numbers.prefix(count)))
    }
  }

  /// The cell of `row`, from 0; null outside of the column.
  public subscript(row: Int) -> Table.Cell {
    guard row >= 0 && row < count else { return .null }
    switch self {
    case .texts(let texts): return texts[row].map(Table.Cell.text) ?? .null
    case .numbers(let numbers): return Table.Cell(numbers[row])
    }
  }
}

// MARK: - Rows

extension Table {
  /// One value.
  public enum Cell: Equatable, Sendable {
    case null
    case text(String)
    case number(Number)
  }

  /// A column without its cells.
  public struct Heading: Equatable, Sendable {
    /// The name.
    public var name: String
    /// The type of the cells.
    public var kind: ColumnKind
    /// Whether rows are matched by this column.
    public var isKey: Bool

    /// The heading of a column called `name`.
    public init(_ name: String, _ kind: ColumnKind, isKey: Bool = false) {
      self.name = name
      self.kind = kind
      self.isKey = isKey
    }
  }

  /// A table of rows, each with one cell per heading; what a row lacks is null.
  public init(headings: [Heading], rows: [[Cell]]) {
    self.init(
      columns: headings.enumerated().map { place, heading in
        let cells = rows.map { place < $0.count ? $0[place] : .null }
        return Column(heading.name, heading.kind, isKey: heading.isKey, Cells(cells, heading.kind))
      })
  }

  /// The headings of the columns.
  public var headings: [Heading] { columns.map { Heading($0.name, $0.kind, isKey: $0.isKey) } }

  /// The cells row by row; a copy of the table.
  public var rows: [[Cell]] {
    (0..<rowCount).map { row in columns.map { $0.cells[row] } }
  }
}

extension Table.Cells {
  /// The cells of a column of `kind`; a cell of another type is null.
  init(_ cells: [Table.Cell], _ kind: ColumnKind) {
    if kind.isNumeric {
      self = .numbers(cells.map { if case .number(let number) = $0 { number } else { nil } })
    } else {
      self = .texts(cells.map { if case .text(let text) = $0 { text } else { nil } })
    }
  }
}

extension Table.Cell {
  /// A number, or null.
  init(_ number: Number?) {
    self = number.map(Table.Cell.number) ?? .null
  }

  /// A whole number.
  init(_ integer: Int) {
    self = .number(.integer(integer))
  }
}
