import MPQAPI
import MPQCompiler

/// Joins the results of a plan's calls into the one table of its form.
///
/// grammar.md lists the columns of each form.
struct AnswerBuilder {
  let plan: Plan
  let results: [CallResult]

  /// Whether the rows need a column that names their subject.
  var hasSubjectColumn: Bool { plan.subjects.count > 1 }

  /// The results with the subject of their call, which is empty where the call has none or several.
  var parts: [(subject: String, result: CallResult)] {
    zip(plan.steps, results).map { ($0.subject ?? "", $1) }
  }

  func answer() -> Answer {
    Answer(query: plan.query, table: table, window: window, notes: notes)
  }

  private var table: Table {
    switch plan.form {
    case .events: seriesTable
    case .eventsByProperty: breakdownTable
    case .topEvents: topTable
    case .retention: retentionTable
    case .funnel: funnelTable
    case .funnelByProperty: funnelBreakdownTable
    case .showEvents: namesTable("event")
    case .showFunnels: namesTable("funnel")
    case .showEventValues: namesTable("value")
    case .showEventProperties, .showFunnelProperties: propertiesTable
    case .showFunnelDates: datesTable
    }
  }

  var subjectNoun: String { plan.form.isAboutFunnels ? "funnel" : "event" }

  /// The dates of the answer; the server resolves them, so only it knows.
  var window: Answer.ResolvedWindow? {
    guard let unit = plan.steps.first?.call.window?.unit else { return nil }
    let labels: [String] = results.flatMap { result -> [String] in
      switch result {
      case .series(let series): series.labels
      case .funnels(let funnels): funnels.reports.flatMap { $0.weeks.map(\.date) }
      case .breakdown(let breakdown): breakdown.weeks.map(\.date)
      default: []
      }
    }
    guard let from = labels.min(), let to = labels.max() else { return nil }
    return Answer.ResolvedWindow(unit: unit, from: from, to: to)
  }
}
