import MPQAPI

extension NameRequest {
  /// The names of events and properties are those of the last 12 months, so rare ones are included.
  static let eventWindow = Window(unit: .month, interval: 12)
  /// The names of funnels are those of the last 52 weeks; funnels have no months.
  static let funnelWindow = Window(unit: .week, interval: 52)
  /// The most values of one property that are fetched; properties with more are rarely used with
  /// `in`.
  static let valueLimit = 1_000

  /// The call for these names; `nil` if a subject cannot be sent.
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

  /// The names in an answer to ``call``, in the server's order; `nil` if it is the answer to
  /// another call.
  ///
  /// Names that no query can contain are left out: with a NUL, too long, or empty unless the empty
  /// text is valid.
  func names(in result: CallResult) -> [String]? {
    let names: [String]
    switch result {
    case .names(let list): names = list
    case .properties(let counts): names = counts.rows.map(\.property)
    default: return nil
    }
    return Array(names.filter(canBeKept).withoutRepeats().prefix(NameCacheContents.nameLimit))
  }

  private func canBeKept(_ name: String) -> Bool {
    guard name.utf8.count <= NameCacheContents.nameByteLimit, !name.utf8.contains(0) else {
      return false
    }
    guard case .values = self else { return !name.isEmpty }
    return true
  }

  /// Whether a list of `count` names may be truncated: its size is the requested limit or a
  /// server's default limit.
  func mayBeCut(at count: Int) -> Bool {
    guard let call else { return true }
    let standard = Endpoint.of(call.endpoint).parameter(.limit)?.standard.flatMap { Int($0) }
    return count >= call.limit || count == standard
  }
}
