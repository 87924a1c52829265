import Foundation
import MPQFiles
import Synchronization
import Testing
import TestSupport

@testable import MPQShell

/// Full disks, crashes, and concurrent writers.
@Suite(.timeLimit(.minutes(2))) struct HistoryFailureTests {
  private let folder: TemporaryFolder
  private var path: String { folder.path("work") }

  init() throws { folder = try TemporaryFolder() }

  private static let old = ["events a", "events b\n  weeks 2", "funnel \"日本\""]
  private static let oldBytes = old.flatMap(HistoryFormat.line)

  private func reset() throws {
    try Data(Self.oldBytes).write(to: URL(fileURLWithPath: path))
  }

  private func entries() throws -> [String] {
    try HistoryStorage(path: path, byteLimit: 1 << 20).entries()
  }

  /// The disk is full after each number of bytes, and has room again for the next entry.
  @Test(arguments: 0..<11)
  func aFullDiskLosesNothing(_ room: Int) throws {
    try reset()
    let isFull = Mutex(true)
    var storage = HistoryStorage(path: path, byteLimit: 1 << 20)
    storage.write = { bytes, descriptor throws(SystemError) in
      guard isFull.withLock({ $0 }) else {
        return try FileSystem.write(bytes, to: descriptor)
      }
      try FileSystem.write(Array(bytes.prefix(room)), to: descriptor)
      throw SystemError(code: ENOSPC)
    }
    let warnings = Mutex<[String]>([])
    let history = HistoryFile(storage, rules: HistoryRules(), secrets: []) { warning in
      warnings.withLock { $0.append(warning) }
    }
    for _ in 0..<3 { history.append("top events") }
    #expect(try entries() == Self.old)
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == Data(Self.oldBytes))
    #expect(warnings.withLock(\.count) == 1)
    #expect(warnings.withLock { $0.first?.contains("No space left on device") } == true)
    #expect(history.search("top") == ["top events"])
    isFull.withLock { $0 = false }
    history.append("show events")
    #expect(try entries() == Self.old + ["top events", "show events"])
  }

  /// The process ends within a write, without cleaning up.
  @Test(arguments: [0, 1, 5, 10])
  func aKillWithinAnAppendLosesNothing(_ room: Int) async throws {
    try reset()
    await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String, room] in
      var storage = HistoryStorage(path: path, byteLimit: 1 << 20)
      storage.write = { bytes, descriptor throws(SystemError) in
        try FileSystem.write(Array(bytes.prefix(room)), to: descriptor)
        kill(getpid(), SIGKILL)
      }
      try storage.append(["top events"])
    }
    #expect(try entries() == Self.old)
    let next = HistoryFile(path: path) { Issue.record("warned: \($0)") }
    next.append("show events")
    #expect(try entries() == Self.old + ["show events"])
  }

  /// A process that appends and compacts is killed at any moment: acknowledged entries are kept.
  @Test(arguments: [1, 2, 5, 13, 40, 77])
  func aKillAtAnyMomentLosesNothing(_ count: Int) async throws {
    let acknowledged = folder.path("acknowledged")
    await #expect(processExitsWith: .signal(SIGKILL)) {
      [path = path as String, acknowledged = acknowledged as String, count] in
      let written = Counter()
      let history = HistoryFile(path: path) { _ in exit(9) }
      let descriptor = open(acknowledged, O_WRONLY | O_CREAT | O_APPEND, 0o600)
      Thread.detachNewThread {
        while written.value.withLock({ $0 }) < count { sched_yield() }
        kill(getpid(), SIGKILL)
      }
      for number in 0..<10_000 {
        history.append("events a weeks \(number)")
        try FileSystem.write(Array("\(number)\n".utf8), to: descriptor)
        written.value.withLock { $0 += 1 }
        history.append("top events")
        if number % 3 == 2 { history.compact() }
      }
    }
    let numbers = try String(contentsOfFile: acknowledged, encoding: .utf8).split(separator: "\n")
    #expect(numbers.count >= count)
    HistoryFile(path: path) { Issue.record("warned: \($0)") }.compact()
    let kept = try entries().filter { $0 != "top events" }
    #expect(kept.prefix(numbers.count) == numbers.map { "events a weeks \($0)" }[...])
    #expect((numbers.count...numbers.count + 1).contains(kept.count))
    #expect(try folder.names() == ["acknowledged", "work", "work.lock"])
  }

  /// Files may not grow beyond a size: the write is cut, and the next one ends the process.
  @Test(arguments: [0, 1, 20, 38], [true, false])
  func compactionIsWholeOrNotAtAll(_ room: Int, _ isKilled: Bool) async throws {
    let doubled = Self.old + ["events a"]
    try Data(doubled.flatMap(HistoryFormat.line)).write(to: URL(fileURLWithPath: path))
    let end: ExitTest.Condition = isKilled ? .signal(SIGXFSZ) : .success
    await #expect(processExitsWith: end) {
      [path = path as String, room, isKilled] in
      signal(SIGXFSZ, isKilled ? SIG_DFL : SIG_IGN)
      // Threads of the pool have signals blocked.
      var signals = sigset_t()
      sigaddset(&signals, SIGXFSZ)
      pthread_sigmask(SIG_UNBLOCK, &signals, nil)
      var limit = rlimit(rlim_cur: rlim_t(room), rlim_max: rlim_t(room))
      try #require(setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0)
      let warnings = Mutex(0)
      HistoryFile(path: path) { _ in warnings.withLock { $0 += 1 } }.compact()
      try #require(warnings.withLock(\.self) == 1)
    }
    #expect(try entries() == doubled)
    HistoryFile(path: path) { Issue.record("warned: \($0)") }.compact()
    #expect(try entries() == Array(doubled.dropFirst()))
    #expect(try folder.names() == ["work", "work.lock"])
  }

  /// Processes append and compact concurrently, and no entry is lost, damaged or duplicated.
  @Test func manyWritersLoseNothing() async throws {
    let path = path
    @Sendable func write(_ writer: String) async {
      await #expect(processExitsWith: .success) { [path = path as String, writer] in
        let history = HistoryFile(path: path) { _ in exit(9) }
        for number in 0..<100 {
          history.append("events \(writer)\n  weeks \(number)")
          if number % 10 == 9 { history.compact() }
        }
      }
    }
    async let one: Void = write("one")
    async let two: Void = write("two")
    async let three: Void = write("three")
    _ = await (one, two, three)
    let entries = try entries()
    #expect(entries.count == 300)
    for writer in ["one", "two", "three"] {
      let own = entries.filter { $0.hasPrefix("events \(writer)\n") }
      #expect(own == (0..<100).map { "events \(writer)\n  weeks \($0)" })
    }
  }

  @Test func threadsShareTheLock() async throws {
    let history = HistoryFile(path: path) { Issue.record("warned: \($0)") }
    let path = path
    await withTaskGroup(of: Void.self) { group in
      for writer in 0..<8 {
        group.addTask {
          let own = HistoryFile(path: path) { Issue.record("warned: \($0)") }
          for number in 0..<25 { own.append("events w\(writer) weeks \(number)") }
        }
      }
    }
    #expect(Set(history.entries()).count == 200)
    #expect(history.entries().count == 200)
  }

  /// A folder that cannot be created: one warning, and the shell's own entries are still found.
  @Test func aHistoryThatCannotBeWrittenWarnsOnce() throws {
    try Data("no folder".utf8).write(to: URL(fileURLWithPath: folder.path("file")))
    let warnings = Mutex<[String]>([])
    let history = HistoryFile(path: folder.path("file/history/work")) { warning in
      warnings.withLock { $0.append(warning) }
    }
    for number in 0..<1_200 { history.append("events a weeks \(number)") }
    history.compact()
    #expect(warnings.withLock(\.count) == 1)
    #expect(history.entries().count == 1_000)
    #expect(history.search("weeks 1199").count == 1)
  }

  /// Another shell was stopped while it held the lock.
  @Test func aLockThatIsNeverReleasedTimesOut() throws {
    let warnings = Mutex(0)
    let history = HistoryFile(path: path) { _ in warnings.withLock { $0 += 1 } }
    try FileLock.hold(path + ".lock") {
      for name in ["a", "b"] { history.append("events \(name)") }
      #expect(warnings.withLock(\.self) == 0)
      history.append("events c")
    }
    #expect(warnings.withLock(\.self) == 1)
    history.append("events d")
    #expect(try entries() == ["a", "b", "c", "d"].map { "events \($0)" })
  }
}

private final class Counter: Sendable {
  let value = Mutex(0)
}
