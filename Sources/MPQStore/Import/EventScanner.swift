/// Reads the usual line of a raw export in one go, without making a tree of it.
///
/// The usual line has `event` and `properties` and nothing else, in this order, texts without
/// escapes, no values within values, and a time in whole seconds or milliseconds. For any other
/// line there is no result, and ``RawEventParser`` says what is wrong with it, if anything.
struct EventScanner {
  /// One line of the usual form.
  struct Found {
    var event: RawEvent
    /// The time as it is written.
    var time: Int
  }

  /// The most properties of a usual line, so that looking for repeated names takes little time.
  private static let propertyLimit = 64
  /// The most digits of a usual time.
  private static let digitLimit = 15

  private let bytes: UnsafeBufferPointer<UInt8>
  private var position = 0
  private var hashes: [UInt64] = []

  private init(_ bytes: UnsafeBufferPointer<UInt8>) {
    self.bytes = bytes
  }

  /// The event of `line`; `nil` where it is not the usual one.
  static func event(in line: UnsafeBufferPointer<UInt8>) -> Found? {
    var scanner = EventScanner(line)
    return scanner.line()
  }

  private mutating func line() -> Found? {
    guard take("{"), take("\"event\""), take(":"), let name = text(), !name.isEmpty, take(","),
      take("\"properties\""), take(":"), take("{")
    else { return nil }
    var found = Found(
      event: RawEvent(event: name, time: -1, user: "", insertID: nil, properties: []), time: -1)
    found.event.properties.reserveCapacity(24)
    hashes.reserveCapacity(Self.propertyLimit)
    var hasUser = false
    repeat {
      guard hashes.count < Self.propertyLimit else { return nil }
      skipSpaces()
      let start = position
      guard let hash = hashOfText(), !hashes.contains(hash) else { return nil }
      hashes.append(hash)
      let name = UnsafeBufferPointer(rebasing: bytes[(start + 1)..<(position - 1)])
      guard take(":") else { return nil }
      if Self.isEqual(name, "time") {
        guard let number = integer() else { return nil }
        found.time = number
      } else if Self.isEqual(name, "distinct_id") {
        guard let (text, isText) = value(), isText else { return nil }
        found.event.user = text
        hasUser = true
      } else if Self.isEqual(name, "$insert_id") {
        guard let (text, _) = value() else { return nil }
        found.event.insertID = text
      } else {
        guard let name = Self.string(name), let (text, isText) = value() else { return nil }
        found.event.properties.append(RawEvent.Property(name: name, text: text, isText: isText))
      }
    } while take(",")
    guard found.time >= 0, hasUser, take("}"), take("}") else { return nil }
    skipSpaces()
    guard position == bytes.count || (position == bytes.count - 1 && bytes[position] == 0x0d)
    else { return nil }
    return found
  }

  // MARK: - Parts

  private mutating func skipSpaces() {
    while position < bytes.count, bytes[position] == 0x20 { position += 1 }
  }

  /// Passes over spaces and then over `word`.
  private mutating func take(_ word: StaticString) -> Bool {
    skipSpaces()
    let end = position + word.utf8CodeUnitCount
    guard end <= bytes.count,
      Self.isEqual(UnsafeBufferPointer(rebasing: bytes[position..<end]), word)
    else { return false }
    position = end
    return true
  }

  private static func isEqual(_ bytes: UnsafeBufferPointer<UInt8>, _ word: StaticString) -> Bool {
    guard bytes.count == word.utf8CodeUnitCount else { return false }
    for index in bytes.indices where bytes[index] != word.utf8Start[index] { return false }
    return true
  }

  /// Passes over a text in quotes without escapes, and hashes it (FNV-1a).
  private mutating func hashOfText() -> UInt64? {
    guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else { return nil }
    position += 1
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      if byte == UInt8(ascii: "\"") { return hash }
      guard byte >= 0x20, byte != UInt8(ascii: "\\") else { return nil }
      hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3
    }
    return nil
  }

  private mutating func text() -> String? {
    skipSpaces()
    let start = position + 1
    guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else { return nil }
    position = start
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      if byte == UInt8(ascii: "\"") {
        return Self.string(UnsafeBufferPointer(rebasing: bytes[start..<(position - 1)]))
      }
      guard byte >= 0x20, byte != UInt8(ascii: "\\") else { return nil }
    }
    return nil
  }

  /// The text of `bytes`; `nil` where they are not UTF-8.
  private static func string(_ bytes: UnsafeBufferPointer<UInt8>) -> String? {
    var all: UInt8 = 0
    for byte in bytes { all |= byte }
    if all < 0x80 { return String(decoding: bytes, as: UTF8.self) }
    return String(validating: bytes, as: UTF8.self)
  }

  /// A text, a number or a word, as answers show it, and whether it is a text.
  private mutating func value() -> (text: String, isText: Bool)? {
    skipSpaces()
    guard position < bytes.count else { return nil }
    switch bytes[position] {
    case UInt8(ascii: "\""): return text().map { ($0, true) }
    case UInt8(ascii: "t"): return take("true") ? ("true", false) : nil
    case UInt8(ascii: "f"): return take("false") ? ("false", false) : nil
    case UInt8(ascii: "n"): return take("null") ? ("null", false) : nil
    default: return number().map { ($0, false) }
    }
  }

  /// A number without an exponent.
  private mutating func number() -> String? {
    let start = position
    if bytes[position] == UInt8(ascii: "-") { position += 1 }
    let whole = position
    guard digits() > 0, bytes[whole] != UInt8(ascii: "0") || position == whole + 1 else {
      return nil
    }
    if position < bytes.count, bytes[position] == UInt8(ascii: ".") {
      position += 1
      guard digits() > 0 else { return nil }
    }
    // What follows is a comma or the end of the object, or else the line is not the usual one.
    return String(decoding: bytes[start..<position], as: UTF8.self)
  }

  private mutating func digits() -> Int {
    let start = position
    while position < bytes.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[position])
    {
      position += 1
    }
    return position - start
  }

  private mutating func integer() -> Int? {
    skipSpaces()
    let start = position
    let count = digits()
    guard (1...Self.digitLimit).contains(count),
      bytes[start] != UInt8(ascii: "0") || count == 1
    else { return nil }
    return bytes[start..<position].reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
  }
}
