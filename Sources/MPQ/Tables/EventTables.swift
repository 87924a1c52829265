import MPQAPI
import MPQCompiler

/// The tables of the forms about events.
extension AnswerBuilder {
  /// Dates by events.
  var seriesTable: Table {
    guard case .series(let series) = results.first else { return Table(columns: []) }
    return Self.table(of: series, named: "event")
  }

  /// Dates by values of a property, for each event.
  var breakdownTable: Table {
    let blocks = parts.compactMap { subject, result -> (subject: String, series: SeriesResult)? in
      guard case .series(let series) = result else { return nil }
      return (subject, series)
    }
    guard !hasSubjectColumn else { return Self.table(of: blocks) }
    return blocks.first.map { Self.table(of: $0.series, named: "value") } ?? Table(columns: [])
  }

  /// Dates by the rows of a series; the columns share the memory of the rows.
  private static func table(of series: SeriesResult, named noun: String) -> Table {
    let kind = kind(of: series.rows.lazy.map(\.values))
    return Table(
      columns: [Table.Column("date", .date, isKey: true, .texts(series.labels))]
        + series.rows.map { Table.Column($0.name, kind, .numbers($0.values)) },
      namedAfter: noun)
  }

  /// Events and dates by values.
  private static func table(of blocks: [(subject: String, series: SeriesResult)]) -> Table {
    let rowCount = blocks.reduce(0) { $0 + $1.series.labels.count }
    let kind = kind(of: blocks.lazy.flatMap { $0.series.rows.lazy.map(\.values) })
    var columns: [Table.Column] = []
    var cells: [[Number?]] = []
    var places: [ByteText: Int] = [:]
    var start = 0
    for (_, series) in blocks {
      for row in series.rows {
        let place: Int
        if let known = places[ByteText(row.name)] {
          place = known
        } else {
          place = cells.count
          places[ByteText(row.name)] = place
          columns.append(Table.Column(row.name, kind, .numbers([])))
          // A value that an event lacks is null and not 0: the answer does not state it.
          cells.append([Number?](repeating: nil, count: rowCount))
        }
        for (index, value) in row.values.enumerated() { cells[place][start + index] = value }
      }
      start += series.labels.count
    }
    for place in cells.indices { columns[place].cells = .numbers(cells[place]) }
    let subjects = blocks.flatMap { repeatElement($0.subject, count: $0.series.labels.count) }
    return Table(
      columns: [
        Table.Column("event", .text, isKey: true, .texts(subjects)),
        Table.Column("date", .date, isKey: true, .texts(blocks.flatMap(\.series.labels))),
      ] + columns,
      namedAfter: "value")
  }

  /// Today's events with their amount and change.
  var topTable: Table {
    guard case .top(let top) = results.first else { return Table(columns: []) }
    let amounts: [Number?] = top.rows.map(\.amount)
    return Table(columns: [
      Table.Column("event", .text, isKey: true, .texts(top.rows.map(\.event))),
      Table.Column("amount", Self.kind(of: [amounts]), .numbers(amounts)),
      Table.Column("change", .fraction, .numbers(top.rows.map(\.change))),
    ])
  }

  /// Events and cohorts by offset.
  var retentionTable: Table {
    guard case .retention(let retention) = results.first else { return Table(columns: []) }
    // All events of one answer are counted over the same window, so the longest list is complete.
    let offsets = retention.reports.map(\.offsets).max { $0.count < $1.count } ?? []
    let cohorts = retention.reports.flatMap { report in
      report.cohorts.map { (event: report.event, cohort: $0) }
    }
    let fractions = offsets.indices.map { offset in
      cohorts.map { row -> Number? in
        offset < row.cohort.fractions.count ? row.cohort.fractions[offset] : nil
      }
    }
    return Table(
      columns: [
        Table.Column("event", .text, isKey: true, .texts(cohorts.map(\.event))),
        Table.Column("cohort", .date, isKey: true, .texts(cohorts.map(\.cohort.label))),
      ] + zip(offsets, fractions).map { Table.Column($0, .fraction, .numbers($1)) },
      namedAfter: "offset")
  }

  /// Names in the server's order.
  func namesTable(_ column: String) -> Table {
    let lists = parts.map { subject, result -> (subject: String, rows: [String]) in
      guard case .names(let names) = result else { return (subject, []) }
      return (subject, names)
    }
    return Table(
      columns: subjectColumn(subjectNoun, lists.map { ($0.subject, $0.rows.count) }) + [
        Table.Column(column, .text, isKey: true, .texts(lists.flatMap(\.rows)))
      ])
  }

  /// Properties with their counts.
  var propertiesTable: Table {
    let lists = parts.map { subject, result -> (subject: String, rows: [PropertyCounts.Row]) in
      guard case .properties(let counts) = result else { return (subject, []) }
      return (subject, counts.rows)
    }
    let counts: [Number?] = lists.flatMap { $0.rows.map(\.count) }
    return Table(
      columns: subjectColumn(subjectNoun, lists.map { ($0.subject, $0.rows.count) }) + [
        Table.Column(
          "property", .text, isKey: true, .texts(lists.flatMap { $0.rows.map(\.property) })),
        Table.Column("count", Self.kind(of: [counts]), .numbers(counts)),
      ])
  }

  // MARK: - Parts that several tables share

  /// The column that names the subject of each row, where there are several subjects.
  func subjectColumn(
    _ name: String, _ rows: [(subject: String, count: Int)]
  ) -> [Table.Column] {
    guard hasSubjectColumn else { return [] }
    let subjects = rows.flatMap { repeatElement($0.subject, count: $0.count) }
    return [Table.Column(name, .text, isKey: true, .texts(subjects))]
  }

  /// `integer` if all numbers are whole, else `number`.
  static func kind(of columns: some Sequence<[Number?]>) -> ColumnKind {
    let hasDouble = columns.contains { numbers in
      numbers.contains { if case .double = $0 { true } else { false } }
    }
    return hasDouble ? .number : .integer
  }
}
