import TestSupport
import Testing

@testable import MPQStore

@Suite struct RawEventTests {
  private static func parse(_ text: String) -> Result<RawEvent, RawEventParser.Problem> {
    var parser = RawEventParser()
    return Result { () throws(RawEventParser.Problem) in try parser.event(in: Array(text.utf8)) }
  }

  @Test func everyPart() throws {
    let line =
      """
      {"more": 1, "properties": {"b": "5", "a": 5.0, "$insert_id": "i", "time": 7.9, \
      "c": {"z": [1, "é\\n"], "y": null}, "distinct_id": "u"}, "event": "e"}
      """
    let event = try Self.parse(line).get()
    let expected = RawEvent(
      event: "e", time: 7, user: "u", insertID: "i",
      properties: [
        RawEvent.Property(name: "b", text: "5", isText: true),
        RawEvent.Property(name: "a", text: "5.0", isText: false),
        RawEvent.Property(name: "c", text: "{\"z\":[1,\"é\\n\"],\"y\":null}", isText: false),
      ], form: .line(Array(line.utf8)))
    #expect(event == expected)
  }

  /// Seconds, or milliseconds above 10^11; always rounded down.
  @Test(arguments: [
    ("0", 0, 0), ("1305612345", 1_305_612_345, 0), ("1305612345.999", 1_305_612_345, 0),
    ("1305612345000", 1_305_612_345, 1), ("1305612345999.9", 1_305_612_345, 1),
    ("100000000000", 100_000_000_000, 0), ("100000000000.0", 100_000_000_000, 0),
    ("100000000000.1", 100_000_000, 1), ("100000000001", 100_000_000, 1),
    ("1.305612345e9", 1_305_612_345, 0), ("1305612345E3", 1_305_612_345, 1), ("-0", 0, 0),
    ("1e0", 1, 0),
  ])
  func times(_ text: String, _ seconds: Int, _ milliseconds: Int) throws {
    var parser = RawEventParser()
    let line = "{\"event\": \"e\", \"properties\": {\"time\": \(text), \"distinct_id\": 1.50}}"
    let event = try parser.event(in: Array(line.utf8))
    #expect(event.time == seconds)
    #expect(event.user == "1.50")
    #expect(parser.milliseconds == milliseconds)
  }

  @Test(arguments: [
    ("x", "not JSON: expected a value at byte 0"),
    ("[]", "not a JSON object"),
    ("{}", "'event' is not a non-empty string"),
    ("{\"event\": 5}", "'event' is not a non-empty string"),
    ("{\"event\": \"\"}", "'event' is not a non-empty string"),
    ("{\"event\": \"e\"}", "'properties' is not an object"),
    ("{\"event\": \"e\", \"properties\": []}", "'properties' is not an object"),
    ("{\"event\": \"e\", \"event\": \"f\"}", "not JSON: duplicate name at byte 15"),
  ])
  func badLines(_ line: String, _ cause: String) {
    #expect(Self.parse(line) == .failure(RawEventParser.Problem(cause: cause)))
  }

  @Test(arguments: [
    ("", "'time' is missing"),
    ("\"distinct_id\": \"u\"", "'time' is missing"),
    ("\"time\": 5, \"distinct_id\": true", "'distinct_id' is neither a string nor a number"),
    ("\"time\": 5, \"distinct_id\": [1]", "'distinct_id' is neither a string nor a number"),
    ("\"time\": \"5\"", "'time' is not a number"), ("\"time\": null", "'time' is not a number"),
    ("\"time\": -1", "'time' is not between 1970 and 5138"),
    ("\"time\": 1e300", "'time' is not between 1970 and 5138"),
    ("\"time\": 99999999999999999999999", "'time' is not between 1970 and 5138"),
    ("\"time\": 100000000001000", "'time' is not between 1970 and 5138"),
    ("\"a\": \"\\ud800\"", "not JSON: unpaired surrogate at byte 42"),
  ])
  func badProperties(_ members: String, _ cause: String) {
    let line = "{\"event\": \"e\", \"properties\": {\(members)}}"
    #expect(Self.parse(line) == .failure(RawEventParser.Problem(cause: cause)))
  }

