package import MPQAPI

extension APIServer {
  /// What a handler gets of a request.
  package struct Request: Sendable {
    /// The path, as the request line has it, still escaped.
    package var path: String
    /// The query string, still escaped; empty if it is missing.
    package var query: String
    /// The value of the Authorization header; `nil` if it is missing.
    package var authorization: String?
  }

  /// A handler's decision about a request.
  package enum Verdict: Sendable {
    /// A response that needs no query.
    case answer(Response)
    /// A query, which waits in the queue.
    ///
    /// Accounts take turns. When the client disconnects, the query is cancelled and its result is
    /// discarded.
    case work(account: String, @Sendable () async -> Response)
  }
}
