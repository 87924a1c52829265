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

  func answer(bodies: [[UInt8]]) -> Answer {
    let table = table
    var notes = missingSubjects.map { "the server knows no \(subjectNoun) \(Self.quoted($0))" }
    notes += emptySubjects.map { subject in
      "no data about \(subjectNoun) \(Self.quoted(subject)) \(span); "
        + "'show \(subjectNoun)s' lists what there is"
    }
    if table.rows.isEmpty && notes.isEmpty { notes.append(emptyNote) }
    return Answer(
      query: plan.query, table: table, window: window, notes: notes, bodies: bodies)
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

  // MARK: - Beside the table

  /// The subjects that the server leaves out of an answer that would name them.
  private var missingSubjects: [String] {
    let answered: [String]
    switch (plan.form, results.first) {
    case (.events, .series(let series)): answered = series.rows.map(\.name)
    case (.retention, .retention(let retention)): answered = retention.reports.map(\.event)
    case (.funnel, .funnels(let funnels)): answered = funnels.reports.map(\.funnel)
    case (.showFunnelDates, .dates(let dates)): answered = dates.rows.map(\.funnel)
    default: return []
    }
    let known = Set(answered.map(ByteText.init))
    return plan.subjects.filter { !known.contains(ByteText($0)) }
  }

  /// The subjects whose own answer holds nothing: unknown, or without data in the window.
  private var emptySubjects: [String] {
    zip(plan.steps, results).compactMap { step, result in
      guard let subject = step.subject else { return nil }
      let isEmpty =
        switch result {
        case .series(let series): plan.form == .eventsByProperty && series.rows.isEmpty
        case .breakdown(let breakdown): breakdown.weeks.allSatisfy(\.values.isEmpty)
        case .names(let names): names.isEmpty
        case .properties(let counts): counts.rows.isEmpty
        case .top, .retention, .funnels, .dates: false
        }
      return isEmpty ? subject : nil
    }
  }

  private var emptyNote: String {
    plan.form == .topEvents ? "no events today" : "no data \(span)"
  }

  /// The time that was asked about, in words.
  private var span: String {
    if let window { return "from \(window.from) to \(window.to)" }
    guard let asked = plan.steps.first?.call.window else { return "at all" }
    let unit = asked.interval == 1 ? asked.unit.rawValue : asked.unit.plural
    return "in the last \(asked.interval) \(unit)"
  }

  /// The dates of the answer; the server resolves them, so only it can tell.
  private var window: Answer.ResolvedWindow? {
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

  private static func quoted(_ name: String) -> String { "\"\(visible(name))\"" }
}
