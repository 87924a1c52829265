internal import HummingbirdCore
internal import NIOCore

extension APIServer {
  /// Where a server listens, whom it serves, and its limits.
  public struct Configuration: Sendable {
    /// The address or name of the interface.
    public var host: String
    /// The port; 0 picks a free one.
    public var port: Int
    /// Names that clients may call this server by, beside ``host`` and the loopback's.
    public var allowedHosts: [String]
    /// The most connections at once; more wait in the system's queue.
    public var connectionLimit = 512
    /// How long a connection may be silent, or take to send its headers, in seconds.
    public var idleLimit = 30

    /// The most bytes of path and query string.
    public static let targetLimit = 8192

    /// Listens at `host` and `port`.
    public init(host: String = "127.0.0.1", port: Int = 8080, allowedHosts: [String] = []) {
      self.host = host
      self.port = port
      self.allowedHosts = allowedHosts
    }
  }
}

extension APIServer.Configuration {
  /// What the HTTP framework is told.
  ///
  /// The decoder counts the request line as a header field; it may be longer than ``targetLimit``,
  /// so that a client learns what was wrong with a long one.
  var channel: HTTP1Channel.Configuration {
    let limit = TimeAmount.seconds(Int64(clamping: idleLimit))
    return HTTP1Channel.Configuration(
      additionalChannelHandlers: [PatientClose(limit: limit)],
      idleTimeout: limit,
      httpDecoderConfiguration: .init(
        maxHeaderFieldSize: 2 * Self.targetLimit, maxHeaderListSize: 4 * Self.targetLimit,
        maxHeaderFieldCount: 100))
  }
}
