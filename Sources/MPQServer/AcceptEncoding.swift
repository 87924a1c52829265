/// Parses the Accept-Encoding header.
enum AcceptEncoding {
  /// Whether `header`, the value of Accept-Encoding, accepts gzip (RFC 9110, 12.5.3).
  static func acceptsGzip(_ header: String) -> Bool {
    var anything = false
    for item in header.utf8.split(separator: UInt8(ascii: ",")).prefix(20) {
      let parts = item.split(separator: UInt8(ascii: ";")).map(trimmed)
      guard let name = parts.first else { continue }
      let isWanted = !parts.dropFirst().contains(where: isZero)
      switch String(Substring(name)).lowercased() {
      case "gzip", "x-gzip": return isWanted
      case "*": anything = isWanted
      default: continue
      }
    }
    return anything
  }

  /// Whether `weight` is `q=0`, `q=0.0` and so on.
  private static func isZero(_ weight: Substring.UTF8View) -> Bool {
    let text = String(Substring(weight)).lowercased()
    return text.hasPrefix("q=0")
      && text.dropFirst(3).utf8.allSatisfy {
        $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "0")
      }
  }

  private static func trimmed(_ part: Substring.UTF8View) -> Substring.UTF8View {
    var part = part
    while part.first == UInt8(ascii: " ") || part.first == 0x09 { part.removeFirst() }
    while part.last == UInt8(ascii: " ") || part.last == 0x09 { part.removeLast() }
    return part
  }
}
