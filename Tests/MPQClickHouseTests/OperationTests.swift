import MPQAPI
import TestSupport
import Testing

@testable import MPQClickHouse
@testable import MPQStore

/// The parts of exports and resumed imports, without a server.
struct OperationTests {
  @Test(arguments: [
    (
      RawEvent(
        event: "a\"é", time: 5, user: "u\n", insertID: "i",
        properties: [
          .init(name: "n", text: "1.50", isText: false),
          .init(name: "o", text: #"{"b":[1,2],"a":null}"#, isText: false),
          .init(name: "s", text: "1.50", isText: true),
        ]),
      #"{"event": "a\"é", "properties": {"time": 5, "distinct_id": "u\n", "$insert_id": "i", "#
        + #""n": 1.50, "o": {"b": [1, 2], "a": null}, "s": "1.50"}}"#
    ),
    (
      RawEvent(event: "b", time: 0, user: "u", insertID: nil, properties: []),
      #"{"event": "b", "properties": {"time": 0, "distinct_id": "u"}}"#
    ),
  ])
  func linesAreCanonical(_ event: RawEvent, _ line: String) throws {
    let written = try #require(try LineStyle.canonical.line(of: event, milliseconds: 0))
    #expect(String(decoding: written, as: UTF8.self) == line)
    var parser = RawEventParser()
    var found = try parser.unusualEvent(in: Array(line.utf8)[...])
    // The form of a line is not part of its content.
    found.form = event.form
    #expect(found == event)
  }

  @Test func invalidJSONIsDamage() {
    let event = RawEvent(
      event: "a", time: 0, user: "u", insertID: nil,
      properties: [.init(name: "p", text: "1, \"q\": 2", isText: false)])
    #expect(throws: JSONReader.Problem.self) {
      _ = try LineStyle.canonical.line(of: event, milliseconds: 0)
    }
  }

  @Test func marksComeBack() throws {
    let file = try #require(FileVersion(of: #filePath))
    var mark = ImportMark(file: file, run: .max, offset: 7, line: 3)
    mark.counts = ImportMark.Counts(lines: 3, added: 1, repeated: 1, rejected: 1)
    let checksums: [UInt32?] = [nil, 0, .max]
    for (isFinished, checksum) in zip([false, true, true], checksums) {
      mark.isFinished = isFinished
      mark.checksum = checksum
      let row = MarkEntry(mark: mark, revision: 9).definition
      let entry = try #require(MarkEntry(row, of: file))
      #expect(entry.mark == mark && entry.revision == 9)
      #expect(MarkEntry.isStopped(row) == !isFinished)
    }
  }

  @Test(arguments: [
    [], ["1"], ["x", "0", "0", "0", "0", "0", "0", "0"],
    ["1", "0", "0", "0", "0", "-1", "0", "0"], ["1", "0", "0", "0", "\(Int.max)", "0", "0", "0"],
    ["1", "0", "0", "0", "0", "0", "0", "0", "x"],
    ["1", "0", "0", "0", "0", "0", "0", "0", "0", "0"],
  ])
  func damagedMarksAreRefused(_ texts: [String]) throws {
    let file = try #require(FileVersion(of: #filePath))
    #expect(MarkEntry(Definition(kind: .mark, name: "f", texts: texts), of: file) == nil)
  }

  /// The number of an event in its file does not depend on where the import begins.
  @Test func eventsAreNumberedThroughTheirFile() throws {
    let file = try #require(FileVersion(of: #filePath))
    var mark = ImportMark(file: file, run: 5)
    mark.counts = ImportMark.Counts(lines: 40, added: 20, repeated: 10, rejected: 10)
    var batch = EventBatch(at: mark)
    let event = RawEvent(event: "a", time: 1, user: "u", insertID: nil, properties: [])
    batch.append(event, at: 0)
    // The events in between are duplicates.
    batch.append(event, at: 4)
    let part = try #require(batch.parts(partitionLimit: 1).first)
    #expect(part.batch == 5 && part.rows.map(\.number) == [30, 34])
  }
}
