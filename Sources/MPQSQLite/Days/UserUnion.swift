internal import MPQStore

/// Different users, one bit for each that there could be.
///
/// ``Schema/noUser`` is never counted.
struct UserUnion {
  private var bits: [UInt64]
  /// How many there are.
  private(set) var count = 0

  /// Nobody, of users whose numbers are at most `highest`.
  init(highest: Int) {
    bits = [UInt64](repeating: 0, count: highest >> 6 + 1)
    occupyNoUser()
  }

  /// Forgets everybody.
  mutating func reset() {
    guard count > 0 else { return }
    count = 0
    bits.withUnsafeMutableBufferPointer { $0.update(repeating: 0) }
    occupyNoUser()
  }

  /// Sets the bit of ``Schema/noUser``, so that adding it changes nothing.
  private mutating func occupyNoUser() { bits[0] |= 1 << UInt64(Schema.noUser) }

  /// Adds `user`; `false` when it was there.
  mutating func insert(_ user: UInt32) -> Bool {
    let word = Int(user >> 6)
    let bit: UInt64 = 1 << UInt64(user & 63)
    guard bits[word] & bit == 0 else { return false }
    bits[word] |= bit
    count += 1
    return true
  }

  /// Adds `users`, none of whom has a higher number than there could be.
  mutating func insert(_ users: ArraySlice<UInt32>) {
    var added = 0
    bits.withUnsafeMutableBufferPointer { bits in
      for user in users {
        let word = Int(user >> 6)
        let bit: UInt64 = 1 << UInt64(user & 63)
        // No branch: whether somebody is there already cannot be foreseen.
        added &+= bits[word] & bit == 0 ? 1 : 0
        bits[word] |= bit
      }
    }
    count += added
  }

  /// Takes `user` out.
  mutating func remove(_ user: UInt32) {
    let word = Int(user >> 6)
    let bit: UInt64 = 1 << UInt64(user & 63)
    guard bits[word] & bit != 0, user != Schema.noUser else { return }
    bits[word] &= ~bit
    count -= 1
  }

  /// How many different users `slices` have, where nobody is in the union before.
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
  /// Calls `body` with every user of the slice, some of them perhaps several times.
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
