/// Lays out rows of texts in columns, for people.
package enum Columns {
  /// One line for each row, without its newline.
  ///
  /// Each column but the last is as wide as its widest cell and two blanks; no line ends in blanks.
  package static func lines(_ rows: [[String]], indent: Int = 0) -> [String] {
    let sizes = rows.map { $0.map(width) }
    let columns = 0..<(rows.map(\.count).max() ?? 0)
    let widths = columns.map { column in
      sizes.map { column < $0.count ? $0[column] : 0 }.max() ?? 0
    }
    return zip(rows, sizes).map { row, sizes in
      var line = ""
      var blanks = indent
      for (column, cell) in row.enumerated() {
        if !cell.isEmpty {
          line += String(repeating: " ", count: blanks) + cell
          blanks = 0
        }
        blanks += widths[column] - sizes[column] + 2
      }
      return line
    }
  }

  private static func width(_ text: String) -> Int {
    text.unicodeScalars.reduce(0) { $0 + CellWidth.standard($1) }
  }
}
