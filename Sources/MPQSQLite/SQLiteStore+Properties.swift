internal import GRDB
internal import MPQAPI
internal import MPQStore

extension SQLiteStore {
  func breakdown(
    of name: String, by property: String, values: [String]?, in buckets: Buckets,
    for measure: Measure
  ) async throws(StoreError) -> [ValueRow] {
    let parts = calendar.parts(of: buckets)
    return try await readDays { database, days in
      guard let property = try database.propertyNumber(property) else { return [] }
      let wanted = try values.map { values in
        Set(try values.compactMap { try database.valueNumber($0, ofProperty: property) })
      }
      let highest = try database.highestValue(ofProperty: property)
      var fold = ValueFold(
        property: property, highest: highest, wanted: wanted,
        highestUser: measure == .general ? nil : days.highestUser)
      var found: [(value: Int, bucket: Int, tally: Tally)] = []
      for table in try database.eventTables([name]) {
        let slices = try days.slices(ofEvent: table.id, parts, .column(property))
        try slices.forEachBucket { bucket, slices in
          for (value, tally) in try fold.tallies(slices) { found.append((value, bucket, tally)) }
        }
      }
      let texts = try database.texts(
        ofValues: found.map(\.value), of: property, highest: highest, self.texts)
      return zip(found, texts).map { found, text in
        ValueRow(value: text, bucket: found.bucket, tally: found.tally)
      }
    }
  }

  func propertyCounts(
    of names: [String], in buckets: Buckets, for measure: Measure, needsUser: Bool
  ) async throws(StoreError) -> [PropertyRow] {
    let parts = calendar.parts(of: buckets.merged)
    return try await readDays { database, days in
      var slices: [DaySlice] = []
      for table in try database.eventTables(names) {
        slices += try days.slices(ofEvent: table.id, parts, .properties)
      }
      var fold = PropertyFold(slices, needsUser: needsUser, in: database)
      try fold.countEvents()
      if measure != .general { try fold.countUsers(highest: days.highestUser) }
      return try fold.tallies.map { property, tally in
        PropertyRow(property: try database.propertyName(property), tally: tally)
      }
    }
  }
}

extension Database {
  /// The highest number of a value of `property`.
  func highestValue(ofProperty property: Int) throws -> Int {
    let highest = try Int.fetchOne(
      cachedStatement(sql: "SELECT max(id) FROM value WHERE property = ?"), arguments: [property])
    return highest ?? 0
  }
}
