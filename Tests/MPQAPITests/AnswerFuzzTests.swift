import Testing
import TestSupport

@testable import MPQAPI

/// Typed readers on damaged answers, and their parts compared with the standard library.
struct AnswerFuzzTests {
  private static let answers: [(Endpoint.ID, String)] = [
    (
      .events,
      #"{"data": {"series": ["d1", "d2"], "values": {"a": {"d1": 6, "d2": 4.5}, "#
        + #""b": {"d3": null}}}}"#
    ),
    (
      .eventsProperties,
      #"{"data": {"values": {"a": {"d1": 6}}, "series": ["d2", "d1"]}, "legend_size": 1}"#
    ),
    (
      .eventsTop,
      #"{"events": [{"amount": 2, "event": "f", "percent_change": -0.35}], "type": "x"}"#
    ),
    (.eventsNames, #"["b", "\u00e9", "\ud83d\ude00", "é"]"#),
    (.eventsPropertiesValues, #"["", "1"]"#),
    (
      .eventsRetention,
      #"{"data": {"p": {"values": {"c": {"2": 1, "1": null}}, "series": ["1", "2"]}}, "#
        + #""meta": {"unit": "day"}}"#
    ),
    (.eventsPropertiesTop, #"{"gender": {"count": 1}, "age": {"count": 3}}"#),
    (
      .funnels,
      #"{"f": {"data": {"d": {"steps": [{"count": 1, "goal": "g", "step_conv_ratio": 0.5}]}}}}"#
    ),
    (.funnelsDates, #"{"f": ["d1", "d2"], "g": []}"#),
    (.funnelsNames, #"["f"]"#),
    (
      .funnelsProperties,
      #"{"d": {"meta": {"name": "p", "steps": 2, "values": ["v"]}, "#
        + #""values": {"v": {"steps": {"1": {"best": true, "count": 1}}}}}}"#
    ),
    (.funnelsPropertiesNames, #"{"f": {"names": [{"count": 1, "name": "g", "property": "g"}]}}"#),
  ]

  /// Reading a damaged answer ends; it succeeds only if the answer is JSON, within the limit.
  @Test func damagedAnswersNeverTrap() throws {
    var random = SeededGenerator(9)
    let pieces =
      [
        "{", "}", "[", "]", "\"", ",", ":", "\\", "\\u0000", "null", "true", "-1", "1e999", "0.5",
        "99999999999999999999", "\"d1\"", "\"error\":\"x\",", "\u{e9}",
      ].map { Array($0.utf8) } + [[0xff], [0x00], [0xc3]]
    for (endpoint, text) in Self.answers {
      #expect(throws: Never.self) { try CallResult(reading: Array(text.utf8), of: endpoint) }
      for _ in 0..<3_000 {
        var bytes = Array(text.utf8)
        for _ in 0..<Int.random(in: 1...3, using: &random) {
          let start = Int.random(in: 0...bytes.count, using: &random)
          let end = min(bytes.count, start + Int.random(in: 0...8, using: &random))
          let piece = pieces.randomElement(using: &random) ?? []
          bytes.replaceSubrange(start..<end, with: Bool.random(using: &random) ? piece : [])
        }
        let limits = Limits(answerBytes: 16 * 64)
        guard let result = try? CallResult(reading: bytes, of: endpoint, limits: limits) else {
          continue
        }
        #expect(throws: Never.self) { try JSONReader.read(bytes) }
        guard case .series(let series) = result else { continue }
        #expect(series.rows.count * series.labels.count <= 64)
      }
    }
  }

  @Test func numbersAreThoseOfTheStandardLibrary() throws {
    var random = SeededGenerator(12)
    for _ in 0..<20_000 {
      var text = Bool.random(using: &random) ? "-" : ""
      func digits(_ most: Int) -> String {
        String(Int.random(in: 1...9, using: &random))
          + (0..<Int.random(in: 0...most, using: &random)).map { _ in
            String(Int.random(in: 0...9, using: &random))
          }.joined()
      }
      text += Int.random(in: 0...4, using: &random) == 0 ? "0" : digits(20)
      if Bool.random(using: &random) { text += "." + digits(19) }
      if Bool.random(using: &random) {
        text += ["e", "E-", "e+"][Int.random(in: 0...2, using: &random)] + digits(2)
      }
      let expected = Number(json: text)
      let result = try? CallResult(
        reading: Array(#"{"p": {"count": \#(text)}}"#.utf8), of: .eventsPropertiesTop)
      guard let expected else {
        #expect(result == nil)
        continue
      }
      guard case .properties(let counts) = result else {
        Issue.record("\(text) is not read")
        continue
      }
      #expect(counts.rows.first?.count == expected, "\(text)")
    }
  }

  @Test func textsAreThoseOfTheStandardLibrary() {
    var random = SeededGenerator(13)
    let parts: [[UInt8]] = [
      [0x61], [0xc3, 0xa9], [0xe2, 0x82, 0xac], [0xf0, 0x9f, 0x98, 0x80], [0x80], [0xc0], [0xe0],
      [0xed, 0xa0], [0xf4, 0x90], [0xbf], [0xf5], [0xc2], [0x7f], [0xed, 0x9f, 0xbf],
    ]
    for _ in 0..<20_000 {
      let bytes = (0..<Int.random(in: 0...20, using: &random)).flatMap { _ in
        parts.randomElement(using: &random) ?? []
      }
      let expected = String(validating: bytes, as: UTF8.self)
      let result = try? CallResult(
        reading: Array("[\"".utf8) + bytes + Array("\"]".utf8), of: .eventsNames)
      #expect(result == expected.map { .names([$0]) })
    }
  }

  /// Long, numerous and similar names are distinguished.
  @Test func manyNamesAreKeptApart() throws {
    let names = (0..<5_000).map { "name-of-some-length-\($0)" }
    let text = "{" + names.map { "\"\($0)\":{\"count\":1}" }.joined(separator: ",") + "}"
    guard
      case .properties(let counts) = try CallResult(
        reading: Array(text.utf8), of: .eventsPropertiesTop)
    else { return }
    #expect(counts.rows.map(\.property) == names)
    let twice = text.dropLast() + ",\"name-of-some-length-4321\":{\"count\":1}}"
    #expect(throws: ReadingFailure.self) {
      try CallResult(reading: Array(twice.utf8), of: .eventsPropertiesTop)
    }
  }
}
