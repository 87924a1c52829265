/// Draws a table that is too wide for a box: row by row, each cell on a line of its own.
struct RowList {
  private let columns: [ColumnText]
  private let width: Int
  private let signs: BoxSigns
  private let emphasis: Emphasis
  /// The names with the blanks after them.
  private let names: [String]
  private let valueWidth: Int

  /// Draws `columns` in `width`.
  init(columns: [ColumnText], width: Int, signs: BoxSigns, emphasis: Emphasis) {
    self.columns = columns
    self.width = width
    self.signs = signs
    self.emphasis = emphasis
    let nameWidth = Self.nameWidth(of: columns, in: width)
    valueWidth = width - nameWidth - 2
    names = columns.map { column in
      let name = fit(column.name.text, to: nameWidth, mark: signs.ellipsis)
      let padding = String(repeating: " ", count: max(0, nameWidth - displayWidth(name)))
      return emphasis.bold("\(name):") + padding + " "
    }
  }

  /// Appends the lines of a row, none wider than the terminal.
  func row(_ row: Int, into bytes: inout [UInt8]) {
    bytes += emphasis.dim(fit(heading(row), to: width, mark: "")).utf8
    bytes.append(UInt8(ascii: "\n"))
    for (column, name) in zip(columns, names) {
      let cell = column.cell(row)
      let text = fit(cell.text, to: valueWidth, mark: signs.ellipsis)
      bytes += name.utf8
      bytes += (cell.isNull ? emphasis.dim(text) : text).utf8
      bytes.append(UInt8(ascii: "\n"))
    }
  }

  /// The width of the longest name, bounded to leave room for the values.
  private static func nameWidth(of columns: [ColumnText], in width: Int) -> Int {
    let longest = columns.reduce(0) { max($0, $1.name.width) }
    let wholeWidth = columns.reduce(0) { $1.isWhole ? max($0, $1.cellWidth) : $0 }
    return min(longest, width / 2 - 1, max(4, width - 2 - wholeWidth))
  }

  private func heading(_ row: Int) -> String {
    let line = String(repeating: signs.horizontal, count: 2)
    return "\(line) row \(row + 1)"
  }
}
