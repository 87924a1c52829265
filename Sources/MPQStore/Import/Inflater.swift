internal import CInflate

/// Inflates gzip data of one or more members.
struct Inflater: ~Copyable {
  /// The result of one step.
  struct Step {
    var consumed = 0
    var produced = 0
  }

  /// The data is not valid gzip.
  struct Damage: Error {}

  private let handle: OpaquePointer
  private var isInsideMember = false
  private var hasMember = false
  /// Whether nonzero bytes follow the last member; they are ignored.
  private(set) var hasTrailingBytes = false

  /// `nil` if there is not enough memory.
  init?() {
    guard let handle = mpq_inflater_open() else { return nil }
    self.handle = handle
  }

  deinit {
    mpq_inflater_close(handle)
  }

  /// Whether the data may end here.
  var mayEnd: Bool { !isInsideMember }

  /// Inflates as much of `input` as fits in `output`.
  ///
  /// Like gzip, treats zeros after a member as padding and ignores other bytes.
  mutating func inflate(
    _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
  ) throws(Damage) -> Step {
    let padding = isInsideMember ? 0 : input.prefix { $0 == 0 }.count
    let bytes = UnsafeRawBufferPointer(rebasing: input[padding...])
    let isMember = isInsideMember || bytes.starts(with: Self.magic.prefix(bytes.count))
    if hasMember, !isMember { hasTrailingBytes = true }
    if hasTrailingBytes { return Step(consumed: input.count) }
    guard let from = bytes.baseAddress, let to = output.baseAddress, !bytes.isEmpty else {
      return Step(consumed: padding)
    }
    isInsideMember = true
    let step = mpq_inflate(
      handle, from.assumingMemoryBound(to: UInt8.self), bytes.count,
      to.assumingMemoryBound(to: UInt8.self), output.count)
    switch step.outcome {
    case MPQ_INFLATE_MORE: break
    case MPQ_INFLATE_END:
      guard mpq_inflater_reset(handle) != 0 else { throw Damage() }
      isInsideMember = false
      hasMember = true
    default: throw Damage()
    }
    return Step(consumed: padding + step.consumed, produced: step.produced)
  }

  /// The first bytes of gzip data (RFC 1952, section 2.3.1).
  static let magic: [UInt8] = [0x1f, 0x8b]
}
