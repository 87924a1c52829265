import MPQAPI

extension NameRequest {
  /// The names of events and properties are those of the last 12 months, so that what is seldom
  /// sent is known, too.
  static let eventWindow = Window(unit: .month, interval: 12)
  /// The names of funnels are those of the last 52 weeks; funnels know no months.
  static let funnelWindow = Window(unit: .week, interval: 52)
  /// The most values of one property that are asked for; few properties with more are picked from.
  static let valueLimit = 1_000

  /// The call that asks for these names; `nil` where one of the subjects cannot be asked about.
  var call: Call? {
    let typed = Call.Argument(.type, .measure(.general))
    let events = Self.arguments(Self.eventWindow) + [typed]
    let funnels = Self.arguments(Self.funnelWindow)
    let many = Call.Argument(.limit, .integer(Endpoint.rowLimit))
    let call: Call?
    switch self {
    case .events: call = try? Call(.eventsNames, events + [many])
    case .funnels: call = try? Call(.funnelsNames, funnels)
    case .propertiesOfEvent(let event):
      call = try? Call(
        .eventsPropertiesTop, events + [many, Call.Argument(.event, .text(event.text))])
    case .propertiesOfFunnel(let funnel):
      call = try? Call(
        .funnelsPropertiesNames, funnels + [many, Call.Argument(.funnel, .text(funnel.text))])
    case .values(let property, let event):
      call = try? Call(
        .eventsPropertiesValues,
        events + [
          Call.Argument(.limit, .integer(Self.valueLimit)),
          Call.Argument(.event, .text(event.text)), Call.Argument(.name, .text(property.text)),
        ])
    }
    return call.flatMap { $0.isAmbiguous ? nil : $0 }
  }

  private static func arguments(_ window: Window) -> [Call.Argument] {
    [
      Call.Argument(.unit, .unit(window.unit)),
      Call.Argument(.interval, .integer(window.interval)),
    ]
  }

  /// The names that an answer to ``call`` holds, in the server's order; `nil` where it is the
  /// answer to something else.
  ///
  /// Those that no query can ask about are left out: with a NUL, too long, or empty where the
  /// empty text is no name.
  func names(in result: CallResult) -> [String]? {
    let names: [String]
    switch result {
    case .names(let list): names = list
    case .properties(let counts): names = counts.rows.map(\.property)
    default: return nil
    }
    return Array(names.filter(canBeKept).withoutRepeats().prefix(NameCache.nameLimit))
  }

  private func canBeKept(_ name: String) -> Bool {
    guard name.utf8.count <= NameCache.nameByteLimit, !name.utf8.contains(0) else { return false }
    guard case .values = self else { return !name.isEmpty }
    return true
  }

  /// Whether a list of `count` names may lack some: as many were asked for, or as many came as
  /// servers answer with when they are not asked for a number, whatever was asked.
  func mayBeCut(at count: Int) -> Bool {
    guard let call else { return true }
    let standard = Endpoint.of(call.endpoint).parameter(.limit)?.standard.flatMap { Int($0) }
    return count >= call.limit || count == standard
  }
}
