/// One problem of a text, where it is, and what may be done about it.
public struct Diagnostic: Error, Equatable, Sendable {
  /// What is wrong.
  public var problem: Problem
  /// The text that is wrong; empty, at its end, where something is missing.
  public var span: SourceSpan
  /// What the reader could do next, each a phrase without a full stop.
  public var hints: [String]

  /// Reports `problem` at `span`.
  ///
  /// - Parameters:
  ///   - problem: What is wrong; it has hints of its own.
  ///   - span: The text that is wrong.
  ///   - hints: Hints that depend on the place; shown after the problem's own.
  public init(_ problem: Problem, at span: SourceSpan, hints: [String] = []) {
    self.problem = problem
    self.span = span
    self.hints = problem.hints + hints
  }

  /// The problem in a sentence, without a full stop; safe to show in a terminal.
  public var message: String { Visible.text(problem.message) }
}
