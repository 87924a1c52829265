/// Writes JSON on one line: `", "` and `": "` between parts, non-ASCII characters as they are.
public struct JSONWriter {
  private var bytes: [UInt8] = []
  private let isCompact: Bool

  private init(isCompact: Bool) {
    self.isCompact = isCompact
  }

  /// The bytes of `value`; with no spaces between the parts when `isCompact`.
  public static func bytes(_ value: JSONValue, isCompact: Bool = false) -> [UInt8] {
    var writer = JSONWriter(isCompact: isCompact)
    writer.write(value)
    return writer.bytes
  }

  /// The text of `value`.
  public static func text(_ value: JSONValue, isCompact: Bool = false) -> String {
    String(decoding: bytes(value, isCompact: isCompact), as: UTF8.self)
  }

  /// `text` as a JSON text in its quotes.
  public static func quoted(_ text: String) -> String {
    Self.text(.text(text))
  }

  // Values come from JSONReader, which limits their depth, or from our own flat tables.
  private mutating func write(_ value: JSONValue) {
    switch value {
    case .null: bytes += "null".utf8
    case .bool(let bool): bytes += (bool ? "true" : "false").utf8
    case .number(let text): bytes += text.utf8
    case .text(let text): write(quoting: text)
    case .array(let elements):
      bytes.append(UInt8(ascii: "["))
      for (index, element) in elements.enumerated() {
        if index > 0 { separate(UInt8(ascii: ",")) }
        write(element)
      }
      bytes.append(UInt8(ascii: "]"))
    case .object(let members):
      bytes.append(UInt8(ascii: "{"))
      for (index, member) in members.enumerated() {
        if index > 0 { separate(UInt8(ascii: ",")) }
        write(quoting: member.name)
        separate(UInt8(ascii: ":"))
        write(member.value)
      }
      bytes.append(UInt8(ascii: "}"))
    }
  }

  private mutating func separate(_ byte: UInt8) {
    bytes.append(byte)
    if !isCompact { bytes.append(UInt8(ascii: " ")) }
  }

  private mutating func write(quoting text: String) {
    let digits = Array("0123456789abcdef".utf8)
    bytes.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""): bytes += "\\\"".utf8
      case UInt8(ascii: "\\"): bytes += "\\\\".utf8
      case 0x0a: bytes += "\\n".utf8
      case 0x0d: bytes += "\\r".utf8
      case 0x09: bytes += "\\t".utf8
      case 0..<0x20, 0x7f:
        bytes += "\\u00".utf8
        bytes += [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      default: bytes.append(byte)
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }
}
