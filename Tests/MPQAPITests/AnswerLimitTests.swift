import Testing

@testable import MPQAPI

/// Answers that need more memory than their bytes suggest.
struct AnswerLimitTests {
  /// A limit of 1024 values.
  private static let limits = Limits(answerBytes: 16 * 1024)

  private static func failure(_ endpoint: Endpoint.ID, _ text: String) -> ReadingFailure? {
    #expect(throws: ReadingFailure.self) {
      try CallResult(reading: Array(text.utf8), of: endpoint, limits: limits)
    }
  }

  @Test func theTableFollowsFromTheBytes() {
    #expect(Limits().answerBytes == 67_108_864)
    #expect(Limits().answerValues == 4_194_304)
    #expect(Limits(answerBytes: 1 << 30).answerValues == 1 << 26)
    #expect(Limits(answerBytes: -1).answerBytes == 1)
    #expect(Limits(answerBytes: .max).answerBytes == Limits.largestAnswer)
  }

  /// The first wrong element ends the reading, however many follow.
  @Test func readingStopsAtTheFirstWrongElement() {
    let ones = "[1" + String(repeating: ",1", count: 100_000) + "]"
    let error = ShapeError(path: "the answer[0]", expected: "a text")
    #expect(Self.failure(.eventsNames, ones) == .shape(error))
  }

  private static func list(_ count: Int, _ element: (Int) -> String) -> String {
    (0..<count).map(element).joined(separator: ",")
  }

  private static func names(_ count: Int) -> String { list(count) { "\"\($0)\"" } }

  private static let costly: [(Endpoint.ID, String)] = [
    // Numbers of a member that the document does not show.
    (.events, #"{"x": [\#(list(1100) { _ in "0" })]}"#),
    // Names.
    (.eventsNames, "[\(names(300))]"),
    // Labels.
    (.events, #"{"data": {"values": {}, "series": [\#(names(300))]}}"#),
    // Rows that are filled.
    (
      .events,
      #"{"data": {"series": [\#(names(50))], "values": {\#(list(50) { "\"\($0)\":{}" })}}}"#
    ),
    // Cohorts that are filled.
    (
      .eventsRetention,
      #"{"data": {"e": {"series": [\#(names(50))], "values": {"#
        + list(50) { "\"\($0)\":{\"49\":1}" } + "}}}}"
    ),
    (.eventsPropertiesTop, "{\(list(300) { "\"\($0)\":{\"count\":1}" })}"),
    (.funnelsDates, "{\(list(300) { "\"\($0)\":[]" })}"),
  ]

  @Test(arguments: costly)
  func valuesAreLimited(_ endpoint: Endpoint.ID, _ text: String) {
    #expect(text.utf8.count < Self.limits.answerBytes)
    #expect(Self.failure(endpoint, text) == .tooManyValues(limit: 1024))
  }

  /// An answer of numbers fits if its bytes do.
  @Test func numbersOfAnAnswerFit() throws {
    let labels = (0..<100).map { "\"2010-01-\(100 + $0)\"" }
    let row = "{" + labels.map { "\($0):0" }.joined(separator: ",") + "}"
    let rows = (0..<100).map { "\"\($0)\":\(row)" }.joined(separator: ",")
    let text = #"{"data":{"series":[\#(labels.joined(separator: ","))],"values":{\#(rows)}}}"#
    let limits = Limits(answerBytes: text.utf8.count * 3 / 2)
    _ = try CallResult(reading: Array(text.utf8), of: .events, limits: limits)
  }

  /// The checkpoint is called while the bytes are read, and ends the reading.
  @Test(arguments: [Endpoint.ID.eventsNames, .events, .eventsPropertiesTop])
  func theCheckpointEndsTheReading(_ endpoint: Endpoint.ID) {
    let list = "[" + (0..<100_000).map { "\"\($0)\"" }.joined(separator: ",") + "]"
    let text =
      switch endpoint {
      case .eventsNames: list
      case .events: #"{"data": {"series": \#(list), "values": {}}}"#
      default: #"{"p": {"count": 1, "x": \#(list)}}"#
      }
    var count = 0
    let failure = #expect(throws: ReadingFailure.self) {
      try CallResult(reading: Array(text.utf8), of: endpoint) {
        count += 1
        return count < 3
      }
    }
    #expect(failure == .stopped)
    #expect(count == 3)
  }

  /// The checkpoint is also called within a single long text.
  @Test func theCheckpointEndsALongText() {
    let text = "[\"" + String(repeating: "\\u0041", count: 100_000) + "\"]"
    var count = 0
    let failure = #expect(throws: ReadingFailure.self) {
      try CallResult(reading: Array(text.utf8), of: .eventsNames) {
        count += 1
        return count < 3
      }
    }
    #expect(failure == .stopped)
  }

  @Test func treesAreLimited() {
    let text = "[0" + String(repeating: ",0", count: Limits.treeValues) + "]"
    let problem = #expect(throws: JSONReader.Problem.self) {
      try JSONReader.read(Array(text.utf8))
    }
    #expect(problem?.reason == "more than 2097152 values")
  }
}
