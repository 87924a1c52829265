internal import CInflate

/// Inflates gzip data of one or more members.
struct Inflater: ~Copyable {
  /// What one step did.
  struct Step {
    var consumed = 0
    var produced = 0
  }

  /// Why data cannot be inflated.
  struct Damage: Error {}

  private let handle: OpaquePointer
  private var isInsideMember = false

  /// `nil` when there is no memory.
  init?() {
    guard let handle = mpq_inflater_open() else { return nil }
    self.handle = handle
  }

  deinit {
    mpq_inflater_close(handle)
  }

  /// Whether the data may end here.
  var mayEnd: Bool { !isInsideMember }

  /// Inflates as much as `input` holds and `output` has room for.
  ///
  /// Zeros behind a member are padding, as the gzip program takes them.
  mutating func inflate(
    _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
  ) throws(Damage) -> Step {
    let padding = isInsideMember ? 0 : input.prefix { $0 == 0 }.count
    let bytes = UnsafeRawBufferPointer(rebasing: input[padding...])
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
    default: throw Damage()
    }
    return Step(consumed: padding + step.consumed, produced: step.produced)
  }
}
