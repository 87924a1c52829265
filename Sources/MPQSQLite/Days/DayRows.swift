internal import MPQStore

/// The times and users of the events of one name and day, by time.
struct DayRows: Equatable {
  /// The distinct users, ascending; ``Schema/noUser`` is the first one if some events have no user.
  var users: [UInt32]
  /// The time of the first event.
  var first: Int
  /// Each event's time, in seconds after the first one; in ascending order.
  var seconds: [UInt32]
  /// For each event, its user's index in `users`.
  var places: [UInt32]

  /// The upper bound of the seconds between two events of a day, with any clock.
  static let secondLimit = 1 << 20

  var count: Int { places.count }

  /// The number of distinct users, without ``Schema/noUser``.
  var userCount: Int { users.count - (users.first == Schema.noUser ? 1 : 0) }

  /// The time of the last event.
  var last: Int { first + Int(seconds.last ?? 0) }

  /// The indices of the events in `times`.
  func indices(in times: Range<Int>) -> Range<Int> {
    index(of: times.lowerBound)..<max(index(of: times.lowerBound), index(of: times.upperBound))
  }

  /// The index of the first event that is not before `time`.
  private func index(of time: Int) -> Int {
    let second = time - first
    var range = 0..<seconds.count
    while !range.isEmpty {
      let middle = range.lowerBound + range.count / 2
      range =
        Int(seconds[middle]) < second ? middle + 1..<range.upperBound : range.lowerBound..<middle
    }
    return range.lowerBound
  }

  // MARK: - Bytes

  /// The bytes of `users`: their count, and the differences between them.
  var userBytes: [UInt8] {
    var writer = PackedWriter()
    writer.varint(users.count)
    var last: UInt32 = 0
    for user in users {
      writer.varint(Int(user - last))
      last = user
    }
    return writer.bytes
  }

  /// The bytes of the rest: the number of events, the differences of their times, and the places.
  var rowBytes: [UInt8] {
    var writer = PackedWriter()
    writer.varint(count)
    var last: UInt32 = 0
    for second in seconds {
      writer.varint(Int(second - last))
      last = second
    }
    writer.packed(places, width: PackedWriter.width(of: users.count - 1))
    return writer.bytes
  }

  /// Reads ``userBytes``; no user may be above `highest`.
  static func users(_ bytes: UnsafeRawBufferPointer, highest: Int) throws -> [UInt32] {
    var reader = PackedReader(bytes)
    return try reader.ascending(reader.count(), limit: highest)
  }

  /// Reads ``rowBytes``.
  init(_ bytes: UnsafeRawBufferPointer, users: [UInt32], first: Int) throws {
    var reader = PackedReader(bytes)
    let count = try reader.count()
    guard !users.isEmpty else { throw PackedReader.damage }
    seconds = try reader.ascending(count, limit: Self.secondLimit)
    places = try reader.packed(
      count, width: PackedWriter.width(of: users.count - 1), limit: users.count - 1)
    self.users = users
    self.first = first
  }

  init(users: [UInt32], first: Int, seconds: [UInt32], places: [UInt32]) {
    self.users = users
    self.first = first
    self.seconds = seconds
    self.places = places
  }
}
