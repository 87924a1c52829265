package import MPQAPI
package import MPQSyntax

/// The parts of a query: its form, and each clause by its kind.
struct Parts {
  var form: Form
  /// The subjects without duplicates, compared by bytes: an answer cannot hold one twice.
  var subjects: [String]
  var property: Name?
  private let query: Query
  private var byClause: Clause?
  private var values: [Value]?

  init(_ query: Query) {
    self.query = query
    for clause in query.clauses {
      guard case .by(let name, let values) = clause.kind else { continue }
      byClause = clause
      property = name
      self.values = values
    }
    form = Form(query.kind, isByProperty: byClause != nil)
    if case .show(.valuesOf(let name, _)) = query.kind { property = name }
    subjects = query.kind.subjects.map(\.text).withoutRepeats()
  }

  /// Every clause that the form does not have, or not with this number.
  func problems() -> [Diagnostic] {
    query.clauses.compactMap { clause in
      refusal(of: clause.kind).map { Diagnostic($0, at: clause.span) }
    }
  }

  /// Whether the form of the query has `clause`.
  func accepts(_ clause: Clause.Kind) -> Bool { refusal(of: clause) == nil }

  private func refusal(of clause: Clause.Kind) -> Refusal? {
    let endpoint = form.endpoint
    switch clause {
    case .measure:
      return endpoint.parameter(.type) == nil ? .noMeasure(form) : nil
    case .window(let word, let count):
      // The compiler gives parameters their values first.
      let count = count.value ?? 1
      let window = Window(unit: word.unit, interval: count)
      if form.units.isEmpty { return .noWindow(form) }
      if !form.units.contains(window.unit) { return .wrongUnit(form, window) }
      return Self.range(of: .interval, in: endpoint, holds: count)
        ? nil : .countTooLarge(what: window.unit.plural, limit: Endpoint.intervalLimit)
    case .by(_, let values):
      if endpoint.parameter(.name) == nil || form == .showEventValues { return .noProperty(form) }
      return values != nil && endpoint.parameter(.values) == nil ? .noValues(form) : nil
    case .limit(let count):
      if endpoint.parameter(.limit) == nil { return .noLimit(form) }
      return Self.range(of: .limit, in: endpoint, holds: count.value ?? 1)
        ? nil : .countTooLarge(what: "limit", limit: Endpoint.rowLimit)
    }
  }

  /// The text of a value as projects show it: numbers are in their shortest spelling.
  private static func text(of value: Value) -> String {
    switch value.kind {
    case .text(let text): text
    case .number(let number): ShortestNumber.spelling(of: number)
    case .parameter(let name): name.text
    }
  }

  private static func range(
    of name: Parameter.Name, in endpoint: Endpoint, holds count: Int
  ) -> Bool {
    guard case .integer(let range) = endpoint.parameter(name)?.kind else { return false }
    return range.contains(count)
  }

  /// The columns of the answer to `call`, which is one of the query's calls.
  func schema(of call: Call?, _ defaults: Defaults) -> Schema {
    var measure = defaults.measure
    for clause in query.clauses {
      if case .measure(let word) = clause.kind { measure = word.measure }
    }
    return form.schema(
      subjects: subjects, property: property?.text,
      measure: form.endpoint.parameter(.type) == nil ? .general : measure, unit: call?.window?.unit)
  }

  /// The arguments without the subject: those of the query, and defaults for required ones.
  func arguments(_ defaults: Defaults) -> [Call.Argument] {
    var measure = defaults.measure
    var window = form.isByWeek ? defaults.weeklyWindow : defaults.eventWindow
    var limit: Int?
    for clause in query.clauses {
      switch clause.kind {
      case .measure(let word): measure = word.measure
      case .window(let word, let count):
        window = Window(unit: word.unit, interval: count.value ?? window.interval)
      case .limit(let count): limit = count.value
      case .by: continue
      }
    }
    var arguments: [Call.Argument] = []
    for parameter in form.endpoint.parameters {
      let value: Call.Value? =
        switch parameter.name {
        case .type: .measure(measure)
        // Funnels' dates have no window but must say that they are counted by week.
        case .unit: .unit(window.unit)
        case .interval: .integer(window.interval)
        case .limit: limit.map(Call.Value.integer)
        case .name: property.map { .text($0.text) }
        case .values: values.map { .texts($0.map(Self.text).withoutRepeats()) }
        case .event, .funnel, .format: nil
        }
      if let value { arguments.append(Call.Argument(parameter.name, value)) }
    }
    return arguments
  }
}

extension Form {
  /// The form of a query about `kind`, with a clause `by` or without.
  init(_ kind: Query.Kind, isByProperty: Bool) {
    self =
      switch kind {
      case .events: isByProperty ? .eventsByProperty : .events
      case .topEvents: .topEvents
      case .retention: .retention
      case .funnel: isByProperty ? .funnelByProperty : .funnel
      case .show(.events): .showEvents
      case .show(.propertiesOfEvent): .showEventProperties
      case .show(.valuesOf): .showEventValues
      case .show(.funnels): .showFunnels
      case .show(.datesOfFunnel): .showFunnelDates
      case .show(.propertiesOfFunnel): .showFunnelProperties
      }
  }
}

extension MeasureWord {
  /// The API's measure.
  package var measure: Measure {
    switch self {
    case .total: .general
    case .unique: .unique
    case .average: .average
    }
  }
}

extension UnitWord {
  /// The API's unit.
  package var unit: Window.Unit {
    switch self {
    case .hour: .hour
    case .day: .day
    case .week: .week
    case .month: .month
    }
  }
}
