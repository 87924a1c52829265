/// Why a call has no answer.
///
/// Texts in it may come from outside; make them visible before they reach a terminal.
public enum CallError: Error, Equatable, Sendable {
  /// The text to sign has a second valid reading; nothing was sent.
  case ambiguous
  /// The server refused the call with an error of the API document.
  case refused(APIError)
  /// The server refuses calls for some time: HTTP status 429, or a text that says so.
  ///
  /// `retryAfter` is in seconds; `nil` when the server did not say.
  case quota(String, retryAfter: Int?)
  /// The server answered with another HTTP status that is a failure.
  ///
  /// `retryAfter` is in seconds; `nil` when the server did not say.
  case status(Int, detail: String, retryAfter: Int?)
  /// Mixpanel's service refused the call, or its Query API has no answer, for a known cause.
  case service(ServiceProblem)
  /// The body is not JSON.
  case notJSON(mediaType: String?, reason: String)
  /// The body is JSON, but not in the form that the API document shows.
  case shape(ShapeError)
  /// The answer has more values than this limit.
  case tooManyValues(limit: Int)
  /// No complete response was received.
  case transport(TransportError)
  /// The response was received, but the deadline passed while it was read.
  case late(seconds: Double)
  /// A source in this process, such as a store, has no answer.
  ///
  /// `message` is one sentence without a full stop.
  case source(message: String, category: Category)

  /// The task was cancelled.
  public static let cancelled = CallError.transport(.cancelled)

  /// The kinds of failure, for exit codes and for the decision to try again.
  public enum Category: Sendable {
    /// The query is wrong; the same query fails again.
    case query
    /// The configuration or a local file is wrong.
    case configuration
    /// The network or the server failed; the same query may work later.
    case network
    /// The server refused the key, the signature or the expiry.
    case authentication
    /// The quota is used up.
    case quota
    /// The timeout passed.
    case timeOut
    /// An `expect` of the query does not hold.
    case expectation
    /// The user or a caller cancelled it.
    case interrupted
  }

  /// The kind of failure.
  public var category: Category {
    switch self {
    case .ambiguous: .query
    case .refused(let error): error.category
    case .quota: .quota
    case .status(let status, _, _): Self.category(ofStatus: status)
    case .service(let problem): problem.category
    case .notJSON, .shape: .network
    case .tooManyValues: .query
    case .transport(let error): error.category
    case .late: .timeOut
    case .source(_, let category): category
    }
  }

  /// A status from 400 to 499 is about the request, so that the same request fails again; the rest
  /// is about the server.
  private static func category(ofStatus status: Int) -> Category {
    switch status {
    case 401, 403, 407: .authentication
    case 402, 429: .quota
    case 408: .network
    case 400..<500: .query
    default: .network
    }
  }
}

extension APIError {
  /// The kind of failure; a text that the document does not list says nothing.
  fileprivate var category: CallError.Category {
    switch self {
    case .invalidKey, .invalidSignature, .expired: .authentication
    case .missingParameter, .invalidParameter, .invalidJSON, .invalidEndpoint: .query
    case .other: .network
    }
  }
}

extension TransportError {
  /// The kind of failure.
  fileprivate var category: CallError.Category {
    switch self {
    case .timedOut: .timeOut
    case .cancelled: .interrupted
    // The same query has the same answer.
    case .requestTooLong, .tooLarge: .query
    case .unknownHost, .unreachable, .untrusted, .truncated, .redirected, .failed:
      .network
    }
  }
}
