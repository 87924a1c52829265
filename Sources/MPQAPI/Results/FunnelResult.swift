/// How many users reached each step, week by week: the answer of `funnels`.
public struct FunnelResult: Equatable, Sendable {
  /// One funnel.
  public struct Report: Equatable, Sendable {
    /// The funnel.
    public var funnel: String
    /// Its weeks, ascending.
    public var weeks: [Week]

    /// The weeks of `funnel`.
    public init(funnel: String, weeks: [Week]) {
      self.funnel = funnel
      self.weeks = weeks
    }
  }

  /// One week; the number of steps may differ between weeks.
  public struct Week: Equatable, Sendable {
    /// The Monday.
    public var date: String
    /// The steps, in their order.
    public var steps: [Step]

    /// The steps of the week of `date`.
    public init(date: String, steps: [Step]) {
      self.date = date
      self.steps = steps
    }
  }

  /// One step.
  public struct Step: Equatable, Sendable {
    /// The event of this step.
    public var goal: String
    /// The users who reached it.
    public var count: Number
    /// Count by the count of the step before; `nil` where the answer had null.
    public var stepRatio: Number?
    /// Count by the count of the first step; `nil` where the answer had null.
    public var overallRatio: Number?

    /// Gives its figures to a step.
    public init(goal: String, count: Number, stepRatio: Number?, overallRatio: Number?) {
      self.goal = goal
      self.count = count
      self.stepRatio = stepRatio
      self.overallRatio = overallRatio
    }
  }

  /// The funnels, in the order of the answer.
  public var reports: [Report]

  /// The weeks of several funnels.
  public init(reports: [Report]) {
    self.reports = reports
  }

  init(_ json: inout JSONCursor) throws(ReadingFailure) {
    var reports: [Report] = []
    try json.map { json, name throws(ReadingFailure) in
      // Even a short list takes some memory.
      try json.charge(4)
      var weeks: [Week] = []
      try json.object(requiring: "data") { json, member throws(ReadingFailure) in
        guard json.isName(member, "data") else { return try json.skip() }
        try json.map { json, date throws(ReadingFailure) in
          weeks.append(try Week(date: try json.keep(date), &json))
        }
      }
      weeks.sort { ByteText($0.date) < ByteText($1.date) }
      reports.append(Report(funnel: try json.keep(name), weeks: weeks))
    }
    self.init(reports: reports)
  }

  /// The answer in the document's form.
  public var json: JSONValue {
    .object(
      reports.map { report in
        let dates = report.weeks.map { JSONValue.text($0.date) }
        return JSONMember(
          report.funnel,
          .object([
            JSONMember("data", .object(report.weeks.map { JSONMember($0.date, $0.json) })),
            JSONMember("meta", .object([JSONMember("dates", .array(dates))])),
          ]))
      })
  }
}

extension FunnelResult.Week {
  fileprivate init(date: String, _ json: inout JSONCursor) throws(ReadingFailure) {
    var steps: [FunnelResult.Step] = []
    try json.charge(4)
    try json.object(requiring: "steps") { json, name throws(ReadingFailure) in
      guard json.isName(name, "steps") else { return try json.skip() }
      try json.list { json throws(ReadingFailure) in
        steps.append(try FunnelResult.Step(&json))
      }
    }
    self.init(date: date, steps: steps)
  }

  /// The step with the lowest ratio to the one before, counted from 1; 0 without steps.
  ///
  /// The first step has none before it, so it is the worst only if it is the only one.
  package var worst: Int {
    let later = steps.indices.dropFirst()
    let ratios = steps.map { $0.stepRatio?.double ?? 0 }
    guard let worst = later.min(by: { ratios[$0] < ratios[$1] }) else { return steps.count }
    return worst + 1
  }

  fileprivate var json: JSONValue {
    .object([
      JSONMember(
        "analysis",
        .object([
          JSONMember("completion", steps.last?.overallRatio?.json ?? .double(0)),
          JSONMember("starting_amount", steps.first?.count.json ?? .integer(0)),
          JSONMember("steps", .integer(steps.count)),
          JSONMember("worst", .integer(worst)),
        ])),
      JSONMember(
        "steps",
        .array(
          steps.map { step in
            .object([
              JSONMember("count", step.count.json),
              JSONMember("goal", .text(step.goal)),
              JSONMember("overall_conv_ratio", step.overallRatio?.json ?? .null),
              JSONMember("step_conv_ratio", step.stepRatio?.json ?? .null),
            ])
          })),
    ])
  }
}

extension FunnelResult.Step {
  fileprivate init(_ json: inout JSONCursor) throws(ReadingFailure) {
    var (goal, count): (String, Number) = ("", .integer(0))
    var (stepRatio, overallRatio): (Number?, Number?) = (nil, nil)
    try json.charge(3)
    try json.object(requiring: "goal", "count") { json, name throws(ReadingFailure) in
      if json.isName(name, "goal") {
        goal = try json.string()
      } else if json.isName(name, "count") {
        count = try json.someNumber()
      } else if json.isName(name, "step_conv_ratio") {
        stepRatio = try json.optionalNumber()
      } else if json.isName(name, "overall_conv_ratio") {
        overallRatio = try json.optionalNumber()
      } else {
        try json.skip()
      }
    }
    self.init(goal: goal, count: count, stepRatio: stepRatio, overallRatio: overallRatio)
  }
}
