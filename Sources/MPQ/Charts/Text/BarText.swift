/// Draws bars: name, number and bar in each line.
struct BarText {
  let marks: BarMarks
  let page: ChartText

  func drawn() -> ChartText.Drawing {
    let headings = marks.groups.count { !$0.name.isEmpty }
    let limit = page.rowLimit(others: 4, preferred: Chart.markLimit) - headings.clamped(0, 1)
    var groups: [BarMarks.Group] = []
    var count = 0
    var lines = 0
    for var group in marks.groups {
      let heading = group.name.isEmpty ? 0 : 1
      let room = limit - lines - heading
      // A group is shown whole, except the first one.
      guard lines == 0 || group.bars.count <= room else { break }
      group.bars = Array(group.bars.prefix(max(1, room)))
      groups.append(group)
      count += group.bars.count
      lines += group.bars.count + heading
    }
    let table = BarTable(
      page: page, range: marks.range,
      rows: groups.flatMap(\.bars).map { ($0.name, $0.quantity) })
    var place = 0
    let drawn = groups.flatMap { group -> [ChartLine] in
      let title = page.line { $0.append(page.name(group.name, width: page.width), .bold) }
      let bars = group.bars.map { bar -> ChartLine in
        defer { place += 1 }
        return page.line { table.append(place, .series(bar.series), to: &$0) }
      }
      return (group.name.isEmpty ? [] : [title]) + bars
    }
    return (drawn, page.note(first: count, of: marks.totalCount, "bars"))
  }
}

/// The columns that bars and the steps of funnels share: name, number, bar.
struct BarTable {
  private let page: ChartText
  private let range: ValueRange
  private let rows: [(name: String, quantity: Quantity)]
  private let texts: [String]
  private let nameWidth: Int
  private let textWidth: Int
  private let barWidth: Int

  /// A table of `rows` that leaves the last `reserved` columns of the page free.
  init(
    page: ChartText, range: ValueRange, rows: [(name: String, quantity: Quantity)],
    reserved: Int = 0
  ) {
    self.page = page
    self.range = range
    self.rows = rows
    let width = page.width - reserved
    var texts = rows.map { $0.quantity.value == nil ? page.signs.null : $0.quantity.text }
    // A number is spelled shorter rather than cut.
    if texts.contains(where: { $0.utf8.count > width / 2 - 2 }) {
      texts = rows.map { row in
        row.quantity.value.map { ShortNumber.text($0, isFraction: range.isFraction) }
          ?? page.signs.null
      }
    }
    self.texts = texts
    textWidth = texts.reduce(0) { max($0, displayWidth($1)) }
    // Room for a date, which must not be cut.
    let limit = max(10, min(width * 2 / 5, width - textWidth - 8))
    nameWidth = page.nameWidth(rows.lazy.map(\.name), limit: limit)
    barWidth = max(0, width - nameWidth - textWidth - (nameWidth > 0 ? 4 : 2))
  }

  /// Where the columns after the bars begin.
  var end: Int { (nameWidth > 0 ? nameWidth + 4 : 2) + textWidth + barWidth }

  func append(_ place: Int, _ style: ChartLine.Style, to line: inout ChartLine) {
    let (name, quantity) = rows[place]
    if nameWidth > 0 {
      line.append(page.name(name, width: nameWidth), width: nameWidth)
      line.skip(2)
    }
    let isNull = quantity.value == nil
    line.append(texts[place], width: textWidth, isRightAligned: true, isNull ? .dim : .plain)
    line.skip(2)
    let bar = page.bar(quantity.value, range, room: barWidth)
    let ink = bar.drop { $0 == " " }
    line.skip(bar.count - ink.count)
    line.append(String(ink), style)
  }
}
