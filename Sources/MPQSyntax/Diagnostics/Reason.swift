/// What is wrong with a text, in words.
///
/// Each layer has its own enums: the texts and tokens, the syntax, names and schemas. An enum words
/// all its cases in one place, in switches without a default.
public protocol Reason: Equatable, Sendable {
  /// What is wrong, in a sentence without a full stop; shown by way of ``Diagnostic/message``.
  var message: String { get }
  /// What the reader could do next, each a phrase without a full stop.
  var hints: [String] { get }
  /// Whether the problem is in a text; it is not, for example, in a value from outside.
  var hasPlace: Bool { get }
}

extension Reason {
  /// No hints.
  public var hints: [String] { [] }

  /// The problem is in a text.
  public var hasPlace: Bool { true }

  /// Whether `other` is of the same type and equal.
  func isEqual(to other: any Reason) -> Bool {
    (other as? Self).map { $0 == self } ?? false
  }

  /// `text` in quotes where it needs them, as far as a hint has room for it.
  static func excerpt(quoting text: String) -> String { Visible.excerpt(Name.quoted(text)) }
}

/// The last of a list that was cut: how many problems are not shown.
public struct FurtherProblems: Reason {
  /// The number of problems, at least 1.
  public var count: Int

  /// The number in words, as in `and 3 more problems`.
  public var message: String { "and \(count) more \(count == 1 ? "problem" : "problems")" }
}
