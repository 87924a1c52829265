/// A funnel: events that users do one after the other.
public struct FunnelDefinition: Equatable, Sendable {
  /// The funnel's name.
  public let name: String
  /// The events, in their order; one may stand several times.
  public let steps: [String]

  /// The most steps of a funnel.
  public static let stepLimit = 8
  /// The most bytes of a name.
  public static let nameLimit = 1024

  /// Defines `name` as `steps`.
  ///
  /// - Throws: ``FunnelError`` when a name cannot be one, or there are not 1 to 8 steps.
  public init(name: String, steps: [String]) throws(FunnelError) {
    guard Self.isName(name) else { throw .badName(name) }
    guard (1...Self.stepLimit).contains(steps.count) else { throw .stepCount(name, steps.count) }
    for step in steps where !Self.isName(step) { throw .badStep(name, step) }
    self.name = name
    self.steps = steps
  }

  /// Whether `text` can be asked for: requests carry neither the empty text nor NUL.
  private static func isName(_ text: String) -> Bool {
    (1...nameLimit).contains(text.utf8.count) && !text.utf8.contains(0)
  }
}

/// Why a funnel cannot be defined.
public enum FunnelError: Error, Equatable, Sendable {
  /// A name that is empty, longer than ``FunnelDefinition/nameLimit``, or holds NUL.
  case badName(String)
  /// An event's name of that kind in the funnel of that name.
  case badStep(String, String)
  /// Too few or too many steps.
  case stepCount(String, Int)

  /// What is wrong, on one line.
  public var message: String {
    switch self {
    case .badName:
      "a funnel name has 1 to \(FunnelDefinition.nameLimit) bytes and no NUL"
    case .badStep(let name, _):
      "funnel '\(name)': an event name has 1 to \(FunnelDefinition.nameLimit) bytes and no NUL"
    case .stepCount(let name, let count):
      "funnel '\(name)' has \(count) steps; it must have 1 to \(FunnelDefinition.stepLimit)"
    }
  }
}
