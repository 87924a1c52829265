import TestSupport
import Testing

@testable import MPQSQLite
@testable import MPQStore

/// Batches of events, and the hash tables of their texts.
@Suite struct RawEventsTests {
  private static let texts = [
    "", "a", "é", "e\u{301}", "12345678", "123456789", "1234567\u{0}", "1234567",
    String(repeating: "x", count: 5000), "\u{0}", "\u{0}\u{0}",
  ]

  /// Each event in a batch of usual, unusual and bad lines is read as if it were alone.
  @Test func sideBySide() throws {
    var random = SeededGenerator(21)
    let members = [
      "\"a\": \"1\"", "\"b\": 2.5", "\"a\":true", "\"c\": \"\\u00e9\"", "\"d\": \"é\"",
      "\"$insert_id\": \"i\"", "\"e\": [1, 2]", "\"\": null", "\"long name of it\": \"12345678\"",
    ]
    var parser = RawEventParser()
    var events = RawEvents()
    var expected: [RawEvent] = []
    for number in 0..<3000 {
      let chosen = members.filter { _ in Bool.random(using: &random) }
        .shuffled(using: &random)
      let time = Int.random(in: 0...9, using: &random) == 0 ? "-1" : "\(number)"
      let parts = ["\"time\": \(time)", "\"distinct_id\": \"u\(number % 7)\""] + chosen
      let line =
        "{\"event\": \"e\(number % 3)\", \"properties\": {\(parts.joined(separator: ", "))}}"
      let bytes = Array(line.utf8)[...]
      if let event = try? parser.unusualEvent(in: bytes) { expected.append(event) }
      try? parser.read(bytes, into: &events)
      #expect(events.count == expected.count)
    }
    #expect(Array(events) == expected)
    #expect(expected.count > 1000)
    #expect(Array(RawEvents(expected)) == expected)
    let names = Set((0..<events.eventNames.count).map { events.eventNames[UInt32($0)] })
    #expect(names == ["e0", "e1", "e2"])
  }

  /// The scanner hashes while it reads, eight bytes at a time.
  @Test func hashes() throws {
    for count in 0...40 {
      let text = String((0..<count).map { Character(UnicodeScalar(UInt8(48 + $0))) })
        .replacing("\\", with: "-")
      let line =
        "{\"event\":\"\(text)!\",\"properties\":{\"time\":1,\"distinct_id\":\"\(text)\"}}"
      var events = RawEvents()
      let record = Array(line.utf8).withUnsafeBytes { EventScanner.record(of: $0, &events) }
      let user = try #require(record?.user)
      #expect(user.hash == Array(text.utf8).withUnsafeBytes(TextHash.of))
      #expect(user.count == count)
    }
  }

  @Test func hashesDiffer() {
    let hashes = Self.texts.map { Array($0.utf8).withUnsafeBytes(TextHash.of) }
    #expect(Set(hashes).count == hashes.count)
  }

  /// Texts differ by their bytes and owner, even if their hashes are equal.
  @Test(arguments: [false, true])
  func numbers(_ haveOneHash: Bool) {
    var table = TextNumbers()
    var expected: [UInt32: [[UInt8]: Int]] = [:]
    var random = SeededGenerator(22)
    for step in 0..<4000 {
      let owner = UInt32.random(in: 0...3, using: &random)
      let text = Array("\(Int.random(in: 0...300, using: &random))".utf8)
      let hash = haveOneHash ? 7 : text.withUnsafeBytes(TextHash.of)
      text.withUnsafeBytes { bytes in
        #expect(table.number(of: bytes, hash: hash, owner: owner) == expected[owner]?[text])
        guard expected[owner]?[text] == nil else { return }
        #expect(table.keep(step + 1, of: bytes, hash: hash, owner: owner) == .kept)
        expected[owner, default: [:]][text] = step + 1
      }
    }
  }

  /// Long texts are not stored, and a full table is emptied.
  @Test func boundedNumbers() {
    var table = TextNumbers()
    let long = [UInt8](repeating: 1, count: 1025)
    long.withUnsafeBytes { #expect(table.keep(1, of: $0, hash: 1) == .leftOut) }
    var outcomes: [TextNumbers.Outcome] = []
    // 1024 bytes each, and what is kept with them.
    for number in 1...TextNumbers.byteLimit / (1024 + 12) + 1 {
      var text = [UInt8](repeating: 0, count: 1024)
      withUnsafeBytes(of: number) { text.replaceSubrange(0..<8, with: $0) }
      text.withUnsafeBytes { bytes in
        outcomes.append(table.keep(number, of: bytes, hash: TextHash.of(bytes)))
      }
    }
    #expect(outcomes.last == .keptAlone)
    #expect(outcomes.dropLast().allSatisfy { $0 == .kept })
  }

  @Test func numberedNames() {
    var names = NumberedNames()
    let numbers = Self.texts.map { names.number(of: $0) }
    #expect(numbers == Self.texts.indices.map { UInt32($0) })
    for round in 0..<300 { _ = names.number(of: "name \(round)") }
    #expect(Self.texts.map { names.number(of: $0) } == numbers)
    #expect(numbers.map { Array(names[$0].utf8) } == Self.texts.map { Array($0.utf8) })
    names.beginLine()
    #expect([1, 2, 1].map { names.use($0) } == [true, true, false])
    names.beginLine()
    let isNew = names.use(1)
    #expect(isNew)
    names.expect(4, after: 1)
    func expected(_ text: String) -> UInt32? {
      Array(text.utf8).withUnsafeBytes { names.expected(after: 1, in: $0)?.number }
    }
    #expect(expected("12345678\": 1") == 4)
    #expect(expected("12345678") == nil)
    #expect(expected("123456789\"") == nil)
    #expect(expected("1234567\"") == nil)
  }
}
