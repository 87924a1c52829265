/// How JSON is written: its spaces, and which characters of texts are escaped in addition to the
/// required ones.
///
/// Quotes, backslashes and control characters are always escaped, as `\"`, `\\`, `\n`, `\r`, `\t`
/// and `\u001f`. Each option is a variation of some writers; the names are examples.
/// Projects store the raw value.
package struct JSONSpelling: OptionSet, Hashable, Sendable {
  package let rawValue: UInt16

  package init(rawValue: UInt16) {
    self.rawValue = rawValue
  }

  /// `": "`: Python.
  package static let spaceAfterColon = Self(rawValue: 1 << 0)
  /// `", "`: Python.
  package static let spaceAfterComma = Self(rawValue: 1 << 1)
  /// All beyond ASCII as `\u00e9`: Python, PHP.
  package static let beyondASCII = Self(rawValue: 1 << 2)
  /// Hexadecimal digits as `\u00E9`: .NET.
  package static let capitalDigits = Self(rawValue: 1 << 3)
  /// `\/`: PHP.
  package static let slash = Self(rawValue: 1 << 4)
  /// `\u007f`: Python, jq.
  package static let delete = Self(rawValue: 1 << 5)
  /// `\b` and `\f` instead of `\u0008` and `\u000c`: JavaScript, Python.
  package static let shortControls = Self(rawValue: 1 << 6)
  /// `\u003c`, `\u003e` and `\u0026` for `<`, `>` and `&`: Go.
  package static let markup = Self(rawValue: 1 << 7)
  /// `\u0022`, `\u0027`, `\u002b` and `\u0060` for `"`, `'`, `+` and a backtick: .NET.
  package static let quotes = Self(rawValue: 1 << 8)
  /// `\u2028` and `\u2029`: Go, PHP.
  package static let lineSeparators = Self(rawValue: 1 << 9)

  /// Every option.
  package static let all = Self(rawValue: (1 << 10) - 1)
  /// What mpq writes.
  package static let canonical: Self = [.spaceAfterColon, .spaceAfterComma, .delete]
  /// What mpq writes where size matters.
  package static let compact: Self = [.delete]

  // MARK: - Writing

  /// Appends a colon between a name and its value.
  package func appendColon(to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: ":"))
    if contains(.spaceAfterColon) { bytes.append(0x20) }
  }

  /// Appends a comma between two members or elements.
  package func appendComma(to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: ","))
    if contains(.spaceAfterComma) { bytes.append(0x20) }
  }

  /// Appends `value`.
  // Values come from JSONReader, which limits their depth, or from our own flat tables.
  package func append(_ value: JSONValue, to bytes: inout [UInt8]) {
    switch value {
    case .null: bytes += "null".utf8
    case .bool(let bool): bytes += (bool ? "true" : "false").utf8
    case .number(let text): bytes += text.utf8
    case .text(let text): append(quoting: text, to: &bytes)
    case .array(let elements):
      bytes.append(UInt8(ascii: "["))
      for (index, element) in elements.enumerated() {
        if index > 0 { appendComma(to: &bytes) }
        append(element, to: &bytes)
      }
      bytes.append(UInt8(ascii: "]"))
    case .object(let members):
      bytes.append(UInt8(ascii: "{"))
      for (index, member) in members.enumerated() {
        if index > 0 { appendComma(to: &bytes) }
        append(quoting: member.name, to: &bytes)
        appendColon(to: &bytes)
        append(member.value, to: &bytes)
      }
      bytes.append(UInt8(ascii: "}"))
    }
  }

  /// Appends `text` in its quotes.
  package func append(quoting text: String, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\""))
    if isDisjoint(with: [.beyondASCII, .lineSeparators]) {
      // Only ASCII is escaped, so that the bytes of other characters can be copied.
      for byte in text.utf8 { append(byte, to: &bytes) }
    } else {
      for scalar in text.unicodeScalars { append(scalar, to: &bytes) }
    }
    bytes.append(UInt8(ascii: "\""))
  }

  private func append(_ scalar: Unicode.Scalar, to bytes: inout [UInt8]) {
    if let byte = UInt8(exactly: scalar.value), byte < 0x80 {
      append(byte, to: &bytes)
    } else if contains(.beyondASCII) || scalar == "\u{2028}" || scalar == "\u{2029}" {
      for unit in UTF16.encode(scalar) ?? UTF16.EncodedScalar() {
        append(escaped: unit, to: &bytes)
      }
    } else {
      bytes += UTF8.encode(scalar) ?? UTF8.EncodedScalar()
    }
  }

  private func append(_ byte: UInt8, to bytes: inout [UInt8]) {
    switch byte {
    case UInt8(ascii: "\"") where !contains(.quotes): bytes += "\\\"".utf8
    case UInt8(ascii: "\\"): bytes += "\\\\".utf8
    case 0x0a: bytes += "\\n".utf8
    case 0x0d: bytes += "\\r".utf8
    case 0x09: bytes += "\\t".utf8
    case 0x08 where contains(.shortControls): bytes += "\\b".utf8
    case 0x0c where contains(.shortControls): bytes += "\\f".utf8
    case UInt8(ascii: "/") where contains(.slash): bytes += "\\/".utf8
    case _ where isEscaped(byte): append(escaped: UInt16(byte), to: &bytes)
    default: bytes.append(byte)
    }
  }

  /// Whether an ASCII character is written by its number.
  private func isEscaped(_ byte: UInt8) -> Bool {
    switch byte {
    case 0..<0x20: true
    case 0x7f: contains(.delete)
    case UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "&"): contains(.markup)
    case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "+"), UInt8(ascii: "`"):
      contains(.quotes)
    default: false
    }
  }

  private func append(escaped unit: UInt16, to bytes: inout [UInt8]) {
    bytes += "\\u".utf8
    for byte in [UInt8(unit >> 8), UInt8(truncatingIfNeeded: unit)] {
      byte.appendHexadecimal(to: &bytes, isUppercase: contains(.capitalDigits))
    }
  }
}
