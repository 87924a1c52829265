/// Draws a small line for each series: name, line, last number and change.
struct SparkText {
  let marks: SparkMarks
  let page: ChartText

  func drawn() -> ChartText.Drawing {
    let rows = marks.rows.prefix(page.rowLimit(others: 5, preferred: 50))
    let numbers = rows.map { $0.last.value == nil ? page.signs.null : $0.last.text }
    let isShort = numbers.contains { $0.utf8.count > page.width / 4 }
    let texts = zip(rows, numbers).map { row, text -> String in
      guard isShort, let value = row.last.value else { return text }
      return ShortNumber.text(value, isFraction: row.isFraction)
    }
    let changes = rows.map { row in
      row.change.map { ($0 > 0 ? "+" : "") + ShortNumber.text($0, isFraction: true) } ?? ""
    }
    let textWidth = texts.reduce(4) { max($0, displayWidth($1)) }
    let changeWidth = changes.reduce(6) { max($0, displayWidth($1)) }
    let numbersWidth = textWidth + changeWidth + 4
    let count = marks.rows.first?.values.count ?? 0
    let rest = page.width - numbersWidth - 2 - min(6, count)
    let nameLimit = max(4, min(page.width * 2 / 5, rest))
    let nameWidth = page.nameWidth(rows.lazy.map(\.name), limit: nameLimit)
    let room = max(1, page.width - nameWidth - numbersWidth - 2)
    let width = max(1, min(room, count))
    let heading = page.line { line in
      line.skip(nameWidth + 2 + width)
      line.skip(2)
      line.append("last", width: textWidth, isRightAligned: true, .dim)
      line.skip(2)
      line.append("change", width: changeWidth, isRightAligned: true, .dim)
    }
    let lines = rows.indices.map { place in
      page.line { line in
        line.append(page.name(rows[place].name, width: nameWidth), width: nameWidth)
        line.skip(2)
        line.append(spark(rows[place].values, width: width), width: width, .series(0))
        line.skip(2)
        line.append(texts[place], width: textWidth, isRightAligned: true)
        line.skip(2)
        line.append(changes[place], width: changeWidth, isRightAligned: true)
      }
    }
    var notes = page.note(first: rows.count, of: marks.totalCount, "series")
    if count > width {
      notes.append("each sign is the mean of up to \((count + width - 1) / width) numbers")
    }
    return ([heading] + lines, notes)
  }

  /// One sign for each number, or for as many as share a column; blanks for nulls.
  private func spark(_ values: [Double?], width: Int) -> String {
    let means = (0..<width).map { column -> Double? in
      let start = column * values.count / width
      let end = (column + 1) * values.count / width
      var mean = 0.0
      var count = 0.0
      for case let value? in values[start..<end] {
        count += 1
        mean += (value - mean) / count
      }
      return count > 0 ? mean : nil
    }
    guard let low = means.present.min(), let high = means.present.max() else { return "" }
    let top = page.signs.levels.count - 1
    return means.map { mean -> String in
      guard let mean else { return " " }
      // Equal numbers are drawn in the middle, and zeros at the bottom.
      guard high > low else { return page.signs.levels[high == 0 ? 0 : top / 2] }
      let level = Int(((mean - low) / (high - low) * Double(top)).rounded())
      return page.signs.levels[level.clamped(0, top)]
    }.joined()
  }
}
