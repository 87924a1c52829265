internal import CTransfer
public import MPQAPI

/// Sends signed requests to a server of the API over HTTP.
public struct HTTPTransport: Transport {
  /// The options.
  public typealias Options = HTTPOptions

  let client: HTTPClient

  /// Loads libcurl in the background, so that the first request waits less.
  ///
  /// Calling it is optional: the first request loads libcurl otherwise.
  public static func prepare() {
    mpq_transfer_prepare()
  }

  /// Creates a transport to `base`; each request adds its path below `/api/2.0/`.
  public init(base: BaseURL, options: Options = Options()) {
    client = HTTPClient(base: base, options: options)
  }

  /// Sends one request; cancelling the task ends it immediately.
  ///
  /// - Parameters:
  ///   - request: The request.
  ///   - timeout: The timeout of the whole response, in seconds, if it is less than the deadline of
  ///     the options.
  /// - Returns: The response, with any status but a redirect.
  /// - Throws: ``TransportError``; its texts do not contain the query string.
  public func send(
    _ request: SignedRequest, timeout: Double = .infinity
  ) async throws(TransportError) -> Response {
    let target = request.target
    guard target.utf8.count <= Limits.requestBytes else {
      throw .requestTooLong(limit: Limits.requestBytes)
    }
    return try await client.send(HTTPClient.Request(target: target), timeout: timeout)
  }
}
