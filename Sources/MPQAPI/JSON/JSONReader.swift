/// Reads JSON (RFC 8259), strictly: UTF-8 only, no duplicate names, limited depth, nothing after
/// the value.
public struct JSONReader {
  /// Why a text is not read.
  public struct Problem: Error, Equatable, Sendable, CustomStringConvertible {
    /// What is wrong, in a few words.
    public var reason: String
    /// The byte at which it is wrong, from 0.
    public var offset: Int

    /// What is wrong and where.
    public var description: String { "\(reason) at byte \(offset)" }
  }

  /// The most levels of arrays and objects inside each other.
  public static let depthLimit = 64

  private let bytes: UnsafeBufferPointer<UInt8>
  private var position = 0
  private var depth = 0

  private init(_ bytes: UnsafeBufferPointer<UInt8>) {
    self.bytes = bytes
  }

  /// Reads the one value that `bytes` hold.
  ///
  /// - Throws: ``Problem``, the first one met.
  public static func read(_ bytes: [UInt8]) throws(Problem) -> JSONValue {
    try read(bytes[...])
  }

  /// Reads the one value that a part of an array holds.
  ///
  /// - Throws: ``Problem``, the first one met; its offset counts from the part's start.
  public static func read(_ bytes: ArraySlice<UInt8>) throws(Problem) -> JSONValue {
    let result = bytes.withUnsafeBufferPointer { buffer in
      var reader = JSONReader(buffer)
      return Result { () throws(Problem) in try reader.document() }
    }
    return try result.get()
  }

  private mutating func document() throws(Problem) -> JSONValue {
    let value = try self.value()
    skipSpace()
    guard position == bytes.count else { throw problem("text after the value") }
    return value
  }

  private func problem(_ reason: String) -> Problem { Problem(reason: reason, offset: position) }

  private var current: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func skipSpace() {
    while let byte = current, byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09 {
      position += 1
    }
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard current == byte else { return false }
    position += 1
    return true
  }

  private mutating func value() throws(Problem) -> JSONValue {
    skipSpace()
    guard let byte = current else { throw problem("the text ends too early") }
    switch byte {
    case UInt8(ascii: "{"): return try nested { reader throws(Problem) in try reader.object() }
    case UInt8(ascii: "["): return try nested { reader throws(Problem) in try reader.array() }
    case UInt8(ascii: "\""): return .text(try text())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number(try number())
    default: throw problem("no JSON value begins like this")
    }
  }

  private mutating func nested(
    _ read: (inout Self) throws(Problem) -> JSONValue
  ) throws(Problem) -> JSONValue {
    guard depth < Self.depthLimit else { throw problem("more than 64 levels") }
    depth += 1
    position += 1
    let value = try read(&self)
    depth -= 1
    return value
  }

  private mutating func word(_ word: StaticString, _ value: JSONValue) throws(Problem) -> JSONValue
  {
    let end = position + word.utf8CodeUnitCount
    guard end <= bytes.count,
      word.withUTF8Buffer({ $0.elementsEqual(bytes[position..<end]) })
    else { throw problem("an unknown word") }
    position = end
    return value
  }

  private mutating func array() throws(Problem) -> JSONValue {
    var elements: [JSONValue] = []
    skipSpace()
    if take(UInt8(ascii: "]")) { return .array(elements) }
    while true {
      elements.append(try value())
      skipSpace()
      if take(UInt8(ascii: "]")) { return .array(elements) }
      guard take(UInt8(ascii: ",")) else { throw problem("expected ',' or ']'") }
    }
  }

  private mutating func object() throws(Problem) -> JSONValue {
    var members: [JSONMember] = []
    var names = NameSet()
    skipSpace()
    if take(UInt8(ascii: "}")) { return .object(members) }
    while true {
      skipSpace()
      guard current == UInt8(ascii: "\"") else { throw problem("expected a name in quotes") }
      let name = try text()
      guard names.insert(name, among: members) else { throw problem("a name stands twice") }
      skipSpace()
      guard take(UInt8(ascii: ":")) else { throw problem("expected ':'") }
      members.append(JSONMember(name, try value()))
      skipSpace()
      if take(UInt8(ascii: "}")) { return .object(members) }
      guard take(UInt8(ascii: ",")) else { throw problem("expected ',' or '}'") }
    }
  }
}

