import MPQAPI
import MPQCompiler

/// The tables of the forms about events.
extension AnswerBuilder {
  private typealias Heading = Table.Heading

  /// Dates by events.
  var seriesTable: Table {
    guard case .series(let series) = results.first else { return Table(headings: [], rows: []) }
    let kind = Self.kind(of: series.rows.lazy.flatMap(\.values))
    let columns =
      [Heading("date", .date, isKey: true)] + series.rows.map { Heading($0.name, kind) }
    let rows = series.labels.enumerated().map { index, label in
      [.text(label)] + series.rows.map { Table.Cell($0.values[index]) }
    }
    return Table(headings: columns, rows: rows)
  }

  /// Dates by values of a property, for each event.
  var breakdownTable: Table {
    var names: [String] = []
    var places: [ByteText: Int] = [:]
    var kind = ColumnKind.integer
    for case .series(let series) in results {
      for row in series.rows {
        if kind == .integer { kind = Self.kind(of: row.values) }
        guard places[ByteText(row.name)] == nil else { continue }
        places[ByteText(row.name)] = names.count
        names.append(row.name)
      }
    }
    let keys = subjectColumn("event") + [Heading("date", .date, isKey: true)]
    var rows: [[Table.Cell]] = []
    for (subject, result) in parts {
      guard case .series(let series) = result else { continue }
      let head = subjectCell(subject)
      var block = series.labels.map { label in
        // A value that this event lacks is null and not 0: the answer does not state it.
        head + [.text(label)] + [Table.Cell](repeating: .null, count: names.count)
      }
      for row in series.rows {
        guard let place = places[ByteText(row.name)] else { continue }
        for (index, value) in row.values.enumerated() {
          block[index][keys.count + place] = Table.Cell(value)
        }
      }
      rows += block
    }
    return Table(headings: keys + names.map { Heading($0, kind) }, rows: rows)
  }

  /// Today's events with their amount and change.
  var topTable: Table {
    guard case .top(let top) = results.first else { return Table(headings: [], rows: []) }
    let columns = [
      Heading("event", .text, isKey: true),
      Heading("amount", Self.kind(of: top.rows.map { Optional($0.amount) })),
      Heading("change", .fraction),
    ]
    return Table(
      headings: columns,
      rows: top.rows.map { [.text($0.event), Table.Cell($0.amount), Table.Cell($0.change)] })
  }

  /// Events and cohorts by offset.
  var retentionTable: Table {
    guard case .retention(let retention) = results.first else {
      return Table(headings: [], rows: [])
    }
    // All events of one answer are counted over the same window, so the longest list is complete.
    let offsets = retention.reports.map(\.offsets).max { $0.count < $1.count } ?? []
    let columns =
      [Heading("event", .text, isKey: true), Heading("cohort", .date, isKey: true)]
      + offsets.map { Heading($0, .fraction) }
    var rows: [[Table.Cell]] = []
    for report in retention.reports {
      for cohort in report.cohorts {
        let known = cohort.fractions.map { Table.Cell($0) }
        let unknown = [Table.Cell](
          repeating: .null, count: max(0, offsets.count - known.count))
        rows.append([.text(report.event), .text(cohort.label)] + known + unknown)
      }
    }
    return Table(headings: columns, rows: rows)
  }

  /// Names in the server's order.
  func namesTable(_ column: String) -> Table {
    let columns = subjectColumn(subjectNoun) + [Heading(column, .text, isKey: true)]
    let rows = parts.flatMap { subject, result -> [[Table.Cell]] in
      guard case .names(let names) = result else { return [] }
      return names.map { subjectCell(subject) + [.text($0)] }
    }
    return Table(headings: columns, rows: rows)
  }

  /// Properties with their counts.
  var propertiesTable: Table {
    let counts = parts.flatMap { subject, result -> [(String, PropertyCounts.Row)] in
      guard case .properties(let counts) = result else { return [] }
      return counts.rows.map { (subject, $0) }
    }
    let columns =
      subjectColumn(subjectNoun) + [
        Heading("property", .text, isKey: true),
        Heading("count", Self.kind(of: counts.map(\.1.count))),
      ]
    return Table(
      headings: columns,
      rows: counts.map { subjectCell($0) + [.text($1.property), Table.Cell($1.count)] })
  }

  // MARK: - Parts that several tables share

  /// The column that names the subject, where there are several.
  func subjectColumn(_ name: String) -> [Table.Heading] {
    hasSubjectColumn ? [Heading(name, .text, isKey: true)] : []
  }

  func subjectCell(_ subject: String) -> [Table.Cell] {
    hasSubjectColumn ? [.text(subject)] : []
  }

  /// `integer` if all numbers are whole, else `number`.
  static func kind(of numbers: some Sequence<Number?>) -> ColumnKind {
    let hasDouble = numbers.contains { number in
      if case .double = number { true } else { false }
    }
    return hasDouble ? .number : .integer
  }
}
