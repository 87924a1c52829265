import MPQ
import MPQAPI
import MPQCompiler
import MPQSyntax

/// Finds the names of a query that the project does not have, before a call is spent on them.
enum UnknownNames {
  /// The most suggestions for one name.
  static let nearestLimit = 3

  /// The events or funnels of `plan` that are not known.
  ///
  /// Returns none if that cannot be decided: the list is missing or not fresh, it may be truncated,
  /// or the query goes further back than the list.
  ///
  /// - Parameters:
  ///   - plan: The plan of the query.
  ///   - names: The names that are known.
  ///   - isFresh: Whether a list is up to date; see ``NameCache/isFresh(_:)``.
  /// - Returns: A note about each unknown one, in the order of the query.
  static func check(
    _ plan: Plan, _ names: KnownNames, isFresh: (NameRequest) -> Bool
  ) -> [Note] {
    let kind: Note.Subject.Kind = plan.form.isAboutFunnels ? .funnel : .event
    let request: NameRequest = plan.form.isAboutFunnels ? .funnels : .events
    guard !plan.subjects.isEmpty, let list = names[request], isFresh(request),
      !request.mayBeCut(at: list.names.count), plan.steps.allSatisfy({ request.covers($0.call) })
    else { return [] }
    var unknown = Set(plan.subjects.map(ByteText.init))
    let lengths = Set(plan.subjects.map(\.utf8.count))
    for name in list.names where lengths.contains(name.utf8.count) {
      unknown.remove(ByteText(name))
    }
    return plan.subjects.map(ByteText.init).filter { name in
      unknown.contains(name) && name.text.utf8.count <= NameCacheContents.nameByteLimit
    }.map { name in
      .unknown(
        Note.Subject(kind, name.text), nearest: nearest(to: name.text, among: list.names))
    }
  }

  /// Names with a few slips first, then those that begin with `name`, then those that contain it.
  private static func nearest(to name: String, among names: [String]) -> [String] {
    var found = NearMiss.nearest(to: name, among: names, count: nearestLimit)
    if found.count < nearestLimit, name.utf8.count > 1 {
      let search = ByteSearch(name)
      var holding: [String] = []
      for candidate in names {
        switch search.place(in: candidate) {
        case .start: found.append(candidate)
        case .inside where holding.count < nearestLimit: holding.append(candidate)
        case .inside, nil: break
        }
        // Some of these may be among the near ones already.
        if found.count >= 2 * nearestLimit { break }
      }
      found += holding
    }
    return Array(found.withoutRepeats().prefix(nearestLimit))
  }
}

extension NameRequest {
  /// Whether the list goes back as far as `call`, so that it contains what the call finds.
  fileprivate func covers(_ call: Call) -> Bool {
    guard let asked = call.window else { return true }
    let list = self == .funnels ? Self.funnelWindow : Self.eventWindow
    return asked == list || asked.atMostDays <= list.atLeastDays
  }
}

extension Window {
  /// The fewest days of the window, if the current period has just begun.
  fileprivate var atLeastDays: Int {
    switch unit {
    case .hour: (interval - 1) / 24
    case .day: interval - 1
    case .week: (interval - 1) * 7
    case .month: (interval - 1) * 30
    }
  }

  /// The most days of the window.
  fileprivate var atMostDays: Int {
    switch unit {
    case .hour: interval / 24 + 1
    case .day: interval
    case .week: interval * 7
    case .month: interval * 31
    }
  }
}
