import MPQAPI
import Testing

@testable import MPQ

/// The message and the category of each kind of response.
struct ResponseReaderTests {
  struct Fact: Sendable {
    var status = 200
    var mediaType: String? = "application/json"
    let body: String
    let category: CallError.Category
    let message: String
  }

  @Test(arguments: [
    Fact(
      status: 400, body: #"{"error": "Invalid API key", "request": "/api"}"#,
      category: .authentication, message: "the server refused the call: Invalid API key"),
    Fact(
      status: 200, body: #"{"error": "Invalid request signature"}"#,
      category: .authentication, message: "the server refused the call: Invalid request signature"),
    Fact(
      status: 401, body: #"{"error": "Expired request"}"#,
      category: .authentication, message: "the server refused the call: Expired request"),
    Fact(
      status: 400, body: #"{"error": "Invalid parameter: unit"}"#,
      category: .query, message: "the server refused the call: Invalid parameter: unit"),
    Fact(
      status: 404, body: #"{"error": "Invalid endpoint: events/x"}"#,
      category: .query, message: "the server refused the call: Invalid endpoint: events/x"),
    Fact(
      status: 429, body: #"{"error": "Query rate limit exceeded for project"}"#, category: .quota,
      message: "too many calls: Query rate limit exceeded for project"),
    Fact(
      status: 429, mediaType: "text/plain", body: "slow down", category: .quota,
      message: "too many calls: slow down"),
    Fact(
      status: 429, body: "", category: .quota, message: "too many calls: HTTP status 429"),
    Fact(
      status: 400, body: #"{"error": "The answer would have more than 2000000 numbers"}"#,
      category: .query,
      message:
        "the server answered with HTTP status 400: The answer would have more than 2000000 numbers"
    ),
    Fact(
      status: 413, mediaType: nil, body: "", category: .query,
      message: "the server answered with HTTP status 413"),
    Fact(
      status: 408, mediaType: nil, body: "", category: .network,
      message: "the server answered with HTTP status 408"),
    Fact(
      status: 407, mediaType: nil, body: "", category: .authentication,
      message: "the server answered with HTTP status 407"),
    Fact(
      status: 403, mediaType: "text/plain", body: "no \u{1b}[31mway\n\nout",
      category: .authentication,
      message: "the server answered with HTTP status 403: no \\u{1B}[31mway out"),
    Fact(
      status: 502, mediaType: "text/html", body: "<html><h1>Bad gateway</h1>",
      category: .network,
      message: "the server answered with HTTP status 502: a web page, not an answer"),
    Fact(
      status: 500, body: #"{"error": "out of memory"}"#, category: .network,
      message: "the server answered with HTTP status 500: out of memory"),
    Fact(
      mediaType: "text/html", body: "<html>", category: .network,
      message: "the answer is not JSON (text/html; expected a value at byte 0)"),
    Fact(
      body: #"["home", "#, category: .network,
      message: "the answer is not JSON (application/json; unexpected end at byte 9)"),
    Fact(
      body: #"{"error": ""}"#, category: .network,
      message: "the server refused the call without a reason"),
    Fact(
      body: #"{"request": [1], "error": " \n"}"#, category: .network,
      message: "the server refused the call without a reason"),
    Fact(
      status: 400, body: #"{"error": ""}"#, category: .query,
      message: "the server answered with HTTP status 400"),
    Fact(
      status: 404,
      body: #"{"error": "cannot route /api/2.0/events/names?api_key=0123456789&sig=abcdef"}"#,
      category: .query,
      message: "the server answered with HTTP status 404: cannot route "
        + "/api/2.0/events/names?api_key=0123...&sig=***"),
    Fact(
      status: 502, mediaType: "text/plain",
      body: "upstream: GET /x?sig=0123456789abcdef0123456789abcdef", category: .network,
      message: "the server answered with HTTP status 502: upstream: GET /x?sig=***"),
    Fact(
      mediaType: "x/sig=abcdef", body: "", category: .network,
      message: "the answer is not JSON (x/sig=***; unexpected end at byte 0)"),
    Fact(
      body: "[" + String(repeating: "\"a\",", count: 1 << 20) + "0]", category: .query,
      message: "the answer has more than 4194304 values"),
    Fact(
      body: "[1" + String(repeating: ",1", count: 3_000_000) + "]", category: .network,
      message: "the answer has an unexpected form: the answer[0] should be a text"),
    Fact(
      body: #"{"home": 1}"#, category: .network,
      message: "the answer has an unexpected form: the answer should be a list"),
  ])
  func failures(_ fact: Fact) throws {
    let call = try Self.call()
    let response = Response(
      status: fact.status, mediaType: fact.mediaType, body: Array(fact.body.utf8))
    let error = #expect(throws: CallError.self) {
      try ResponseReader.result(of: response, to: call)
    }
    #expect(error?.category == fact.category)
    #expect(error?.message == fact.message)
  }

  /// The beginning of a large body decides whether it is an answer, wherever it is cut.
  @Test func largeBodiesAreJudgedByTheirBeginning() throws {
    let parts = ["\"\\ud83d\\ude00\",", "\"é\",", "\"a\\n\" ,"].map { Array($0.utf8) }
    for shift in 0..<30 {
      var body = Array(repeating: UInt8(ascii: " "), count: shift) + [UInt8(ascii: "[")]
      while body.count < Limits.errorBytes + 100 { body += parts.joined() }
      let response = Response(status: 200, mediaType: nil, body: body)
      #expect(try ResponseReader.failure(in: response, to: Self.call()) == nil)
    }
    let wrong = Array("[NaN".utf8) + Array(repeating: 0x20, count: Limits.errorBytes)
    let response = Response(status: 200, mediaType: nil, body: wrong)
    #expect(try ResponseReader.failure(in: response, to: Self.call())?.category == .network)
  }

  /// The deadline and the cancellation of the call hold for its reading.
  @Test func theCheckpointEndsTheReading() throws {
    let body = "[\"a\"" + String(repeating: ",\"a\"", count: 100_000) + "]"
    let response = Response(
      status: 200, mediaType: nil, body: Array(body.utf8))
    var count = 0
    #expect(throws: CallError.late(seconds: 2)) {
      try ResponseReader.result(of: response, to: Self.call()) { () throws(CallError) in
        count += 1
        if count == 2 { throw CallError.late(seconds: 2) }
      }
    }
    #expect(count == 2)
  }

  private static func call() throws -> Call {
    try Call(
      .eventsNames,
      [
        Call.Argument(.type, .measure(.general)), Call.Argument(.unit, .unit(.day)),
        Call.Argument(.interval, .integer(1)),
      ])
  }
}
