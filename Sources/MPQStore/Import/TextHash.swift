/// Hashes of texts that tables of many texts look for.
///
/// Each run of the program has other ones, so that nobody can write texts which all have the same:
/// they are never stored.
package struct TextHash {
  private static let seed = UInt64.random(in: 1...(.max))
  private static let factor: UInt64 = 0x9e37_79b9_7f4a_7c15

  private var state = Self.seed

  /// Adds the next eight bytes; the last ones are filled up with zeros.
  package mutating func add(_ word: UInt64) {
    let product = (state ^ word).multipliedFullWidth(by: Self.factor)
    state = product.high ^ product.low
  }

  /// The hash of what was added: `count` bytes.
  package func value(count: Int) -> UInt32 {
    var last = self
    last.add(UInt64(truncatingIfNeeded: count))
    return UInt32(truncatingIfNeeded: last.state >> 32)
  }

  /// The hash of `bytes`.
  package static func of(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
    var hash = TextHash()
    var position = 0
    while position + 8 <= bytes.count {
      hash.add(UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: position, as: UInt64.self)))
      position += 8
    }
    if position < bytes.count {
      var word: UInt64 = 0
      for index in position..<bytes.count {
        word |= UInt64(bytes[index]) << UInt64(8 * (index - position))
      }
      hash.add(word)
    }
    return hash.value(count: bytes.count)
  }
}
