import Synchronization
import Testing

import MPQConsole

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What signals do, one after the other.
struct SignalTests {
  /// What the program was told to do, in its order.
  private final class Record: Sendable {
    private let words = Mutex<[String]>([])
    var all: [String] { words.withLock { $0 } }
    func add(_ word: String) { words.withLock { $0.append(word) } }
  }

  private static func signals(
    _ record: Record, patience: Duration = .seconds(600),
    stop: @escaping @Sendable () async -> Void = {}
  ) -> ServiceSignals {
    ServiceSignals(
      patience: patience,
      stop: {
        record.add("stop")
        await stop()
      },
      reload: { record.add("reload") }, end: { record.add("end \($0)") })
  }

  @Test(arguments: [(SIGTERM, SIGINT, "end 130"), (SIGINT, SIGTERM, "end 143")])
  func theSecondSignalDoesNotWait(_ first: Int32, _ second: Int32, _ end: String) async {
    let record = Record()
    let signals = Self.signals(record, stop: workUntilCancelled)
    signals.receive(first)
    let isStopping = await eventually { record.all == ["stop"] }
    #expect(isStopping)
    signals.receive(second)
    #expect(record.all == ["stop", end])
  }

  @Test func reloadingStopsNothing() {
    let record = Record()
    let signals = Self.signals(record)
    signals.receive(SIGHUP)
    signals.receive(SIGHUP)
    #expect(record.all == ["reload", "reload"])
  }

  @Test func whatDoesNotStopIsEnded() async {
    let record = Record()
    Self.signals(record, patience: .zero, stop: workUntilCancelled).receive(SIGTERM)
    let isEnded = await eventually { record.all.contains("end 0") }
    #expect(isEnded)
  }
}
