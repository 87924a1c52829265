/// A request of the Query API.
public struct QueryRequest: Sendable {
  /// The absolute path.
  public let path: String
  /// The parameters, encoded.
  public let query: String
  /// The login that the request is sent with.
  package let login: QueryLogin

  /// The path that all endpoints share.
  public static let root = "/api/query/"
  /// The longest path and query of a GET request, in bytes; the service refuses lines over 8,190.
  public static let lineLimit = 8000

  /// A request to `path` below ``root``.
  package init(path: String, items: [QueryItem], login: QueryLogin) {
    self.path = Self.root + path
    query = QueryCodec.encode(items)
    self.login = login
  }

  /// Path and query; it holds no secret.
  public var target: String { "\(path)?\(query)" }

  /// Whether it is too long for a request line, so that the parameters are sent in the body.
  public var isPosted: Bool { target.utf8.count > Self.lineLimit }
}

/// Carries requests of the Query API to a server and its answers back.
///
/// Implementations need not limit how many requests are in flight: the caller does.
public protocol QueryTransport: Sendable {
  /// Sends one request.
  ///
  /// - Parameters:
  ///   - request: The request.
  ///   - timeout: The seconds within which the complete answer must be received.
  /// - Returns: The answer, whatever its status.
  /// - Throws: ``TransportError`` when no complete answer was received.
  func send(
    _ request: QueryRequest, timeout: Double
  ) async throws(TransportError) -> Response
}
