import MPQAPI

extension LineStyle {
  /// The style that a line seems to have.
  package struct Found: Equatable {
    package var style: LineStyle
    /// The fraction of the time's second, in milliseconds.
    package var milliseconds: Int
  }

  /// The probable style of a line that is a valid event; `nil` if it certainly has none.
  ///
  /// It is derived from parts of the line; other parts may differ from it.
  package static func find(in line: UnsafeBufferPointer<UInt8>) -> Found? {
    var finder = StyleFinder(line)
    return finder.find()
  }
}

/// Finds the style of a line in one pass.
private struct StyleFinder {
  private let bytes: UnsafeBufferPointer<UInt8>
  private var position = 0
  private var depth = 0
  /// The number of names found in the outermost object.
  private var outerNames = 0
  /// The number of members found in `properties`.
  private var members = 0
  /// The range of the last string, without its quotes.
  private var text = 0..<0
  private var colonSpace: Bool?
  private var commaSpace: Bool?
  private var hasTime = false
  private var milliseconds = 0
  private var style = LineStyle(spelling: [])

  /// The maximum number of digits of a time that has a style.
  private static let digitLimit = 15

  init(_ bytes: UnsafeBufferPointer<UInt8>) {
    self.bytes = bytes
    style.userPlace = LineStyle.noPlace
  }

  mutating func find() -> LineStyle.Found? {
    while position < bytes.count {
      switch bytes[position] {
      case UInt8(ascii: "\""):
        guard passText() else { return nil }
      case UInt8(ascii: ":"):
        position += 1
        let isSpace = passSpace()
        guard isSpace == colonSpace ?? isSpace, depth > 2 || passName() else { return nil }
        colonSpace = isSpace
      case UInt8(ascii: ","):
        position += 1
        let isSpace = passSpace()
        guard isSpace == commaSpace ?? isSpace else { return nil }
        commaSpace = isSpace
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        depth += 1
        position += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        depth -= 1
        position += 1
      case 0x0d:
        guard position == bytes.count - 1 else { return nil }
        style.endsWithReturn = true
        position += 1
      case 0x20, 0x09: return nil
      default: position += 1
      }
    }
    guard outerNames == 2, hasTime else { return nil }
    if colonSpace == true { style.spelling.insert(.spaceAfterColon) }
    if commaSpace == true { style.spelling.insert(.spaceAfterComma) }
    // Line separators are beyond ASCII too.
    if style.spelling.contains(.beyondASCII) { style.spelling.remove(.lineSeparators) }
    return LineStyle.Found(style: style, milliseconds: milliseconds)
  }

  /// Passes over one space, if there is one.
  private mutating func passSpace() -> Bool {
    guard position < bytes.count, bytes[position] == 0x20 else { return false }
    position += 1
    return true
  }

  // MARK: - Strings

  /// Passes over a string that starts with its quote.
  private mutating func passText() -> Bool {
    var end = position + 1
    while end < bytes.count {
      let byte = bytes[end]
      if byte == UInt8(ascii: "\"") {
        text = position + 1..<end
        position = end + 1
        return true
      }
      end = byte == UInt8(ascii: "\\") ? endOfEscape(at: end) : end + 1
    }
    return false
  }

  /// Records the escape at `start` and returns its end.
  private mutating func endOfEscape(at start: Int) -> Int {
    guard start + 1 < bytes.count else { return bytes.count }
    switch bytes[start + 1] {
    case UInt8(ascii: "/"): style.spelling.insert(.slash)
    case UInt8(ascii: "b"), UInt8(ascii: "f"): style.spelling.insert(.shortControls)
    case UInt8(ascii: "u"):
      let end = min(start + 6, bytes.count)
      note(digits: bytes[(start + 2)..<end])
      return end
    default: break
    }
    return start + 2
  }

  private mutating func note(digits: Slice<UnsafeBufferPointer<UInt8>>) {
    var code = 0
    for digit in digits {
      guard let value = digit.hexadecimalValue else { return }
      if (UInt8(ascii: "A")...UInt8(ascii: "F")).contains(digit) {
        style.spelling.insert(.capitalDigits)
      }
      code = code << 4 | Int(value)
    }
    switch code {
    case 0x22, 0x27, 0x2b, 0x60: style.spelling.insert(.quotes)
    case 0x26, 0x3c, 0x3e: style.spelling.insert(.markup)
    case 0x7f: style.spelling.insert(.delete)
    case 0x2028, 0x2029: style.spelling.insert(.lineSeparators)
    case 0x80...: style.spelling.insert(.beyondASCII)
    default: break
    }
  }

  // MARK: - Names

  /// Handles a name, which is the last string; its value follows.
  private mutating func passName() -> Bool {
    if depth == 1 {
      outerNames += 1
      if isText("event") { return true }
      style.beginsWithProperties = outerNames == 1
      return isText("properties")
    }
    guard members < LineStyle.memberLimit else { return false }
    let place = LineStyle.Place(members)
    members += 1
    switch text.count {
    case 4 where isText("time"):
      style.timePlace = place
      hasTime = true
      return passTime()
    case 11 where isText("distinct_id"):
      style.userPlace = place
      style.isUserText = isAtText
    case 10 where isText("$insert_id"):
      style.insertIDPlace = place
      style.isInsertIDText = isAtText
    default: break
    }
    return true
  }

  private func isText(_ word: StaticString) -> Bool {
    guard text.count == word.utf8CodeUnitCount else { return false }
    for offset in 0..<text.count
    where bytes[text.lowerBound + offset] != word.utf8Start[offset] { return false }
    return true
  }

  private var isAtText: Bool { position < bytes.count && bytes[position] == UInt8(ascii: "\"") }

  /// Passes over a time; `false` if no style writes it this way.
  private mutating func passTime() -> Bool {
    let whole = passDigits()
    guard whole.count > 0, whole.count <= Self.digitLimit else { return false }
    guard position < bytes.count, bytes[position] == UInt8(ascii: ".") else {
      guard whole.number > RawEventParser.largestSeconds else { return true }
      style.timeUnit = .milliseconds
      milliseconds = whole.number % 1000
      return true
    }
    position += 1
    let fraction = passDigits()
    style.timeUnit = .fraction
    switch fraction.count {
    case 1: milliseconds = fraction.number * 100
    case 2: milliseconds = fraction.number * 10
    case 3: milliseconds = fraction.number
    default: return false
    }
    // A style writes no trailing zeros.
    return !fraction.number.isMultiple(of: 10)
  }

  /// Passes over digits, at most as many as a number can have.
  private mutating func passDigits() -> (number: Int, count: Int) {
    let start = position
    var number = 0
    while position < bytes.count, position - start <= Self.digitLimit, bytes[position].isDigit {
      number = number * 10 + Int(bytes[position] - UInt8(ascii: "0"))
      position += 1
    }
    return (number, position - start)
  }
}
