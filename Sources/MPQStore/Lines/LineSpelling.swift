package import MPQAPI

/// How a line writes JSON: where spaces stand, and which characters of texts are escaped beside
/// those that must be.
///
/// Quotes, backslashes and control characters are escaped always, as `\"`, `\\`, `\n`, `\r`, `\t`
/// and `\u001f`. Each option is what some writer does otherwise; those that are named are examples.
package struct LineSpelling: OptionSet, Hashable, Sendable {
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
  /// What an export writes where the line of an event is not known.
  package static let canonical: Self = [.spaceAfterColon, .spaceAfterComma, .delete]

  // MARK: - Writing

  /// Appends what stands between a name and its value.
  package func appendColon(to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: ":"))
    if contains(.spaceAfterColon) { bytes.append(0x20) }
  }

  /// Appends what stands between two members or elements.
  package func appendComma(to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: ","))
    if contains(.spaceAfterComma) { bytes.append(0x20) }
  }

  /// Appends `text` in its quotes.
  package func append(quoting text: String, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\""))
    for scalar in text.unicodeScalars { append(scalar, to: &bytes) }
    bytes.append(UInt8(ascii: "\""))
  }

  /// Appends a text in its quotes, or else the JSON that `text` is.
  ///
  /// - Throws: What is wrong with `text`, where it is no JSON.
  package func append(
    _ text: String, isText: Bool, to bytes: inout [UInt8]
  ) throws(JSONReader.Problem) {
    if isText {
      append(quoting: text, to: &bytes)
    } else {
      append(try JSONReader.read(Array(text.utf8)), to: &bytes)
    }
  }

  // JSONReader limits the depth.
  private func append(_ value: JSONValue, to bytes: inout [UInt8]) {
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

  private func append(_ scalar: Unicode.Scalar, to bytes: inout [UInt8]) {
    switch scalar {
    case "\"" where !contains(.quotes): bytes += "\\\"".utf8
    case "\\": bytes += "\\\\".utf8
    case "\n": bytes += "\\n".utf8
    case "\r": bytes += "\\r".utf8
    case "\t": bytes += "\\t".utf8
    case "\u{8}" where contains(.shortControls): bytes += "\\b".utf8
    case "\u{c}" where contains(.shortControls): bytes += "\\f".utf8
    case "/" where contains(.slash): bytes += "\\/".utf8
    case _ where isEscaped(scalar):
      for unit in UTF16.encode(scalar) ?? UTF16.EncodedScalar() {
        append(escaped: unit, to: &bytes)
      }
    default: bytes += UTF8.encode(scalar) ?? UTF8.EncodedScalar()
    }
  }

  /// Whether a character is written by its number.
  private func isEscaped(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "\u{0}"..<"\u{20}": true
    case "\u{7f}": contains(.delete)
    case "<", ">", "&": contains(.markup)
    case "\"", "'", "+", "`": contains(.quotes)
    case "\u{2028}", "\u{2029}": !isDisjoint(with: [.lineSeparators, .beyondASCII])
    default: !scalar.isASCII && contains(.beyondASCII)
    }
  }

  private func append(escaped unit: UInt16, to bytes: inout [UInt8]) {
    bytes += "\\u".utf8
    let letter = UInt8(ascii: contains(.capitalDigits) ? "A" : "a")
    for shift in stride(from: 12, through: 0, by: -4) {
      let digit = UInt8(unit >> UInt16(shift) & 15)
      bytes.append(digit < 10 ? UInt8(ascii: "0") + digit : letter + digit - 10)
    }
  }
}
