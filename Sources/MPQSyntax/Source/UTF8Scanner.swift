/// Reads Unicode scalars out of bytes.
enum UTF8Scanner {
  /// The offset of the first byte that no UTF-8 text could have there; `nil` for valid UTF-8.
  static func firstError(in bytes: [UInt8]) -> Int? {
    // The library's validation is fast; the search below runs for broken texts only.
    if String(validating: bytes, as: UTF8.self) != nil { return nil }
    var offset = 0
    while offset < bytes.count {
      guard let length = validLength(at: offset, in: bytes) else { return offset }
      offset += length
    }
    return nil
  }

  /// The scalar at `offset` of a valid text, and how many bytes it takes.
  static func scalar(at offset: Int, in bytes: [UInt8]) -> (scalar: Unicode.Scalar, length: Int) {
    guard let length = validLength(at: offset, in: bytes),
      let scalar = String(decoding: bytes[offset..<offset + length], as: UTF8.self)
        .unicodeScalars.first
    else { return ("\u{FFFD}", 1) }
    return (scalar, length)
  }

  /// The length of the encoded scalar that begins at `offset`; `nil` when none does.
  private static func validLength(at offset: Int, in bytes: [UInt8]) -> Int? {
    guard offset < bytes.count else { return nil }
    let length =
      switch bytes[offset] {
      case 0x00...0x7F: 1
      case 0xC2...0xDF: 2
      case 0xE0...0xEF: 3
      case 0xF0...0xF4: 4
      default: 0
      }
    guard length > 0, offset + length <= bytes.count,
      String(validating: bytes[offset..<offset + length], as: UTF8.self) != nil
    else { return nil }
    return length
  }
}
