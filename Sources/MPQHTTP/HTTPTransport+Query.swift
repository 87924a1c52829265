public import MPQAPI

extension HTTPTransport: QueryTransport {
  /// Sends one request with its login; cancelling the task ends it immediately.
  ///
  /// A request that is too long for a request line is posted as a form.
  ///
  /// - Parameters:
  ///   - request: The request.
  ///   - timeout: The timeout of the whole response, in seconds, if it is less than the deadline of
  ///     the options.
  /// - Returns: The response, with any status.
  /// - Throws: ``TransportError``; its texts contain neither the query nor the login.
  public func send(
    _ request: QueryRequest, timeout: Double = .infinity
  ) async throws(TransportError) -> Response {
    let authorization = "Authorization: \(request.login.authorization)"
    guard request.isPosted else {
      return try await client.send(
        HTTPClient.Request(target: request.target, headers: [authorization]), timeout: timeout)
    }
    let type = "Content-Type: application/x-www-form-urlencoded"
    return try await client.send(
      HTTPClient.Request(
        target: request.path, body: Array(request.query.utf8), headers: [authorization, type]),
      timeout: timeout)
  }
}
