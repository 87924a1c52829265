import CInflate
import Testing

@testable import MPQServer

/// Bodies that are compressed in parts.
struct GzipStreamTests {
  @Test(arguments: [[], [0], [1], [0, 0], [100_000], [1, 2, 3], [65_536, 65_537, 0, 5_000_000]])
  func partsAreOneMember(_ sizes: [Int]) throws {
    var random = SystemRandomNumberGenerator()
    var (body, packed): ([UInt8], [UInt8]) = ([], [])
    guard var stream = GzipStream() else { throw CancellationError() }
    for size in sizes {
      // Half of it can be compressed.
      let part = (0..<size).map { $0 % 2 == 0 ? 7 : UInt8(truncatingIfNeeded: random.next()) }
      body += part
      packed += stream.adding(part, isEnd: false)
    }
    packed += stream.adding([], isEnd: true)
    let inflater = try #require(mpq_inflater_open())
    defer { mpq_inflater_close(inflater) }
    var output = [UInt8](repeating: 0, count: body.count + 1)
    let step = mpq_inflate(inflater, packed, packed.count, &output, output.count)
    #expect(step.outcome == MPQ_INFLATE_END)
    #expect(step.consumed == packed.count)
    #expect(output[..<step.produced].elementsEqual(body))
  }
}
