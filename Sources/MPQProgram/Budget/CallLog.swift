import MPQAPI

/// The calls to a project in the last hour, as the ledger's file has them.
///
/// Each line is `call TIME KIND`, or `wait TIME` after an answer that asks for a pause.
struct CallLog: Equatable {
  /// One call.
  struct Entry: Equatable {
    /// When it was made, in seconds since 1970-01-01T00:00:00Z.
    var time: Int
    /// The path of its request below the root.
    var kind: String
  }

  /// Seconds for which a call counts: an hour, and what a request may be on its way.
  static let lifetime = 3660
  /// The longest pause that an answer may ask for, in seconds.
  static let longestPause = 86_400

  private(set) var entries: [Entry] = []
  /// The time before which the service wants no call.
  private(set) var pauseEnd: Int?

  /// An empty log.
  init() {}

  /// Reads a file; lines that are not valid are left out.
  init(_ bytes: [UInt8]) {
    for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
      let words = line.split(separator: " ")
      guard words.count >= 2, let time = Int(words[1]), (0...1 << 40).contains(time) else {
        continue
      }
      switch (words[0], words.count) {
      case ("call", 3): entries.append(Entry(time: time, kind: String(words[2])))
      case ("wait", 2): pauseEnd = time
      default: continue
      }
    }
  }

  /// The contents of the file.
  var bytes: [UInt8] {
    var lines = entries.map { "call \($0.time) \($0.kind)\n" }
    if let pauseEnd { lines.append("wait \(pauseEnd)\n") }
    return Array(lines.joined().utf8)
  }

  /// Drops what is over.
  ///
  /// A clock that was set back leaves times in the future; they must not count
  /// forever.
  mutating func forget(at now: Int) {
    entries.removeAll { $0.time <= now - Self.lifetime || $0.time > now + Self.lifetime }
    if let end = pauseEnd, end <= now || end > now + Self.longestPause { pauseEnd = nil }
  }

  /// The seconds until `count` calls are possible; 0 for now, `nil` for never.
  func wait(for count: Int, at now: Int, limit: Int) -> Int? {
    guard count <= limit else { return nil }
    let pause = max(0, (pauseEnd ?? now) - now)
    let missing = count - (limit - entries.count)
    guard missing > 0 else { return pause }
    let times = entries.map(\.time).sorted()
    return max(pause, times[min(missing, times.count) - 1] + Self.lifetime - now)
  }

  /// Takes a call.
  ///
  /// - Returns: `nil`, or the seconds until one is possible.
  mutating func take(_ kind: String, at now: Int, limit: Int) -> Int? {
    forget(at: now)
    let seconds = wait(for: 1, at: now, limit: limit) ?? Self.lifetime
    guard seconds == 0 else { return seconds }
    entries.append(Entry(time: now, kind: kind))
    return nil
  }

  /// Gives a call back that did not count.
  mutating func giveBack(_ entry: Entry) {
    if let index = entries.lastIndex(of: entry) { entries.remove(at: index) }
  }

  /// Keeps the time before which the service wants no call.
  mutating func pause(_ seconds: Int, at now: Int) {
    let end = now + min(max(0, seconds), Self.longestPause)
    pauseEnd = max(pauseEnd ?? end, end)
  }
}
