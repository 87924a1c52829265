import MPQAPI

// The typed results of answers of the Query API.

extension PropertyCounts {
  /// Reads `{"plan": {"count": 120}, "$duration_s": {}}`; a count may be missing.
  init(query answer: QueryValue) throws(ShapeError) {
    self.init(
      rows: try answer.members().map { name, value throws(ShapeError) in
        _ = try value.members()
        return Row(property: name, count: try value.member("count")?.number())
      })
  }
}

extension RetentionResult.Report {
  /// Reads `{"2026-01-05": {"counts": [40, 22, 9], "first": 64}}`.
  ///
  /// The first count is that of users who came back within the first window, which the API
  /// document does not count.
  init(query answer: QueryValue, event: String, window: Window) throws(ShapeError) {
    let offsetCount = max(0, window.interval - 1)
    var cohorts: [RetentionResult.Cohort] = []
    for (label, cohort) in try answer.members() {
      let size = try cohort.required("first").number().double
      guard size > 0 else { continue }
      let counts = try cohort.required("counts").elements()
      cohorts.append(
        RetentionResult.Cohort(
          label: label,
          fractions: try counts.dropFirst().prefix(offsetCount).map { count throws(ShapeError) in
            count.json == .null ? nil : .double(try count.number().double / size)
          }))
    }
    cohorts.sort { ByteText($0.label) < ByteText($1.label) }
    self.init(
      event: event, offsets: (0..<offsetCount).map { "\($0 + 1) \(window.unit.plural) later" },
      cohorts: cohorts)
  }
}

extension FunnelResult {
  /// Reads `{"data": {"2026-01-05": {"steps": [...]}}}`.
  static func weeks(query answer: QueryValue) throws(ShapeError) -> [Week] {
    let weeks = try answer.required("data").members().map { date, week throws(ShapeError) in
      Week(
        date: date,
        steps: try week.required("steps").elements().map { step throws(ShapeError) in
          try Step(query: step)
        })
    }
    return weeks.sorted { ByteText($0.date) < ByteText($1.date) }
  }
}

extension FunnelResult.Step {
  fileprivate init(query step: QueryValue) throws(ShapeError) {
    // Custom events have a number as their name, and a label for people.
    let name = step.member("step_label") ?? step.member("event")
    let goal = if let name { name } else { try step.required("goal") }
    self.init(
      goal: try goal.text(), count: try step.required("count").number(),
      stepRatio: try step.member("step_conv_ratio")?.number(),
      overallRatio: try step.member("overall_conv_ratio")?.number())
  }
}

extension FunnelBreakdown {
  /// Reads `{"data": {"2026-01-05": {"$overall": [step, ...], "NL": [step, ...]}}}`.
  init(query answer: QueryValue, property: String) throws(ShapeError) {
    var weeks = try answer.required("data").members().map { date, week throws(ShapeError) in
      try Week(date: date, property: property, query: week)
    }
    // A week without data may have no steps.
    let stepCount = weeks.map(\.stepCount).max() ?? 0
    for index in weeks.indices { weeks[index].stepCount = stepCount }
    self.init(weeks: weeks.sorted { ByteText($0.date) < ByteText($1.date) })
  }
}

extension FunnelBreakdown.Week {
  /// The name under which the service sums all values.
  private static let overall = "$overall"

  fileprivate init(date: String, property: String, query week: QueryValue) throws(ShapeError) {
    var stopped: [(value: String, users: [Int])] = []
    var stepCount = 0
    for (value, steps) in try week.members() {
      let reached = try steps.elements().map { step throws(ShapeError) in
        try step.required("count").integer()
      }
      stepCount = max(stepCount, reached.count)
      if value != Self.overall { stopped.append((value, Self.stopped(reached))) }
    }
    var best: [Int: (index: Int, users: Int)] = [:]
    for (index, value) in stopped.enumerated() {
      for (step, users) in value.users.enumerated() where users > best[step]?.users ?? 0 {
        best[step] = (index, users)
      }
    }
    let values = stopped.enumerated().map { index, value in
      FunnelBreakdown.Value(
        value: value.value,
        steps: value.users.enumerated().filter { $0.element > 0 }.map { step, users in
          FunnelBreakdown.Step(
            number: step + 1, count: users, isBest: best[step]?.index == index)
        })
    }
    self.init(
      date: date, property: property, stepCount: stepCount, values: values)
  }

  /// The users who stopped at each step, from those who reached it.
  ///
  /// A step cannot have more users than the one before it, so that the sum is that of the first.
  private static func stopped(_ reached: [Int]) -> [Int] {
    var most = Int.max
    let reached = reached.map { count in
      most = min(most, max(0, count))
      return most
    }
    return zip(reached, reached.dropFirst() + [0]).map { $0 - $1 }
  }
}
