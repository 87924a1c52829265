package import MPQAPI

extension APIServer {
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
