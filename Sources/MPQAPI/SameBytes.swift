extension UnsafeRawBufferPointer {
  /// Whether `other`, of the same length, has the same bytes.
  @inlinable @inline(__always)
  package func hasSameBytes(as other: UnsafeRawBufferPointer) -> Bool {
    var index = 0
    while index + 8 <= count {
      let one = loadUnaligned(fromByteOffset: index, as: UInt64.self)
      guard one == other.loadUnaligned(fromByteOffset: index, as: UInt64.self) else { return false }
      index += 8
    }
    while index < count {
      guard self[index] == other[index] else { return false }
      index += 1
    }
    return true
  }
}
