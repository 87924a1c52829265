/// The hash FNV-1a of 64 bits: fast and the same in every version, so that it may be stored.
///
/// Not cryptographic: collisions can be constructed.
package struct FNV1a {
  @usableFromInline var state: UInt64 = 0xcbf2_9ce4_8422_2325

  @inlinable package init() {}

  /// The hash of the bytes so far.
  @inlinable package var hash: UInt64 { state }

  @inlinable package mutating func add(_ byte: UInt8) {
    state = (state ^ UInt64(byte)) &* 0x100_0000_01b3
  }

  @inlinable package mutating func add(_ bytes: some Sequence<UInt8>) {
    for byte in bytes { add(byte) }
  }
}
