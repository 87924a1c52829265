/// Reads one JSON text (RFC 8259) from its bytes, value by value, without a tree.
///
/// It is strict: UTF-8 only, no duplicate names, limited depth, nothing after the value. It counts
/// the values that it meets, and stops above a limit.
struct JSONCursor: ~Copyable {
  /// The bytes between two calls of the checkpoint.
  private static let checkInterval = 1 << 16

  let bytes: UnsafeBufferPointer<UInt8>
  /// The next byte to read.
  var position = 0
  private var depth = 0
  private var nextCheck = checkInterval
  private let valueLimit: Int
  private var valuesLeft: Int
  private let checkpoint: () -> Bool

  private init(
    _ bytes: UnsafeBufferPointer<UInt8>, valueLimit: Int, checkpoint: @escaping () -> Bool
  ) {
    self.bytes = bytes
    self.valueLimit = valueLimit
    valuesLeft = valueLimit
    self.checkpoint = checkpoint
  }

  /// Reads the one value of `bytes`, whose memory the cursor uses only inside of `read`.
  ///
  /// - Parameters:
  ///   - bytes: The text, less than 4 GiB.
  ///   - valueLimit: The most values.
  ///   - checkpoint: Is called at intervals; `false` ends the reading.
  ///   - read: Reads the value.
  /// - Returns: What `read` returns.
  /// - Throws: ``ReadingFailure``.
  static func read<Value>(
    _ bytes: ArraySlice<UInt8>, valueLimit: Int, checkpoint: () -> Bool = { true },
    _ read: (inout JSONCursor) throws(ReadingFailure) -> Value
  ) throws(ReadingFailure) -> Value {
    let result = withoutActuallyEscaping(checkpoint) { checkpoint in
      bytes.withUnsafeBufferPointer { buffer in
        Result { () throws(ReadingFailure) in
          var cursor = JSONCursor(buffer, valueLimit: valueLimit, checkpoint: checkpoint)
          guard buffer.count <= Int(UInt32.max) else { throw cursor.problem("4 GiB or more") }
          let value = try read(&cursor)
          cursor.skipSpace()
          guard cursor.position == buffer.count else {
            throw cursor.problem("text after the value")
          }
          return value
        }
      }
    }
    return try result.get()
  }

  func problem(_ reason: String) -> ReadingFailure {
    .syntax(JSONReader.Problem(reason: reason, offset: position))
  }

  // MARK: - Limits

  /// Counts `count` values.
  mutating func charge(_ count: Int) throws(ReadingFailure) {
    guard count <= valuesLeft else { throw .tooManyValues(limit: valueLimit) }
    valuesLeft -= count
    try check()
  }

  /// Calls the checkpoint once for each ``checkInterval`` bytes.
  mutating func check() throws(ReadingFailure) {
    guard position >= nextCheck else { return }
    guard checkpoint() else { throw .stopped }
    nextCheck = position + Self.checkInterval
  }

  // MARK: - Bytes

  /// The next byte; 0, which no value begins with, at the end.
  var current: UInt8 { position < bytes.count ? bytes[position] : 0 }

  mutating func skipSpace() {
    while position < bytes.count {
      let byte = bytes[position]
      guard byte <= 0x20, byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09 else {
        return
      }
      position += 1
    }
  }

  mutating func take(_ byte: UInt8) -> Bool {
    guard position < bytes.count, bytes[position] == byte else { return false }
    position += 1
    return true
  }

  /// The first byte of the next value.
  mutating func next() throws(ReadingFailure) -> UInt8 {
    skipSpace()
    guard position < bytes.count else { throw problem("unexpected end") }
    return bytes[position]
  }

  /// Takes `true`, `false` or `null`.
  mutating func take(_ word: StaticString) throws(ReadingFailure) {
    let end = position + word.utf8CodeUnitCount
    guard end <= bytes.count,
      word.withUTF8Buffer({ $0.elementsEqual(bytes[position..<end]) })
    else { throw problem("unknown word") }
    position = end
  }

  // MARK: - Arrays and objects

  /// Reads the elements of the array at the position, one with each call of `read`.
  mutating func elements(
    _ read: (inout JSONCursor) throws(ReadingFailure) -> Void
  ) throws(ReadingFailure) {
    try enter()
    skipSpace()
    if take(UInt8(ascii: "]")) { return leave() }
    while true {
      try charge(1)
      try read(&self)
      skipSpace()
      if take(UInt8(ascii: "]")) { return leave() }
      guard take(UInt8(ascii: ",")) else { throw problem("expected ',' or ']'") }
    }
  }

  /// Reads the members of the object at the position, each value with a call of `read`.
  mutating func members(
    _ read: (inout JSONCursor, JSONText) throws(ReadingFailure) -> Void
  ) throws(ReadingFailure) {
    var names = JSONTextTable()
    try places { json throws(ReadingFailure) in
      try json.charge(1)
      let start = json.position
      let name = try json.text()
      guard names.insert(name, of: json.bytes) == nil else { throw json.duplicate(at: start) }
      try json.takeColon()
      try read(&json, name)
    }
  }

  /// Calls `read` for each member of the object at the position; it reads the name, the colon and
  /// the value, refuses duplicates, and counts.
  mutating func places(
    _ read: (inout JSONCursor) throws(ReadingFailure) -> Void
  ) throws(ReadingFailure) {
    try enter()
    skipSpace()
    if take(UInt8(ascii: "}")) { return leave() }
    while true {
      skipSpace()
      guard current == UInt8(ascii: "\"") else { throw problem("expected a name in quotes") }
      try read(&self)
      skipSpace()
      if take(UInt8(ascii: "}")) { return leave() }
      guard take(UInt8(ascii: ",")) else { throw problem("expected ',' or '}'") }
    }
  }

  mutating func takeColon() throws(ReadingFailure) {
    skipSpace()
    guard take(UInt8(ascii: ":")) else { throw problem("expected ':'") }
  }

  func duplicate(at offset: Int) -> ReadingFailure {
    .syntax(JSONReader.Problem(reason: "duplicate name", offset: offset))
  }

  private mutating func enter() throws(ReadingFailure) {
    guard depth < Limits.jsonDepth else {
      throw problem("more than \(Limits.jsonDepth) levels")
    }
    depth += 1
    position += 1
  }

  private mutating func leave() { depth -= 1 }

  /// Checks the next value and moves past it.
  mutating func skip() throws(ReadingFailure) {
    switch try next() {
    case UInt8(ascii: "{"): try members { json, _ throws(ReadingFailure) in try json.skip() }
    case UInt8(ascii: "["): try elements { json throws(ReadingFailure) in try json.skip() }
    case UInt8(ascii: "\""): _ = try text()
    case UInt8(ascii: "t"): try take("true")
    case UInt8(ascii: "f"): try take("false")
    case UInt8(ascii: "n"): try take("null")
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): _ = try number()
    default: throw problem("expected a value")
    }
  }

  /// Checks the next value and moves past it, without counting what is in it.
  mutating func skipUncounted() throws(ReadingFailure) {
    let left = valuesLeft
    try skip()
    valuesLeft = left
  }
}

/// Why the reading of a JSON text ended early.
package enum ReadingFailure: Error, Equatable {
  /// The text is not JSON.
  case syntax(JSONReader.Problem)
  /// A part differs from the form that the API document shows.
  case shape(ShapeError)
  /// The text has more values than the limit.
  case tooManyValues(limit: Int)
  /// The checkpoint ended it.
  case stopped
}
