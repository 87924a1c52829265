/// A text in the query language, and the name under which messages speak of it.
///
/// It is at most ``byteLimit`` bytes of valid UTF-8 without NUL. A byte order mark at its
/// beginning is dropped.
public struct SourceText: Equatable, Sendable {
  /// The greatest number of bytes of a text: 1 MiB.
  public static let byteLimit = 1 << 20

  /// The name of the text in messages: a file name, or a word such as `<argument>`.
  public let name: String
  /// The text as UTF-8.
  public let bytes: [UInt8]
  /// The offset of the first byte of each line, ascending; the first is 0.
  let lineStarts: [Int]

  /// Takes a text that is a Swift string.
  ///
  /// - Parameters:
  ///   - text: The text itself.
  ///   - name: What messages call it.
  /// - Throws: A ``Diagnostic`` when the text is over ``byteLimit`` or has a NUL.
  public init(_ text: String, name: String = "<text>") throws(Diagnostic) {
    try self.init(bytes: Array(text.utf8), name: name)
  }

  /// Takes a text as it was read from a file.
  ///
  /// - Parameters:
  ///   - bytes: The text itself.
  ///   - name: What messages call it.
  /// - Throws: A ``Diagnostic`` when the text is over ``byteLimit``, is not UTF-8, or has a NUL.
  public init(bytes: [UInt8], name: String) throws(Diagnostic) {
    let whole = SourceSpan(lower: 0, upper: bytes.count)
    guard bytes.count <= Self.byteLimit else {
      throw Diagnostic(TextProblem.tooLong(byteCount: bytes.count), at: whole)
    }
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    let text = bytes.starts(with: mark) ? Array(bytes.dropFirst(mark.count)) : bytes
    let starts = Self.lineStarts(of: text)
    if let offset = text.firstIndex(of: 0) {
      let line = Self.line(of: offset, in: starts)
      throw Diagnostic(
        TextProblem.nulByte(line: line), at: SourceSpan(lower: offset, upper: offset + 1))
    }
    if let offset = UTF8Scanner.firstError(in: text) {
      let line = Self.line(of: offset, in: starts)
      throw Diagnostic(
        TextProblem.notUTF8(line: line), at: SourceSpan(lower: offset, upper: offset + 1))
    }
    self.name = name
    self.bytes = text
    self.lineStarts = starts
  }

  /// A text of nothing.
  static let empty = SourceText()

  private init() {
    name = ""
    bytes = []
    lineStarts = [0]
  }

  /// The text of `span`; what lies outside this text is left out.
  public subscript(span: SourceSpan) -> String {
    String(decoding: bytes[clamped(span)], as: UTF8.self)
  }

  /// The part of `span` that lies in this text.
  func clamped(_ span: SourceSpan) -> Range<Int> {
    let lower = min(max(span.lower, 0), bytes.count)
    return lower..<min(max(span.upper, lower), bytes.count)
  }
}

// MARK: - Lines and columns

extension SourceText {
  /// A place as people speak of it.
  public struct Location: Equatable, Sendable {
    /// The line, from 1.
    ///
    /// A line ends at LF, CR LF or CR.
    public var line: Int
    /// The column, from 1, in characters as a reader sees them (grapheme clusters).
    ///
    /// A letter with its accents is one, and so are a tab, a wide character and an emoji.
    public var column: Int
  }

  /// The place of the byte at `offset`; an offset outside the text counts as the nearest inside.
  public func location(at offset: Int) -> Location {
    let place = min(max(offset, 0), bytes.count)
    let line = Self.line(of: place, in: lineStarts)
    let before = SourceSpan(lower: lineStarts[line - 1], upper: place)
    return Location(line: line, column: self[before].count + 1)
  }

  /// The bytes of the line that holds `offset`, without its line end.
  func lineSpan(at offset: Int) -> SourceSpan {
    let place = min(max(offset, 0), bytes.count)
    let start = lineStarts[Self.line(of: place, in: lineStarts) - 1]
    let end = bytes[start...].firstIndex { $0.isLineEnd } ?? bytes.count
    return SourceSpan(lower: start, upper: end)
  }

  private static func lineStarts(of bytes: [UInt8]) -> [Int] {
    var starts = [0]
    for (index, byte) in bytes.enumerated() where byte.isLineEnd {
      let isFirstOfTwo =
        byte == UInt8(ascii: "\r") && index + 1 < bytes.count
        && bytes[index + 1] == UInt8(ascii: "\n")
      if !isFirstOfTwo { starts.append(index + 1) }
    }
    return starts
  }

  /// The line of `offset`, from 1, by bisection.
  private static func line(of offset: Int, in starts: [Int]) -> Int {
    var low = 0
    var high = starts.count
    while high - low > 1 {
      let middle = low + (high - low) / 2
      if starts[middle] <= offset { low = middle } else { high = middle }
    }
    return low + 1
  }
}
