internal import GRDB
internal import MPQAPI

extension SQLiteStore {
  func breakdown(
    of name: String, by property: String, values: [String]?, in buckets: Buckets,
    for measure: Measure
  ) async throws(StoreError) -> [ValueRow] {
    try await read { database in
      guard let property = try database.propertyNumber(property) else { return [] }
      let wanted = try values.map { values in
        Set(try values.compactMap { try database.valueNumber($0, ofProperty: property) })
      }
      var fold = TallyFold(
        highestUser: measure == .general ? nil : try database.highestUser())
      for table in try database.eventTables([name]) {
        try table.forEach(in: buckets, .userAndProperties) { event in
          let value = try event.withProperties { PropertyList.value(of: property, in: $0) }
          guard let value, wanted?.contains(value) ?? true else { return }
          fold.add(value, user: event.user, bucket: event.bucket)
        }
      }
      var texts: [Int: String] = [:]
      return try fold.finished().map { row in
        let text =
          try texts[row.number] ?? database.valueText(row.number, ofProperty: property)
        texts[row.number] = text
        return ValueRow(value: text, bucket: row.bucket, tally: row.tally)
      }
    }
  }

  func propertyCounts(
    of names: [String], in buckets: Buckets, for measure: Measure
  ) async throws(StoreError) -> [PropertyRow] {
    try await read { database in
      var fold = TallyFold(
        highestUser: measure == .general ? nil : try database.highestUser())
      for table in try database.eventTables(names) {
        try table.forEach(in: buckets.merged, .userAndProperties) { event in
          try event.withProperties { bytes in
            var reader = PropertyList.Reader(bytes)
            while let entry = reader.next() {
              fold.add(entry.property, user: event.user, bucket: 0)
            }
          }
        }
      }
      return try fold.finished().map { row in
        PropertyRow(property: try database.propertyName(row.number), tally: row.tally)
      }
    }
  }
}

/// Tallies by number, bucket after bucket; a bucket that was left must not come back.
private struct TallyFold {
  struct Row {
    var number: Int
    var bucket: Int
    var tally: Tally
  }

  private struct Entry {
    var tally = Tally()
    var users: UserSet?

    mutating func add(_ user: Int) {
      tally.events += 1
      if users?.insert(user) == true { tally.users += 1 }
    }
  }

  /// The highest number of a user; `nil` when users are not counted.
  private let highestUser: Int?
  private var bucket = -1
  private var entries: [Int: Entry] = [:]
  private var rows: [Row] = []

  init(highestUser: Int?) {
    self.highestUser = highestUser
  }

  mutating func add(_ number: Int, user: Int, bucket: Int) {
    if bucket != self.bucket {
      flush()
      self.bucket = bucket
    }
    let users = highestUser
    entries[number, default: Entry(users: users.map(UserSet.init(highest:)))].add(user)
  }

  private mutating func flush() {
    for (number, entry) in entries {
      rows.append(Row(number: number, bucket: bucket, tally: entry.tally))
    }
    entries.removeAll(keepingCapacity: true)
  }

  mutating func finished() -> [Row] {
    flush()
    return rows
  }
}
