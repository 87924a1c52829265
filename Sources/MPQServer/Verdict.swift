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
    /// The body of a POST, a form that is encoded like a query string; `nil` for a GET.
    package var form: String?
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
    /// A long answer, which is sent while it is produced.
    case download(Download)
  }

  /// A long answer of status 200, which comes in parts.
  package struct Download: Sendable {
    /// The account of the client, for the log.
    package var account: String
    /// The media type.
    package var mediaType: String
    /// What is sent after the first parts when the next ones fail.
    package var failureLine: [UInt8]
    /// Produces the parts.
    ///
    /// It runs on a thread of its own. `send` blocks the thread while the client reads, and throws
    /// when nobody reads any more. The result is `nil` at the end of the answer, or the response of
    /// a failure.
    package var produce:
      @Sendable (_ send: @escaping @Sendable ([UInt8]) throws -> Void) async -> Response?

    /// Describes an answer.
    package init(
      account: String, mediaType: String, failureLine: [UInt8],
      produce:
        @escaping @Sendable (_ send: @escaping @Sendable ([UInt8]) throws -> Void) async ->
        Response?
    ) {
      self.account = account
      self.mediaType = mediaType
      self.failureLine = failureLine
      self.produce = produce
    }
  }
}
