import MPQAPI
import MPQCompiler

extension ChartSource {
  /// The numbers of each row as shades; of hours, the means by weekday.
  var heatChart: Chart {
    if let date, case .texts(let dates) = date.cells {
      let times = dates.map { $0.flatMap(TimeLabel.init) }
      if times.contains(where: { $0?.isMidnight == false }) { return weekdayChart }
    }
    let rowKeys = date.map { [$0] } ?? otherKeys
    let rows = min(table.rowCount, Chart.markLimit)
    let columns = Array(alike.prefix(Chart.markLimit))
    let names = names(of: rowKeys)
    let groups = groups(by: date == nil ? [] : otherKeys)
    var blocks = groups.names.map { HeatMarks.Block(name: $0, rows: []) }
    let values = columns.map(\.cells.drawn)
    for row in 0..<rows {
      blocks[groups.rows[row]].rows.append(.init(name: names[row], values: values.map { $0[row] }))
    }
    if blocks.count == 1 { blocks[0].name = "" }
    blocks.removeAll { $0.rows.isEmpty }
    let headings = OffsetHeadings(columns.map(\.name))
    let marks = HeatMarks(
      columns: headings.names, caption: headings.caption, blocks: blocks, range: heatRange(blocks))
    return Chart(.heat(marks), notes: leftOut(rows, columns.count) + unlikeNotes)
  }

  private func leftOut(_ rows: Int, _ columns: Int) -> [String] {
    [(rows, table.rowCount, "rows"), (columns, alike.count, "columns")].compactMap {
      $0 < $1 ? "the first \($0) of \($1) \($2)" : nil
    }
  }

  /// Weekdays by hours, for each series.
  private var weekdayChart: Chart {
    let result = SeriesBuilder(source: self, columns: alike).build(limit: Self.weekdayLimit)
    var most = 0
    let blocks = result.series.map { series in
      let means = WeekdayMeans(result.axis.times, series.values)
      most = max(most, means.most)
      return HeatMarks.Block(name: series.name, rows: means.rows)
    }
    let marks = HeatMarks(
      columns: (0..<24).map { String($0) }, caption: "hour of the day", blocks: blocks,
      range: heatRange(blocks))
    var notes: [String] = []
    if most > 1 { notes.append("each number is the mean of up to \(most) weeks") }
    return Chart(.heat(marks), notes: notes + result.notes + unlikeNotes)
  }

  private static var weekdayLimit: Int { 3 }

  private func heatRange(_ blocks: [HeatMarks.Block]) -> ValueRange {
    let values = blocks.lazy.flatMap { $0.rows.lazy.flatMap(\.values.present) }
    return ValueRange(values, isFraction: isFraction, includesZero: true)
  }
}

/// The means of the numbers of each hour of the week.
private struct WeekdayMeans {
  private var sums = [Double](repeating: 0, count: 7 * 24)
  private var counts = [Int](repeating: 0, count: 7 * 24)

  init(_ times: [TimeLabel], _ values: [Double?]) {
    for (time, value) in zip(times, values) {
      guard let value else { continue }
      let place = time.date.weekday * 24 + time.hour
      counts[place] += 1
      // A running mean is finite where a sum of great numbers is not.
      sums[place] += (value - sums[place]) / Double(counts[place])
    }
  }

  /// The most numbers of one hour.
  var most: Int { counts.max() ?? 0 }

  /// Monday to Sunday.
  var rows: [HeatMarks.Row] {
    ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"].enumerated().map { day, name in
      let values = (0..<24).map { hour -> Double? in
        let place = day * 24 + hour
        return counts[place] > 0 ? sums[place] : nil
      }
      return HeatMarks.Row(name: name, values: values)
    }
  }
}

/// Headings such as `1 weeks later`, `2 weeks later` as numbers with one caption.
private struct OffsetHeadings {
  var names: [String]
  var caption = ""

  init(_ names: [String]) {
    self.names = names
    let parts = names.map { $0.split(separator: " ", maxSplits: 1) }
    guard let caption = parts.first?.dropFirst().first,
      parts.allSatisfy({ $0.count == 2 && Int($0[0]) != nil && $0[1] == caption })
    else { return }
    self.names = parts.map { String($0[0]) }
    self.caption = String(caption)
  }
}
