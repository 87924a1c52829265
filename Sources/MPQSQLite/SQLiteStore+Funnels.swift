internal import Foundation
internal import GRDB
internal import MPQStore

extension SQLiteStore {
  func funnel(
    _ steps: [String], in weeks: Buckets, by property: String?
  ) async throws(StoreError) -> [FunnelRow] {
    let parts = calendar.parts(of: weeks)
    let stop = StopFlag()
    do {
      return try await withTaskCancellationHandler {
        try await readDays { _, days in
          try FunnelReader(steps, by: property, in: days, self.texts).rows(of: parts, stop: stop)
        }
      } onCancel: {
        stop.set()
      }
    } catch {
      throw StoreError(error, path: path)
    }
  }

  func funnels() async throws(StoreError) -> [FunnelDefinition] {
    try await read { database in
      var funnels: [(name: String, steps: [String])] = []
      var last: Int?
      let rows = try Row.fetchCursor(
        database,
        sql: """
          SELECT funnel.id, funnel.name, funnel_step.event
          FROM funnel JOIN funnel_step ON funnel_step.funnel = funnel.id
          ORDER BY funnel.id, funnel_step.position
          """)
      while let row = try rows.next() {
        let id = try row.number(at: 0)
        if id != last { funnels.append((row.text(at: 1), [])) }
        last = id
        funnels[funnels.count - 1].steps.append(row.text(at: 2))
      }
      do {
        return try funnels.map { try FunnelDefinition(name: $0.name, steps: $0.steps) }
      } catch is FunnelError {
        throw DatabaseError(resultCode: .SQLITE_CORRUPT)
      }
    }
  }

  func define(_ funnels: [FunnelDefinition]) async throws(StoreError) {
    try await write { database, _ in
      for funnel in funnels {
        let name = Data(funnel.name.utf8)
        try database.execute(
          sql: "INSERT INTO funnel (name) VALUES (CAST(? AS TEXT)) ON CONFLICT DO NOTHING",
          arguments: [name])
        let id = try Int.fetchOne(
          database, sql: "SELECT id FROM funnel WHERE name = CAST(? AS TEXT)", arguments: [name])
        try database.execute(sql: "DELETE FROM funnel_step WHERE funnel = ?", arguments: [id])
        for (position, step) in funnel.steps.enumerated() {
          try database.execute(
            sql: "INSERT INTO funnel_step VALUES (?, ?, CAST(? AS TEXT))",
            arguments: [id, position + 1, Data(step.utf8)])
        }
      }
    }
  }

  func dropFunnel(named name: String) async throws(StoreError) -> Bool {
    try await write { database, _ in
      let name = Data(name.utf8)
      try database.execute(
        sql: """
          DELETE FROM funnel_step
          WHERE funnel = (SELECT id FROM funnel WHERE name = CAST(? AS TEXT))
          """,
        arguments: [name])
      try database.execute(
        sql: "DELETE FROM funnel WHERE name = CAST(? AS TEXT)", arguments: [name])
      return database.changesCount > 0
    }
  }
}
