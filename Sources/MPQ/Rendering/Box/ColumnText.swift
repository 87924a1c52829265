import MPQAPI
import MPQCompiler

/// One drawn column: its name and its cells as visible texts, with their widths.
struct ColumnText {
  /// One text and the columns that it takes.
  struct Cell {
    var text: String
    var width: Int
    var isNull = false

    init(_ text: String, isNull: Bool = false) {
      self.text = text
      self.isNull = isNull
      width = displayWidth(text)
    }
  }

  let name: Cell
  let cells: [Cell]
  let isKey: Bool
  /// Whether cells must not be cut: a number or a date without its end is wrong.
  let isWhole: Bool
  let isRightAligned: Bool
  /// The width at which nothing is cut.
  let width: Int
  /// The width below which the column is left out rather than cut.
  let leastWidth: Int

  /// Draws the column at `index` of the first `rowCount` rows.
  init(_ index: Int, of table: Table, rowCount: Int, signs: BoxSigns) {
    let column = table.columns[index]
    let rows = table.rows.prefix(rowCount)
    let numbers = NumberText(
      kind: column.kind,
      cells: rows.lazy.map { index < $0.count ? $0[index] : .null })
    name = Cell(visibleValue(column.name))
    let null = Cell(signs.null, isNull: true)
    cells = rows.map { row in
      // A row may be too short.
      guard index < row.count else { return null }
      return switch row[index] {
      case .null: null
      case .text(let text): Cell(visibleValue(text))
      case .number(let number): Cell(numbers.text(number))
      }
    }
    isKey = column.isKey
    isWhole = column.kind != .text
    isRightAligned = column.kind.isNumeric
    let cellWidth = cells.reduce(0) { max($0, $1.width) }
    width = max(name.width, cellWidth)
    leastWidth = isWhole ? max(cellWidth, min(name.width, 8)) : min(width, 12)
  }
}
