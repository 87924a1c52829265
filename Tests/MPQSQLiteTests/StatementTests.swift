import GRDB
import TestSupport
import Testing

@testable import MPQSQLite

/// Statements without GRDB's conversions, and the order of what they insert.
@Suite struct StatementTests {
  private struct Stop: Error {}

  /// A database with the rows 1 to 3.
  private static func queue() throws -> DatabaseQueue {
    let queue = try DatabaseQueue()
    try queue.write { database in
      try database.execute(sql: "CREATE TABLE t (id INTEGER PRIMARY KEY, n, bytes)")
      let insert = try DirectStatement("INSERT OR IGNORE INTO t VALUES (?, ?, NULL)", in: database)
      var free: [Bool] = []
      for id in [1, 2, 3, 2] {
        free.append(try insert.insertIfFree(.integer(id), .integer(id * 10)))
      }
      #expect(free == [true, true, true, false])
    }
    return queue
  }

  /// A statement can run again after its rows were read, left or refused.
  @Test func rows() throws {
    try Self.queue().read { database in
      let select = try DirectStatement("SELECT * FROM t WHERE id >= ? ORDER BY id", in: database)
      var found: [[Int]] = []
      try select.forEach(.integer(2)) { id, number, bytes in
        found.append([id, number, bytes.count])
        return true
      }
      #expect(found == [[2, 20, 0], [3, 30, 0]])
      #expect(throws: Stop.self) {
        try select.forEach(.integer(1)) { _, _, _ in throw Stop() }
      }
      var count = 0
      try select.forEach(.integer(1)) { _, _, _ in
        count += 1
        return count < 2
      }
      #expect(count == 2)
    }
  }

  /// A value that is not an integer is damage, not 0.
  @Test(arguments: ["'x'", "NULL", "1.5", "x'00'"])
  func damage(_ value: String) throws {
    try Self.queue().write { database in
      try database.execute(sql: "UPDATE t SET n = \(value) WHERE id = 2")
      let select = try DirectStatement("SELECT * FROM t", in: database)
      #expect(throws: DatabaseError.self) { try select.forEach { _, _, _ in true } }
    }
  }

  /// New texts come in the order of the index: by owner and bytes.
  @Test func newTexts() {
    var random = SeededGenerator(31)
    var texts = NewTexts()
    var expected: [(owner: Int, text: [UInt8])] = []
    #expect(texts.size == 0)
    for number in 1...2000 {
      // Many have the same first bytes.
      let text = (0..<Int.random(in: 0...12, using: &random)).map { _ in
        [0, 97, 255].randomElement(using: &random) ?? 0 as UInt8
      }
      let owner = Int.random(in: 1...3, using: &random)
      text.withUnsafeBytes { texts.append(number, of: $0, owner: owner) }
      expected.append((owner, text))
    }
    #expect(texts.size > 2000)
    var found: [(owner: Int, text: [UInt8])] = []
    texts.removeAll { owner, number, text in
      #expect(expected[number - 1] == (owner, Array(text)))
      found.append((owner, Array(text)))
    }
    expected.sort { one, other in
      one.owner == other.owner
        ? one.text.lexicographicallyPrecedes(other.text) : one.owner < other.owner
    }
    #expect(found.elementsEqual(expected) { $0 == $1 })
    #expect(texts.size == 0)
  }

  /// The numbers of a column in ascending order, with their counts and places.
  @Test(arguments: [10, 3000, 5_000_000, 40_000_000] as [UInt32])
  func numbering(_ highest: UInt32) {
    var random = SeededGenerator(UInt64(highest))
    var numbering = ValueNumbering()
    for count in [0, 1, 200, 2000, 9000] {
      let column = (0..<count).map { _ in UInt32.random(in: 0...highest, using: &random) }
      let (values, counts, places) = numbering.number(column)
      #expect(values == Set(column).subtracting([0]).sorted())
      #expect(counts.reduce(0, +) == column.count { $0 > 0 })
      #expect(places.map { $0 == 0 ? 0 : values[Int($0) - 1] } == column)
    }
  }
}
