extension Secret {
  /// Whether the secret stands in `text`, as it is or percent-encoded once or twice, in whole or in
  /// part.
  ///
  /// - Parameter text: What might be written somewhere, such as a line of a history.
  /// - Returns: Whether it must not be.
  public func stands(in text: String) -> Bool {
    let once = Self.percentDecoded(Array(text.utf8))
    return [Array(text.utf8), once, Self.percentDecoded(once)].contains { $0.contains(bytes) }
  }

  /// `bytes` with every `%XX` decoded; what is not well formed stays as it is.
  private static func percentDecoded(_ bytes: [UInt8]) -> [UInt8] {
    guard bytes.contains(UInt8(ascii: "%")) else { return bytes }
    var decoded: [UInt8] = []
    var position = 0
    while position < bytes.count {
      if bytes[position] == UInt8(ascii: "%"), position + 2 < bytes.count,
        let high = digit(bytes[position + 1]), let low = digit(bytes[position + 2])
      {
        decoded.append(high << 4 | low)
        position += 3
      } else {
        decoded.append(bytes[position])
        position += 1
      }
    }
    return decoded
  }

  private static func digit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    default: nil
    }
  }
}
