import MPQAPI
import MPQCompiler

/// The notes of an answer.
extension AnswerBuilder {
  /// The notes of the answer: by subject, in the order of the query, and then about all of it.
  var notes: [Note] {
    var notes = subjectNotes
    if notes.isEmpty, isEmpty { notes.append(.nothing(time)) }
    if let limit = limitNote { notes.append(limit) }
    if outsideCount > 0 { notes.append(.outsideWindow(outsideCount)) }
    return notes
  }

  /// The number of values for dates that the answers do not list.
  private var outsideCount: Int {
    results.reduce(0) { count, result in
      guard case .series(let series) = result else { return count }
      return count + series.outsideCount
    }
  }

  /// The time that the query covers.
  private var time: Note.Time {
    if let window { return .buckets(from: window.from, to: window.to) }
    guard let asked = plan.steps.first?.call.window else {
      return plan.form == .topEvents ? .today : .always
    }
    return .window(asked)
  }

  private func subject(_ name: String) -> Note.Subject {
    Note.Subject(plan.form.isAboutFunnels ? .funnel : .event, name)
  }

  // MARK: - Subjects

  private var subjectNotes: [Note] {
    switch (plan.form, results.first) {
    case (.events, .series(let series)):
      return notes(about: series.rows.map { ($0.name, $0.values.contains(where: Self.isCount)) })
    case (.retention, .retention(let retention)):
      return notes(about: retention.reports.map { ($0.event, !$0.cohorts.isEmpty) })
    case (.funnel, .funnels(let funnels)):
      return notes(
        about: funnels.reports.map { report in
          let steps = report.weeks.flatMap(\.steps)
          return (report.funnel, steps.contains { Self.isCount($0.count) })
        })
    case (.showFunnelDates, .dates(let dates)):
      return notes(about: dates.rows.map { ($0.funnel, !$0.dates.isEmpty) })
    default:
      return zip(plan.steps, results).compactMap(note)
    }
  }

  /// The notes about the subjects of an answer that lists each existing subject, and whether it has
  /// data.
  private func notes(about answered: [(name: String, hasData: Bool)]) -> [Note] {
    var hasData: [ByteText: Bool] = [:]
    for (name, hasSome) in answered { hasData[ByteText(name)] = hasSome }
    return plan.subjects.compactMap { name in
      guard let hasData = hasData[ByteText(name)] else {
        return .unknown(subject(name), nearest: [])
      }
      return hasData ? nil : .noData(subject(name), time, isKnown: true)
    }
  }

  /// The note about the subject of one call, whose answer does not say whether the project has it.
  private func note(about step: Plan.Step, _ result: CallResult) -> Note? {
    guard let name = step.subject else { return nil }
    let subject = subject(name)
    let property = step.call.text(.name)
    switch result {
    case .series(let series):
      let counted = series.rows.filter { $0.values.contains(where: Self.isCount) }.map(\.name)
      let listed = step.call.texts(.values)
      guard !counted.isEmpty || listed.isEmpty else {
        return .noValues(listed, property: property, subject, time)
      }
      guard !counted.isEmpty else { return .noProperty(property, subject, time, nearest: []) }
      let known = Set(counted.map(ByteText.init))
      let missing = listed.filter { !known.contains(ByteText($0)) }
      return missing.isEmpty ? nil : .noValues(missing, property: property, subject, time)
    case .breakdown(let breakdown):
      let values = breakdown.weeks.flatMap(\.values)
      if values.isEmpty { return .noData(subject, time, isKnown: false) }
      // Users without the property are counted under the empty value.
      return values.allSatisfy(\.value.isEmpty)
        ? .noProperty(property, subject, time, nearest: []) : nil
    case .names(let names):
      return names.isEmpty ? .noProperty(property, subject, time, nearest: []) : nil
    case .properties(let counts):
      return counts.rows.isEmpty ? .noData(subject, time, isKnown: false) : nil
    case .top, .retention, .funnels, .dates: return nil
    }
  }

  /// Whether a number counts something.
  private static func isCount(_ number: Number?) -> Bool { (number?.double ?? 0) != 0 }

  /// Whether no call returned a row.
  private var isEmpty: Bool {
    results.allSatisfy { result in
      switch result {
      case .series(let series): series.rows.isEmpty
      case .top(let top): top.rows.isEmpty
      case .names(let names): names.isEmpty
      case .properties(let counts): counts.rows.isEmpty
      case .breakdown(let breakdown): breakdown.weeks.allSatisfy(\.values.isEmpty)
      case .retention(let retention): retention.reports.allSatisfy(\.cohorts.isEmpty)
      case .funnels(let funnels): funnels.reports.allSatisfy(\.weeks.isEmpty)
      case .dates(let dates): dates.rows.allSatisfy(\.dates.isEmpty)
      }
    }
  }

  // MARK: - Limits

  /// A note if the query leaves the limit to the server, and an answer reaches it.
  private var limitNote: Note? {
    for (step, result) in zip(plan.steps, results) {
      let call = step.call
      guard !call.arguments.contains(where: { $0.name == .limit }) else { return nil }
      guard let (count, item) = Self.size(of: result, call), count >= call.limit else { continue }
      return .limitReached(call.limit, item)
    }
    return nil
  }

  /// The number of items that the call's limit counts; `nil` without a limit.
  private static func size(of result: CallResult, _ call: Call) -> (Int, Note.Item)? {
    switch result {
    case .series(let series):
      // Values that the call lists are all there are.
      call.endpoint == .eventsProperties
        && (call[.values] == nil || call.texts(.values).count > call.limit)
        ? (series.rows.count, .values) : nil
    case .top(let top): (top.rows.count, .events)
    case .names(let names):
      switch call.endpoint {
      case .eventsNames: (names.count, .events)
      case .eventsPropertiesValues: (names.count, .values)
      default: nil
      }
    case .properties(let counts): (counts.rows.count, .properties)
    case .breakdown(let breakdown):
      (breakdown.weeks.map(\.values.count).max() ?? 0, .valuesAWeek)
    case .dates(let dates): (dates.rows.map(\.dates.count).max() ?? 0, .dates)
    case .retention, .funnels: nil
    }
  }
}
