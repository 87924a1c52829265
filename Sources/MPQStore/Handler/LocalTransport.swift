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
  /// - Parameters:
  ///   - request: What to ask.
  ///   - timeout: Not used; the caller cancels the task.
  /// - Returns: The answer.
  /// - Throws: ``TransportError/cancelled``, or ``TransportError/store(_:)`` when the project
  ///   cannot be read.
  public func send(
    _ request: SignedRequest, timeout: Double
  ) async throws(TransportError) -> Response {
    do throws(StoreError) {
      return try await handler.respond(
        path: request.path, query: request.query, time: ProjectClock.realNow)
    } catch {
      throw error == .cancelled ? .cancelled : .store(error.message)
    }
  }
}
