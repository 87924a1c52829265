/// The bytes of a source; gzip data is recognized by its first bytes and inflated.
struct ByteInput: ~Copyable {
  private let source: String
  private let file: InputFile
  private var inflater: Inflater?
  private var isBegun = false
  private var isAtEnd = false
  /// Bytes that were read but not yet returned.
  private let raw = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
  private var pending = 0..<0

  /// The number of bytes read so far, before inflating.
  private(set) var bytesRead = 0
  /// Whether bytes after the gzip data were ignored.
  private(set) var hasTrailingBytes = false

  init(_ source: String) throws(ImportError) {
    self.source = source
    file = try InputFile(source)
  }

  deinit {
    raw.deallocate()
  }

  /// Reads at least one byte into `buffer`; 0 at the end.
  mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws(ImportError) -> Int {
    if !isBegun { try begin() }
    while true {
      if pending.isEmpty, !isAtEnd { try refill() }
      let input = UnsafeRawBufferPointer(rebasing: raw[pending])
      let step: Inflater.Step
      if inflater == nil {
        let count = min(buffer.count, input.count)
        buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: input.prefix(count)))
        step = Inflater.Step(consumed: count, produced: count)
      } else {
        step = try inflate(input, into: buffer)
      }
      pending.removeFirst(step.consumed)
      if step.produced > 0 || (isAtEnd && pending.isEmpty) { return step.produced }
    }
  }

  private mutating func inflate(
    _ input: UnsafeRawBufferPointer, into buffer: UnsafeMutableRawBufferPointer
  ) throws(ImportError) -> Inflater.Step {
    do {
      let step = try inflater?.inflate(input, into: buffer) ?? Inflater.Step()
      if inflater?.hasTrailingBytes == true { hasTrailingBytes = true }
      // The input has ended only when zlib has no more output.
      if step.produced == 0, input.isEmpty, inflater?.mayEnd == false {
        throw ImportError.damagedGzip(source: source)
      }
      return step
    } catch {
      throw .damagedGzip(source: source)
    }
  }

  /// Seeks in a regular file before the first read; `false` if the source cannot seek, so that the
  /// bytes before `offset` must be read.
  mutating func seek(to offset: Int) throws(ImportError) -> Bool {
    if !isBegun { try begin() }
    guard inflater == nil, file.seek(to: offset) else { return false }
    pending = 0..<0
    isAtEnd = false
    bytesRead = offset
    return true
  }

  /// Reads the first two bytes to detect the format.
  private mutating func begin() throws(ImportError) {
    isBegun = true
    while pending.count < 2, !isAtEnd { try refill() }
    if raw[pending].starts(with: [0xff, 0xfe]) || raw[pending].starts(with: [0xfe, 0xff]) {
      throw .unreadable(
        source: source, cause: "the text is UTF-16; convert it: iconv -f UTF-16 -t UTF-8")
    }
    guard raw[pending].starts(with: Inflater.magic) else { return }
    inflater = Inflater()
    guard inflater != nil else {
      throw .unreadable(source: source, cause: "not enough memory to inflate it")
    }
  }

  private mutating func refill() throws(ImportError) {
    if pending.isEmpty { pending = 0..<0 }
    let count = try file.read(
      into: UnsafeMutableRawBufferPointer(rebasing: raw[pending.upperBound...]))
    isAtEnd = count == 0
    pending = pending.lowerBound..<(pending.upperBound + count)
    bytesRead += count
  }
}
