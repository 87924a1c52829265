import MPQAPI

/// Sends calls through a transport: a few at once, and equal calls only once.
///
/// The API allows five calls at once and some sixty an hour, so that a script that asks the same
/// thing twice should pay once.
actor CallBroker {
  /// What a call brought.
  struct Reply: Sendable {
    var result: CallResult
    var body: [UInt8]
  }

  private typealias Outcome = Result<Reply, QueryError>

  /// A call that was sent, and how many wait for it.
  private struct Entry {
    let task: Task<Outcome, Never>
    var waiters: Int
    /// Whether the answer is here and kept.
    var isKept = false
  }

  private let transport: any Transport
  private let keeps: Bool
  /// Places for calls in flight that nobody has taken.
  private var free: Int
  /// Whoever waits for a place, first come first served; each is told whether it has one.
  private var waiting: [(number: Int, continuation: CheckedContinuation<Bool, Never>)] = []
  private var lastNumber = 0
  private var entries: [Call: Entry] = [:]

  /// Sends through `transport`, at most `width` calls at once; keeps good answers for as long as
  /// the broker lives when `keeps`.
  init(transport: any Transport, width: Int, keeps: Bool) {
    self.transport = transport
    self.keeps = keeps
    free = max(1, width)
  }

  /// The reply to `call`, which `request` asks; failures are never kept.
  ///
  /// The call itself is cancelled when everyone who waits for it is. Where `isNew`, an answer that
  /// is kept already will not do.
  func reply(
    to call: Call, request: SignedRequest, isNew: Bool = false
  ) async throws(QueryError) -> Reply {
    if isNew, entries[call]?.isKept == true { entries[call] = nil }
    let task = join(call, request)
    let outcome = await withTaskCancellationHandler {
      await task.value
    } onCancel: {
      Task { await self.leave(call, task) }
    }
    if case .success(let reply) = outcome, keeps {
      if entries[call]?.task == task { entries[call]?.isKept = true }
      return reply
    }
    forget(call, task)
    return try outcome.get()
  }

  // No await stands between reading and writing the entries.
  private func join(_ call: Call, _ request: SignedRequest) -> Task<Outcome, Never> {
    entries[call]?.waiters += 1
    if let entry = entries[call] { return entry.task }
    let task = Task { await self.outcome(of: call, request) }
    entries[call] = Entry(task: task, waiters: 1)
    return task
  }

  private func leave(_ call: Call, _ task: Task<Outcome, Never>) {
    guard var entry = entries[call], entry.task == task else { return }
    entry.waiters -= 1
    entries[call] = entry
    guard entry.waiters == 0 else { return }
    task.cancel()
    entries[call] = nil
  }

  /// Forgets `task`, but not a later one for the same call.
  private func forget(_ call: Call, _ task: Task<Outcome, Never>) {
    if entries[call]?.task == task { entries[call] = nil }
  }

  private func outcome(of call: Call, _ request: SignedRequest) async -> Outcome {
    do throws(QueryError) {
      return .success(try await ask(call, request))
    } catch {
      return .failure(error)
    }
  }

  private func ask(_ call: Call, _ request: SignedRequest) async throws(QueryError) -> Reply {
    guard await takePlace() else { throw .transport(.cancelled) }
    defer { givePlace() }
    let response: Response
    do throws(TransportError) {
      guard !Task.isCancelled else { throw .cancelled }
      response = try await transport.send(request)
    } catch {
      throw .transport(error)
    }
    let result = try ResponseReader.result(of: response, to: call)
    return Reply(result: result, body: response.body)
  }

  /// Waits for a place; `false` when the task is cancelled before there is one.
  private func takePlace() async -> Bool {
    guard free == 0 else {
      free -= 1
      return true
    }
    lastNumber += 1
    let number = lastNumber
    return await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        // A cancellation before this line finds nobody to send away.
        if Task.isCancelled { return continuation.resume(returning: false) }
        waiting.append((number, continuation))
      }
    } onCancel: {
      Task { await self.sendAway(number) }
    }
  }

  private func sendAway(_ number: Int) {
    guard let index = waiting.firstIndex(where: { $0.number == number }) else { return }
    waiting.remove(at: index).continuation.resume(returning: false)
  }

  private func givePlace() {
    guard waiting.isEmpty else {
      waiting.removeFirst().continuation.resume(returning: true)
      return
    }
    free += 1
  }
}
