/// One field of a line of CSV (RFC 4180).
package enum CSVField {
  /// Appends `text`, in quotes when it is empty, begins or ends with a blank, or has a comma, a
  /// quote or a control character; NUL is written as `nul`.
  package static func append(
    _ text: String, to bytes: inout [UInt8], nul: String.UTF8View = "\0".utf8
  ) {
    guard needsQuotes(text) else {
      bytes += text.utf8
      return
    }
    bytes.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case 0: bytes += nul
      case UInt8(ascii: "\""): bytes += [byte, byte]
      default: bytes.append(byte)
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }

  private static func needsQuotes(_ text: String) -> Bool {
    let blank = UInt8(ascii: " ")
    guard let first = text.utf8.first, first != blank, text.utf8.last != blank else { return true }
    return text.utf8.contains {
      $0 < blank || $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "\"") || $0 == 0x7f
    }
  }
}
