import MPQAPI

/// The lists of names of one project, the times when they were fetched, and the calls that were
/// made.
struct NameCacheContents: Sendable {
  /// One list.
  struct List: Sendable {
    /// The names, in the server's order.
    var names: [String]
    /// When they were fetched, in seconds since 1970.
    var time: Int
  }

  /// The most names of one list.
  static let nameLimit = 200_000
  /// The most bytes of one name.
  static let nameByteLimit = 4_096
  /// The most lists.
  static let listLimit = 500
  /// Seconds for which a call counts.
  static let hour = 3_600

  /// The lists that were fetched.
  var lists: [NameRequest: List] = [:]
  /// When calls were made, in seconds since 1970, in no order; those of the last hour count.
  var calls: [Int] = []

  /// Adds what is newer in `other`, and its additional calls.
  mutating func merge(_ other: NameCacheContents) {
    lists.merge(other.lists) { own, other in other.time > own.time ? other : own }
    // Calls of the same second differ only in their number.
    var surplus = other.calls
    for call in calls {
      if let place = surplus.firstIndex(of: call) { surplus.remove(at: place) }
    }
    calls += surplus
  }

  /// Takes one of `limit` calls an hour.
  ///
  /// - Returns: `nil` if there was one, else the seconds until the next.
  mutating func takeCall(at now: Int, limit: Int) -> Int? {
    // A clock that was set back leaves calls in the future; they must not count forever.
    calls.removeAll { $0 <= now - Self.hour || $0 >= now + Self.hour }
    let recent = calls.sorted()
    guard recent.count >= max(0, limit) else {
      calls.append(now)
      return nil
    }
    guard limit > 0 else { return Self.hour }
    return max(1, recent[recent.count - limit] + Self.hour - now)
  }

  /// Drops the oldest lists until they are within ``listLimit`` and `byteLimit`, those of events
  /// and funnels last.
  mutating func prune(byteLimit: Int = .max) {
    var rest = byteLimit
    let newest = lists.keys.sorted { one, other in
      (one.isAboutAll ? 1 : 0, lists[one]?.time ?? 0)
        > (other.isAboutAll ? 1 : 0, lists[other]?.time ?? 0)
    }
    var kept: [NameRequest: List] = [:]
    for request in newest.prefix(Self.listLimit) {
      guard let list = lists[request] else { continue }
      rest -= list.names.reduce(request.byteCount) { $0 + $1.byteCountInJSON + 1 }
      guard rest >= 0 else { break }
      kept[request] = list
    }
    lists = kept
  }
}

extension NameRequest {
  /// Whether it asks for the events or the funnels of the project, not for parts of one.
  var isAboutAll: Bool { self == .events || self == .funnels }

  /// An upper bound of the bytes of this list in a file, without its names.
  fileprivate var byteCount: Int {
    let subjects: [ByteText] =
      switch self {
      case .events, .funnels: []
      case .propertiesOfEvent(let subject), .propertiesOfFunnel(let subject): [subject]
      case .values(let property, let event): [property, event]
      }
    return subjects.reduce(128) { $0 + $1.text.byteCountInJSON }
  }
}

extension String {
  /// The bytes of the text in JSONWriter's spelling, quotes included.
  fileprivate var byteCountInJSON: Int {
    utf8.reduce(2) { count, byte in
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): count + 2
      case 0..<0x20, 0x7f: count + 6
      default: count + 1
      }
    }
  }
}
