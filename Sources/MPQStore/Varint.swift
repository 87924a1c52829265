// Integers of variable length: seven bits per byte, lowest bits first, the last byte below 0x80.

extension [UInt8] {
  @inlinable package mutating func append(varint number: UInt64) {
    var rest = number
    while rest >= 0x80 {
      append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    append(UInt8(truncatingIfNeeded: rest))
  }
}

extension UnsafeRawBufferPointer {
  /// Reads the number at `position` and advances `position`; `nil` if the number is truncated or
  /// has more than 63 bits.
  @inlinable @inline(__always)
  package func varint(at position: inout Int) -> UInt64? {
    var number: UInt64 = 0
    var shift: UInt64 = 0
    while position < count, shift < 63 {
      let byte = self[position]
      position += 1
      number |= UInt64(byte & 0x7f) << shift
      if byte < 0x80 { return number }
      shift += 7
    }
    return nil
  }
}
