internal import CInflate
internal import Foundation

/// Splits a source into lines, or a JSON array into its elements, in bounded memory.
struct LineReader: ~Copyable {
  /// One line without its end, or one element of an array.
  enum Line {
    case text(ArraySlice<UInt8>)
    /// A line or an element of more than ``byteLimit`` bytes, which was skipped.
    case tooLong
    /// The array ended before its bracket was closed.
    case unclosedArray
  }

  /// The maximum length of a line in bytes.
  static let byteLimit = 1 << 20

  private var input: ByteInput
  private var buffer = [UInt8](repeating: 0, count: 1 << 18)
  /// The range of the buffer that was read but not yet returned.
  private var pending = 0..<0
  /// The number of pending bytes that were searched for an end without success.
  private var searched = 0
  private var isAtEnd = false
  private var hasBegun = false
  /// The state within a JSON array; `nil` if the source has one event per line.
  private var array: ArrayScanner?
  /// The start of the bytes in the buffer that ``checksum`` does not include yet.
  private var unsummed = 0
  private var sum: UInt32? = 0
  private var lastByte = UInt8(ascii: "\n")
  /// The bytes and line ends of the last line.
  private var last = (count: 0, lineEnds: 0)

  /// The number of bytes returned or skipped so far, after inflating.
  private(set) var position = 0
  /// The number of line ends before ``position``.
  private(set) var lineEnds = 0
  /// The number of the line in which the last line or element began, from 1.
  private(set) var lineNumber = 0

  init(_ source: String) throws(ImportError) {
    input = try ByteInput(source)
  }

  /// The number of bytes of the source read so far.
  var bytesRead: Int { input.bytesRead }

  /// Whether bytes after the gzip data were ignored.
  var hasTrailingBytes: Bool { input.hasTrailingBytes }

  /// The checksum of the bytes before ``position``; `nil` after resuming at a mark without one.
  mutating func checksum() -> UInt32? {
    sumUp()
    return sum
  }

  /// The place before the next line or element.
  mutating func place() -> ImportTrail.Place {
    ImportTrail.Place(offset: position, line: lineEnds, checksum: checksum())
  }

  /// Whether the last line has no end: its writer may not have finished it.
  var isLineOpen: Bool { array == nil && lastByte != UInt8(ascii: "\n") }

  /// Takes back the last line, once; ``next()`` returns it again.
  mutating func unread() {
    guard last.count <= pending.lowerBound, unsummed <= pending.lowerBound - last.count else {
      return
    }
    pending = (pending.lowerBound - last.count)..<pending.upperBound
    position -= last.count
    lineEnds -= last.lineEnds
    searched = 0
    last = (0, 0)
  }

  /// Continues at `mark`; must be called before ``next()``.
  mutating func skip(to mark: ImportMark) throws(ImportError) {
    guard mark.offset > 0 else { return }
    try begin()
    if try input.seek(to: mark.offset) {
      pending = 0..<0
      searched = 0
      unsummed = 0
      isAtEnd = false
      position = mark.offset
    } else {
      try advance(to: mark.offset)
    }
    if array != nil { array = ArrayScanner(isOpen: true) }
    sum = mark.checksum
    lineEnds = mark.line
  }

  /// Skips to `offset`, or to the end of the source.
  mutating func advance(to offset: Int) throws(ImportError) {
    try begin()
    while position < offset {
      if pending.isEmpty { try refill() }
      guard !pending.isEmpty else { return }
      consume(through: pending.lowerBound + min(pending.count, offset - position))
    }
  }

  /// Whether a new line or element begins here.
  mutating func isBetweenLines() throws(ImportError) -> Bool {
    try begin()
    if array != nil || lastByte == UInt8(ascii: "\n") { return true }
    if pending.isEmpty, !isAtEnd { try refill() }
    return pending.isEmpty || buffer[pending.lowerBound] == UInt8(ascii: "\n")
  }

