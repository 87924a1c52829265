/// Draws lines over one axis.
struct LineText {
  let marks: LineMarks
  let page: ChartText

  func drawn() -> ChartText.Drawing {
    let legend = legend
    // Axis, dates, and what follows the chart.
    let others = legend.count + 4
    let rows = page.height.map { ($0 - others).clamped(4, 24) } ?? 16
    let scale = ValueScale(marks.range, count: rows / 3 + 1)
    let labelWidth = scale.ticks.reduce(0) { max($0, displayWidth($1.text)) }
    let columns = max(4, page.width - labelWidth - 2)
    var plot = Plot(columns: columns, rows: rows, hasDots: page.signs.hasDots)
    for (place, series) in marks.series.enumerated().reversed() {
      plot.add(series.values, at: marks.axis.places, scale, series: place)
    }
    let letters = page.signs.hasDots ? plot.letterCells(count: marks.series.count) : [:]
    var labels: [Int: String] = [:]
    for tick in scale.ticks { labels[plot.row(of: tick.value, scale)] = tick.text }
    let lines = (0..<rows).map { row in
      page.line { line in
        line.append(labels[row] ?? "", width: labelWidth, isRightAligned: true, .dim)
        line.skip(1)
        line.append(labels[row] == nil ? page.signs.vertical : page.signs.verticalTick, .dim)
        append(plot.row(row), letters[row] ?? [:], to: &line)
      }
    }
    return (legend + lines + axis(indent: labelWidth + 1, columns: columns), [])
  }

  /// The letter that marks a series; empty if there is only one.
  private func letter(_ place: Int) -> String {
    guard marks.series.count > 1 else { return page.signs.hasDots ? "" : "*" }
    return String(Unicode.Scalar(UInt8(ascii: "A") + UInt8(place.clamped(0, 25))))
  }

  private func append(_ cells: [Plot.Cell], _ letters: [Int: Int], to line: inout ChartLine) {
    var run = ""
    var owner: Int?
    func flush() {
      guard let owner else { return line.skip(run.utf8.count) }
      line.append(run, marks.series.count > 1 ? .series(owner) : .series(0))
    }
    for (column, cell) in cells.enumerated() {
      let series = letters[column] ?? cell.series
      if series != owner {
        flush()
        (run, owner) = ("", series)
      }
      if let place = letters[column] {
        run += letter(place)
      } else if let place = cell.series, !page.signs.hasDots {
        run += letter(place)
      } else {
        run += cell.series == nil ? " " : cell.dots
      }
    }
    flush()
  }

  /// The names of the series, in as many lines as they need.
  private var legend: [ChartLine] {
    var lines: [ChartLine] = []
    var items: [(text: String, letter: String, series: Int)] = []
    var used = 0
    func end() {
      guard !items.isEmpty else { return }
      lines.append(
        page.line { line in
          for (place, item) in items.enumerated() {
            if place > 0 { line.skip(3) }
            line.append(item.letter, .series(item.series))
            if !item.letter.isEmpty { line.skip(1) }
            line.append(item.text, .bold)
          }
        })
      (items, used) = ([], 0)
    }
    for (place, series) in marks.series.enumerated() {
      let letter = letter(place)
      let text = page.name(series.name, width: min(40, page.width - 2))
      let width = displayWidth(text) + 5
      if used + width > page.width + 3 { end() }
      if !text.isEmpty || !letter.isEmpty { items.append((text, letter, place)) }
      used += width
    }
    end()
    return lines
  }

  /// The horizontal axis and its labels.
  private func axis(indent: Int, columns: Int) -> [ChartLine] {
    let signs = page.signs
    let ticks = marks.axis.ticks(width: Double(columns), gap: 2) {
      Double(displayWidth(page.name($0, width: Self.labelLimit)))
    }
    var marked: Set<Int> = []
    for tick in ticks {
      marked.insert(Int((marks.axis.places[tick.index] * Double(columns - 1)).rounded()))
    }
    let rule = (0..<columns).map { marked.contains($0) ? signs.horizontalTick : signs.horizontal }
    let line = page.line { line in
      line.skip(indent)
      line.append(signs.corner + rule.joined(), .dim)
    }
    let labels = page.line { line in
      for tick in ticks {
        line.skip(to: indent + 1 + Int(tick.start.rounded(.down)))
        line.append(page.name(tick.text, width: Self.labelLimit), .dim)
      }
    }
    return [line, labels]
  }

  private static var labelLimit: Int { 16 }
}
