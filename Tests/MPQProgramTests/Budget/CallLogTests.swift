import TestSupport
import Testing

@testable import MPQProgram

/// The calls of an hour, without a file.
struct CallLogTests {
  /// In no hour does the service receive more calls than the limit.
  ///
  /// Up to four processes call at random times, some calls do not count, and a request may be on
  /// its way for a minute.
  @Test func neverMoreThanTheLimitInAnyHour() {
    var random = SeededGenerator(1)
    for _ in 0..<10_000 {
      let limit = Int.random(in: 1...6, using: &random)
      let longest = Int.random(in: 1...2000, using: &random)
      var (log, now) = (CallLog(), 1_000_000)
      var arrivals: [Int] = []
      for _ in 0..<25 {
        now += Int.random(in: 0...longest, using: &random)
        // Each process reads the file again.
        log = CallLog(log.bytes)
        guard log.take("events", at: now, limit: limit) == nil else { continue }
        if Int.random(in: 0..<8, using: &random) == 0 {
          log.giveBack(CallLog.Entry(time: now, kind: "events"))
        } else {
          arrivals.append(now + Int.random(in: 0...60, using: &random))
        }
      }
      arrivals.sort()
      for (first, last) in zip(arrivals, arrivals.dropFirst(limit)) {
        guard last - first >= 3600 else {
          Issue.record("\(limit): \(arrivals)")
          return
        }
      }
    }
  }

  @Test func theTimeUntilCallsAreFree() {
    var log = CallLog()
    for time in [100, 200, 300] { #expect(log.take("e", at: time, limit: 3) == nil) }
    #expect(log.take("e", at: 400, limit: 3) == 100 + CallLog.lifetime - 400)
    #expect(log.wait(for: 2, at: 400, limit: 3) == 200 + CallLog.lifetime - 400)
    #expect(log.wait(for: 3, at: 400, limit: 3) == 300 + CallLog.lifetime - 400)
    #expect(log.wait(for: 4, at: 400, limit: 3) == nil)
    #expect(log.wait(for: 1, at: 400, limit: 4) == 0)
    // A lower limit than before.
    #expect(log.wait(for: 1, at: 400, limit: 1) == 300 + CallLog.lifetime - 400)
    #expect(log.take("e", at: 100 + CallLog.lifetime, limit: 3) == nil)
    #expect(log.take("e", at: 0, limit: 0) == CallLog.lifetime)
  }

  @Test func theServiceMayAskForAPause() {
    var log = CallLog()
    log.pause(3600, at: 100)
    log.pause(10, at: 100)
    #expect(log.take("e", at: 200, limit: 60) == 3500)
    #expect(log.take("e", at: 3700, limit: 60) == nil)
    #expect(log.pauseEnd == nil)
    log.pause(.max, at: 0)
    #expect(log.wait(for: 1, at: 0, limit: 1) == CallLog.longestPause)
    log.pause(-5, at: 0)
    #expect(log.wait(for: 1, at: 0, limit: 1) == CallLog.longestPause)
  }

  @Test func aClockThatWasSetBackBlocksNothing() {
    var log = CallLog(Array("call 9000000 e\nwait 9000000\n".utf8))
    #expect(log.take("e", at: 1000, limit: 1) == nil)
    #expect(log.entries == [CallLog.Entry(time: 1000, kind: "e")])
  }

  @Test(arguments: [
    ("", ""), ("call 5 events/top\nwait 7\n", "call 5 events/top\nwait 7\n"),
    ("call 5\ncall x e\ncall -1 e\ncall 99999999999999999999 e\nwait\nwait 1 2\n\u{0}\n", ""),
    ("other 5 e\ncall 6 e\ncall 7", "call 6 e\n"),
  ])
  func files(_ text: String, _ kept: String) {
    #expect(CallLog(Array(text.utf8)).bytes == Array(kept.utf8))
  }
}
