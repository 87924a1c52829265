internal import MPQStore

/// A set of users, as a bit array.
///
/// ``Schema/noUser`` is never counted.
struct UserUnion {
  private var bits: [UInt64]
  /// The number of users in the set.
  private(set) var count = 0

  /// An empty set of users whose numbers are at most `highest`.
  init(highest: Int) {
    bits = [UInt64](repeating: 0, count: highest >> 6 + 1)
    occupyNoUser()
  }

  /// Removes all users.
  mutating func reset() {
    guard count > 0 else { return }
    count = 0
    bits.withUnsafeMutableBufferPointer { $0.update(repeating: 0) }
    occupyNoUser()
  }

  /// Sets the bit of ``Schema/noUser``, so that adding it changes nothing.
  private mutating func occupyNoUser() { bits[0] |= 1 << UInt64(Schema.noUser) }

  /// Adds `user`; `false` if it already was in the set.
  mutating func insert(_ user: UInt32) -> Bool {
    let word = Int(user >> 6)
    let bit: UInt64 = 1 << UInt64(user & 63)
    guard bits[word] & bit == 0 else { return false }
    bits[word] |= bit
    count += 1
    return true
  }

  /// Adds `users`, whose numbers must be within the bound of the set.
  mutating func insert(_ users: ArraySlice<UInt32>) {
    var added = 0
    bits.withUnsafeMutableBufferPointer { bits in
      for user in users {
        let word = Int(user >> 6)
        let bit: UInt64 = 1 << UInt64(user & 63)
        // Branchless, because the branch would be unpredictable.
        added &+= bits[word] & bit == 0 ? 1 : 0
        bits[word] |= bit
      }
    }
    count += added
  }

  /// Removes `user`.
  mutating func remove(_ user: UInt32) {
    let word = Int(user >> 6)
    let bit: UInt64 = 1 << UInt64(user & 63)
    guard bits[word] & bit != 0, user != Schema.noUser else { return }
    bits[word] &= ~bit
    count -= 1
  }

  /// The number of distinct users in `slices`; the set must be empty.
  mutating func count(_ slices: ArraySlice<DaySlice>) throws -> Int {
    if slices.count == 1, let slice = slices.first, slice.isWhole {
      return slice.record.userCount
    }
    reset()
    for slice in slices { try slice.forEachUser { _ = insert($0) } }
    return count
  }
}

extension DaySlice {
  /// Calls `body` with every user of the slice; a user may occur several times.
  ///
  /// - Throws: A database error, or `CancellationError`.
  func forEachUser(_ body: (UInt32) -> Void) throws {
    try Task.checkCancellation()
    if isWhole {
      for user in try record.users() { body(user) }
      return
    }
    let rows = try record.rows()
    for range in indices(in: rows) {
      for place in rows.places[range] { body(rows.users[Int(place)]) }
    }
  }
}
