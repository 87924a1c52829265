import MPQAPI

/// The spaces of a usual line.
private struct Spacing {
  /// The number of colons and commas that one space follows.
  private var colons = 0
  private var commas = 0
  /// Whether there are several spaces in a row, or spaces elsewhere.
  private var isIrregular = false

  /// Records that `count` spaces follow `byte`.
  mutating func note(_ count: Int, after byte: UInt8) {
    if count == 1, byte == UInt8(ascii: ":") {
      colons += 1
    } else if count == 1, byte == UInt8(ascii: ",") {
      commas += 1
    } else {
      isIrregular = true
    }
  }

  /// The spelling of a line with this many properties and no escapes; `nil` if no style has these
  /// spaces.
  func spelling(members: Int) -> JSONSpelling? {
    // Plus those of `event` and `properties`.
    let (allColons, allCommas) = (members + 2, members)
    guard !isIrregular, colons == 0 || colons == allColons, commas == 0 || commas == allCommas
    else { return nil }
    var spelling: JSONSpelling = []
    if colons > 0 { spelling.insert(.spaceAfterColon) }
    if commas > 0 { spelling.insert(.spaceAfterComma) }
    return spelling
  }
}

/// Reads a usual line of a raw export in one pass, without building a tree.
///
/// A usual line has only `event` and `properties`, in this order, strings without escapes, no
/// nested values, and a time in whole seconds or milliseconds. Any other line has no result; then
/// ``RawEventParser`` reads it and reports its problems.
struct EventScanner {
  /// The maximum number of digits of a usual time.
  private static let digitLimit = 15

  private let bytes: UnsafeRawBufferPointer
  /// The offset of the line's bytes in those of the batch.
  private let base: Int
  private var position = 0
  private var spacing = Spacing()

  private init(_ bytes: UnsafeRawBufferPointer, base: Int) {
    self.bytes = bytes
    self.base = base
  }

  /// The event of `line`, with its time as written; `nil` if the line is not a usual one.
  ///
  /// Properties are added to those of `events`, even if the result is `nil`.
  static func record(
    of line: UnsafeRawBufferPointer, _ events: inout RawEvents
  ) -> RawEvents.Record? {
    var scanner = EventScanner(line, base: events.bytes.count)
    return scanner.line(&events)
  }

  private mutating func line(_ events: inout RawEvents) -> RawEvents.Record? {
    guard take("{"), take("\"event\""), take(":"), let name = text(), name.count > 0, take(","),
      take("\"properties\""), take(":"), take("{")
    else { return nil }
    let number = events.eventNames.number(of: slice(name), hash: name.hash)
    var time: Int?
    var user = RawEvents.Text(offset: base, count: 0, hash: 0)
    var insertID: RawEvents.Text?
    var style = LineStyle(spelling: [])
    style.userPlace = LineStyle.noPlace
    events.propertyNames.beginLine()
    var previous: UInt32?
    var place = -1
    repeat {
      place += 1
      guard let name = self.name(after: previous, &events.propertyNames),
        events.propertyNames.use(name), take(":")
      else { return nil }
      previous = name
      guard let carried = RawEvents.Carried(rawValue: name) else {
        guard let (text, isText) = value() else { return nil }
        events.properties.append(RawEvents.Property(text: text, name: name, isText: isText))
        continue
      }
      switch carried {
      case .time:
        guard let number = integer() else { return nil }
        time = number
        style.timePlace = LineStyle.Place(clamping: place)
      case .user:
        guard let (text, isText) = value(), isText || isNull(text) else { return nil }
        if isText { user = text }
        style.userPlace = LineStyle.Place(clamping: place)
        style.isUserText = isText
      case .insertID:
        // A null or empty id is left to the parser.
        guard let (text, isText) = value(), text.count > 0, isText || !isNull(text) else {
          return nil
        }
        insertID = text
        style.insertIDPlace = LineStyle.Place(clamping: place)
        style.isInsertIDText = isText
      }
    } while take(",")
    guard let time, take("}"), take("}") else { return nil }
    skipSpaces()
    style.endsWithReturn = position == bytes.count - 1 && bytes[position] == 0x0d
    guard position == bytes.count || style.endsWithReturn else { return nil }
    return RawEvents.Record(
      name: number, time: time, user: user, insertID: insertID,
      form: form(style, time, members: place + 1, &events))
  }

  /// The form of the line that was read; it has no escapes, so its style and spaces determine it.
  private func form(
    _ style: LineStyle, _ time: Int, members: Int, _ events: inout RawEvents
  ) -> RawEvents.Form {
    guard let spelling = spacing.spelling(members: members), members <= LineStyle.memberLimit else {
      return .line(offset: base, count: bytes.count)
    }
    var style = style
    style.spelling = spelling
    guard time > RawEventParser.largestSeconds else {
      return .style(events.number(of: style), milliseconds: 0)
    }
    style.timeUnit = .milliseconds
    return .style(events.number(of: style), milliseconds: time % 1000)
  }

  // MARK: - Parts

