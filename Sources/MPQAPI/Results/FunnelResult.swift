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

  init(_ answer: Shape) throws(ShapeError) {
    reports = []
    for (funnel, report) in try answer.members() {
      var weeks: [Week] = []
      for (date, week) in try report.member("data").members() {
        var steps: [Step] = []
        for step in try week.member("steps").elements() {
          steps.append(
            Step(
              goal: try step.member("goal").text(),
              count: try step.member("count").number(),
              stepRatio: try step.optional("step_conv_ratio")?.optionalNumber(),
              overallRatio: try step.optional("overall_conv_ratio")?.optionalNumber()))
        }
        weeks.append(Week(date: date, steps: steps))
      }
      weeks.sort { ByteText($0.date) < ByteText($1.date) }
      reports.append(Report(funnel: funnel, weeks: weeks))
    }
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
  /// The step with the lowest ratio to the one before, counted from 1; 0 without steps.
  ///
  /// The first step has none before it, so it is the worst only where it is alone.
  var worst: Int {
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
