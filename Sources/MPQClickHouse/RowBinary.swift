internal import MPQStore

/// Writes rows in ClickHouse's `RowBinary` format, which needs no escapes.
struct RowBinaryWriter {
  private(set) var bytes: [UInt8] = []

  mutating func append(_ number: Int) { append(UInt64(bitPattern: Int64(number))) }

  mutating func append(_ number: UInt64) {
    withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
  }

  mutating func append(_ text: String) {
    var text = text
    text.withUTF8 { utf8 in
      bytes.append(varint: UInt64(utf8.count))
      bytes.append(contentsOf: utf8)
    }
  }

  mutating func append(_ texts: [String]) {
    bytes.append(varint: UInt64(texts.count))
    for text in texts { append(text) }
  }

  mutating func append(_ flags: [Bool]) {
    bytes.append(varint: UInt64(flags.count))
    for flag in flags { bytes.append(flag ? 1 : 0) }
  }
}

/// Reads rows in ClickHouse's `RowBinary` format.
struct RowBinaryReader {
  /// The rows are truncated or contain an invalid value.
  struct Damage: Error {}

  private let bytes: [UInt8]
  private var position = 0

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  var isAtEnd: Bool { position == bytes.count }

  /// An `Int64`.
  mutating func integer() throws(Damage) -> Int {
    Int(truncatingIfNeeded: try unsigned())
  }

  /// An `Int64` within `range`.
  mutating func integer(in range: Range<Int>) throws(Damage) -> Int {
    let number = try integer()
    guard range.contains(number) else { throw Damage() }
    return number
  }

  /// A `UInt64` count, limited so that the sum of all counts of a response cannot overflow.
  mutating func count() throws(Damage) -> Int {
    let count = try unsigned()
    guard count < 1 << 37 else { throw Damage() }
    return Int(count)
  }

  /// A `UInt64`.
  mutating func unsigned() throws(Damage) -> UInt64 {
    var number: UInt64 = 0
    for byte in try take(8).reversed() { number = number << 8 | UInt64(byte) }
    return number
  }

  /// A `String` of UTF-8.
  mutating func text() throws(Damage) -> String {
    guard let text = String(validating: try take(try length()), as: UTF8.self) else {
      throw Damage()
    }
    return text
  }

  /// An `Array(String)`.
  mutating func texts() throws(Damage) -> [String] {
    var texts: [String] = []
    for _ in 0..<(try length()) { texts.append(try text()) }
    return texts
  }

  /// An `Array(UInt8)` of flags.
  mutating func flags() throws(Damage) -> [Bool] {
    try take(try length()).map { $0 != 0 }
  }

  private mutating func length() throws(Damage) -> Int {
    let length = bytes.withUnsafeBytes { $0.varint(at: &position) }
    guard let length else { throw Damage() }
    return Int(length)
  }

  private mutating func take(_ count: Int) throws(Damage) -> ArraySlice<UInt8> {
    guard count <= bytes.count - position else { throw Damage() }
    defer { position += count }
    return bytes[position..<(position + count)]
  }
}
