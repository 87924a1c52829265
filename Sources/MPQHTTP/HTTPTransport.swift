internal import CTransfer
public import MPQAPI

/// Carries signed requests to a server of the API over HTTP.
public struct HTTPTransport: Transport {
  /// What can be set.
  public typealias Options = HTTPOptions

  private let client: HTTPClient

  /// Loads libcurl in the background, so that the first request need not wait for all of it.
  ///
  /// Calling it is never needed: a request that finds libcurl not loaded loads it.
  public static func prepare() {
    mpq_transfer_prepare()
  }

  /// Sends to `base`, to which each request adds its path below `/api/2.0/`.
  public init(base: BaseURL, options: Options = Options()) {
    client = HTTPClient(base: base, options: options)
  }

  /// Sends one request; cancelling the task ends it at once.
  ///
  /// - Parameters:
  ///   - request: What to ask.
  ///   - timeout: The seconds within which the whole answer must come, if it is less than the
  ///     deadline of the options.
  /// - Returns: The answer, whatever its status, unless it is a redirect.
  /// - Throws: ``TransportError``; no text of it holds the query string.
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
