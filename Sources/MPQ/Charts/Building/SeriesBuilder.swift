import MPQAPI

/// Turns a table into series over one axis: one for each column of numbers and for each group of
/// rows with the same other keys.
struct SeriesBuilder {
  /// The series that a chart shows.
  struct Result {
    var axis: PositionAxis
    var series: [LineMarks.Series]
    /// The column of each series.
    var columns: [Table.Column]
    /// The number of series that the table has.
    var totalCount: Int

    /// Which series are left out.
    var notes: [String] {
      guard series.count < totalCount else { return [] }
      return ["\(series.count) of \(totalCount) series: those with the greatest sums"]
    }
  }

  let source: ChartSource
  let columns: [Table.Column]

  /// The series in the order of the table; if there are more than `limit`, the first ones or, if
  /// `isRanked`, those with the greatest sums.
  func build(limit: Int, isRanked: Bool = true) -> Result {
    let positions = positions()
    let keys = source.date == nil ? [] : source.otherKeys
    let groups = source.groups(by: keys)
    let values = columns.map(\.cells.drawn)
    var totals = [Double](repeating: 0, count: groups.names.count * columns.count)
    for (column, values) in values.enumerated() {
      for (row, value) in values.enumerated() {
        let place = groups.rows[row] * columns.count + column
        // Below the greatest number, so that sums of many are finite too.
        totals[place] += (value?.magnitude ?? 0) / 1e8
      }
    }
    var chosen = Array(totals.indices)
    if chosen.count > limit {
      if isRanked {
        chosen.sort { totals[$0] == totals[$1] ? $0 < $1 : totals[$0] > totals[$1] }
      }
      chosen = chosen.prefix(limit).sorted()
    }
    let empty = [Double?](repeating: nil, count: positions.axis.labels.count)
    var slots: [Int: Int] = [:]
    var series: [LineMarks.Series] = []
    for place in chosen {
      slots[place] = series.count
      let (group, column) = place.quotientAndRemainder(dividingBy: columns.count)
      let parts = [
        keys.isEmpty || groups.names.count == 1 && columns.count > 1 ? nil : groups.names[group],
        keys.isEmpty || columns.count > 1 ? columns[column].name : nil,
      ]
      series.append(.init(name: parts.compactMap(\.self).joined(separator: ", "), values: empty))
    }
    for (column, values) in values.enumerated() {
      for (row, value) in values.enumerated() {
        guard let position = positions.rows[row], let value,
          let slot = slots[groups.rows[row] * columns.count + column]
        else { continue }
        series[slot].values[position] = value
      }
    }
    return Result(
      axis: positions.axis, series: series, columns: chosen.map { columns[$0 % columns.count] },
      totalCount: totals.count)
  }

  /// The axis, and the position of each row; `nil` for a row without a date.
  private func positions() -> (axis: PositionAxis, rows: [Int?]) {
    guard case .texts(let dates) = source.date?.cells else {
      let names = source.rowNames
      return (PositionAxis(labels: names), Array(names.indices))
    }
    return times(dates) ?? labels(dates)
  }

  /// The dates in the order of time; `nil` if one of them is no date.
  private func times(_ dates: [String?]) -> (axis: PositionAxis, rows: [Int?])? {
    var rows: [TimeLabel?] = []
    rows.reserveCapacity(dates.count)
    for date in dates {
      guard let date else {
        rows.append(nil)
        continue
      }
      guard let time = TimeLabel(date) else { return nil }
      rows.append(time)
    }
    let present = rows.compactMap(\.self)
    if present.count == dates.count, zip(present, present.dropFirst()).allSatisfy({ $0 < $1 }) {
      let axis = PositionAxis(labels: dates.map { $0 ?? "" }, times: present)
      return (axis, Array(rows.indices))
    }
    var labels: [TimeLabel: String] = [:]
    for (time, date) in zip(rows, dates) { if let time { labels[time] = date } }
    let times = labels.keys.sorted()
    var places: [TimeLabel: Int] = [:]
    for (place, time) in times.enumerated() { places[time] = place }
    let axis = PositionAxis(labels: times.map { labels[$0] ?? "" }, times: times)
    return (axis, rows.map { $0.flatMap { places[$0] } })
  }

  /// The dates as names, in the order of the table.
  private func labels(_ dates: [String?]) -> (axis: PositionAxis, rows: [Int?]) {
    var labels: [String] = []
    var places: [ByteText: Int] = [:]
    let rows = dates.map { date -> Int? in
      guard let date else { return nil }
      if let place = places[ByteText(date)] { return place }
      places[ByteText(date)] = labels.count
      labels.append(date)
      return labels.count - 1
    }
    return (PositionAxis(labels: labels), rows)
  }
}
