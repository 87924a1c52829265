internal import MPQAPI

extension Answerer {
  /// `funnels/properties`.
  func funnelProperties(_ call: Call) async throws(StoreError) -> CallResult? {
    guard let funnel = try await definedFunnels(call).first else {
      return .breakdown(FunnelBreakdown(weeks: []))
    }
    let property = call.text(.name)
    let weeks = buckets(of: call)
    let rows = try await store.funnel(funnel.steps, in: weeks, by: property)
    // The number of users who stopped at each step, by week and value.
    let zeros = [Int](repeating: 0, count: funnel.steps.count)
    var stopped = [[ByteText: [Int]]](repeating: [:], count: weeks.count)
    for row in rows {
      stopped[row.week][ByteText(row.value), default: zeros][row.level - 1] += row.users
    }
    let shown = stopped.map { Self.shown($0, limit: call.limit) }
    guard fits(shown.reduce(weeks.count) { $0 + $1.count }, funnel.steps.count) else { return nil }
    let answer = zip(weeks.labels, shown).map { label, values in
      FunnelBreakdown.Week(
        date: label, property: property, stepCount: funnel.steps.count,
        values: Self.marked(values))
    }
    return .breakdown(FunnelBreakdown(weeks: answer))
  }

  /// A property value and the number of users who stopped at each step, from step 1.
  private typealias Shown = (value: String, stopped: [Int])

  /// The values of one week, by number of users, at most `limit`.
  private static func shown(_ values: [ByteText: [Int]], limit: Int) -> [Shown] {
    let all = values.map { (value: $0.text, stopped: $1) }
    return all.ranked(by: { .integer($0.stopped.reduce(0, +)) }, \.value, limit: limit)
  }

  /// Marks the best value at each step: the first one with the most users.
  private static func marked(_ values: [Shown]) -> [FunnelBreakdown.Value] {
    var best: [Int: (index: Int, users: Int)] = [:]
    for (index, shown) in values.enumerated() {
      for (step, users) in shown.stopped.enumerated() where users > best[step + 1]?.users ?? 0 {
        best[step + 1] = (index, users)
      }
    }
    return values.enumerated().map { index, shown in
      let steps = shown.stopped.enumerated().filter { $0.element > 0 }.map { step, users in
        FunnelBreakdown.Step(
          number: step + 1, count: users, isBest: best[step + 1]?.index == index)
      }
      return FunnelBreakdown.Value(value: shown.value, steps: steps)
    }
  }
}
