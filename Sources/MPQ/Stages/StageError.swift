public import MPQCompiler

/// Why a stage or arithmetic makes no table of its data.
///
/// Each case shows a pipeline that fails so. ``message`` and ``hints`` word it.
public enum StageError: Error, Equatable, Sendable {
  /// One cell of a row, with its column.
  public struct Place: Equatable, Sendable {
    /// The name of the column.
    public var column: String
    /// The kind of the column.
    public var kind: ColumnKind
    /// The cell.
    public var cell: Table.Cell
  }

  /// What a limit counts.
  public enum Size: String, Sendable {
    case rows, columns, cells
  }

  /// A stage that changes the form of a table.
  public enum Reshaping: String, Sendable {
    case unpivot, transpose
  }

  /// `funnel F | expect step_ratio >= 0.2`: `row` has the keys of the first row that does not hold,
  /// `values` its cells that the condition names, and `failures` of `rows` rows do not hold.
  case expectation(
    row: [Place], values: [Place], condition: String, failures: Int, rows: Int)
  /// `events A | select A`: some rows are equal without these keys.
  case missingKeys([String])
  /// `funnel F | transpose`: a column of texts and one of numbers would become one.
  case mixedKinds(Reshaping, texts: String, numbers: String)
  /// `funnel F | pivot step`: the value columns except for the one that pivots.
  case pivotValues(pivot: String, values: [String])
  /// `events A by P | unpivot | select date, name, value | pivot date`: two rows have one place.
  case pivotRepeats(pivot: Place, row: [Place])
  /// `funnel F | transpose`: the key columns, of which there must be one.
  case transposeKeys([String])
  /// `events A / top events`: the key columns of both sides.
  case differentKeys(left: [String], right: [String])
  /// `funnel F | add x = goal * 2`: the column has texts.
  case notNumbers(column: String)
  /// `events A | where A ~ x`: the column has numbers.
  case notTexts(column: String)
  /// `events A | where A = many`: a column of numbers is compared with a text.
  case comparedWithText(column: String, text: String)
  /// A parameter that was not substituted.
  case openParameter(String)
  /// The table would have more than `limit` rows, columns or cells.
  case tooLarge(Size, limit: Int)
  /// The task was cancelled.
  case cancelled
}
