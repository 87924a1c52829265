public import MPQAPI
import MPQSyntax

// The words for failures, one sentence without a full stop each.
//
// They may repeat what a server sent, so control characters are escaped. Hints are left to the
// program that uses the library.

extension QueryError {
  /// The message of the failure; for diagnostics, that of the first one.
  public var message: String {
    switch self {
    case .invalid(let diagnostics, _): diagnostics.first?.message ?? "invalid query"
    case .failed(let error, _, nil): error.message
    case .failed(let error, let endpoint, let subject?):
      "\(endpoint.rawValue) of \"\(visible(subject))\": \(error.message)"
    case .stage(let error): error.message
    }
  }
}

extension CallError {
  /// The message of the failure.
  public var message: String {
    switch self {
    case .ambiguous: "a name in this query makes the signed text ambiguous; it is not sent"
    case .refused(.other("")): "the server refused the call without a reason"
    case .refused(let error): "the server refused the call: \(visible(error.text))"
    case .quota(let text, _): "too many calls: \(visible(text))"
    case .status(let status, "", _): "the server answered with HTTP status \(status)"
    case .status(let status, let detail, _):
      "the server answered with HTTP status \(status): \(visible(detail))"
    case .service(let problem): problem.message
    case .notJSON(let mediaType, let reason):
      "the answer is not JSON (\(visible(mediaType ?? "no media type")); \(visible(reason)))"
    case .shape(let error):
      "the answer has an unexpected form: \(visible(error.path)) should be \(error.expected)"
    case .tooManyValues(let limit): "the answer has more than \(limit) values"
    case .transport(let error): error.message
    case .late(let seconds):
      "the answer was not received and read within \(secondsText(seconds))"
    case .source(let message, _): visible(message)
    }
  }
}

extension TransportError {
  fileprivate var message: String {
    switch self {
    case .unknownHost(let host): "unknown host \(visible(host))"
    case .unreachable(let host, let cause): "cannot reach \(visible(host)): \(visible(cause))"
    case .untrusted(let host, let cause): "cannot trust \(visible(host)): \(visible(cause))"
    case .timedOut(let host, let seconds):
      "no answer from \(visible(host)) within \(secondsText(seconds))"
    case .truncated(let host, let cause):
      "the answer from \(visible(host)) broke off: \(visible(cause))"
    case .tooLarge(let host, let limit):
      "the answer from \(visible(host)) is larger than \(limit) bytes"
    case .redirected(let host, let status):
      "\(visible(host)) redirects (HTTP status \(status)); redirects are not followed"
    case .requestTooLong(let limit): "the request would be longer than \(limit) bytes"
    case .cancelled: "interrupted"
    case .failed(let host, let cause): "the request to \(visible(host)) failed: \(visible(cause))"
    }
  }
}

/// `1 second`, `60 seconds`, `0.5 seconds`; the rest of a deadline in tenths.
private func secondsText(_ seconds: Double) -> String {
  let tenths = seconds < 1 ? seconds : (seconds * 10).rounded() / 10
  let number = tenths == tenths.rounded() ? String(Int(exactly: tenths) ?? 0) : "\(tenths)"
  return "\(number) \(tenths == 1 ? "second" : "seconds")"
}
