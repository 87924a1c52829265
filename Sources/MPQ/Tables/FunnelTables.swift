import MPQAPI
import MPQCompiler

/// The tables of the forms about funnels.
extension AnswerBuilder {
  /// Funnels, weeks and steps.
  var funnelTable: Table {
    guard case .funnels(let funnels) = results.first else { return Table(columns: []) }
    var (names, dates, goals): ([String], [String], [String]) = ([], [], [])
    var (numbers, counts): ([Number?], [Number?]) = ([], [])
    var (stepRatios, overallRatios): ([Number?], [Number?]) = ([], [])
    for report in funnels.reports {
      for week in report.weeks {
        names += repeatElement(report.funnel, count: week.steps.count)
        dates += repeatElement(week.date, count: week.steps.count)
        for (index, step) in week.steps.enumerated() {
          numbers.append(.integer(index + 1))
          goals.append(step.goal)
          counts.append(step.count)
          stepRatios.append(step.stepRatio)
          overallRatios.append(step.overallRatio)
        }
      }
    }
    return Table(columns: [
      Table.Column("funnel", .text, isKey: true, .texts(names)),
      Table.Column("date", .date, isKey: true, .texts(dates)),
      Table.Column("step", .integer, isKey: true, .numbers(numbers)),
      Table.Column("goal", .text, .texts(goals)),
      Table.Column("count", .integer, .numbers(counts)),
      Table.Column("step_ratio", .fraction, .numbers(stepRatios)),
      Table.Column("overall_ratio", .fraction, .numbers(overallRatios)),
    ])
  }

  /// Weeks and values by the last step that users reached.
  var funnelBreakdownTable: Table {
    let blocks = parts.flatMap { subject, result -> [(subject: String, week: Week)] in
      guard case .breakdown(let breakdown) = result else { return [] }
      return breakdown.weeks.map { (subject, $0) }
    }
    let stepCount = blocks.reduce(0) { max($0, $1.week.highestStep) }
    let values = blocks.flatMap(\.week.values)
    var steps = [[Number?]](
      repeating: [Number?](repeating: .integer(0), count: values.count), count: stepCount)
    for (row, value) in values.enumerated() {
      for step in value.steps where step.number <= stepCount {
        steps[step.number - 1][row] = .integer(step.count)
      }
    }
    let dates = blocks.flatMap { repeatElement($0.week.date, count: $0.week.values.count) }
    func column(_ name: String, _ numbers: [Number?]) -> Table.Column {
      Table.Column(name, .integer, .numbers(numbers))
    }
    return Table(
      columns: subjectColumn("funnel", blocks.map { ($0.subject, $0.week.values.count) }) + [
        Table.Column("date", .date, isKey: true, .texts(dates)),
        Table.Column("value", .text, isKey: true, .texts(values.map(\.value))),
      ] + steps.enumerated().map { column(String($0 + 1), $1) } + [
        column("start", values.map(\.start)),
        column("end", values.map(\.end)),
        column("total", values.map(\.total)),
      ])
  }

  /// Funnels and their weeks.
  var datesTable: Table {
    guard case .dates(let dates) = results.first else { return Table(columns: []) }
    let funnels = dates.rows.flatMap { repeatElement($0.funnel, count: $0.dates.count) }
    return Table(columns: [
      Table.Column("funnel", .text, isKey: true, .texts(funnels)),
      Table.Column("date", .date, isKey: true, .texts(dates.rows.flatMap(\.dates))),
    ])
  }
}

private typealias Week = FunnelBreakdown.Week

extension FunnelBreakdown.Week {
  /// The upper bound of steps, since each becomes a column.
  private static var stepLimit: Int { 1000 }

  /// The number of columns that the steps of this week need.
  fileprivate var highestStep: Int {
    let keys = values.compactMap { $0.steps.last?.number }
    return min(Self.stepLimit, max(stepCount, keys.max() ?? 0))
  }
}
