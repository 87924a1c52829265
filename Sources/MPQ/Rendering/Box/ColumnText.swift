import MPQAPI
import MPQCompiler

/// One drawn column: its name and its cells as visible texts, with their widths.
///
/// The texts of the cells are made when they are asked for, since all of them take much memory.
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
  let isKey: Bool
  /// Whether cells must not be cut: a number or a date without its end is wrong.
  let isWhole: Bool
  let isRightAligned: Bool
  /// The width of the widest cell.
  private(set) var cellWidth = 0
  private let cells: Table.Cells
  private let numbers: NumberText
  private let null: Cell

  /// Draws the first `rowCount` cells of `column`, or all of them.
  init(_ column: Table.Column, rowCount: Int = .max, signs: BoxSigns) {
    cells = column.cells.prefix(rowCount)
    numbers = NumberText(kind: column.kind, cells: cells)
    name = Cell(visibleValue(column.name))
    null = Cell(signs.null, isNull: true)
    isKey = column.isKey
    isWhole = column.kind != .text
    isRightAligned = column.kind.isNumeric
    for row in 0..<cells.count { cellWidth = max(cellWidth, cell(row).width) }
  }

  /// The cell of `row`.
  func cell(_ row: Int) -> Cell {
    switch cells {
    case .texts(let texts): texts[row].map { Cell(visibleValue($0)) } ?? null
    case .numbers(let values): values[row].map { Cell(numbers.text($0)) } ?? null
    }
  }

  /// The width at which nothing is cut.
  var width: Int { max(name.width, cellWidth) }
  /// The width below which the column is left out rather than cut.
  var leastWidth: Int { isWhole ? max(cellWidth, min(name.width, 8)) : min(width, 12) }
}
