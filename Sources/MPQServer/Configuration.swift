internal import NIOCore

extension APIServer {
  /// Where a server listens, whom it serves, and its limits.
  package struct Configuration: Sendable {
    /// The address or name of the interface.
    package var host: String
    /// The port; 0 picks a free one.
    package var port: Int
    /// Names that clients may call this server by, beside ``host`` and the loopback's.
    package var allowedHosts: [String]
    /// Proxies whose X-Forwarded-For header is trusted, and whose connections are not limited.
    package var trustedProxies: [AddressRange] = []
    /// The most connections at once.
    ///
    /// When there are more, the longest idle one is closed. When all are busy, new ones wait in the
    /// system's queue.
    package var connectionLimit = 512
    /// The most connections of one address; `nil` for half of ``connectionLimit``.
    package var addressConnectionLimit: Int?
    /// How long a connection may be silent, or read nothing of its answer, in seconds.
    package var idleLimit = 30
    /// How long a client may take to send the headers of a request, in seconds.
    package var headerLimit = 5
    /// The most bytes of answers that wait for their clients to read them, half of them for one
    /// account; more are refused with 503.
    package var answerBytes = 256 << 20
    /// The fewest bytes a second that a client must read, after ``idleLimit``.
    static let leastBytesPerSecond = 65_536
    /// The most queries that work at once; by default as many as there are processors, from 2 to 4.
    ///
    /// A store has to be able to do one more, for those who ask how the server is.
    package var queryLimit = min(4, max(2, System.coreCount))
    /// The most queries of all accounts that wait for their turn; more are refused with 503.
    package var waitingLimit = 256
    /// The most queries of one account that wait for their turn; more are refused with 429.
    package var accountWaitingLimit = 128
    /// How long a query may wait and work, in seconds.
    package var querySeconds = 30
    /// How long queries may still work when the server is stopped, in seconds.
    package var stopSeconds = 20

    /// Whether `text` can be one of ``allowedHosts``.
    package static func isHost(_ text: String) -> Bool { HostCheck.isHost(text) }

    /// The most bytes of path and query string.
    static let targetLimit = 8192
    /// The most bytes of the request line or of one header.
    static let fieldLimit = 2 * targetLimit

    /// Listens at `host` and `port`.
    package init(host: String = "127.0.0.1", port: Int = 8080, allowedHosts: [String] = []) {
      self.host = host
      self.port = port
      self.allowedHosts = allowedHosts
    }
  }
}
