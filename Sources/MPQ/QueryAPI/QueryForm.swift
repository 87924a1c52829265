import MPQAPI

/// How the Query API answers what an endpoint of the API document answers.
///
/// This table is the whole difference between the two in what is sent; ``QueryAPISource`` makes
/// the requests.
struct QueryForm {
  /// How the dates of a call are sent.
  enum Dates {
    /// Not at all, or as `unit` and `interval`.
    case none
    /// As the first and the last day of the call's window.
    case window
    /// As the first and the last day of as many weeks as the call's limit, at most a year.
    case limit
  }

  /// The path below ``QueryRequest/root``.
  let path: String
  /// The parameters of the call that are passed on as they are.
  let parameters: [Parameter.Name]
  /// How the dates are sent.
  var dates = Dates.none
  /// Whether the answer has the form of the API document.
  var isDirect = false
  /// How the answer differs from the API document's.
  var differences: [Difference] = []

  /// The form of an endpoint; `nil` if the Query API has none.
  static func of(_ endpoint: Endpoint.ID) -> QueryForm? {
    switch endpoint {
    case .events:
      QueryForm(
        path: "events", parameters: [.event, .type, .unit, .interval, .format], isDirect: true)
    case .eventsTop:
      QueryForm(path: "events/top", parameters: [.type, .limit], isDirect: true)
    case .eventsNames:
      QueryForm(
        path: "events/names", parameters: [.type, .limit], dates: .window, isDirect: true)
    case .eventsProperties:
      QueryForm(
        path: "events/properties",
        parameters: [.event, .name, .values, .type, .unit, .interval, .format, .limit],
        isDirect: true)
    case .eventsPropertiesTop:
      QueryForm(
        path: "events/properties/top", parameters: [.event, .limit], differences: [.ownDates])
    case .eventsPropertiesValues:
      QueryForm(
        path: "events/properties/values", parameters: [.event, .name, .limit],
        differences: [.ownDates])
    case .eventsRetention:
      QueryForm(
        path: "retention", parameters: [.unit], dates: .window, differences: [.rollingRetention])
    case .funnels:
      QueryForm(
        path: "funnels", parameters: [.unit], dates: .window, differences: [.conversionWindow])
    case .funnelsNames:
      QueryForm(path: "funnels/list", parameters: [], differences: [.allFunnels])
    case .funnelsDates:
      QueryForm(path: "funnels", parameters: [.unit], dates: .limit, differences: [.searchedWeeks])
    case .funnelsProperties:
      QueryForm(
        path: "funnels", parameters: [.unit, .limit], dates: .window,
        differences: [.conversionWindow, .derivedLastSteps])
    case .funnelsPropertiesNames: nil
    }
  }

  /// The parameters of a request for `call`, without the project and the subject.
  func items(of call: Call, today: CivilDate) -> [QueryItem] {
    var items: [QueryItem] = []
    for name in parameters {
      // The limit is always sent, since the defaults of the two APIs differ.
      if name == .limit {
        items.append(QueryItem(name.rawValue, String(call.limit)))
      } else if let argument = call.arguments.first(where: { $0.name == name }) {
        items.append(QueryItem(name.rawValue, argument.value.wireText))
      }
    }
    guard let first = firstDay(of: call, today: today) else { return items }
    return items + [
      QueryItem("from_date", first.description), QueryItem("to_date", today.description),
    ]
  }

  /// The most weeks of a query for the dates of a funnel.
  static let weekLimit = 52
  /// The earliest day that the service accepts.
  private static let earliest = CivilDate(year: 2000, month: 1, day: 1)

  private func firstDay(of call: Call, today: CivilDate) -> CivilDate? {
    let window: Window?
    switch dates {
    case .none: window = nil
    case .window: window = call.window
    case .limit: window = Window(unit: .week, interval: min(call.limit, Self.weekLimit))
    }
    return window.map { max($0.firstDay(today: today), Self.earliest) }
  }
}

extension Window {
  /// The day on which the first bucket begins, if the last one is that of `today`.
  fileprivate func firstDay(today: CivilDate) -> CivilDate {
    let last = today.start(of: unit)
    switch unit {
    case .hour: return CivilDate(dayNumber: last.dayNumber - (interval + 23) / 24)
    case .day: return CivilDate(dayNumber: last.dayNumber - (interval - 1))
    case .week: return CivilDate(dayNumber: last.dayNumber - 7 * (interval - 1))
    case .month:
      let (year, month, _) = last.parts
      return CivilDate(year: year, month: month - (interval - 1), day: 1)
    }
  }
}
