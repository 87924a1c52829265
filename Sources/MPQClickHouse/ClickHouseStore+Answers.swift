internal import MPQAPI
internal import MPQStore

extension ClickHouseStore {
  func span(of names: [String]?) async throws(StoreError) -> ClosedRange<Int>? {
    guard names?.isEmpty != true else { return nil }
    var span: ClosedRange<Int>?
    let moments = Range(ProjectCalendar.moments)
    let rows = try await rows(sql.span(of: names)) { reader throws(RowBinaryReader.Damage) in
      (
        count: try reader.count(), first: try reader.integer(in: moments),
        last: try reader.integer(in: moments)
      )
    }
    // One row per shard.
    for row in rows where row.count > 0 && row.first <= row.last {
      span =
        span.map { min($0.lowerBound, row.first)...max($0.upperBound, row.last) }
        ?? row.first...row.last
    }
    return span
  }

  func counts(
    of names: [String]?, in buckets: Buckets, for measure: Measure
  ) async throws(StoreError) -> [EventRow] {
    guard let range = BucketSQL(buckets), names?.isEmpty != true else { return [] }
    let tallies = try await tallies(
      sql.counts(of: names, in: range, countingUsers: measure != .general), buckets.count)
    return tallies.map { EventRow(event: $0.text, bucket: $0.bucket, tally: $1) }
  }

  func breakdown(
    of name: String, by property: String, values: [String]?, in buckets: Buckets,
    for measure: Measure
  ) async throws(StoreError) -> [ValueRow] {
    guard let range = BucketSQL(buckets), values?.isEmpty != true else { return [] }
    let tallies = try await tallies(
      sql.breakdown(
        of: name, by: property, values: values, in: range, countingUsers: measure != .general),
      buckets.count)
    return tallies.map { ValueRow(value: $0.text, bucket: $0.bucket, tally: $1) }
  }

  func propertyCounts(
    of names: [String], in buckets: Buckets, for measure: Measure, needsUser: Bool
  ) async throws(StoreError) -> [PropertyRow] {
    guard let buckets = BucketSQL(buckets), !names.isEmpty else { return [] }
    let tallies = try await tallies(
      sql.propertyCounts(
        of: names, in: buckets, countingUsers: measure != .general, needsUser: needsUser), nil)
    return tallies.map { PropertyRow(property: $0.text, tally: $1) }
  }

  func cohorts(of name: String, in buckets: Buckets) async throws(StoreError) -> [CohortRow] {
    guard let range = BucketSQL(buckets) else { return [] }
    var counts: [Cell: Int] = [:]
    if buckets.count <= EventSQL.maskLimit {
      let rows = try await rows(sql.masks(of: name, in: range)) {
        reader throws(RowBinaryReader.Damage) in
        (mask: try reader.unsigned(), users: try reader.count())
      }
      for (mask, users) in rows where mask >> UInt64(buckets.count) == 0 {
        let cohort = mask.trailingZeroBitCount
        var rest = mask
        while rest != 0 {
          counts[Cell(row: cohort, column: rest.trailingZeroBitCount), default: 0] += users
          rest &= rest - 1
        }
      }
    } else {
      let rows = try await rows(sql.cohorts(of: name, in: range)) {
        reader throws(RowBinaryReader.Damage) in
        (
          cell: Cell(
            row: try reader.integer(in: 0..<buckets.count),
            column: try reader.integer(in: 0..<buckets.count)),
          users: try reader.count()
        )
      }
      for (cell, users) in rows { counts[cell, default: 0] += users }
    }
    return counts.map { CohortRow(cohort: $0.row, bucket: $0.column, users: $1) }
  }

  func funnel(
    _ steps: [String], in weeks: Buckets, by property: String?
  ) async throws(StoreError) -> [FunnelRow] {
    guard let range = BucketSQL(weeks), !steps.isEmpty else { return [] }
    let funnel = FunnelSQL(
      table: schema.events, steps: steps, weeks: range, property: property)
    var counts: [Stop: Int] = [:]
    let rows = try await rows(funnel.sql) { reader throws(RowBinaryReader.Damage) in
      let week = try reader.integer(in: 0..<weeks.count)
      let value = ByteText(try reader.text())
      let level = try reader.integer(in: 1..<(steps.count + 1))
      return (stop: Stop(week: week, value: value, level: level), users: try reader.count())
    }
    for (stop, users) in rows { counts[stop, default: 0] += users }
    return counts.map {
      FunnelRow(week: $0.week, value: $0.value.text, level: $0.level, users: $1)
    }
  }

  private var sql: EventSQL { EventSQL(table: schema.events) }

  /// A cohort and a bucket.
  private struct Cell: Hashable {
    var row: Int
    var column: Int
  }

  /// The week, value and step at which users of a funnel stopped.
  private struct Stop: Hashable {
    var week: Int
    var value: ByteText
    var level: Int
  }

  /// A name or a value, and a bucket.
  private struct Key: Hashable {
    var name: ByteText
    var bucket: Int

    var text: String { name.text }
  }

  /// Adds up rows of text, bucket (if there are `buckets`), events and users.
  private func tallies(
    _ sql: String, _ buckets: Int?
  ) async throws(StoreError) -> [Key: Tally] {
    let rows = try await rows(sql) { reader throws(RowBinaryReader.Damage) in
      let name = ByteText(try reader.text())
      let bucket = if let buckets { try reader.integer(in: 0..<buckets) } else { 0 }
      let tally = Tally(events: try reader.count(), users: try reader.count())
      return (key: Key(name: name, bucket: bucket), tally: tally)
    }
    var tallies: [Key: Tally] = [:]
    tallies.reserveCapacity(rows.count)
    for (key, tally) in rows {
      tallies[key, default: Tally()].events += tally.events
      tallies[key, default: Tally()].users += tally.users
    }
    return tallies
  }

  /// The concatenated rows of all shards; they can be added up because all events of a user are on
  /// one shard.
  private func rows<Row>(
    _ sql: String,
    _ read: (inout RowBinaryReader) throws(RowBinaryReader.Damage) -> Row
  ) async throws(StoreError) -> [Row] {
    try await connection.rows(
      sql, settings: schema.cluster == nil ? [] : [("distributed_group_by_no_merge", "1")], read)
  }
}
