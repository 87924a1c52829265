internal import GRDB
internal import MPQAPI

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
    try await read { database in
      var seen = SeenUsers(highest: measure == .general ? 0 : try database.highestUser())
      var rows: [EventRow] = []
      for table in try database.eventTables(names) {
        var current: EventRow?
        try table.forEach(in: buckets, .user) { event in
          if current?.bucket != event.bucket {
            if let current { rows.append(current) }
            current = EventRow(event: table.name, bucket: event.bucket, tally: Tally())
            seen.reset()
          }
          current?.tally.events += 1
          if measure != .general, seen.insert(event.user) { current?.tally.users += 1 }
        }
        if let current { rows.append(current) }
      }
      return rows
    }
  }

  func cohorts(of name: String, in buckets: Buckets) async throws(StoreError) -> [CohortRow] {
    try await read { database in
      let highest = try database.highestUser()
      var seen = SeenUsers(highest: highest)
      // The bucket of each user's first event, plus one.
      var cohorts = [Int32](repeating: 0, count: highest + 1)
      var users: [Int] = []
      var rows: [CohortRow] = []
      var bucket = -1
      func finish() {
        // Ascending, since there may be far fewer cohorts in a bucket than buckets.
        for (cohort, count) in users.counted() {
          rows.append(CohortRow(cohort: cohort, bucket: bucket, users: count))
        }
        users = []
      }
      for table in try database.eventTables([name]) {
        try table.forEach(in: buckets, .user) { event in
          if event.bucket != bucket {
            finish()
            bucket = event.bucket
            seen.reset()
          }
          guard seen.insert(event.user) else { return }
          if cohorts[event.user] == 0 { cohorts[event.user] = Int32(bucket) + 1 }
          users.append(Int(cohorts[event.user]) - 1)
        }
      }
      finish()
      return rows
    }
  }
}

extension [Int] {
  /// The different numbers, ascending, and how often each stands here.
  fileprivate func counted() -> [(number: Int, count: Int)] {
    var counts: [(number: Int, count: Int)] = []
    for number in sorted() {
      if counts.last?.number == number {
        counts[counts.count - 1].count += 1
      } else {
        counts.append((number, 1))
      }
    }
    return counts
  }
}
