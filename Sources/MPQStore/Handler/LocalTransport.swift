public import MPQAPI

/// Carries requests to a handler in the same process, without a socket.
public struct LocalTransport: Transport {
  private let handler: RequestHandler

  /// Carries requests to `handler`.
  public init(handler: RequestHandler) {
    self.handler = handler
  }

  /// Has the handler answer `request`.
  ///
  /// - Parameter request: What to ask.
  /// - Returns: The answer.
  /// - Throws: ``TransportError/cancelled``.
  public func send(_ request: SignedRequest) async throws(TransportError) -> Response {
    let response = await handler.respond(
      path: request.path, query: request.query, time: ProjectClock.realNow)
    guard !Task.isCancelled else { throw .cancelled }
    return response
  }
}
