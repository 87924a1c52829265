import MPQAPI
import MPQCompiler
public import MPQSyntax

extension Chart {
  /// The most lines of one chart: there are as many colours.
  static let lineLimit = 8
  /// The most small lines that a chart keeps.
  static let sparkLimit = 100
  /// The most rows, bars or columns that a chart keeps.
  static let markLimit = 500

  /// The chart of a table; `nil` if the table has no numbers or no rows.
  ///
  /// - Parameters:
  ///   - table: The table; its key columns say what the rows are.
  ///   - word: The kind of chart; if `nil`, the columns choose it.
  public init?(_ table: Table, word: ChartWord? = nil) {
    let source = ChartSource(table)
    guard !source.numbers.isEmpty, table.rowCount > 0 else { return nil }
    switch word ?? source.suitable {
    case .line: self = source.lineChart
    case .bar: self = source.barChart
    case .spark: self = source.sparkChart
    case .heat: self = source.heatChart
    case .funnel: self = source.funnelChart
    }
    if source.isAllNull { notes.append("all numbers are null") }
  }
}

extension ChartSource {
  var lineChart: Chart {
    let result = SeriesBuilder(source: self, columns: alike).build(limit: Chart.lineLimit)
    let values = result.series.lazy.flatMap(\.values.present)
    let marks = LineMarks(
      axis: result.axis, series: result.series,
      range: ValueRange(values, isFraction: isFraction))
    return Chart(.line(marks), notes: result.notes + unlikeNotes)
  }

  var sparkChart: Chart {
    let result = SeriesBuilder(source: self, columns: numbers).build(
      limit: Chart.sparkLimit, isRanked: false)
    let rows = zip(result.series, result.columns).map { series, column in
      let values = series.values
      let place = values.lastIndex { $0 != nil }
      let last = place.flatMap { values[$0] }
      let previous = place.flatMap { $0 > 0 ? values[$0 - 1] : nil }
      let speller = NumberText(
        kind: column.kind, cells: .numbers(values.map { $0.map(Number.double) }))
      return SparkMarks.Row(
        name: series.name, values: values,
        last: Quantity(value: last, text: last.map { speller.text(.double($0)) } ?? ""),
        isFraction: column.kind == .fraction,
        change: last.flatMap { last in previous.flatMap { Self.change(from: $0, to: last) } })
    }
    return Chart(.spark(SparkMarks(rows: rows, totalCount: result.totalCount)))
  }

  var barChart: Chart {
    let columns = Array(alike.prefix(table.rowCount == 1 ? Chart.markLimit : 100))
    let groupSize = max(1, columns.count)
    let rowCount = min(table.rowCount, max(1, Chart.markLimit / groupSize))
    let names = rowNames
    let quantities = quantities(of: columns, rowCount: rowCount)
    let isSingle = columns.count == 1
    var groups = (0..<rowCount).map { row in
      BarMarks.Group(
        name: isSingle ? "" : names[row],
        bars: columns.indices.map { place in
          BarMarks.Bar(
            name: isSingle ? names[row] : columns[place].name,
            quantity: quantities[place][row], series: isSingle || rowCount == 1 ? 0 : place)
        })
    }
    if isSingle { groups = [BarMarks.Group(name: "", bars: groups.flatMap(\.bars))] }
    let values = quantities.lazy.flatMap { $0.lazy.compactMap(\.value) }
    let total = table.rowCount.multipliedReportingOverflow(by: alike.count)
    let marks = BarMarks(
      groups: groups, totalCount: total.overflow ? .max : total.partialValue,
      range: ValueRange(values, isFraction: isFraction, includesZero: true))
    return Chart(.bar(marks), notes: unlikeNotes)
  }

  /// The relative difference; `nil` if the first number is 0 or the result is not finite.
  private static func change(from previous: Double, to last: Double) -> Double? {
    guard previous != 0 else { return nil }
    return ValueRange.drawn((last - previous) / previous)
  }
}
