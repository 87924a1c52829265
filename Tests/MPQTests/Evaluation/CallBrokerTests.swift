import Foundation
import MPQAPI
import Synchronization
import Testing

@testable import MPQ

/// Calls with several waiting callers.
struct CallBrokerTests {
  /// Answers on demand, and records the outcome of its calls.
  private final class GatedSource: CallSource {
    private struct State {
      var begun = 0
      var isOpen = false
      var wasCancelled = false
    }

    private let state = Mutex(State())

    var begun: Int { state.withLock(\.begun) }
    var wasCancelled: Bool { state.withLock(\.wasCancelled) }

    func open() { state.withLock { $0.isOpen = true } }

    func result(of call: Call) async throws(CallError) -> CallResult {
      state.withLock { $0.begun += 1 }
      while !state.withLock(\.isOpen) {
        if Task.isCancelled {
          state.withLock { $0.wasCancelled = true }
          throw .cancelled
        }
        await Task.yield()
      }
      return .names(["x"])
    }

    func differences(of call: Call) -> [Difference] { [] }

    func response(to call: Call) async throws(CallError) -> Response {
      throw .source(message: "not asked for", category: .query)
    }
  }

  private static func question() throws -> CallBroker.Question {
    let call = try Call(
      .funnelsNames, [.init(.unit, .unit(.week)), .init(.interval, .integer(4))])
    return CallBroker.Question(call: call)
  }

  @Test func aCancelledWaiterReturnsAtOnceAndTheCallContinues() async throws {
    let source = GatedSource()
    let broker = CallBroker(width: 5)
    let question = try Self.question()
    let first = Task { await broker.outcome(of: question, from: source) }
    while source.begun == 0 { await Task.yield() }
    let second = Task { await broker.outcome(of: question, from: source) }
    second.cancel()
    // The source is still closed: only the cancellation can end this wait.
    guard case .failure(.cancelled) = await second.value else {
      Issue.record("not cancelled")
      return
    }
    #expect(!source.wasCancelled)
    source.open()
    guard case .success(.result(.names(["x"]))) = await first.value else {
      Issue.record("the shared call has no answer")
      return
    }
    #expect(source.begun == 1)
  }

  @Test func aCallWithoutWaitersIsCancelled() async throws {
    let source = GatedSource()
    let broker = CallBroker(width: 1)
    let question = try Self.question()
    let waiters = (0..<3).map { _ in Task { await broker.outcome(of: question, from: source) } }
    while source.begun == 0 { await Task.yield() }
    for waiter in waiters { waiter.cancel() }
    for waiter in waiters { _ = await waiter.value }
    while !source.wasCancelled { await Task.yield() }
    // The place is free again, and a new call does not get the outcome of the old one.
    let last = Task { await broker.outcome(of: question, from: source) }
    while source.begun == 1 { await Task.yield() }
    source.open()
    guard case .success = await last.value else {
      Issue.record("the new call has no answer")
      return
    }
    #expect(source.begun == 2)
  }

  /// Keeps its thread until another call has been answered.
  private final class BusySource: CallSource {
    let hasOther = Atomic(false)
    let isBusy = Atomic(false)

    func result(of call: Call) async throws(CallError) -> CallResult {
      if call.endpoint == .funnelsNames {
        isBusy.store(true, ordering: .sequentiallyConsistent)
        // No suspension: an actor that ran this would be blocked.
        while !hasOther.load(ordering: .sequentiallyConsistent) {}
      }
      return .names([])
    }

    func differences(of call: Call) -> [Difference] { [] }

    func response(to call: Call) async throws(CallError) -> Response {
      throw .source(message: "not asked for", category: .query)
    }
  }

  @Test(.timeLimit(.minutes(1)), .enabled(if: hasSeveralProcessors))
  func workOfOneCallDoesNotHoldUpOthers() async throws {
    let source = BusySource()
    let broker = CallBroker(width: 5)
    let question = try Self.question()
    let busy = Task { await broker.outcome(of: question, from: source) }
    while !source.isBusy.load(ordering: .sequentiallyConsistent) { await Task.yield() }
    let other = CallBroker.Question(
      call: try Call(
        .eventsNames,
        [
          .init(.type, .measure(.general)), .init(.unit, .unit(.day)),
          .init(.interval, .integer(1)),
        ]))
    _ = await broker.outcome(of: other, from: source)
    source.hasOther.store(true, ordering: .sequentiallyConsistent)
    _ = await busy.value
  }
}

/// Whether a second thread can continue while one is busy.
private let hasSeveralProcessors = ProcessInfo.processInfo.activeProcessorCount > 1
