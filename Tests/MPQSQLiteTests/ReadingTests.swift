import Foundation
import GRDB
import MPQAPI
import TestSupport
import Testing

@testable import MPQSQLite
@testable import MPQStore

/// Readers leave no files, and need none.
@Suite struct ReadingTests {
  private static let lines = (1...9).map { line("a", "u\($0)", "2024-01-0\($0)") }

  /// A closed project called `name` in a folder of its own.
  private static func project(_ name: String = "p.mpqdb") async throws -> TemporaryFolder {
    let test = try await TestProject(lines)
    try test.project.close()
    let folder = try TemporaryFolder()
    try folder.write(try test.folder.bytes(of: "p.mpqdb"), to: name)
    try folder.write("", to: "\(name)-lock")
    return folder
  }

  private static func count(_ store: SQLiteStore) throws -> Int {
    try store.readNow { database in
      let table = try #require(try database.eventTables(["a"]).first)
      let sql = "SELECT count(*) FROM \(Schema.table(ofEvent: table.id))"
      return try Int.fetchOne(database, sql: sql) ?? 0
    }
  }

  private static func append(_ user: String, to store: SQLiteStore) async throws {
    let event = RawEvent(event: "a", time: 1_704_067_200, user: user, insertID: nil, properties: [])
    _ = try await store.append([event])
  }

  @Test func lastReaderLeavesNothing() async throws {
    let folder = try await Self.project()
    let path = folder.path("p.mpqdb")
    let first = try SQLiteStore(path: path, isWriting: false)
    let second = try SQLiteStore(path: path, isWriting: false)
    #expect(try Self.count(first) == 9)
    try first.close()
    #expect(try Self.count(second) == 9)
    try second.close()
    #expect(try folder.names() == ["p.mpqdb", "p.mpqdb-lock"])
  }

  @Test func readersLeaveTheLogOfAWriter() async throws {
    let folder = try await Self.project()
    let path = folder.path("p.mpqdb")
    let writer = try SQLiteStore(path: path, isWriting: true)
    try await Self.append("u10", to: writer)
    let reader = try SQLiteStore(path: path, isWriting: false)
    #expect(try Self.count(reader) == 10)
    try reader.close()
    #expect(try folder.bytes(of: "p.mpqdb-wal").isEmpty == false)
    try await Self.append("u11", to: writer)
    #expect(try Self.count(writer) == 11)
    try writer.close()
    #expect(try folder.names() == ["p.mpqdb", "p.mpqdb-lock"])
  }

  /// As at the end of a process.
  @Test func openReadersAreClosed() async throws {
    let folder = try await Self.project()
    let readers = OpenReaders()
    let store = try SQLiteStore(path: folder.path("p.mpqdb"), isWriting: false)
    #expect(try Self.count(store) == 9)
    readers.add(store)
    readers.closeAll()
    #expect(throws: (any Error).self) { try Self.count(store) }
    #expect(readers.isEmpty)
    #expect(try folder.names() == ["p.mpqdb", "p.mpqdb-lock"])
  }

  @Test(arguments: ["p.mpqdb", "50% of #1?.mpqdb", "ä ö.mpqdb"])
  func readOnly(_ name: String) async throws {
    let folder = try await Self.project(name)
    let before = try folder.bytes(of: name)
    let path = folder.path(name)
    let reader = try SQLiteStore(path: path, isWriting: false, isWritable: false)
    let second = try SQLiteStore(path: path, isWriting: false, isWritable: false)
    #expect(try Self.count(reader) == 9)
    #expect(try await reader.eventNames() == ["a"])
    #expect(try folder.names() == [name, "\(name)-lock"])
    // It may be read from a read-only mount of a volume that others can write.
    #expect(throws: StoreError.locked(path: path)) { try SQLiteStore(path: path, isWriting: true) }
    try reader.close()
    try second.close()
    #expect(try folder.bytes(of: name) == before)
    try SQLiteStore(path: path, isWriting: true).close()
  }

  @Test func readOnlyWithoutLockFile() async throws {
    let folder = try await Self.project()
    try FileManager.default.removeItem(atPath: folder.path("p.mpqdb-lock"))
    let reader = try SQLiteStore(path: folder.path("p.mpqdb"), isWriting: false, isWritable: false)
    #expect(try Self.count(reader) == 9)
    try reader.close()
    #expect(try folder.names() == ["p.mpqdb"])
  }

  /// Events of a writer are seen, whether it runs or was killed.
  @Test(arguments: [false, true])
  func readOnlyWithLog(isKilled: Bool) async throws {
    let folder = try await Self.project()
    let writer = try SQLiteStore(path: folder.path("p.mpqdb"), isWriting: true)
    try await Self.append("u10", to: writer)
    let copy = try TemporaryFolder()
    for name in try folder.names() { try copy.write(try folder.bytes(of: name), to: name) }
    let path = (isKilled ? copy : folder).path("p.mpqdb")
    #expect(ReadOnlyFile.lock(path) == nil)
    let reader = try SQLiteStore(path: path, isWriting: false, isWritable: false)
    #expect(try Self.count(reader) == 10)
    try reader.close()
    try writer.close()
    // A reader that may write takes the log in.
    try SQLiteStore(path: path, isWriting: false).close()
    #expect(try (isKilled ? copy : folder).names() == ["p.mpqdb", "p.mpqdb-lock"])
    let after = try SQLiteStore(path: path, isWriting: false, isWritable: false)
    #expect(try Self.count(after) == 10)
  }

  @Test func readOnlyOfAnEarlierVersion() async throws {
    let folder = try await Self.project()
    let path = folder.path("p.mpqdb")
    let queue = try DatabaseQueue(path: path)
    try await queue.write { try $0.execute(sql: "PRAGMA user_version = 1") }
    try queue.close()
    let error = #expect(throws: StoreError.self) {
      try SQLiteStore(path: path, isWriting: false, isWritable: false)
    }
    #expect(error?.message.contains("it was made by an earlier version of mpq, and") == true)
  }

  @Test func problems() async throws {
    let folder = try await Self.project()
    let path = folder.path("p.mpqdb")
    #expect(ReadOnlyFile.problem(path).message.contains("lock file"))
    try folder.write("log", to: "p.mpqdb-wal")
    #expect(ReadOnlyFile.problem(path).message.contains("query it once where they are writable"))
  }

  @Test func writableFolders() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("", to: "p")
    #expect(ReadOnlyFile.isWritable(path))
    #expect(!ReadOnlyFile.isWritable(folder.path("missing")))
  }
}
