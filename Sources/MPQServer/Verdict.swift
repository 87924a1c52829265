package import MPQAPI

extension APIServer {
  /// What a handler makes of a request.
  package enum Verdict: Sendable {
    /// The answer, which took no work.
    case answer(Response)
    /// Work that waits for its turn.
    ///
    /// Work of different accounts takes turns. It is cancelled when nobody waits for it any more;
    /// what it returns then is not used.
    case work(account: String, @Sendable () async -> Response)
  }
}
