import MPQAPI
import MPQSyntax

/// The words for a failure; made here and nowhere else.
///
/// What the server sent may stand in them, so that control characters in it are made visible.
extension QueryError {
  /// What went wrong, one sentence without a full stop; for diagnostics, the first one's message.
  public var message: String {
    switch self {
    case .invalid(let diagnostics):
      diagnostics.first?.message ?? "the query is not valid"
    case .ambiguous:
      "a name in this query makes the signed text ambiguous, so that it is not sent"
    case .refused(let error):
      "the server refused the call: \(visible(error.text))"
    case .quota(let text):
      "the project's quota of calls is used up: \(visible(text))"
    case .status(let status, let detail):
      detail.isEmpty
        ? "the server answered with HTTP status \(status)"
        : "the server answered with HTTP status \(status): \(visible(detail))"
    case .notJSON(let mediaType, let reason):
      "the answer is not JSON (\(visible(mediaType ?? "no media type")); \(visible(reason)))"
    case .shape(let error):
      "the answer has an unexpected form: \(visible(error.path)) should be \(error.expected)"
    case .transport(let error):
      error.message
    }
  }

  /// What to do next; `nil` where nothing useful can be said.
  public var hint: String? {
    switch self {
    case .invalid: nil
    case .ambiguous:
      "names that contain 'expire=', 'name=' and the like cannot be asked about safely"
    case .refused(.invalidKey), .status(401, _), .status(403, _):
      "check the key; 'mpq profile test' tells whether it works"
    case .refused(.invalidSignature):
      "check the secret; 'mpq profile test' tells whether it works"
    case .refused(.expired):
      "check this machine's clock: requests end ten minutes after they are signed"
    case .refused(.invalidEndpoint), .status(404, _):
      "check the host: it does not seem to serve the Data API, version 2"
    case .refused: nil
    case .quota: "wait an hour, or ask for less at once"
    case .status(402, _): "the project's plan seems not to allow this call"
    case .status(let status, _):
      status >= 500 ? "the server has a problem of its own; try again later" : nil
    case .notJSON: "check the host: something else may answer there"
    case .shape: "--raw prints what the server sent"
    case .transport(let error): error.hint
    }
  }
}

extension TransportError {
  var message: String {
    switch self {
    case .unknownHost(let host): "the host \(visible(host)) is not known"
    case .unreachable(let host, let cause): "cannot reach \(visible(host)): \(visible(cause))"
    case .untrusted(let host, let cause): "cannot trust \(visible(host)): \(visible(cause))"
    case .timedOut(let host, let seconds):
      "no answer from \(visible(host)) within \(Self.text(seconds))"
    case .truncated(let host, let cause):
      "the answer from \(visible(host)) broke off: \(visible(cause))"
    case .tooLarge(let host, let limit):
      "the answer from \(visible(host)) is larger than \(limit) bytes"
    case .redirected(let host, let status):
      "\(visible(host)) redirects elsewhere (HTTP status \(status)), which is never followed"
    case .requestTooLong(let limit): "the request would be longer than \(limit) bytes"
    case .cancelled: "interrupted"
    case .store(let cause): visible(cause)
    case .failed(let host, let cause): "asking \(visible(host)) failed: \(visible(cause))"
    }
  }

  var hint: String? {
    switch self {
    case .unknownHost: "check the host, and the network"
    case .unreachable: "check that the server runs and that the port is right"
    case .untrusted: "check the host's certificate, or name its authority in the profile"
    case .timedOut: "try again, or allow more with --timeout"
    case .truncated, .failed: "try again"
    case .tooLarge: "ask for fewer buckets, or set a limit"
    case .redirected: "give the profile the host that it redirects to"
    case .requestTooLong: "ask about fewer names at once"
    case .cancelled, .store: nil
    }
  }

  private static func text(_ seconds: Double) -> String {
    let number = seconds == seconds.rounded() ? String(Int(exactly: seconds) ?? 0) : "\(seconds)"
    return "\(number) \(seconds == 1 ? "second" : "seconds")"
  }
}
