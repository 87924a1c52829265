internal import MPQStore

/// Random numbers that are the same on every machine and in every version (SplitMix64; Steele, Lea
/// and Flood, "Fast Splittable Pseudorandom Number Generators").
struct SplitMix {
  private var state: UInt64

  /// Creates the generator for a seed of several words.
  init(_ words: Int...) {
    state = 0
    for word in words {
      state ^= UInt64(truncatingIfNeeded: word)
      state = next()
    }
  }

  /// The next 64 bits.
  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var bits = state
    bits = (bits ^ (bits >> 30)) &* 0xbf58_476d_1ce4_e5b9
    bits = (bits ^ (bits >> 27)) &* 0x94d0_49bb_1331_11eb
    return bits ^ (bits >> 31)
  }

  /// A whole number from 0 up to `limit`, which is above 0.
  mutating func below(_ limit: Int) -> Int {
    Int(next() % UInt64(limit))
  }

  /// True in `share` of all cases; 1 is always.
  mutating func chance(_ share: Double) -> Bool {
    Double(next() >> 11) < share * 0x1p53
  }

  /// One of `choices`, with a probability in proportion to its weight.
  mutating func pick<Choice>(_ choices: [(value: Choice, weight: Int)]) -> Choice? {
    var rest = below(max(1, choices.reduce(0) { $0 + $1.weight }))
    for choice in choices {
      rest -= choice.weight
      if rest < 0 { return choice.value }
    }
    return nil
  }
}
