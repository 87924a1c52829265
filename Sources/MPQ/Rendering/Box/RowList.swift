/// Draws a table that is too wide for a box: row by row, each cell on a line of its own.
struct RowList {
  let columns: [ColumnText]
  let rowCount: Int
  let width: Int
  let signs: BoxSigns
  let emphasis: Emphasis

  /// The lines, none wider than the terminal.
  func bytes() -> [UInt8] {
    let nameWidth = nameWidth
    let valueWidth = width - nameWidth - 2
    let names = columns.map { column in
      let name = fit(column.name.text, to: nameWidth, mark: signs.ellipsis)
      let padding = String(repeating: " ", count: max(0, nameWidth - displayWidth(name)))
      return emphasis.bold("\(name):") + padding + " "
    }
    var bytes: [UInt8] = []
    for row in 0..<rowCount {
      bytes += emphasis.dim(fit(heading(row), to: width, mark: "")).utf8
      bytes.append(UInt8(ascii: "\n"))
      for (column, name) in zip(columns, names) {
        let cell = column.cells[row]
        let text = fit(cell.text, to: valueWidth, mark: signs.ellipsis)
        bytes += name.utf8
        bytes += (cell.isNull ? emphasis.dim(text) : text).utf8
        bytes.append(UInt8(ascii: "\n"))
      }
    }
    return bytes
  }

  /// The width of the longest name, bounded to leave room for the values.
  private var nameWidth: Int {
    let longest = columns.reduce(0) { max($0, $1.name.width) }
    let wholeWidth = columns.lazy.filter(\.isWhole).flatMap(\.cells).reduce(0) {
      max($0, $1.width)
    }
    return min(longest, width / 2 - 1, max(4, width - 2 - wholeWidth))
  }

  private func heading(_ row: Int) -> String {
    let line = String(repeating: signs.horizontal, count: 2)
    return "\(line) row \(row + 1)"
  }
}
