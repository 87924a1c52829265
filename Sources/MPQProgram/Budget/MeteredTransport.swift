import MPQAPI

/// Sends requests of another transport as long as the project has calls left in this hour.
struct MeteredTransport: QueryTransport {
  private let transport: any QueryTransport
  private let ledger: CallLedger

  /// Counts the requests of `transport` in `ledger`.
  init(_ transport: any QueryTransport, _ ledger: CallLedger) {
    self.transport = transport
    self.ledger = ledger
  }

  func send(
    _ request: QueryRequest, timeout: Double
  ) async throws(TransportError) -> Response {
    let entry: CallLog.Entry
    switch await ledger.take(String(request.path.dropFirst(QueryRequest.root.count))) {
    case .taken(let taken): entry = taken
    case .refused(let seconds): return Self.refusal(limit: ledger.limit, seconds: seconds)
    }
    do throws(TransportError) {
      let response = try await transport.send(request, timeout: timeout)
      // The service does not count these.
      if [401, 402, 429].contains(response.status) {
        await ledger.giveBack(entry, pause: response.status == 429 ? response.retryAfter : nil)
      }
      return response
    } catch {
      if !error.mayHaveArrived { await ledger.giveBack(entry) }
      throw error
    }
  }

  /// The answer that the service would give.
  private static func refusal(limit: Int, seconds: Int) -> Response {
    let text = "this hour's limit of \(counted(limit, "call")) is reached"
    return Response(
      status: 429, mediaType: "application/json",
      body: JSONWriter.bytes(.object([JSONMember("error", .text(text))])), retryAfter: seconds)
  }
}

extension TransportError {
  /// Whether the server may have received the request.
  fileprivate var mayHaveArrived: Bool {
    switch self {
    case .unknownHost, .unreachable, .untrusted, .requestTooLong: false
    case .timedOut, .truncated, .tooLarge, .redirected, .cancelled, .failed: true
    }
  }
}
