internal import MPQAPI

extension Answerer {
  /// `events`.
  func events(_ call: Call) async throws(StoreError) -> CallResult? {
    let names = try await knownEvents(call)
    let buckets = buckets(of: call)
    guard fits(names.count, buckets.count) else { return nil }
    let rows = try await store.counts(of: names, in: buckets, for: call.measure)
    let tallies = rows.map { (name: $0.event, bucket: $0.bucket, tally: $0.tally) }
    return .series(series(names, buckets, tallies, call.measure))
  }

  /// `events/top`.
  func top(_ call: Call) async throws(StoreError) -> CallResult {
    let measure = call.measure
    let today = calendar.buckets(of: Window(unit: .day, interval: 1), now: now)
    let rows = try await store.counts(of: nil, in: today, for: measure)
    let earlier = try await store.counts(of: nil, in: calendar.yesterday(now: now), for: measure)
    var before: [ByteText: Tally] = [:]
    for row in earlier { before[ByteText(row.event)] = row.tally }
    let ranked = rows.ranked(byTotal: \.tally, \.event, limit: call.limit)
    let events = ranked.map { row in
      let amount = row.tally.number(measure)
      let old = before[ByteText(row.event)]?.number(measure).double ?? 0
      let change = old == 0 ? nil : Number.double((amount.double - old) / old)
      return TopResult.Row(event: row.event, amount: amount, change: change)
    }
    return .top(TopResult(rows: events, type: measure.rawValue))
  }

  /// `events/names`; ignores the measure.
  func names(_ call: Call) async throws(StoreError) -> CallResult {
    let rows = try await store.counts(of: nil, in: buckets(of: call).merged, for: .general)
    let ranked = rows.ranked(byTotal: \.tally, \.event, limit: call.limit)
    return .names(ranked.map(\.event))
  }

  /// `events/retention`; ignores the measure.
  func retention(_ call: Call) async throws(StoreError) -> CallResult? {
    let buckets = buckets(of: call)
    let unit = call.window?.unit ?? .day
    let offsets = (1..<max(1, buckets.count)).map { "\($0) \(unit.plural) later" }
    var reports: [RetentionResult.Report] = []
    var cohortCount = 0
    for name in try await knownEvents(call) {
      let rows = try await store.cohorts(of: name, in: buckets)
      cohortCount += rows.count { $0.cohort == $0.bucket }
      guard fits(cohortCount, buckets.count) else { return nil }
      let cohorts = Self.cohorts(rows, of: buckets)
      reports.append(RetentionResult.Report(event: name, offsets: offsets, cohorts: cohorts))
    }
    return .retention(RetentionResult(reports: reports, unit: unit.rawValue))
  }

  private static func cohorts(_ rows: [CohortRow], of buckets: Buckets) -> [RetentionResult.Cohort]
  {
    var seen: [Int: [Int: Int]] = [:]
    for row in rows { seen[row.cohort, default: [:]][row.bucket, default: 0] += row.users }
    return seen.keys.sorted().map { cohort in
      let users = seen[cohort] ?? [:]
      let size = Double(users[cohort] ?? 0)
      let fractions = ((cohort + 1)..<max(cohort + 1, buckets.count)).map { bucket in
        Number.double(Double(users[bucket] ?? 0) / size)
      }
      return RetentionResult.Cohort(label: buckets.labels[cohort], fractions: fractions)
    }
  }

  /// The call's events that exist in the project, in the call's order, without duplicates.
  private func knownEvents(_ call: Call) async throws(StoreError) -> [String] {
    let known = Set(try await store.eventNames().map { ByteText($0) })
    return call.subjects.withoutRepeats().filter { known.contains(ByteText($0)) }
  }

  /// One row per name, filled with zeros.
  func series(
    _ names: [String], _ buckets: Buckets, _ tallies: [(name: String, bucket: Int, tally: Tally)],
    _ measure: Measure
  ) -> SeriesResult {
    let zeros = [Number?](repeating: Tally().number(measure), count: buckets.count)
    var rows = names.map { SeriesResult.Row(name: $0, values: zeros) }
    var indices: [ByteText: Int] = [:]
    for (index, name) in names.enumerated() { indices[ByteText(name)] = index }
    for (name, bucket, tally) in tallies {
      guard let index = indices[ByteText(name)] else { continue }
      rows[index].values[bucket] = tally.number(measure)
    }
    return SeriesResult(labels: buckets.labels, rows: rows)
  }
}
