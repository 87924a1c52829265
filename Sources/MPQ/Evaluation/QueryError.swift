public import MPQAPI
import MPQCompiler
public import MPQSyntax

/// Why a query has no answer.
public enum QueryError: Error, Equatable, Sendable {
  /// The text is wrong; nothing was sent. The diagnostics are drawn in the sources.
  case invalid([Diagnostic], in: Sources)
  /// A call to `endpoint` failed.
  ///
  /// `subject` is the event or funnel that the call asks about; `nil` if the query makes one call.
  case failed(CallError, endpoint: Endpoint.ID, subject: String?)
  /// The answers do not allow what a stage or an operator does with them.
  case stage(StageError)

  /// The failure of a step, which may be the only call of its statement.
  init(_ error: CallError, at step: Plan.Step, isOnlyCall: Bool) {
    self = .failed(
      error, endpoint: step.call.endpoint, subject: isOnlyCall ? nil : step.subject)
  }

  /// The kind of failure, for exit codes and for the decision to try again.
  public var category: CallError.Category {
    switch self {
    case .invalid: .query
    case .failed(let error, _, _): error.category
    case .stage(let error): error.category
    }
  }
}
