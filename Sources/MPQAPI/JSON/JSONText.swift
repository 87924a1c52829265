/// A text of a document: the bytes between its quotes, which are valid.
struct JSONText {
  fileprivate let start: UInt32
  /// The number of bytes, shifted by one; the lowest bit says whether there are escapes.
  fileprivate let size: UInt32

  fileprivate init(_ range: Range<Int>, hasEscapes: Bool) {
    start = UInt32(truncatingIfNeeded: range.lowerBound)
    size = UInt32(truncatingIfNeeded: range.count << 1 | (hasEscapes ? 1 : 0))
  }

  /// Whether the bytes are not the text itself.
  var hasEscapes: Bool { size & 1 == 1 }

  /// Where the bytes are.
  var range: Range<Int> { Int(start)..<(Int(start) + Int(size >> 1)) }

  /// Calls `body` with the text itself, decoded where it has escapes.
  func withBytes<Value>(
    of document: UnsafeBufferPointer<UInt8>, _ body: (UnsafeBufferPointer<UInt8>) -> Value
  ) -> Value {
    let raw = UnsafeBufferPointer(rebasing: document[range])
    guard hasEscapes else { return body(raw) }
    return JSONEscapes.decoded(raw).withUnsafeBufferPointer(body)
  }

  /// The text.
  func string(of document: UnsafeBufferPointer<UInt8>) -> String {
    withBytes(of: document) { String(decoding: $0, as: UTF8.self) }
  }

  /// Whether two texts of a document are the same.
  func isEqual(to other: JSONText, of document: UnsafeBufferPointer<UInt8>) -> Bool {
    withBytes(of: document) { left in
      other.withBytes(of: document) { right in
        left.count == right.count && left.elementsEqual(right)
      }
    }
  }

  /// Whether it is `text`.
  func isEqual(to text: StaticString, of document: UnsafeBufferPointer<UInt8>) -> Bool {
    withBytes(of: document) { left in
      text.withUTF8Buffer { right in left.count == right.count && left.elementsEqual(right) }
    }
  }
}

extension JSONCursor {
  /// Takes the text at the position.
  mutating func text() throws(ReadingFailure) -> JSONText {
    position += 1
    let start = position
    var highBits: UInt64 = 0
    var hasEscapes = false
    while true {
      highBits |= skipPlainBytes()
      guard position < bytes.count else { throw problem("unterminated string") }
      let byte = bytes[position]
      if byte == UInt8(ascii: "\"") { break }
      guard byte >= 0x20 else { throw problem("control character in a string") }
      position += 1
      if byte == UInt8(ascii: "\\") {
        hasEscapes = true
        try check()
        try skipEscape()
      } else {
        highBits |= UInt64(byte)
      }
    }
    let range = start..<position
    guard highBits & 0x8080_8080_8080_8080 == 0 || UTF8Check.isValid(bytes[range]) else {
      throw problem("string is not UTF-8")
    }
    // Texts of 2 GiB do not fit; no limit of bytes allows them.
    guard range.count < 1 << 31 else { throw problem("string of 2 GiB or more") }
    position += 1
    return JSONText(range, hasEscapes: hasEscapes)
  }

  /// Goes over eight bytes at a time, up to the first that is a quote, a backslash or a control
  /// character; returns the bits that they have.
  private mutating func skipPlainBytes() -> UInt64 {
    let raw = UnsafeRawBufferPointer(bytes)
    let (ones, tops) = (UInt64(0x0101_0101_0101_0101), UInt64(0x8080_8080_8080_8080))
    var bits: UInt64 = 0
    while position + 8 <= raw.count {
      let word = UInt64(
        littleEndian: raw.loadUnaligned(fromByteOffset: position, as: UInt64.self))
      let quotes = word ^ (ones &* 0x22)
      let slashes = word ^ (ones &* 0x5c)
      // The top bit of each byte that is found; only bytes above the lowest one may be wrong.
      let found =
        ((quotes &- ones) & ~quotes | (slashes &- ones) & ~slashes
          | (word &- ones &* 0x20) & ~word) & tops
      guard found == 0 else {
        let count = found.trailingZeroBitCount / 8
        if count > 0 { bits |= word << UInt64(64 - 8 * count) }
        position += count
        return bits
      }
      bits |= word
      position += 8
    }
    return bits
  }

