public import MPQAPI

/// Rows of cells under named columns: the form of every answer, and the input of every renderer.
public struct Table: Equatable, Sendable {
  /// One column.
  public struct Column: Equatable, Sendable {
    /// The type of the cells of a column; any cell may be null.
    public enum Kind: String, Sendable {
      /// Names and values.
      case text
      /// `YYYY-MM-DD` or `YYYY-MM-DD HH:MM:SS`.
      case date
      /// Whole numbers.
      case integer
      /// Numbers that may have a fraction.
      case number
      /// Fractions: 1 is the whole.
      case fraction
    }

    /// The name, which need not be unique.
    public var name: String
    /// The type of the cells.
    public var kind: Kind
    /// Whether rows are matched by this column; key columns come first.
    public var isKey: Bool

    /// A column called `name`.
    public init(_ name: String, _ kind: Kind, isKey: Bool = false) {
      self.name = name
      self.kind = kind
      self.isKey = isKey
    }
  }

  /// One value.
  public enum Cell: Equatable, Sendable {
    case null
    case text(String)
    case number(Number)
  }

  /// The columns, keys first.
  public var columns: [Column]
  /// The rows, each with one cell per column.
  public var rows: [[Cell]]

  /// A table of `columns` and `rows`.
  public init(columns: [Column], rows: [[Cell]]) {
    self.columns = columns
    self.rows = rows
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
