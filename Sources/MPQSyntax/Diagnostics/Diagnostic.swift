/// One problem of a text, where it is, and what may be done about it.
public struct Diagnostic: Error, Equatable, Sendable {
  /// What is wrong.
  public var reason: any Reason
  /// The text that is wrong; empty, at its end, where something is missing.
  public var span: SourceSpan
  /// What the reader could do next, each a phrase without a full stop.
  public var hints: [String]

  /// Reports `reason` at `span`.
  ///
  /// - Parameters:
  ///   - reason: What is wrong; it has hints of its own.
  ///   - span: The text that is wrong.
  ///   - hints: Hints that depend on the place; shown after the reason's own.
  public init(_ reason: some Reason, at span: SourceSpan, hints: [String] = []) {
    self.reason = reason
    self.span = span
    self.hints = reason.hints + hints
  }

  /// Reports a problem of syntax.
  init(_ problem: SyntaxProblem, at span: SourceSpan, hints: [String] = []) {
    self.reason = problem
    self.span = span
    self.hints = problem.hints + hints
  }

  /// The problem in a sentence, without a full stop; safe to show in a terminal.
  public var message: String { Visible.text(reason.message) }

  /// Whether both say the same about the same place.
  public static func == (left: Diagnostic, right: Diagnostic) -> Bool {
    left.span == right.span && left.hints == right.hints
      && left.reason.isEqual(to: right.reason)
  }
}
