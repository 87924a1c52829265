extension Secret {
  /// Whether `text` contains the secret: plain, or percent-encoded once or twice, in whole or in
  /// part.
  ///
  /// - Parameter text: A text that might be stored, such as a line of the history.
  /// - Returns: Whether it does.
  public func occurs(in text: String) -> Bool {
    let plain = Array(text.utf8)
    if plain.contains(bytes) { return true }
    guard plain.contains(UInt8(ascii: "%")) else { return false }
    let once = Self.percentDecoded(plain)
    return once.contains(bytes) || Self.percentDecoded(once).contains(bytes)
  }

  /// `bytes` with every `%XX` decoded; invalid sequences stay as they are.
  private static func percentDecoded(_ bytes: [UInt8]) -> [UInt8] {
    guard bytes.contains(UInt8(ascii: "%")) else { return bytes }
    var decoded: [UInt8] = []
    var position = 0
    while position < bytes.count {
      if bytes[position] == UInt8(ascii: "%"), position + 2 < bytes.count,
        let high = bytes[position + 1].hexadecimalValue,
        let low = bytes[position + 2].hexadecimalValue
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
}