  private mutating func skipSpaces() {
    guard position < bytes.count, bytes[position] == 0x20 else { return }
    let start = position
    while position < bytes.count, bytes[position] == 0x20 { position += 1 }
    spacing.note(position - start, after: start > 0 ? bytes[start - 1] : 0)
  }

  /// Skips spaces and then `word`.
  private mutating func take(_ word: StaticString) -> Bool {
    skipSpaces()
    let count = word.utf8CodeUnitCount
    guard position + count <= bytes.count else { return false }
    for index in 0..<count where bytes[position + index] != word.utf8Start[index] { return false }
    position += count
    return true
  }

  /// Skips spaces and reads the name of a property.
  private mutating func name(
    after previous: UInt32?, _ names: inout NumberedNames
  ) -> UInt32? {
    skipSpaces()
    guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else { return nil }
    let rest = UnsafeRawBufferPointer(rebasing: bytes[(position + 1)...])
    if let expected = names.expected(after: previous, in: rest) {
      position += expected.count + 2
      return expected.number
    }
    guard let text = text() else { return nil }
    let number = names.number(of: slice(text), hash: text.hash)
    names.expect(number, after: previous)
    return number
  }

  private func slice(_ text: RawEvents.Text) -> UnsafeRawBufferPointer {
    let start = text.offset - base
    return UnsafeRawBufferPointer(rebasing: bytes[start..<(start + Int(text.count))])
  }

  private func isNull(_ text: RawEvents.Text) -> Bool {
    slice(text).elementsEqual("null".utf8)
  }

  /// Skips spaces and reads a string without escapes.
  private mutating func text() -> RawEvents.Text? {
    skipSpaces()
    guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else { return nil }
    position += 1
    let start = position
    var hash = TextHash()
    while position + 8 <= bytes.count {
      let word = UInt64(
        littleEndian: bytes.loadUnaligned(fromByteOffset: position, as: UInt64.self))
      let marks = Self.marks(in: word)
      guard marks != 0 else {
        hash.add(word)
        position += 8
        continue
      }
      let count = marks.trailingZeroBitCount >> 3
      position += count
      guard bytes[position] == UInt8(ascii: "\"") else { break }
      if count > 0 { hash.add(word & (1 << UInt64(8 * count) - 1)) }
      position += 1
      let length = position - 1 - start
      return RawEvents.Text(
        offset: base + start, count: UInt32(length), hash: hash.value(count: length))
    }
    return restOfText(from: start)
  }

  /// Marks the first byte of `word` that is not plain ASCII within a string.
  ///
  /// Later marks may be wrong. The result is 0 if there is no such byte.
  private static func marks(in word: UInt64) -> UInt64 {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let quotes = word ^ (ones &* UInt64(UInt8(ascii: "\"")))
    let escapes = word ^ (ones &* UInt64(UInt8(ascii: "\\")))
    let controls = (word &- ones &* 0x20) & ~word
    let found = (quotes &- ones) & ~quotes | (escapes &- ones) & ~escapes | controls | word
    return found & (ones &* 0x80)
  }

  /// Reads the rest of a string that is not ASCII or ends near the end of the line.
  private mutating func restOfText(from start: Int) -> RawEvents.Text? {
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      if byte == UInt8(ascii: "\"") { return place(start..<(position - 1)) }
      guard byte >= 0x20, byte != UInt8(ascii: "\\") else { return nil }
    }
    return nil
  }

  /// The text in `range`; `nil` if it is not UTF-8.
  private func place(_ range: Range<Int>) -> RawEvents.Text? {
    let slice = UnsafeRawBufferPointer(rebasing: bytes[range])
    guard
      slice.allSatisfy({ $0 < 0x80 }) || String(validating: slice, as: UTF8.self) != nil
    else { return nil }
    return RawEvents.Text(
      offset: base + range.lowerBound, count: UInt32(range.count), hash: TextHash.of(slice))
  }

  /// A string, number, boolean or null, as answers show it, and whether it is a string.
  private mutating func value() -> (text: RawEvents.Text, isText: Bool)? {
    skipSpaces()
    guard position < bytes.count else { return nil }
    if bytes[position] == UInt8(ascii: "\"") { return text().map { ($0, true) } }
    let start = position
    let isTaken =
      switch bytes[position] {
      case UInt8(ascii: "t"): take("true")
      case UInt8(ascii: "f"): take("false")
      case UInt8(ascii: "n"): take("null")
      default: takeNumber()
      }
    return isTaken ? place(start..<position).map { ($0, false) } : nil
  }

  /// Skips a number without an exponent.
  private mutating func takeNumber() -> Bool {
    if bytes[position] == UInt8(ascii: "-") { position += 1 }
    let whole = position
    guard digits() > 0, bytes[whole] != UInt8(ascii: "0") || position == whole + 1 else {
      return false
    }
    if position < bytes.count, bytes[position] == UInt8(ascii: ".") {
      position += 1
      return digits() > 0
    }
    // The caller checks that a comma or the end of the object follows.
    return true
  }

  private mutating func digits() -> Int {
    let start = position
    while position < bytes.count, bytes[position].isDigit { position += 1 }
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
