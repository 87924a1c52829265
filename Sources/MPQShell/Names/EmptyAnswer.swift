public import MPQ
public import MPQAPI
public import MPQCompiler

/// Why an answer holds nothing about one of its subjects.
public enum EmptyReason: Equatable, Sendable {
  /// The project has no such event or funnel.
  case unknown(UnknownName)
  /// The project has it, but no data in the time that was asked about.
  case noData(UnknownName.Kind, ByteText, time: String)

  /// The event or funnel that there is nothing about.
  public var subject: ByteText {
    switch self {
    case .unknown(let name): name.name
    case .noData(_, let name, _): name
    }
  }

  /// The reason, a sentence without a full stop.
  public var sentence: String {
    switch self {
    case .unknown(let name): name.sentence
    case .noData(let kind, let name, let time):
      "the project has the \(kind.rawValue) \(UnknownName.quoted(name.text)), but no data about it "
        + time
    }
  }
}

/// Tells an unknown name from one without data.
public enum EmptyAnswer {
  /// Why `answer` holds nothing about some of what was asked.
  ///
  /// - Parameters:
  ///   - plan: What was asked.
  ///   - answer: What came.
  ///   - names: The names that are known.
  ///   - isFresh: Whether a list is as the server has it; see ``NameCatalogue/isFresh(_:)``.
  /// - Returns: One reason for each subject that there is nothing about, in the order of the query;
  ///   none for those that cannot be judged, of which the answer's notes speak.
  public static func reasons(
    _ plan: Plan, _ answer: Answer, _ names: KnownNames, isFresh: (NameRequest) -> Bool
  ) -> [EmptyReason] {
    let empty = plan.subjects.filter { !holdsData(answer.table, about: $0, plan.form) }
    guard !empty.isEmpty else { return [] }
    let unknown = UnknownNames.check(plan, names, isFresh: isFresh)
    let list = names[plan.form.isAboutFunnels ? .funnels : .events]?.names ?? []
    let known = Set(list.map(ByteText.init))
    return empty.map(ByteText.init).compactMap { subject in
      if let name = unknown.first(where: { $0.name == subject }) { return .unknown(name) }
      guard known.contains(subject) else { return nil }
      let kind: UnknownName.Kind = plan.form.isAboutFunnels ? .funnel : .event
      return .noData(kind, subject, time: time(of: answer, plan))
    }
  }

  private static func holdsData(_ table: Table, about subject: String, _ form: Form) -> Bool {
    let subject = ByteText(subject)
    var rows = table.rows[...]
    var columns = Array(table.columns.indices)
    if form == .events {
      columns.removeAll { table.columns[$0].isKey || ByteText(table.columns[$0].name) != subject }
    } else {
      let heading = form.isAboutFunnels ? "funnel" : "event"
      if let place = table.columns.firstIndex(where: { $0.isKey && $0.name == heading }) {
        rows =
          rows.filter { row in
            guard case .text(let text) = row[place] else { return false }
            return ByteText(text) == subject
          }[...]
      }
      columns.removeAll { table.columns[$0].isKey }
    }
    switch form {
    case .events, .eventsByProperty, .funnel, .funnelByProperty:
      return rows.contains { row in columns.contains { isCount(row[$0]) } }
    default:
      return !rows.isEmpty
    }
  }

  /// Whether a cell counts something.
  private static func isCount(_ cell: Table.Cell) -> Bool {
    switch cell {
    case .number(.integer(let count)): count != 0
    case .number(.double(let count)): count != 0
    case .null, .text: false
    }
  }

  private static func time(of answer: Answer, _ plan: Plan) -> String {
    if let window = answer.window { return "from \(window.from) to \(window.to)" }
    guard let asked = plan.steps.first?.call.window else { return "at all" }
    let unit = asked.interval == 1 ? asked.unit.rawValue : asked.unit.plural
    return "in the last \(asked.interval) \(unit)"
  }
}
