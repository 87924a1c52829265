package import MPQAPI
package import MPQStore

/// Carries requests to a handler in the same process, without a socket.
package struct LocalTransport: Transport {
  private let handler: RequestHandler

  /// Carries requests to `handler`.
  package init(handler: RequestHandler) {
    self.handler = handler
  }

  /// Passes `request` to the handler.
  ///
  /// - Parameters:
  ///   - request: The request.
  ///   - timeout: Not used; the caller cancels the task.
  /// - Returns: The answer.
  /// - Throws: ``TransportError/cancelled``, or ``TransportError/failed(host:cause:)`` with the
  ///   message of the store.
  package func send(
    _ request: SignedRequest, timeout: Double
  ) async throws(TransportError) -> Response {
    do throws(StoreError) {
      return try await handler.respond(
        path: request.path, query: request.query, time: ProjectClock.realNow)
    } catch {
      throw error == .cancelled ? .cancelled : .failed(host: "the store", cause: error.message)
    }
  }
}
