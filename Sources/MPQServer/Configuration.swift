internal import NIOCore

extension APIServer {
  /// The address, the accepted hosts and proxies, and the limits of a server.
  package struct Configuration: Sendable {
    /// The address or name of the interface.
    package var host: String
    /// The port; 0 picks a free one.
    package var port: Int
    /// Names of this server that clients may use, in addition to ``host`` and the loopback's.
    package var allowedHosts: [String]
    /// Proxies whose X-Forwarded-For header is trusted, and that have no limit per address.
    package var trustedProxies: [AddressRange] = []
    /// The maximum of open connections.
    ///
    /// Above it, the connection that is idle for the longest time is closed. When all are busy, new
    /// connections wait in the system's queue.
    package var connectionLimit = 512
    /// The maximum of connections from one address; `nil` for half of ``connectionLimit``.
    package var addressConnectionLimit: Int?
    /// The timeout of a connection that sends nothing, or that reads nothing of its answer, in
    /// seconds.
    package var idleLimit = 30
    /// The timeout of a request's headers, in seconds.
    package var headerLimit = 5
    /// The maximum bytes of answers that clients have not read yet, half of them for one account;
    /// further answers are refused with 503.
    package var answerBytes = 256 << 20
    /// The bytes per second that a client must read at least, after ``idleLimit``.
    static let leastBytesPerSecond = 65_536
    /// The maximum of queries running at once; by default the number of processors, from 2 to 4.
    ///
    /// The store must allow one more reader, for health checks.
    package var queryLimit = min(4, max(2, System.coreCount))
    /// The maximum of waiting queries of all accounts; further ones are refused with 503.
    package var waitingLimit = 256
    /// The maximum of waiting queries of one account; further ones are refused with 429.
    package var accountWaitingLimit = 128
    /// The timeout of a query, waiting included, in seconds.
    package var querySeconds = 30
    /// The maximum of downloads at once; further ones are refused with 429.
    ///
    /// The store must allow as many more readers.
    package static let downloadLimit = 4
    /// How long queries and downloads may continue when the server is stopped, in seconds.
    package var stopSeconds = 20

    /// Whether `text` can be one of ``allowedHosts``.
    package static func isHost(_ text: String) -> Bool { HostCheck.isHost(text) }

    /// The maximum bytes of path and query string.
    static let targetLimit = 8192
    /// The maximum bytes of a form.
    static let formLimit = 1 << 18
    /// The maximum bytes of the request line or of one header.
    static let fieldLimit = 2 * targetLimit

    /// Creates a configuration with default limits.
    package init(host: String = "127.0.0.1", port: Int = 8080, allowedHosts: [String] = []) {
      self.host = host
      self.port = port
      self.allowedHosts = allowedHosts
    }
  }
}
