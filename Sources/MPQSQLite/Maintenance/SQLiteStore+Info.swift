internal import Foundation
internal import GRDB
internal import MPQStore

extension SQLiteStore {
  func info() async throws(StoreError) -> ProjectInfo {
    let calendar = calendar
    let funnels = try await funnels().map(\.name)
    let bytes = Self.fileSize(path) + Self.fileSize("\(path)-wal")
    return try await read { database in
      var info = ProjectInfo(
        version: try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0,
        timeZone: calendar.name, timeZoneSource: calendar.source, bytes: bytes, funnels: funnels)
      for id in try Int.fetchAll(database, sql: "SELECT id FROM event") {
        let sql = "SELECT count(*) FROM \(Schema.table(ofEvent: id))"
        info.events += try Int.fetchOne(database, sql: sql) ?? 0
        info.names += 1
      }
      // Earlier versions counted an empty `distinct_id` as a user; its number is no longer used.
      let unused = try Int.fetchOne(database, sql: "SELECT count(*) FROM user WHERE name = ''") ?? 0
      info.users = try database.highestUser() - unused
      info.properties = try Int.fetchOne(database, sql: "SELECT count(*) FROM property") ?? 0
      if let span = try EventSource.span(in: database) {
        info.first = .init(seconds: span.lowerBound, label: calendar.label(of: span.lowerBound))
        info.last = .init(seconds: span.upperBound, label: calendar.label(of: span.upperBound))
      }
      if try database.tableExists("import_mark") {
        info.stoppedImports =
          try Int.fetchOne(
            database, sql: "SELECT count(*) FROM import_mark WHERE NOT is_finished") ?? 0
      }
      return info
    }
  }

  static func fileSize(_ path: String) -> Int {
    var status = stat()
    return stat(path, &status) == 0 ? Int(status.st_size) : 0
  }
}
