/// Hashes of texts for large hash tables.
///
/// They are seeded randomly per process, so that input cannot be crafted to collide. They are never
/// stored.
package struct TextHash {
  private static let seed = UInt64.random(in: 1...(.max))
  private static let factor: UInt64 = 0x9e37_79b9_7f4a_7c15

  private var state = Self.seed

  /// Adds the next eight bytes; the last ones are padded with zeros.
  package mutating func add(_ word: UInt64) {
    let product = (state ^ word).multipliedFullWidth(by: Self.factor)
    state = product.high ^ product.low
  }

  /// The hash of the `count` bytes that were added.
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
