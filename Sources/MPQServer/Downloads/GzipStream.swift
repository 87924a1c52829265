internal import CDeflate

/// Compresses parts of a body into one gzip member.
struct GzipStream: ~Copyable {
  private static let roomSize = 65_536

  private let deflater: OpaquePointer

  /// Creates an empty member; `nil` without memory.
  init?() {
    guard let deflater = mpq_deflater_open() else { return nil }
    self.deflater = deflater
  }

  deinit { mpq_deflater_close(deflater) }

  /// The next bytes of the member after the bytes of `part`; some may come with the next part.
  ///
  /// - Parameters:
  ///   - part: The next bytes of the body.
  ///   - isEnd: Whether they are the last ones.
  /// - Returns: Bytes to send.
  mutating func adding(_ part: [UInt8], isEnd: Bool) -> [UInt8] {
    var output: [UInt8] = []
    var start = 0
    while true {
      var step = mpq_deflate_step(consumed: 0, produced: 0, is_done: 1)
      output += [UInt8](unsafeUninitializedCapacity: Self.roomSize) { room, count in
        part.withUnsafeBufferPointer { bytes in
          // An empty array may have no address.
          let empty: UInt8 = 0
          withUnsafePointer(to: empty) { none in
            guard let output = room.baseAddress else { return }
            let input = bytes.baseAddress.map { $0 + start } ?? none
            step = mpq_deflate(
              deflater, input, part.count - start, isEnd ? 1 : 0, output, room.count)
          }
        }
        count = step.produced
      }
      start += step.consumed
      guard step.is_done == 0 else { return output }
    }
  }
}
