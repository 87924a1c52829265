/// Draws a table for people: as a box, or row by row where a box is too wide.
struct BoxTable: TableText {
  let rowCount: Int
  private let columns: [ColumnText]
  private let totalRowCount: Int
  /// The columns of the box; `nil` where a list of rows is drawn instead.
  private let layout: ColumnLayout?
  private let list: RowList
  private let signs: BoxSigns
  private let emphasis: Emphasis
  private let hint: String

  /// Draws `table` as `options` say.
  init(_ table: Table, _ options: RenderingOptions) {
    let signs = BoxSigns(options.boxStyle)
    let emphasis = Emphasis(isOn: options.isColored)
    // A narrower table would show nothing of a value.
    let width = options.width.map { max($0, 20) }
    totalRowCount = table.rowCount
    rowCount = min(totalRowCount, max(0, options.rowLimit ?? totalRowCount))
    let count = rowCount
    columns = table.columns.map { ColumnText($0, rowCount: count, signs: signs) }
    layout = ColumnLayout.fitting(
      columns, into: width, ellipsisWidth: displayWidth(signs.ellipsis))
    list = RowList(columns: columns, width: width ?? .max, signs: signs, emphasis: emphasis)
    self.signs = signs
    self.emphasis = emphasis
    hint = options.hiddenPartsHint.map { "; \($0)" } ?? ""
  }

  func begin(into bytes: inout [UInt8]) {
    guard let layout, !columns.isEmpty else { return }
    rule(signs.top, layout, into: &bytes)
    row(layout, into: &bytes, cell: { $0.name }, style: emphasis.bold)
    rule(signs.separator, layout, into: &bytes)
  }

  func row(_ index: Int, into bytes: inout [UInt8]) {
    guard let layout else { return list.row(index, into: &bytes) }
    row(layout, into: &bytes, cell: { $0.cell(index) }, style: { $0 })
  }

  func end(into bytes: inout [UInt8]) {
    guard let layout, !columns.isEmpty else { return }
    rule(signs.bottom, layout, into: &bytes)
  }

  /// What the drawing leaves out, one sentence each.
  var notes: [String] {
    guard let layout, !columns.isEmpty else { return rowNotes }
    return columnNotes(layout) + rowNotes
  }

  // MARK: - The box

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