  /// An event without a user is valid, and its line has a style.
  @Test(arguments: [
    ("", "", 1), (", \"distinct_id\": null", "", 1), (", \"distinct_id\": \"\"", "", 1),
    (", \"distinct_id\": \"u\"", "u", 0), (", \"distinct_id\": 0", "0", 0),
    (", \"distinct_id\": \"null\"", "null", 0),
  ])
  func users(_ member: String, _ user: String, _ withoutUser: Int) throws {
    // The second line is read by the slow path.
    for name in ["e", "\\u00e9"] {
      let line = "{\"event\": \"\(name)\", \"properties\": {\"time\": 5\(member), \"p\": 1}}"
      var parser = RawEventParser()
      let event = try parser.event(in: Array(line.utf8))
      #expect(event.user == user)
      #expect(parser.withoutUser == withoutUser)
      guard case .style(let style, let milliseconds) = event.form else {
        Issue.record("no style: \(line)")
        continue
      }
      let written = try style.line(of: event, milliseconds: milliseconds)
      #expect(written == Array(line.utf8))
      #expect(LineStyle(bytes: style.bytes) == style)
    }
  }

  /// The fast path for usual lines reads the same events as the slow path.
  @Test(arguments: [": ", ":"])
  func usualLines(_ colon: String) throws {
    var random = SeededGenerator(12)
    let pieces = [
      "\"", "\\", "{", "}", ":", ",", " ", "0", "1", ".5", "-", "e", "é", "true", "null",
      "\"a\": 1", "\"time\": 7", "\"$insert_id\": \"i\"", "\"distinct_id\": null", "\r", "\t",
    ]
    let start =
      "{\"event\": \"e\", \"properties\": {\"time\": 1305612345678, \"distinct_id\": \"u\", "
      + "\"$insert_id\": \"x\", \"a\": \"é\", \"b\"\(colon)-1.50, \"c\"\(colon)0, \"d\": true}}"
    func isUsual(_ bytes: [UInt8]) -> Bool {
      var events = RawEvents()
      return bytes.withUnsafeBytes { EventScanner.record(of: $0, &events) != nil }
    }
    #expect(isUsual(Array(start.utf8)))
    var usual = 0
    var styles = 0
    for _ in 0..<20_000 {
      var bytes = Array(start.utf8)
      for _ in 0..<Int.random(in: 1...2, using: &random) {
        let index = Int.random(in: bytes.indices, using: &random)
        let end = min(bytes.count, index + Int.random(in: 0...2, using: &random))
        let piece = try #require(pieces.randomElement(using: &random))
        bytes.replaceSubrange(index..<end, with: Array(piece.utf8))
      }
      guard isUsual(bytes) else { continue }
      usual += 1
      var fast = RawEventParser()
      var slow = RawEventParser()
      let event = try? fast.event(in: bytes)
      let expected = try? slow.unusualEvent(in: bytes[...])
      #expect(event == expected, "\(String(decoding: bytes, as: UTF8.self))")
      #expect(fast.milliseconds == slow.milliseconds)
      #expect(fast.withoutUser == slow.withoutUser)
      if case .style = event?.form { styles += 1 }
    }
    #expect(usual > 1000)
    #expect(colon == ":" || styles > 500)
  }

  /// Lines of random bytes are an event or an error.
  @Test func randomBytes() {
    var random = SeededGenerator(11)
    let start = Array(
      "{\"event\": \"e\", \"properties\": {\"time\": 5, \"distinct_id\": \"u\"}}".utf8)
    for _ in 0..<5000 {
      var bytes = start
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        let index = Int.random(in: bytes.indices, using: &random)
        bytes[index] = UInt8.random(in: 0...255, using: &random)
      }
      var parser = RawEventParser()
      if let event = try? parser.event(in: bytes) {
        #expect(!event.event.isEmpty)
        #expect(ProjectCalendar.moments.contains(event.time))
      }
    }
  }
}

extension RawEventParser {
  /// The event of one line.
  fileprivate mutating func event(in line: [UInt8]) throws(Problem) -> RawEvent {
    var events = RawEvents()
    try read(line[...], into: &events)
    return events[0]
  }
}
