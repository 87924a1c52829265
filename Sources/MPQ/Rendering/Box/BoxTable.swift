/// Draws a table for people: as a box, or row by row where a box is too wide.
struct BoxTable {
  private let columns: [ColumnText]
  private let rowCount: Int
  private let totalRowCount: Int
  private let width: Int?
  private let signs: BoxSigns
  private let emphasis: Emphasis
  private let hint: String

  /// Draws `table` as `options` say.
  init(_ table: Table, _ options: RenderingOptions) {
    totalRowCount = table.rows.count
    rowCount = min(totalRowCount, max(0, options.rowLimit ?? totalRowCount))
    signs = BoxSigns(options.boxStyle)
    emphasis = Emphasis(isOn: options.isColored)
    hint = options.hiddenPartsHint.map { "; \($0)" } ?? ""
    // A narrower table would show nothing of a value.
    width = options.width.map { max($0, 20) }
    let count = rowCount
    let signs = signs
    columns = table.columns.indices.map {
      ColumnText($0, of: table, rowCount: count, signs: signs)
    }
  }

  /// The drawing, and what it leaves out, one sentence each.
  func drawn() -> (bytes: [UInt8], notes: [String]) {
    guard !columns.isEmpty else { return ([], rowNotes) }
    let ellipsisWidth = displayWidth(signs.ellipsis)
    guard
      let layout = ColumnLayout.fitting(columns, into: width, ellipsisWidth: ellipsisWidth)
    else {
      let list = RowList(
        columns: columns, rowCount: rowCount, width: width ?? .max, signs: signs,
        emphasis: emphasis)
      return (list.bytes(), rowNotes)
    }
    return (box(layout), columnNotes(layout) + rowNotes)
  }

  // MARK: - The box

  private func box(_ layout: ColumnLayout) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity((rowCount + 4) * (layout.slots.reduce(4) { $0 + $1.width + 5 }))
    rule(signs.top, layout, into: &bytes)
    row(layout, into: &bytes, cell: { $0.name }, style: emphasis.bold)
    rule(signs.separator, layout, into: &bytes)
    for index in 0..<rowCount {
      row(layout, into: &bytes, cell: { $0.cells[index] }, style: { $0 })
    }
    rule(signs.bottom, layout, into: &bytes)
    return bytes
  }

  private func rule(_ line: BoxSigns.Line, _ layout: ColumnLayout, into bytes: inout [UInt8]) {
    let parts = layout.slots.map { String(repeating: signs.horizontal, count: $0.width + 2) }
    bytes += "\(line.left)\(parts.joined(separator: line.middle))\(line.right)\n".utf8
  }

  private func row(
    _ layout: ColumnLayout, into bytes: inout [UInt8],
    cell: (ColumnText) -> ColumnText.Cell, style: (String) -> String
  ) {
    for slot in layout.slots {
      bytes += signs.vertical.utf8
      bytes.append(UInt8(ascii: " "))
      switch slot {
      case .ellipsis: bytes += emphasis.dim(signs.ellipsis).utf8
      case .column(let index, let width):
        let column = columns[index]
        write(
          cell(column), width: width, isRightAligned: column.isRightAligned, style: style,
          into: &bytes)
      }
      bytes.append(UInt8(ascii: " "))
    }
    bytes += signs.vertical.utf8
    bytes.append(UInt8(ascii: "\n"))
  }

  private func write(
    _ cell: ColumnText.Cell, width: Int, isRightAligned: Bool, style: (String) -> String,
    into bytes: inout [UInt8]
  ) {
    var text = cell.text
    var padding = width - cell.width
    if padding < 0 {
      text = fit(text, to: width, mark: signs.ellipsis)
      // A wide letter that did not fit leaves a column.
      padding = max(0, width - displayWidth(text))
    }
    if isRightAligned { bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: padding)) }
    bytes += (cell.isNull ? emphasis.dim(text) : style(text)).utf8
    if !isRightAligned {
      bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: padding))
    }
  }

  // MARK: - What is left out

  private var rowNotes: [String] {
    guard rowCount < totalRowCount else { return [] }
    return ["the first \(rowCount) of \(totalRowCount) rows\(hint)"]
  }

  private func columnNotes(_ layout: ColumnLayout) -> [String] {
    guard !layout.hidden.isEmpty else { return [] }
    let limit = 5
    let names = layout.hidden.prefix(limit).map {
      fit(columns[$0].name.text, to: 40, mark: signs.ellipsis)
    }
    let rest = layout.hidden.count - names.count
    let list = names.joined(separator: ", ") + (rest > 0 ? " and \(rest) more" : "")
    let count = "\(layout.hidden.count) of \(columns.count) columns hidden"
    return ["\(count): \(list)\(hint)"]
  }
}
