import MPQAPI

/// Makes calls: a few at once. Equal calls that overlap are made once.
///
/// The actor counts waiters and assigns places. Sources sign, send and read outside of it.
actor CallBroker {
  /// A call, and the form in which its answer is wanted.
  struct Question: Hashable, Sendable {
    var call: Call
    /// Whether the bytes of the response are wanted instead of the result.
    var wantsResponse = false
  }

  /// The answer to a question.
  enum Reply: Sendable {
    case result(CallResult)
    case response(Response)
  }

  typealias Outcome = Result<Reply, CallError>

  /// A call in flight, and the callers that wait for it.
  private struct Flight {
    let number: Int
    let task: Task<Void, Never>
    var waiters: [Int: CheckedContinuation<Outcome, Never>] = [:]
  }

  private let places: CallPlaces
  private var flights: [Question: Flight] = [:]
  private var lastNumber = 0

  /// Makes at most `width` calls at once.
  init(width: Int) {
    places = CallPlaces(width: width)
  }

  /// The answer of `source` to `question`.
  ///
  /// A cancelled caller gets ``CallError/cancelled`` at once. The call itself is cancelled when
  /// every caller that waits for it is.
  func outcome(of question: Question, from source: any CallSource) async -> Outcome {
    lastNumber += 1
    let number = lastNumber
    return await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        // The cancellation handler may already have run; it found no waiter.
        if Task.isCancelled { return continuation.resume(returning: .failure(.cancelled)) }
        var flight = flights[question] ?? begin(question, source)
        flight.waiters[number] = continuation
        flights[question] = flight
      }
    } onCancel: {
      Task { await self.leave(question, number) }
    }
  }

  private func begin(_ question: Question, _ source: any CallSource) -> Flight {
    lastNumber += 1
    let number = lastNumber
    let task = Task.detached { [places] in
      let outcome = await Self.outcome(of: question, from: source, places)
      await self.end(question, number, outcome)
    }
    return Flight(number: number, task: task)
  }

  private static func outcome(
    of question: Question, from source: any CallSource, _ places: CallPlaces
  ) async -> Outcome {
    guard await places.take() else { return .failure(.cancelled) }
    let outcome = await Outcome { () async throws(CallError) in
      guard !Task.isCancelled else { throw .cancelled }
      return question.wantsResponse
        ? .response(try await source.response(to: question.call))
        : .result(try await source.result(of: question.call))
    }
    await places.give()
    return outcome
  }

  /// Delivers the outcome of a flight, unless every waiter has left.
  private func end(_ question: Question, _ number: Int, _ outcome: Outcome) {
    guard let flight = flights[question], flight.number == number else { return }
    flights[question] = nil
    for waiter in flight.waiters.values { waiter.resume(returning: outcome) }
  }

  private func leave(_ question: Question, _ number: Int) {
    guard let waiter = flights[question]?.waiters.removeValue(forKey: number) else { return }
    waiter.resume(returning: .failure(.cancelled))
    guard let flight = flights[question], flight.waiters.isEmpty else { return }
    flight.task.cancel()
    flights[question] = nil
  }
}
