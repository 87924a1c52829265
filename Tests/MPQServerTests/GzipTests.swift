import CInflate
import MPQAPI
import Testing

@testable import MPQServer

/// Packed answers.
struct GzipTests {
  @Test(arguments: [
    ("gzip", true), ("GZIP", true), ("deflate, gzip;q=1.0, *;q=0.5", true), ("x-gzip", true),
    ("*", true), ("br ;q=1 , gzip ; q=0.001", true), ("", false), ("identity", false),
    ("gzip;q=0", false), ("gzip; Q=0.000", false), ("*;q=0", false), ("br", false),
    ("gzip;q=0, *", false), (",,;;q=0,", false), ("gzipped", false),
  ])
  func clientsSayWhatTheyTake(_ header: String, _ isTaken: Bool) {
    #expect(AcceptEncoding.acceptsGzip(header) == isTaken)
  }

  @Test(arguments: [0, 1, 1024, 1025, 100_000])
  func packedBodiesAreTheSame(_ count: Int) throws {
    let body = (0..<count).map { UInt8(truncatingIfNeeded: $0 / 7) }
    let reply = Reply(Response(status: 200, mediaType: nil, body: body)).compressed()
    #expect(reply.isGzip == (count > 1024))
    #expect(try reply.isGzip ? Self.unpacked(reply.body, count) == body : reply.body == body)
  }

  @Test func whatDoesNotGetShorterStaysAsItIs() {
    var random = SystemRandomNumberGenerator()
    let body = (0..<5000).map { _ in UInt8(truncatingIfNeeded: random.next()) }
    let reply = Reply(Response(status: 200, mediaType: nil, body: body)).compressed()
    #expect(!reply.isGzip)
    #expect(reply.body == body)
  }

  @Test(arguments: [("gzip", true), ("identity", false)])
  func answersArePackedForThoseWhoTakeIt(_ header: String, _ isPacked: Bool) async throws {
    let handler: @Sendable (String, String) async -> Response = { _, _ in
      Response(status: 200, mediaType: "text/csv", body: [UInt8](repeating: 0x61, count: 5000))
    }
    try await withServer(handler: handler) { port, _, _ in
      let answer = try await send(
        "GET / HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: \(header)\r\n\r\n", port: port)
      #expect(answer.status == 200)
      #expect(answer.headers["content-encoding"] == (isPacked ? "gzip" : nil))
      #expect(answer.headers["vary"] == "Accept-Encoding")
      let length = try #require(answer.headers["content-length"].flatMap { Int($0) })
      #expect(isPacked ? length < 100 : length == 5000)
    }
  }

  private static func unpacked(_ bytes: [UInt8], _ count: Int) throws -> [UInt8] {
    let inflater = try #require(mpq_inflater_open())
    defer { mpq_inflater_close(inflater) }
    var output = [UInt8](repeating: 0, count: count + 1)
    let step = mpq_inflate(inflater, bytes, bytes.count, &output, output.count)
    #expect(step.outcome == MPQ_INFLATE_END)
    return Array(output[..<step.produced])
  }
}
