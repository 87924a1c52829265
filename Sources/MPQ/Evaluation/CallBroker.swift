import MPQAPI

/// Sends calls through a transport: a few at once, and equal calls only once.
///
/// The API allows five calls at once and some sixty an hour, so that a script that asks the same
/// thing twice should pay once.
actor CallBroker {
  /// Whoever waits for a place, first come first served.
  private var waiting: [CheckedContinuation<Void, Never>] = []
  private var free: Int
  private let transport: any Transport
  private let keeps: Bool
  private var entries: [Call: Entry] = [:]

  /// A call that was sent, and how many wait for it.
  private struct Entry {
    let task: Task<Response, any Error>
    var waiters: Int
  }

  /// Sends through `transport`, at most `width` calls at once.
  ///
  /// - Parameters:
  ///   - transport: What carries the requests.
  ///   - width: The most calls in flight.
  ///   - keeps: Whether answers are kept for as long as the broker lives.
  init(transport: any Transport, width: Int, keeps: Bool) {
    self.transport = transport
    self.keeps = keeps
    free = width
  }

  /// The response to `call`, which `request` asks.
  ///
  /// The call itself is cancelled when everyone who waits for it is.
  func response(
    to call: Call, request: SignedRequest
  ) async throws(TransportError) -> Response {
    let task = join(call, request)
    do {
      let response = try await withTaskCancellationHandler {
        try await task.value
      } onCancel: {
        Task { await self.leave(call) }
      }
      if !keeps { entries[call] = nil }
      return response
    } catch {
      entries[call] = nil
      throw error as? TransportError ?? .cancelled
    }
  }

  // No await stands between reading and writing the entries.
  private func join(_ call: Call, _ request: SignedRequest) -> Task<Response, any Error> {
    entries[call]?.waiters += 1
    if let entry = entries[call] { return entry.task }
    let task = Task { try await self.send(request) }
    entries[call] = Entry(task: task, waiters: 1)
    return task
  }

  private func leave(_ call: Call) {
    entries[call]?.waiters -= 1
    guard let entry = entries[call], entry.waiters == 0 else { return }
    entry.task.cancel()
    entries[call] = nil
  }

  private func send(_ request: SignedRequest) async throws(TransportError) -> Response {
    await takePlace()
    defer { givePlace() }
    guard !Task.isCancelled else { throw .cancelled }
    return try await transport.send(request)
  }

  private func takePlace() async {
    guard free == 0 else {
      free -= 1
      return
    }
    await withCheckedContinuation { waiting.append($0) }
  }

  private func givePlace() {
    guard waiting.isEmpty else {
      waiting.removeFirst().resume()
      return
    }
    free += 1
  }
}
