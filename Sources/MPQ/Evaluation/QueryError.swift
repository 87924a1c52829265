public import MPQAPI
import MPQCompiler
public import MPQSyntax

/// Why a query has no answer.
public enum QueryError: Error, Equatable, Sendable {
  /// The text is wrong; nothing was sent.
  case invalid([Diagnostic])
  /// A call to `endpoint` failed.
  ///
  /// `subject` is the event or funnel that the call asks about; `nil` if the query makes one call.
  case failed(CallError, endpoint: Endpoint.ID, subject: String?)

  /// The failure of a step.
  init(_ error: CallError, at step: Plan.Step, of plan: Plan) {
    let subject = plan.steps.count > 1 ? step.subject : nil
    self = .failed(error, endpoint: step.call.endpoint, subject: subject)
  }

  /// The kind of failure, for exit codes and for the decision to try again.
  public var category: CallError.Category {
    switch self {
    case .invalid: .query
    case .failed(let error, _, _): error.category
    }
  }
}
