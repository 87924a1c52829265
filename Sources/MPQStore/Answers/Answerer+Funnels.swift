internal import MPQAPI

extension Answerer {
  /// `funnels`.
  func funnels(_ call: Call) async throws(StoreError) -> CallResult? {
    let weeks = buckets(of: call)
    var reports: [FunnelResult.Report] = []
    for funnel in try await definedFunnels(call) {
      guard fits(weeks.count, (reports.count + 1) * FunnelDefinition.stepLimit) else { return nil }
      let rows = try await store.funnel(funnel.steps, in: weeks, by: nil)
      reports.append(
        FunnelResult.Report(funnel: funnel.name, weeks: Self.weeks(rows, of: weeks, funnel)))
    }
    return .funnels(FunnelResult(reports: reports))
  }

  private static func weeks(
    _ rows: [FunnelRow], of weeks: Buckets, _ funnel: FunnelDefinition
  ) -> [FunnelResult.Week] {
    var stopped = [[Int]](
      repeating: [Int](repeating: 0, count: funnel.steps.count), count: weeks.count)
    for row in rows { stopped[row.week][row.level - 1] += row.users }
    return zip(weeks.labels, stopped).map { label, stopped in
      // A user who stopped at a step also reached all earlier steps.
      var counts = stopped
      for index in counts.indices.dropLast().reversed() { counts[index] += counts[index + 1] }
      let steps = funnel.steps.indices.map { index in
        FunnelResult.Step(
          goal: funnel.steps[index], count: .integer(counts[index]),
          stepRatio: ratio(counts[index], to: counts[max(0, index - 1)]),
          overallRatio: ratio(counts[index], to: counts[0]))
      }
      return FunnelResult.Week(date: label, steps: steps)
    }
  }

  /// `part` divided by `whole`; 0 if `whole` is 0.
  private static func ratio(_ part: Int, to whole: Int) -> Number {
    .double(whole == 0 ? 0 : Double(part) / Double(whole))
  }

  /// `funnels/names`.
  func funnelNames(_ call: Call) async throws(StoreError) -> CallResult {
    let weeks = buckets(of: call)
    var entered: [(name: String, users: Int)] = []
    for funnel in try await store.funnels() {
      let users = try await entering(funnel, in: weeks).values.reduce(0, +)
      if users > 0 { entered.append((funnel.name, users)) }
    }
    let ranked = entered.ranked(by: { .integer($0.users) }, \.name)
    return .names(ranked.map(\.name))
  }

  /// `funnels/dates`.
  func funnelDates(_ call: Call) async throws(StoreError) -> CallResult {
    var rows: [FunnelDates.Row] = []
    for funnel in try await definedFunnels(call) {
      var dates: [String] = []
      if let span = try await store.span(of: [funnel.steps[0]]), span.lowerBound <= now {
        let weeks = calendar.weeks(from: span.lowerBound, now: now)
        dates = try await entering(funnel, in: weeks).keys.sorted().map { weeks.labels[$0] }
      }
      rows.append(FunnelDates.Row(funnel: funnel.name, dates: dates.suffix(call.limit)))
    }
    return .dates(FunnelDates(rows: rows))
  }

  /// `funnels/properties/names`.
  func funnelPropertyNames(_ call: Call) async throws(StoreError) -> Reply {
    guard let funnel = try await definedFunnels(call).first else {
      return Reply(result: .properties(PropertyCounts(rows: [])))
    }
    let rows = try await store.propertyCounts(
      of: funnel.steps.withoutRepeats(), in: buckets(of: call), for: .general, needsUser: true)
    return Reply(
      result: .properties(counts(rows, call)),
      heading: Reply.Heading(funnel: funnel.name, date: calendar.label(of: now)))
  }

  /// The number of users who did the first step of a funnel, by week.
  ///
  /// Weeks without such users are omitted.
  private func entering(
    _ funnel: FunnelDefinition, in weeks: Buckets
  ) async throws(StoreError) -> [Int: Int] {
    let rows = try await store.counts(of: [funnel.steps[0]], in: weeks, for: .unique)
    return Dictionary(
      rows.filter { $0.tally.users > 0 }.map { ($0.bucket, $0.tally.users) }, uniquingKeysWith: +)
  }

  /// The call's funnels that exist in the project, in the call's order, without duplicates.
  func definedFunnels(_ call: Call) async throws(StoreError) -> [FunnelDefinition] {
    let defined = try await store.funnels()
    return call.subjects.withoutRepeats().compactMap { name in
      defined.first { $0.name.utf8.elementsEqual(name.utf8) }
    }
  }
}
