/// Values with the form that the API document shows.
///
/// Each method stops at the first part that has another form.
extension JSONCursor {
  /// The error of the value that begins at `offset`, which is the next one unless it is given.
  mutating func mismatch(_ expected: String, at offset: Int? = nil) -> ReadingFailure {
    if offset == nil { skipSpace() }
    let offset = offset ?? position
    guard offset < bytes.count, "{[\"tfn-0123456789".utf8.contains(bytes[offset]) else {
      return problem("expected a value")
    }
    let path = ShapePath(to: offset, in: &self)
    return .shape(ShapeError(path: path.text(of: bytes), expected: expected))
  }

  /// Whether a name is `text`.
  func isName(_ name: JSONText, _ text: StaticString) -> Bool {
    name.isEqual(to: text, of: bytes)
  }

  /// Takes an object with any member names.
  mutating func map(
    _ read: (inout JSONCursor, JSONText) throws(ReadingFailure) -> Void
  ) throws(ReadingFailure) {
    guard try next() == UInt8(ascii: "{") else { throw mismatch("an object") }
    try members(read)
  }

  /// Takes an object whose member names the document defines.
  mutating func object(
    requiring names: StaticString...,
    read: (inout JSONCursor, JSONText) throws(ReadingFailure) -> Void
  ) throws(ReadingFailure) {
    let start = try nextStart()
    var found = 0
    if current == UInt8(ascii: "{") {
      try members { json, name throws(ReadingFailure) in
        for (index, required) in names.enumerated() where json.isName(name, required) {
          found |= 1 << index
        }
        try read(&json, name)
      }
    }
    for (index, required) in names.enumerated() where found & 1 << index == 0 {
      throw mismatch("an object with a member '\(required)'", at: start)
    }
  }

  /// Skips a member of the answer itself that the document does not show.
  ///
  /// A text called `error` there means that the answer is a refusal.
  mutating func skipMember(_ name: JSONText) throws(ReadingFailure) {
    if isName(name, "error"), try next() == UInt8(ascii: "\"") {
      throw mismatch("an answer without an error")
    }
    try skip()
  }

  /// Takes a list.
  mutating func list(
    _ read: (inout JSONCursor) throws(ReadingFailure) -> Void
  ) throws(ReadingFailure) {
    guard try next() == UInt8(ascii: "[") else { throw mismatch("a list") }
    try elements(read)
  }

  /// Takes a list of texts.
  mutating func strings() throws(ReadingFailure) -> [String] {
    var strings: [String] = []
    try list { json throws(ReadingFailure) in strings.append(try json.string()) }
    return strings
  }

  /// Takes a text to keep.
  mutating func string() throws(ReadingFailure) -> String { try keep(try someText()) }

  /// Takes a text.
  mutating func someText() throws(ReadingFailure) -> JSONText {
    guard try next() == UInt8(ascii: "\"") else { throw mismatch("a text") }
    return try text()
  }

  /// Creates a string from a text; it counts as ``Limits/textCost`` further values.
  mutating func keep(_ text: JSONText) throws(ReadingFailure) -> String {
    try charge(Limits.textCost)
    return text.string(of: bytes)
  }

  /// Takes a number.
  mutating func someNumber() throws(ReadingFailure) -> Number {
    let start = try nextStart()
    guard let number = try optionalNumber() else { throw mismatch("a number", at: start) }
    return number
  }

  /// Takes a number, or JSON's null.
  mutating func optionalNumber() throws(ReadingFailure) -> Number? {
    let start = try nextStart()
    switch current {
    case UInt8(ascii: "n"):
      try take("null")
      return nil
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
      guard let number = Number(try number(), of: bytes) else {
        throw mismatch("a number", at: start)
      }
      return number
    default: throw mismatch("a number")
    }
  }

  /// Takes an integer; whole doubles such as `7.0` count as integers.
  mutating func integer() throws(ReadingFailure) -> Int {
    let start = try nextStart()
    switch try someNumber() {
    case .integer(let number): return number
    case .double(let number):
      guard let integer = Int(exactly: number) else {
        throw mismatch("a whole number", at: start)
      }
      return integer
    }
  }

  /// Where the next value begins.
  private mutating func nextStart() throws(ReadingFailure) -> Int {
    _ = try next()
    return position
  }
}
