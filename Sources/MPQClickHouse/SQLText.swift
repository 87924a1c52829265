internal import MPQAPI
internal import MPQStore

extension String {
  /// The text as a literal of ClickHouse's SQL.
  var sqlLiteral: String {
    var literal: [UInt8] = [UInt8(ascii: "'")]
    for byte in utf8 {
      switch byte {
      case UInt8(ascii: "'"), UInt8(ascii: "\\"): literal += [UInt8(ascii: "\\"), byte]
      case 0..<0x20, 0x7f:
        literal += "\\x".utf8
        byte.appendHexadecimal(to: &literal)
      default: literal.append(byte)
      }
    }
    literal.append(UInt8(ascii: "'"))
    return String(decoding: literal, as: UTF8.self)
  }
}

extension [String] {
  /// The distinct texts as the right side of `IN`; there must be at least one.
  var sqlList: String {
    "(\(withoutRepeats().map(\.sqlLiteral).joined(separator: ", ")))"
  }
}
