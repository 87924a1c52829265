/// Draws numbers as shades: with the numbers where they fit, else as shades alone.
struct HeatText {
  let marks: HeatMarks
  let page: ChartText

  func drawn() -> ChartText.Drawing {
    let titles = marks.blocks.count { !$0.name.isEmpty }
    let others = titles + (marks.caption.isEmpty ? 1 : 2) + 4
    let limit = page.rowLimit(others: others, preferred: Chart.markLimit)
    var rest = limit
    let blocks = marks.blocks.compactMap { block -> HeatMarks.Block? in
      let rows = Array(block.rows.prefix(rest))
      rest -= rows.count
      return rows.isEmpty ? nil : HeatMarks.Block(name: block.name, rows: rows)
    }
    let layout = Layout(marks, blocks, page)
    var lines = blocks.flatMap { block -> [ChartLine] in
      let title = page.line { $0.append(page.name(block.name, width: page.width), .bold) }
      return (block.name.isEmpty ? [] : [title]) + block.rows.map { row($0, layout) }
    }
    lines.insert(contentsOf: headings(layout), at: 0)
    if !layout.hasNumbers { lines.append(legend) }
    let total = marks.blocks.reduce(0) { $0 + $1.rows.count }
    let notes =
      page.note(first: limit - rest, of: total, "rows")
      + page.note(first: layout.count, of: marks.columns.count, "columns")
    return (lines, notes)
  }

  /// How wide the parts of each line are.
  private struct Layout {
    let nameWidth: Int
    /// The width of a column with the blank before it.
    let cellWidth: Int
    let hasNumbers: Bool
    /// The columns that fit.
    let count: Int

    init(_ marks: HeatMarks, _ blocks: [HeatMarks.Block], _ page: ChartText) {
      let rows = blocks.lazy.flatMap(\.rows)
      nameWidth = page.nameWidth(rows.lazy.map(\.name), limit: max(10, page.width / 3))
      let numberWidth = rows.reduce(1) { width, row in
        row.values.present.reduce(width) { width, value in
          max(width, ShortNumber.text(value, isFraction: marks.range.isFraction).utf8.count)
        }
      }
      let room = max(1, page.width - nameWidth - 1)
      let longest = page.nameWidth(marks.columns, limit: 12)
      let wide = max(numberWidth + 3, longest) + 1
      let narrow = numberWidth + 4
      let columns = max(1, marks.columns.count)
      hasNumbers = narrow <= room / columns
      let fitting = wide <= room / columns ? wide : narrow
      cellWidth = hasNumbers ? fitting : max(1, min(3, room / columns))
      count = min(columns, room / cellWidth)
    }
  }

  private func row(_ row: HeatMarks.Row, _ layout: Layout) -> ChartLine {
    page.line { line in
      line.append(page.name(row.name, width: layout.nameWidth), width: layout.nameWidth)
      line.skip(1)
      for value in row.values.prefix(layout.count) {
        guard layout.hasNumbers else {
          if layout.cellWidth > 1 { line.skip(1) }
          shade(value, width: max(1, layout.cellWidth - 1), to: &line)
          continue
        }
        let text =
          value.map { ShortNumber.text($0, isFraction: marks.range.isFraction) }
          ?? page.signs.null
        line.skip(layout.cellWidth - 3 - displayWidth(text))
        shade(value, width: 2, to: &line)
        line.skip(1)
        line.append(text, value == nil ? .dim : .plain)
      }
    }
  }

  private func shade(_ value: Double?, width: Int, to line: inout ChartLine) {
    guard let value else { return line.skip(width) }
    line.append(String(repeating: page.signs.shades[level(value)], count: width), .series(0))
  }

  private func level(_ value: Double) -> Int {
    let place = (value - marks.range.low) / (marks.range.high - marks.range.low)
    let count = page.signs.shades.count
    return Int(place * Double(count)).clamped(0, count - 1)
  }

  /// What the columns are, and their names where they fit.
  private func headings(_ layout: Layout) -> [ChartLine] {
    let names = page.line { line in
      var end = 0
      for (place, name) in marks.columns.prefix(layout.count).enumerated() {
        let right = layout.nameWidth + 1 + (place + 1) * layout.cellWidth
        let limit = layout.hasNumbers ? layout.cellWidth - 1 : 12
        let text = page.name(name, width: limit)
        let start = right - displayWidth(text)
        // Names above narrow columns are left out where they would touch.
        guard start > end else { continue }
        line.skip(to: start)
        line.append(text, .dim)
        end = right
      }
    }
    guard !marks.caption.isEmpty else { return [names] }
    let caption = page.line { line in
      line.skip(layout.nameWidth + 2)
      line.append(page.name(marks.caption, width: page.width - layout.nameWidth - 2), .dim)
    }
    return [caption, names]
  }

  /// The least number of each shade.
  private var legend: ChartLine {
    page.line { line in
      let count = page.signs.shades.count
      for (place, shade) in page.signs.shades.enumerated() {
        let part = Double(place) / Double(count)
        let value = marks.range.low + (marks.range.high - marks.range.low) * part
        let number = ShortNumber.text(value, isFraction: marks.range.isFraction)
        let text = place == 0 ? number : ">=\(number)"
        // A number without its end would be wrong.
        guard line.room >= displayWidth(text) + 4 else { return }
        if place > 0 { line.skip(2) }
        line.append(shade, .series(0))
        line.skip(1)
        line.append(text, .dim)
      }
    }
  }
}
