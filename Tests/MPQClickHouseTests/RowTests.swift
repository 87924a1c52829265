import MPQAPI
import TestSupport
import Testing

@testable import MPQClickHouse
@testable import MPQStore

/// Rows sent to and received from ClickHouse.
struct RowTests {
  @Test func rowsComeBack() throws {
    let texts = ["", "a\u{0}\n\t'\\", "é", "e\u{301}", String(repeating: "long ", count: 4000)]
    let numbers = [0, 1, -1, .max, .min, 1_711_900_000]
    var writer = RowBinaryWriter()
    for number in numbers { writer.append(number) }
    for text in texts { writer.append(text) }
    writer.append(texts)
    writer.append([true, false, false])
    writer.append(UInt64.max)
    var reader = RowBinaryReader(writer.bytes)
    for number in numbers { #expect(try reader.integer() == number) }
    for text in texts { #expect(try reader.text().utf8.elementsEqual(text.utf8)) }
    #expect(try reader.texts().map { ByteText($0) } == texts.map { ByteText($0) })
    #expect(try reader.flags() == [true, false, false])
    #expect(try reader.unsigned() == .max)
    #expect(reader.isAtEnd)
  }

  @Test func damagedRowsAreRefused() {
    var random = SeededGenerator(3)
    for _ in 0..<5000 {
      let bytes = (0..<Int.random(in: 0...24, using: &random)).map { _ in
        UInt8.random(in: .min ... .max, using: &random)
      }
      // Nothing here may trap.
      var reader = RowBinaryReader(bytes)
      _ = try? reader.texts()
      reader = RowBinaryReader(bytes)
      _ = try? reader.text()
      reader = RowBinaryReader(bytes)
      _ = try? reader.flags()
      reader = RowBinaryReader(bytes)
      _ = try? reader.count()
    }
    for bytes: [UInt8] in [[5, 97], [0xff, 0xff], [1, 0xff], Array(repeating: 0xff, count: 12)] {
      var reader = RowBinaryReader(bytes)
      #expect(throws: RowBinaryReader.Damage.self) { try reader.text() }
    }
  }

  @Test func identitiesDoNotChange() {
    func identity(_ event: String, _ time: Int, _ user: String, _ id: String?) -> EventIdentity? {
      EventIdentity(
        RawEvent(event: event, time: time, user: user, insertID: id, properties: []))
    }
    // It is stored: a different hash would let duplicates in.
    #expect(identity("signup", 1_711_900_000, "u1", "x")?.hash == 3_788_020_325_688_583_920)
    #expect(identity("signup", 1, "u1", nil) == nil)
    #expect(identity("ab", 1, "c", "d")?.hash != identity("a", 1, "bc", "d")?.hash)
    #expect(identity("é", 1, "c", "") != identity("e\u{301}", 1, "c", ""))
  }

  @Test func batchesAreSplitByTime() {
    var batch = EventBatch()
    let times = [9, 1, 5, 3, 1].map { $0 * ClickHouseSchema.partition }
    for (index, time) in times.enumerated() {
      batch.append(
        RawEvent(event: "a", time: time, user: "u", insertID: nil, properties: []), at: index)
    }
    let parts = batch.parts(partitionLimit: 2)
    #expect(parts.map { $0.rows.map(\.number) } == [[1, 4, 3], [2, 0]])
    #expect(Set(parts.map(\.batch)) == [batch.number])
    #expect(EventBatch().parts(partitionLimit: 2).isEmpty)
  }

  @Test func lastDefinitionOfAFunnelIsValid() {
    let log = FunnelLog([
      FunnelLog.Entry(revision: 4, name: "a", steps: ["z"]),
      FunnelLog.Entry(revision: 1, name: "a", steps: ["x"]),
      FunnelLog.Entry(revision: 2, name: "b", steps: ["y"]),
      FunnelLog.Entry(revision: 3, name: "c", steps: ["y"]),
      FunnelLog.Entry(revision: 5, name: "b", steps: []),
      FunnelLog.Entry(revision: 6, name: "d", steps: []),
      FunnelLog.Entry(revision: 7, name: "b", steps: ["w"]),
    ])
    #expect(log.funnels.map(\.name) == ["a", "c", "b"])
    #expect(log.funnels.map(\.steps) == [["z"], ["y"], ["w"]])
    #expect(log.nextRevision == 8)
    #expect(FunnelLog([]).nextRevision == 1)
  }

  @Test(arguments: [
    (
      404, "Code: 60, e.displayText() = DB::Exception: Table a.b doesn't exist., e.what() = x",
      "no such project"
    ),
    (
      500, "Code: 279. DB::Exception: All connection tries failed. (ALL_CONNECTION_TRIES_FAILED)",
      "a shard is unreachable: All connection tries failed."
    ),
    (403, "Code: 516. DB::Exception: u: Authentication failed", "MPQ_CLICKHOUSE_USER"),
    (
      500, "Code: 241, e.displayText() = DB::Exception: Memory limit, e.what() = DB::Exception",
      "memory limit"
    ),
    (502, "<html>Bad gateway</html>", "status 502"),
    (200, "", "not a ClickHouse server"),
  ])
  func failuresHaveHints(_ status: Int, _ body: String, _ expected: String) {
    let failure = ServerFailure(Array(body.utf8), status: status)
    let message = failure.storeError("server", user: "u").message
    #expect(message.contains(expected), "\(message)")
    #expect(!message.contains("e.what"))
  }
}