// MARK: - Numbers and texts

extension JSONReader {
  private mutating func digits() -> Int {
    let start = position
    while let byte = current, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) {
      position += 1
    }
    return position - start
  }

  private mutating func number() throws(Problem) -> String {
    let start = position
    _ = take(UInt8(ascii: "-"))
    if !take(UInt8(ascii: "0")) {
      guard digits() > 0 else { throw problem("expected a digit") }
    }
    if take(UInt8(ascii: ".")) {
      guard digits() > 0 else { throw problem("expected a digit") }
    }
    if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
      if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
      guard digits() > 0 else { throw problem("expected a digit") }
    }
    return String(decoding: bytes[start..<position], as: UTF8.self)
  }

  private mutating func text() throws(Problem) -> String {
    position += 1
    let start = position
    while let byte = current, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), byte >= 0x20 {
      position += 1
    }
    if current == UInt8(ascii: "\"") {
      let text = try validated(bytes[start..<position])
      position += 1
      return text
    }
    return try escapedText(from: start)
  }

  private func validated(_ part: Slice<UnsafeBufferPointer<UInt8>>) throws(Problem) -> String {
    guard let text = String(validating: UnsafeBufferPointer(rebasing: part), as: UTF8.self) else {
      throw problem("a text that is not UTF-8")
    }
    return text
  }

  /// Reads on at the first escape of a text that began at `start`.
  private mutating func escapedText(from start: Int) throws(Problem) -> String {
    var plain = Array(bytes[start..<position])
    while let byte = current {
      guard byte >= 0x20 else { throw problem("a control character in a text") }
      position += 1
      switch byte {
      case UInt8(ascii: "\""):
        guard let text = String(validating: plain, as: UTF8.self) else {
          throw problem("a text that is not UTF-8")
        }
        return text
      case UInt8(ascii: "\\"): try escape(into: &plain)
      default: plain.append(byte)
      }
    }
    throw problem("a text without end")
  }

  private mutating func escape(into plain: inout [UInt8]) throws(Problem) {
    guard let byte = current else { throw problem("a text without end") }
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): plain.append(byte)
    case UInt8(ascii: "b"): plain.append(0x08)
    case UInt8(ascii: "f"): plain.append(0x0c)
    case UInt8(ascii: "n"): plain.append(0x0a)
    case UInt8(ascii: "r"): plain.append(0x0d)
    case UInt8(ascii: "t"): plain.append(0x09)
    case UInt8(ascii: "u"): plain += Array(String(try unicodeEscape()).utf8)
    default: throw problem("an unknown escape")
    }
  }

  private mutating func unicodeEscape() throws(Problem) -> Character {
    let first = try fourDigits()
    var code = UInt32(first)
    if (0xd800..<0xdc00).contains(first) {
      guard take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) else {
        throw problem("half a surrogate pair")
      }
      let second = try fourDigits()
      guard (0xdc00..<0xe000).contains(second) else { throw problem("half a surrogate pair") }
      code = 0x10000 + (UInt32(first) - 0xd800) << 10 + (UInt32(second) - 0xdc00)
    }
    guard let scalar = Unicode.Scalar(code) else { throw problem("half a surrogate pair") }
    return Character(scalar)
  }

  private mutating func fourDigits() throws(Problem) -> UInt16 {
    guard position + 4 <= bytes.count,
      let text = String(validating: bytes[position..<(position + 4)], as: UTF8.self),
      text.utf8.allSatisfy({ $0 != UInt8(ascii: "+") && $0 != UInt8(ascii: "-") }),
      let code = UInt16(text, radix: 16)
    else { throw problem("expected four hexadecimal digits") }
    position += 4
    return code
  }
}

/// The names that an object has so far.
///
/// Few names are compared one by one, which is faster than hashing; many are hashed, so that a
/// hostile object does not take quadratic time.
private struct NameSet {
  private static let linearLimit = 16
  private var hashed: Set<ByteText> = []

  /// Adds `name`; `false` when it is there already.
  mutating func insert(_ name: String, among members: [JSONMember]) -> Bool {
    if members.count < Self.linearLimit {
      return !members.contains { $0.name.utf8.elementsEqual(name.utf8) }
    }
    if hashed.isEmpty { hashed = Set(members.map { ByteText($0.name) }) }
    return hashed.insert(ByteText(name)).inserted
  }
}
