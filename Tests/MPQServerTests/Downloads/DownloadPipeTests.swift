import MPQAPI
import Testing

@testable import MPQServer

/// How parts pass from the thread that reads them to the task that sends them.
struct DownloadPipeTests {
  private static let failure = Reply(Response(status: 500, mediaType: nil, body: []))

  /// The parts and the end that a reader gets.
  private static func read(_ pipe: DownloadPipe) async -> (parts: [[UInt8]], end: String) {
    var parts: [[UInt8]] = []
    while true {
      switch await pipe.next() {
      case .part(let part): parts.append(part)
      case .end(let end): return (parts, "\(end)".prefix { $0 != "(" }.description)
      }
    }
  }

  @Test func partsArriveInOrderAndThenTheEnd() async throws {
    let pipe = DownloadPipe()
    async let written: Void = blocking {
      for number in 0..<100 { try pipe.send([UInt8(number)]) }
      pipe.end(.complete)
    }
    let read = await Self.read(pipe)
    try await written
    #expect(read.parts == (0..<100).map { [UInt8($0)] })
    #expect(read.end == "complete")
  }

  @Test func aWriterWaitsForTheReader() async throws {
    let pipe = DownloadPipe()
    let sent = Counter()
    async let written: Void = blocking {
      for _ in 0..<3 {
        try pipe.send([1])
        sent.begin()
      }
      pipe.end(.complete)
    }
    #expect(await eventually { sent.all == 1 })
    // The second part waits until the first one is taken.
    _ = await pipe.next()
    #expect(await eventually { sent.all == 2 })
    #expect(await Self.read(pipe).parts.count == 2)
    try await written
  }

  @Test func closingEndsAWriterThatWaits() async throws {
    let pipe = DownloadPipe()
    async let written: Bool = blocking {
      do {
        while true { try pipe.send([1]) }
      } catch {
        return error is DownloadPipe.Closed
      }
    }
    _ = await pipe.next()
    pipe.close()
    #expect(try await written)
    #expect(await Self.read(pipe).end == "closed")
    // Later calls do not block.
    #expect(throws: DownloadPipe.Closed.self) { try pipe.send([1]) }
    #expect(throws: DownloadPipe.Closed.self) { try pipe.send([1]) }
  }

  @Test func theFirstEndCounts() async {
    let failed = DownloadPipe()
    failed.end(.failed(Self.failure))
    failed.close()
    #expect(await Self.read(failed).end == "failed")
    let closed = DownloadPipe()
    closed.close()
    closed.end(.complete)
    #expect(await Self.read(closed).end == "closed")
  }

  @Test func aCancelledReaderGetsTheEnd() async {
    let pipe = DownloadPipe()
    let reader = Task { await Self.read(pipe).end }
    reader.cancel()
    #expect(await reader.value == "closed")
    #expect(throws: DownloadPipe.Closed.self) { try pipe.send([1]) }
  }

  @Test func stoppingEndsAllDownloads() async {
    let downloads = Downloads(limit: 2)
    let pipes = [downloads.begin(), downloads.begin()]
    #expect(pipes.allSatisfy { $0 != nil })
    #expect(downloads.begin() == nil)
    #expect(downloads.count == 2)
    #expect(downloads.stop(Self.failure) == 2)
    for pipe in pipes {
      guard let pipe else { continue }
      #expect(await Self.read(pipe).end == "failed")
      downloads.remove(pipe)
    }
    #expect(downloads.begin() == nil)
    #expect(downloads.count == 0)
  }
}
