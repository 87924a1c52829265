internal import GRDB
internal import MPQAPI
internal import MPQStore

extension SQLiteStore {
  func eventNames() async throws(StoreError) -> [String] {
    try await read { database in try database.eventTables(nil).map(\.name) }
  }

  func span(of names: [String]?) async throws(StoreError) -> ClosedRange<Int>? {
    try await read { database in
      var span: ClosedRange<Int>?
      for table in try database.eventTables(names) {
        let name = Schema.table(ofEvent: table.id)
        guard let first = try Int.fetchOne(database, sql: "SELECT min(id) FROM \(name)"),
          let last = try Int.fetchOne(database, sql: "SELECT max(id) FROM \(name)")
        else { continue }
        let times = Schema.time(ofID: first)...Schema.time(ofID: max(first, last))
        span =
          span.map { min($0.lowerBound, times.lowerBound)...max($0.upperBound, times.upperBound) }
          ?? times
      }
      return span
    }
  }

  func counts(
    of names: [String]?, in buckets: Buckets, for measure: Measure
  ) async throws(StoreError) -> [EventRow] {
    let parts = calendar.parts(of: buckets)
    return try await readDays { database, days in
      // If a bucket is one day, the user count of the day is stored.
      let isUnion =
        measure != .general && zip(parts, parts.dropFirst()).contains { $0.bucket == $1.bucket }
      var union = UserUnion(highest: days.highestUser)
      var rows: [EventRow] = []
      for table in try database.eventTables(names) {
        let slices = try days.slices(ofEvent: table.id, parts, isUnion ? .users : .numbers)
        try slices.forEachBucket { bucket, slices in
          var tally = Tally(events: try slices.reduce(0) { try $0 + $1.count() })
          guard tally.events > 0 else { return }
          if measure != .general { tally.users = try union.count(slices) }
          rows.append(EventRow(event: table.name, bucket: bucket, tally: tally))
        }
      }
      return rows
    }
  }

  func cohorts(of name: String, in buckets: Buckets) async throws(StoreError) -> [CohortRow] {
    let parts = calendar.parts(of: buckets)
    return try await readDays { database, days in
      // The bucket of each user's first event, plus one.
      var cohorts = [UInt32](repeating: 0, count: days.highestUser + 1)
      var users = [Int](repeating: 0, count: buckets.count)
      var union = UserUnion(highest: days.highestUser)
      var rows: [CohortRow] = []
      for table in try database.eventTables([name]) {
        try days.slices(ofEvent: table.id, parts, .users).forEachBucket { bucket, slices in
          var seen: [Int] = []
          union.reset()
          for slice in slices {
            try slice.forEachUser { user in
              guard union.insert(user) else { return }
              if cohorts[Int(user)] == 0 { cohorts[Int(user)] = UInt32(bucket) + 1 }
              let cohort = Int(cohorts[Int(user)]) - 1
              if users[cohort] == 0 { seen.append(cohort) }
              users[cohort] += 1
            }
          }
          for cohort in seen {
            rows.append(CohortRow(cohort: cohort, bucket: bucket, users: users[cohort]))
            users[cohort] = 0
          }
        }
      }
      return rows
    }
  }
}
