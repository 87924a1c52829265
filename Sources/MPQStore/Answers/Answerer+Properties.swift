internal import MPQAPI

extension Answerer {
  /// `events/properties`.
  func properties(_ call: Call) async throws(StoreError) -> CallResult? {
    let buckets = buckets(of: call)
    let listed = call[.values] == nil ? nil : call.texts(.values).withoutRepeats()
    let values = try await shownValues(call, listed, buckets)
    guard fits(values.count, buckets.count) else { return nil }
    let rows = try await store.breakdown(
      of: call.text(.event), by: call.text(.name), values: values, in: buckets, for: call.measure)
    let tallies = rows.map { (name: $0.value, bucket: $0.bucket, tally: $0.tally) }
    return .series(series(values, buckets, tallies, call.measure))
  }

  /// The property values of an answer, in the call's order if the call lists values.
  private func shownValues(
    _ call: Call, _ listed: [String]?, _ buckets: Buckets
  ) async throws(StoreError) -> [String] {
    if let listed, listed.count <= call.limit { return listed }
    let ranked = try await rankedValues(call, listed, buckets)
    guard let listed else { return ranked }
    let shown = Set(ranked.map(ByteText.init))
    return listed.filter { shown.contains(ByteText($0)) }
  }

  /// `events/properties/values`; ignores the measure.
  func values(_ call: Call) async throws(StoreError) -> CallResult {
    .names(try await rankedValues(call, nil, buckets(of: call)))
  }

  /// The values of a property by their total in the window, at most the call's limit.
  ///
  /// - Parameters:
  ///   - call: The call.
  ///   - listed: The values to rank, including those without data; `nil` for all with data.
  ///   - buckets: The window.
  /// - Returns: The values, ranked.
  /// - Throws: ``StoreError``.
  private func rankedValues(
    _ call: Call, _ listed: [String]?, _ buckets: Buckets
  ) async throws(StoreError) -> [String] {
    var rows = try await store.breakdown(
      of: call.text(.event), by: call.text(.name), values: listed, in: buckets.merged,
      for: .general)
    if let listed {
      let found = Set(rows.map { ByteText($0.value) })
      rows += listed.filter { !found.contains(ByteText($0)) }
        .map { ValueRow(value: $0, bucket: 0, tally: Tally()) }
    }
    return rows.ranked(byTotal: \.tally, \.value, limit: call.limit).map(\.value)
  }

  /// `events/properties/top`.
  func topProperties(_ call: Call) async throws(StoreError) -> CallResult {
    let rows = try await store.propertyCounts(
      of: [call.text(.event)], in: buckets(of: call), for: call.measure, needsUser: false)
    return .properties(counts(rows, call))
  }

  /// The properties by their total in the window, at most the call's limit.
  func counts(_ rows: [PropertyRow], _ call: Call) -> PropertyCounts {
    let ranked = rows.ranked(byTotal: \.tally, \.property, limit: call.limit)
    return PropertyCounts(
      rows: ranked.map { row in
        PropertyCounts.Row(property: row.property, count: row.tally.number(call.measure))
      })
  }
}
