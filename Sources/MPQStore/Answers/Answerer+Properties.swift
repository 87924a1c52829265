internal import MPQAPI

extension Answerer {
  /// `events/properties`.
  func properties(_ call: Call) async throws(StoreError) -> CallResult? {
    let buckets = buckets(of: call)
    let names = try await shownValues(call, buckets)
    guard fits(names.count, buckets.count) else { return nil }
    let rows = try await store.breakdown(
      of: call.text(.event), by: call.text(.name), values: names, in: buckets, for: call.measure)
    let found = Set(rows.map { ByteText($0.value) })
    let present = names.filter { found.contains(ByteText($0)) }.prefix(call.limit)
    let tallies = rows.map { (name: $0.value, bucket: $0.bucket, tally: $0.tally) }
    return .series(series(Array(present), buckets, tallies, call.measure))
  }

  /// The values of a property that an answer may show, in its order.
  ///
  /// Those that the call names are not limited yet: some may have no data.
  private func shownValues(_ call: Call, _ buckets: Buckets) async throws(StoreError) -> [String] {
    if call[.values] != nil { return call.texts(.values).withoutRepeats() }
    // Averages are shown in the order of the totals.
    let measure = call.measure == .average ? .general : call.measure
    return try await rankedValues(call, in: buckets, by: measure)
  }

  /// `events/properties/values`.
  func values(_ call: Call) async throws(StoreError) -> CallResult {
    let values = try await rankedValues(call, in: buckets(of: call), by: call.measure)
    return .names(values)
  }

  /// The values of a property by their volume over the whole window, as many as the limit allows.
  private func rankedValues(
    _ call: Call, in buckets: Buckets, by measure: Measure
  ) async throws(StoreError) -> [String] {
    let rows = try await store.breakdown(
      of: call.text(.event), by: call.text(.name), values: nil, in: buckets.merged, for: measure)
    return rows.ranked(by: { $0.tally.number(measure) }, \.value, limit: call.limit)
      .map(\.value)
  }

  /// `events/properties/top`.
  func topProperties(_ call: Call) async throws(StoreError) -> CallResult {
    let rows = try await store.propertyCounts(
      of: [call.text(.event)], in: buckets(of: call), for: call.measure, needsUser: false)
    return .properties(counts(rows, call))
  }

  /// The properties by their volume, as many as the limit allows.
  func counts(_ rows: [PropertyRow], _ call: Call) -> PropertyCounts {
    let ranked = rows.ranked(
      by: { $0.tally.number(call.measure) }, \.property, limit: call.limit)
    return PropertyCounts(
      rows: ranked.map { row in
        PropertyCounts.Row(property: row.property, count: row.tally.number(call.measure))
      })
  }
}
