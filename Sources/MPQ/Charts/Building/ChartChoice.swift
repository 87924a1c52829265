import MPQCompiler
import MPQSyntax

/// Chooses the kind of chart from the columns of a table, if the query names none.
extension ChartSource {
  /// The kind that suits the table: a funnel for steps, a heat map for cohorts, lines or sparks for
  /// dates, and bars for the rest.
  var suitable: ChartWord {
    if stepKey != nil || isFunnelByValue { return .funnel }
    if date?.name == "cohort" { return .heat }
    guard let date, case .texts(let dates) = date.cells,
      let first = dates.first, dates.contains(where: { $0 != first })
    else { return .bar }
    let groups = otherKeys.isEmpty ? 1 : self.groups(by: otherKeys).names.count
    let isMany = groups.multipliedReportingOverflow(by: max(1, alike.count))
    return isMany.overflow || isMany.partialValue > Chart.lineLimit ? .spark : .line
  }

  /// The key that numbers the steps of a funnel.
  var stepKey: Table.Column? { otherKeys.first { $0.name == "step" && $0.kind == .integer } }

  /// The columns that count the users who stopped at each step, in the order of the steps.
  var stopColumns: [Table.Column] {
    let steps = numbers.compactMap { column in Int(column.name).map { ($0, column) } }
    return steps.sorted { $0.0 < $1.0 }.map(\.1)
  }

  /// Whether the table is that of `funnel ... by`.
  var isFunnelByValue: Bool {
    let names = numbers.map(\.name)
    return ["start", "end", "total"].allSatisfy(names.contains) && !stopColumns.isEmpty
  }
}
