internal import Foundation

/// Cuts a source into lines, in bounded memory.
struct LineReader: ~Copyable {
  /// One line, without its end.
  enum Line {
    case text(ArraySlice<UInt8>)
    /// A line of more than ``byteLimit`` bytes, which was skipped.
    case tooLong
  }

  /// The most bytes of a line.
  static let byteLimit = 1 << 20

  private var input: ByteInput
  private var buffer = [UInt8](repeating: 0, count: 1 << 18)
  /// What was read and not yet handed out.
  private var pending = 0..<0
  /// How much of it is known to hold no end of a line.
  private var searched = 0
  private var isAtEnd = false
  /// The bytes of the lines that were handed out, after inflating.
  private(set) var position = 0

  init(_ source: String) throws(ImportError) {
    input = try ByteInput(source)
  }

  /// Leaves out the first `count` bytes of the source, after inflating, before anything was read.
  mutating func skip(_ count: Int) throws(ImportError) {
    guard count > 0 else { return }
    position = try input.seek(to: count) ? count : 0
    while position < count {
      try refill()
      guard !pending.isEmpty else { return }
      consume(through: pending.lowerBound + min(pending.count, count - position))
    }
  }

  /// The bytes of the source that were read so far.
  var bytesRead: Int { input.bytesRead }

  /// Whether bytes behind gzip data were ignored.
  var hasTrailingBytes: Bool { input.hasTrailingBytes }

  /// The next line, `nil` after the last one, which needs no end.
  mutating func next() throws(ImportError) -> Line? {
    var isTooLong = false
    while true {
      if let end = endOfLine() {
        let line = pending.lowerBound..<end
        consume(through: end + 1)
        return isTooLong || line.count > Self.byteLimit ? .tooLong : .text(buffer[line])
      }
      if isAtEnd {
        guard !pending.isEmpty || isTooLong else { return nil }
        let line = pending
        consume(through: pending.upperBound)
        return isTooLong || line.count > Self.byteLimit ? .tooLong : .text(buffer[line])
      }
      if pending.count > Self.byteLimit {
        isTooLong = true
        consume(through: pending.upperBound)
      }
      try refill()
    }
  }

  private mutating func consume(through end: Int) {
    let start = min(end, pending.upperBound)
    position += start - pending.lowerBound
    pending = start..<pending.upperBound
    searched = 0
  }

  private mutating func endOfLine() -> Int? {
    let start = pending.lowerBound + searched
    let end = buffer.withUnsafeBytes { bytes -> Int? in
      guard let base = bytes.baseAddress, start < pending.upperBound else { return nil }
      let found = memchr(base + start, Int32(UInt8(ascii: "\n")), pending.upperBound - start)
      return found.map { UnsafeRawPointer($0) - base }
    }
    if end == nil { searched = pending.count }
    return end
  }

  private mutating func refill() throws(ImportError) {
    if pending.lowerBound > 0 {
      buffer.replaceSubrange(0..<pending.count, with: buffer[pending])
      pending = 0..<pending.count
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
