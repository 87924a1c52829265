import MPQAPI
import MPQCompiler

/// The tables of the forms about funnels.
extension AnswerBuilder {
  private typealias Heading = Table.Heading

  /// Funnels, weeks and steps.
  var funnelTable: Table {
    guard case .funnels(let funnels) = results.first else { return Table(headings: [], rows: []) }
    let columns = [
      Heading("funnel", .text, isKey: true), Heading("date", .date, isKey: true),
      Heading("step", .integer, isKey: true), Heading("goal", .text),
      Heading("count", .integer), Heading("step_ratio", .fraction),
      Heading("overall_ratio", .fraction),
    ]
    var rows: [[Table.Cell]] = []
    for report in funnels.reports {
      for week in report.weeks {
        for (index, step) in week.steps.enumerated() {
          rows.append([
            .text(report.funnel), .text(week.date), Table.Cell(index + 1), .text(step.goal),
            Table.Cell(step.count), Table.Cell(step.stepRatio), Table.Cell(step.overallRatio),
          ])
        }
      }
    }
    return Table(headings: columns, rows: rows)
  }

  /// Weeks and values by the last step that users reached.
  var funnelBreakdownTable: Table {
    let stepCount = results.reduce(0) { most, result in
      guard case .breakdown(let breakdown) = result else { return most }
      return breakdown.weeks.reduce(most) { max($0, $1.highestStep) }
    }
    let numbers = stepCount == 0 ? [] : Array(1...stepCount)
    let columns =
      subjectColumn("funnel")
      + [Heading("date", .date, isKey: true), Heading("value", .text, isKey: true)]
      + numbers.map { Heading(String($0), .integer) }
      + ["start", "end", "total"].map { Heading($0, .integer) }
    var rows: [[Table.Cell]] = []
    for (subject, result) in parts {
      guard case .breakdown(let breakdown) = result else { continue }
      for week in breakdown.weeks {
        for value in week.values {
          var counts = [Int](repeating: 0, count: stepCount)
          for step in value.steps where step.number <= stepCount {
            counts[step.number - 1] = step.count
          }
          rows.append(
            subjectCell(subject) + [.text(week.date), .text(value.value)]
              + counts.map { Table.Cell($0) }
              + [Table.Cell(value.start), Table.Cell(value.end), Table.Cell(value.total)])
        }
      }
    }
    return Table(headings: columns, rows: rows)
  }

  /// Funnels and their weeks.
  var datesTable: Table {
    guard case .dates(let dates) = results.first else { return Table(headings: [], rows: []) }
    return Table(
      headings: [Heading("funnel", .text, isKey: true), Heading("date", .date, isKey: true)],
      rows: dates.rows.flatMap { row in row.dates.map { [.text(row.funnel), .text($0)] } })
  }
}

extension FunnelBreakdown.Week {
  /// The upper bound of steps, since each becomes a column.
  private static var stepLimit: Int { 1000 }

  /// The number of columns that the steps of this week need.
  fileprivate var highestStep: Int {
    let keys = values.compactMap { $0.steps.last?.number }
    return min(Self.stepLimit, max(stepCount, keys.max() ?? 0))
  }
}
