/// The type of the cells of a column; any cell may be null.
public enum ColumnKind: String, Sendable {
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

  /// Whether the cells are numbers, not texts.
  public var isNumeric: Bool {
    switch self {
    case .text, .date: false
    case .integer, .number, .fraction: true
    }
  }
}
