/// A funnel: a sequence of events.
public struct FunnelDefinition: Equatable, Sendable {
  /// The funnel's name.
  public let name: String
  /// The events, in order; an event may occur several times.
  public let steps: [String]

  /// The maximum number of steps.
  public static let stepLimit = 8
  /// The maximum length of a name in bytes.
  public static let nameLimit = 1024

  /// Defines `name` as `steps`.
  ///
  /// - Throws: ``FunnelError`` if a name is invalid, or if there are not 1 to 8 steps.
  public init(name: String, steps: [String]) throws(FunnelError) {
    guard Self.isName(name) else { throw .badName(name) }
    guard (1...Self.stepLimit).contains(steps.count) else { throw .stepCount(name, steps.count) }
    for step in steps where !Self.isName(step) { throw .badStep(name, step) }
    self.name = name
    self.steps = steps
  }

  /// Whether requests can contain `text`: it is not empty and has no NUL.
  private static func isName(_ text: String) -> Bool {
    (1...nameLimit).contains(text.utf8.count) && !text.utf8.contains(0)
  }
}

/// Why a funnel cannot be defined.
public enum FunnelError: Error, Equatable, Sendable {
  /// A name that is empty, longer than ``FunnelDefinition/nameLimit``, or contains NUL.
  case badName(String)
  /// A funnel's name, and an event's name that is invalid for the same reasons.
  case badStep(String, String)
  /// Too few or too many steps.
  case stepCount(String, Int)

  /// The problem, on one line.
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