  /// Takes the text at the position if it is spelled as `other`.
  mutating func take(spelledAs other: JSONText) -> Bool {
    let range = other.range
    let end = position + 1 + range.count
    guard end < bytes.count, bytes[end] == UInt8(ascii: "\"") else { return false }
    let raw = UnsafeRawBufferPointer(bytes)
    let next = UnsafeRawBufferPointer(rebasing: raw[(position + 1)..<end])
    guard next.hasSameBytes(as: UnsafeRawBufferPointer(rebasing: raw[range])) else { return false }
    position = end + 1
    return true
  }

  private mutating func skipEscape() throws(ReadingFailure) {
    guard position < bytes.count else { throw problem("unterminated string") }
    position += 1
    switch bytes[position - 1] {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"),
      UInt8(ascii: "f"), UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
      return
    case UInt8(ascii: "u"): try skipUnicodeEscape()
    default: throw problem("an unknown escape")
    }
  }

  private mutating func skipUnicodeEscape() throws(ReadingFailure) {
    let first = try fourDigits()
    guard !(0xdc00..<0xe000).contains(first) else { throw problem("unpaired surrogate") }
    guard (0xd800..<0xdc00).contains(first) else { return }
    guard take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")),
      (0xdc00..<0xe000).contains(try fourDigits())
    else { throw problem("unpaired surrogate") }
  }

  private mutating func fourDigits() throws(ReadingFailure) -> UInt32 {
    guard position + 4 <= bytes.count, let code = JSONEscapes.hexadecimal(bytes, at: position)
    else { throw problem("expected four hexadecimal digits") }
    position += 4
    return code
  }
}

/// The escapes of texts.
enum JSONEscapes {
  /// The number that four digits from `index` on spell.
  static func hexadecimal(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> UInt32? {
    var code: UInt32 = 0
    for byte in bytes[index..<(index + 4)] {
      guard let digit = byte.hexadecimalValue else { return nil }
      code = code << 4 | UInt32(digit)
    }
    return code
  }

  /// The text that valid bytes with escapes spell.
  static func decoded(_ raw: UnsafeBufferPointer<UInt8>) -> [UInt8] {
    var plain: [UInt8] = []
    plain.reserveCapacity(raw.count)
    var index = 0
    while index < raw.count {
      guard raw[index] == UInt8(ascii: "\\"), index + 1 < raw.count else {
        plain.append(raw[index])
        index += 1
        continue
      }
      let byte = raw[index + 1]
      index += 2
      switch byte {
      case UInt8(ascii: "b"): plain.append(0x08)
      case UInt8(ascii: "f"): plain.append(0x0c)
      case UInt8(ascii: "n"): plain.append(0x0a)
      case UInt8(ascii: "r"): plain.append(0x0d)
      case UInt8(ascii: "t"): plain.append(0x09)
      case UInt8(ascii: "u"): plain += scalar(raw, &index).utf8
      default: plain.append(byte)
      }
    }
    return plain
  }

  private static func scalar(_ raw: UnsafeBufferPointer<UInt8>, _ index: inout Int) -> String {
    guard index + 4 <= raw.count, var code = hexadecimal(raw, at: index) else { return "" }
    index += 4
    if (0xd800..<0xdc00).contains(code), index + 6 <= raw.count,
      let second = hexadecimal(raw, at: index + 2)
    {
      code = 0x10000 &+ (code &- 0xd800) << 10 &+ (second &- 0xdc00)
      index += 6
    }
    return Unicode.Scalar(code).map { String(Character($0)) } ?? ""
  }
}

/// The rules of UTF-8 (RFC 3629).
enum UTF8Check {
  /// Whether `bytes` are UTF-8.
  static func isValid(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
    var index = bytes.startIndex
    while index < bytes.endIndex {
      let lead = bytes[index]
      index += 1
      guard lead >= 0x80 else { continue }
      let followers: Int
      var second: ClosedRange<UInt8> = 0x80...0xbf
      switch lead {
      case 0xc2...0xdf: followers = 1
      case 0xe0: (followers, second) = (2, 0xa0...0xbf)
      case 0xed: (followers, second) = (2, 0x80...0x9f)
      case 0xe1...0xef: followers = 2
      case 0xf0: (followers, second) = (3, 0x90...0xbf)
      case 0xf1...0xf3: followers = 3
      case 0xf4: (followers, second) = (3, 0x80...0x8f)
      default: return false
      }
      guard index + followers <= bytes.endIndex, second.contains(bytes[index]) else { return false }
      for place in (index + 1)..<(index + followers) where bytes[place] & 0xc0 != 0x80 {
        return false
      }
      index += followers
    }
    return true
  }
}
