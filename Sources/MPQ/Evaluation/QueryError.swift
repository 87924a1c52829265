public import MPQAPI
public import MPQSyntax

/// Why a query has no answer.
public enum QueryError: Error, Equatable, Sendable {
  /// The text is wrong; nothing was sent.
  case invalid([Diagnostic])
  /// The text that would be signed has a second valid reading; nothing was sent.
  case ambiguous
  /// The server refused the call, in the API's own words.
  case refused(APIError)
  /// Too many calls in too short a time.
  case quota(String)
  /// The server answered with an HTTP status that is not an answer.
  case status(Int, detail: String)
  /// The body is not JSON.
  case notJSON(mediaType: String?, reason: String)
  /// The body is JSON, but not in the form that the document shows.
  case shape(ShapeError)
  /// No whole answer came.
  case transport(TransportError)

  /// What kind of failure it is, for exit codes and for deciding whether to try again.
  public enum Category: Sendable {
    /// The query is wrong; trying again will not help.
    case query
    /// The configuration or a local file is wrong.
    case configuration
    /// The network or the server failed; worth a retry.
    case network
    /// Key, signature or expiry was refused.
    case authentication
    /// The quota is used up.
    case quota
    /// Time ran out.
    case timeOut
    /// Somebody stopped it.
    case interrupted
  }

  /// What kind of failure it is.
  public var category: Category {
    switch self {
    case .invalid, .ambiguous: .query
    case .refused(.invalidKey), .refused(.invalidSignature), .refused(.expired): .authentication
    case .refused(.other): .network
    case .refused: .query
    case .quota: .quota
    case .status(401, _), .status(403, _): .authentication
    case .status(402, _): .quota
    case .status(404, _): .query
    case .status, .notJSON, .shape: .network
    case .transport(.timedOut): .timeOut
    case .transport(.cancelled): .interrupted
    case .transport(.store): .configuration
    case .transport(.requestTooLong): .query
    case .transport: .network
    }
  }
}