  /// The next line or element; `nil` after the last one, whose line end may be missing.
  mutating func next() throws(ImportError) -> Line? {
    try begin()
    var isTooLong = false
    let hasElement = array == nil ? true : try beginElement()
    lineNumber = lineEnds + 1
    guard hasElement else { return endOfArray() }
    while true {
      if let end = end() {
        let line = pending.lowerBound..<end
        consume(through: array == nil ? end + 1 : end, counting: 1)
        return isTooLong || line.count > Self.byteLimit ? .tooLong : text(line)
      }
      if isAtEnd {
        let line = pending
        consume(through: pending.upperBound)
        if array != nil { return endOfArray() }
        guard !line.isEmpty || isTooLong else { return nil }
        return isTooLong || line.count > Self.byteLimit ? .tooLong : text(line)
      }
      if pending.count > Self.byteLimit {
        isTooLong = true
        consume(through: pending.upperBound)
      }
      try refill()
    }
  }

  /// Skips a byte order mark and detects whether the source is an array.
  private mutating func begin() throws(ImportError) {
    guard !hasBegun else { return }
    hasBegun = true
    try refill()
    while pending.count < Self.byteOrderMark.count, !isAtEnd { try refill() }
    if buffer[pending].starts(with: Self.byteOrderMark) {
      consume(through: pending.lowerBound + Self.byteOrderMark.count)
    }
    let first = buffer[pending].first { !ArrayScanner.isSpace($0) }
    if first == UInt8(ascii: "[") { array = ArrayScanner() }
  }

  private static let byteOrderMark: [UInt8] = [0xef, 0xbb, 0xbf]

  /// Skips separators of elements; `false` at the end of the source.
  private mutating func beginElement() throws(ImportError) -> Bool {
    while true {
      let end = array?.beginElement(in: buffer[pending]) ?? pending.lowerBound
      consume(through: end)
      if !pending.isEmpty { return true }
      if isAtEnd { return false }
      try refill()
    }
  }

  /// Reports once that an array has no closing bracket.
  private mutating func endOfArray() -> Line? {
    guard array?.isOpen == true else { return nil }
    array = ArrayScanner()
    return .unclosedArray
  }

  /// A line verbatim, or an element on one line: JSON has newlines only between tokens.
  private func text(_ range: Range<Int>) -> Line {
    guard array != nil else { return .text(buffer[range]) }
    return .text(ArraySlice(buffer[range].map { $0 == 0x0a || $0 == 0x0d ? 0x20 : $0 }))
  }

  /// Consumes the pending bytes before `end`; for lines, `ends` is the number of line ends in them.
  private mutating func consume(through end: Int, counting ends: Int = 0) {
    let start = min(end, pending.upperBound)
    guard start > pending.lowerBound else { return }
    position += start - pending.lowerBound
    lastByte = buffer[start - 1]
    let ends =
      array == nil
      ? ends : buffer[pending.lowerBound..<start].count { $0 == UInt8(ascii: "\n") }
    lineEnds += ends
    last = (start - pending.lowerBound, ends)
    pending = start..<pending.upperBound
    searched = 0
  }

  /// The end of the line or element that starts with the pending bytes.
  private mutating func end() -> Int? {
    let start = pending.lowerBound + searched
    let end: Int?
    if array != nil {
      end = array?.end(in: buffer[start..<pending.upperBound])
    } else {
      end = buffer.withUnsafeBytes { bytes -> Int? in
        guard let base = bytes.baseAddress, start < pending.upperBound else { return nil }
        let found = memchr(base + start, Int32(UInt8(ascii: "\n")), pending.upperBound - start)
        return found.map { UnsafeRawPointer($0) - base }
      }
    }
    if end == nil { searched = pending.count }
    return end
  }

  /// Extends the checksum to ``position``.
  private mutating func sumUp() {
    let bytes = buffer[unsummed..<pending.lowerBound]
    unsummed = pending.lowerBound
    guard let before = sum, !bytes.isEmpty else { return }
    sum = bytes.withUnsafeBytes { mpq_checksum(before, $0.baseAddress, $0.count) }
  }

  private mutating func refill() throws(ImportError) {
    sumUp()
    if pending.lowerBound > 0 {
      buffer.replaceSubrange(0..<pending.count, with: buffer[pending])
      pending = 0..<pending.count
      unsummed = 0
    }
    if pending.upperBound == buffer.count {
      buffer += [UInt8](repeating: 0, count: buffer.count)
    }
    let start = pending.upperBound
    let result = buffer.withUnsafeMutableBytes { bytes in
      Result { () throws(ImportError) in
        try input.read(into: UnsafeMutableRawBufferPointer(rebasing: bytes[start...]))
      }
    }
    let count = try result.get()
    isAtEnd = count == 0
    pending = pending.lowerBound..<(start + count)
  }
}
