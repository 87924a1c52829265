/// A set of users by their numbers: few of them hashed, many of them one bit each.
struct UserSet {
  private let highest: Int
  private var few: Set<Int> = []
  private var bits: [UInt64] = []

  /// An empty set of users whose numbers are at most `highest`.
  init(highest: Int) {
    self.highest = highest
  }

  /// Adds `user`; `false` when it was there.
  mutating func insert(_ user: Int) -> Bool {
    guard !bits.isEmpty else {
      let isNew = few.insert(user).inserted
      // A hashed number takes about as much room as 128 bits.
      if few.count > 16 + highest / 128 { spread() }
      return isNew
    }
    let bit: UInt64 = 1 << UInt64(user & 63)
    let isNew = bits[user >> 6] & bit == 0
    bits[user >> 6] |= bit
    return isNew
  }

  private mutating func spread() {
    bits = [UInt64](repeating: 0, count: (highest >> 6) + 1)
    for user in few { bits[user >> 6] |= 1 << UInt64(user & 63) }
    few = []
  }
}

/// Who was seen in the current bucket, and forgotten at once when the next one begins.
struct SeenUsers {
  private var rounds: [UInt32]
  private var round: UInt32 = 1

  /// Nobody, of users whose numbers are at most `highest`.
  init(highest: Int) {
    rounds = [UInt32](repeating: 0, count: highest + 1)
  }

  /// Forgets everybody.
  mutating func reset() {
    round &+= 1
    guard round == 0 else { return }
    rounds = [UInt32](repeating: 0, count: rounds.count)
    round = 1
  }

  /// Adds `user`; `false` when it was there.
  mutating func insert(_ user: Int) -> Bool {
    guard rounds[user] != round else { return false }
    rounds[user] = round
    return true
  }
}
