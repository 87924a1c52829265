public import MPQAPI
public import MPQCompiler
import MPQSyntax

/// A name of a query that the project does not have.
public struct UnknownName: Equatable, Sendable {
  /// What the name should be one of.
  public enum Kind: String, Sendable {
    case event, funnel
  }

  /// What it should be.
  public var kind: Kind
  /// The name, as the query means it.
  public var name: ByteText
  /// The names that are most like it, nearest first; at most three.
  public var nearest: [ByteText]

  /// What is wrong and what may have been meant, a sentence without a full stop.
  public var sentence: String {
    let names = nearest.map { Self.quoted($0.text) }
    let unknown = "the project has no \(kind.rawValue) \(Self.quoted(name.text))"
    guard let last = names.last else {
      return "\(unknown); 'show \(kind.rawValue)s' lists what there is"
    }
    let head = names.dropLast().joined(separator: ", ")
    return "\(unknown); did you mean \(head.isEmpty ? last : "\(head) or \(last)")?"
  }

  static func quoted(_ name: String) -> String { "\"\(Visible.excerpt(name))\"" }
}

/// Finds the names of a query that the project does not have, before a call is spent on them.
public enum UnknownNames {
  /// The most names that one unknown name is answered with.
  public static let nearestLimit = 3

  /// The events or funnels of `plan` that are not known.
  ///
  /// Nothing is unknown where that cannot be told: the list is not there or not fresh, it may have
  /// been cut, or the query goes further back than the list.
  ///
  /// - Parameters:
  ///   - plan: What is to be asked.
  ///   - names: The names that are known.
  ///   - isFresh: Whether a list is as the server has it; see ``NameCatalogue/isFresh(_:)``.
  /// - Returns: The unknown ones, in the order of the query.
  public static func check(
    _ plan: Plan, _ names: KnownNames, isFresh: (NameRequest) -> Bool
  ) -> [UnknownName] {
    let kind: UnknownName.Kind = plan.form.isAboutFunnels ? .funnel : .event
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
      unknown.contains(name) && name.text.utf8.count <= NameCache.nameByteLimit
    }.map { name in
      UnknownName(kind: kind, name: name, nearest: nearest(to: name.text, among: list.names))
    }
  }

  /// Names with a few slips first, then those that begin with `name`, then those that hold it.
  private static func nearest(to name: String, among names: [String]) -> [ByteText] {
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
    return found.withoutRepeats().prefix(nearestLimit).map(ByteText.init)
  }
}

extension NameRequest {
  /// Whether what `call` finds would be on this list: the list goes back as far.
  fileprivate func covers(_ call: Call) -> Bool {
    guard let asked = call.window else { return true }
    let list = self == .funnels ? Self.funnelWindow : Self.eventWindow
    return asked == list || asked.atMostDays <= list.atLeastDays
  }
}

extension Window {
  /// The days that the window surely has, the current period being hardly begun.
  fileprivate var atLeastDays: Int {
    switch unit {
    case .hour: (interval - 1) / 24
    case .day: interval - 1
    case .week: (interval - 1) * 7
    case .month: (interval - 1) * 30
    }
  }

  /// The days that the window may have.
  fileprivate var atMostDays: Int {
    switch unit {
    case .hour: interval / 24 + 1
    case .day: interval
    case .week: interval * 7
    case .month: interval * 31
    }
  }
}
