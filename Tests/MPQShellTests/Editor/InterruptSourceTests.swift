import Testing

@testable import MPQShell

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Signals are per process: one test at a time.
@Suite(.serialized) struct InterruptSourceTests {
  private let interrupts: InterruptSource
  private let wake: WakePipe

  init() throws {
    interrupts = try #require(InterruptSource())
    wake = try #require(WakePipe())
  }

  /// Sends SIGINT to the process, and waits until it was counted: this thread may not take it.
  private func interrupt() {
    let count = interrupts.count
    kill(getpid(), SIGINT)
    #expect(interrupts.wait(for: wake, after: count, atMost: .seconds(60)) == .interrupted)
  }

  @Test func counts() {
    let count = interrupts.count
    interrupt()
    interrupt()
    #expect(interrupts.count == count + 2)
    #expect(interrupts.wait(for: wake, after: count) == .interrupted)
    #expect(interrupts.wait(for: wake, after: count + 1) == .interrupted)
  }

  @Test func earlierInterruptsDoNotCount() {
    interrupt()
    let count = interrupts.count
    wake.wake()
    wake.wake()
    #expect(interrupts.wait(for: wake, after: count) == .woken)
    #expect(interrupts.wait(for: wake, after: count, atMost: .milliseconds(1)) == .elapsed)
  }

  @Test(arguments: [Duration.zero, .seconds(-5), .nanoseconds(1), .milliseconds(3)])
  func timeIsOver(_ duration: Duration) {
    #expect(interrupts.wait(for: wake, after: interrupts.count, atMost: duration) == .elapsed)
  }

  @Test func aLongTimeoutDoesNotOverflow() {
    wake.wake()
    #expect(
      interrupts.wait(for: wake, after: interrupts.count, atMost: .seconds(Int64.max)) == .woken)
  }

  @Test func anotherThreadWakes() async {
    let wake = wake
    let waking = Task.detached { wake.wake() }
    #expect(interrupts.wait(for: wake, after: interrupts.count) == .woken)
    await waking.value
  }
}

struct EditorSignalsTests {
  @Test func messagesAreTakenOnce() throws {
    let signals = try #require(EditorSignals())
    #expect(!signals.hasNews)
    signals.notify("one")
    signals.notify("two")
    signals.setStatus("fetching")
    #expect(signals.hasNews)
    let first = signals.take()
    #expect(first.notices == ["one", "two"] && first.status == "fetching")
    #expect(!signals.hasNews)
    let second = signals.take()
    #expect(second.notices == [] && second.status == "fetching")
    signals.setStatus(nil)
    #expect(signals.take().status == nil)
  }

  @Test func theOldestNoticesAreGivenUp() throws {
    let signals = try #require(EditorSignals())
    // More than the pipe holds: writers never wait.
    for index in 0..<100_000 { signals.notify("\(index)") }
    #expect(signals.take().notices == (99_000..<100_000).map(String.init))
  }
}
