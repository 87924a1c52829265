/// The last steps that users reached, by week and by value of a property: the answer of
/// `funnels/properties`.
public struct FunnelBreakdown: Equatable, Sendable {
  /// One week.
  public struct Week: Equatable, Sendable {
    /// The Monday.
    public var date: String
    /// The property.
    public var property: String
    /// The number of steps that the answer states; keys may lie beyond it.
    public var stepCount: Int
    /// The values of the property, in the order of the answer.
    public var values: [Value]

    /// The week of `date`.
    public init(date: String, property: String, stepCount: Int, values: [Value]) {
      self.date = date
      self.property = property
      self.stepCount = stepCount
      self.values = values
    }
  }

  /// The users with one value of the property.
  public struct Value: Equatable, Sendable {
    /// The value; empty for users without the property.
    public var value: String
    /// The steps at which users stopped, ascending by number.
    public var steps: [Step]
    /// The lowest step at which a user stopped.
    public var start: Number?
    /// The highest step at which a user stopped.
    public var end: Number?
    /// The number of users.
    public var total: Number?

    /// The users with `value`; start, end and total follow from the steps.
    public init(value: String, steps: [Step]) {
      self.value = value
      self.steps = steps
      start = steps.first.map { .integer($0.number) }
      end = steps.last.map { .integer($0.number) }
      total = .integer(steps.reduce(0) { $0 + $1.count })
    }
  }

  /// One step at which users stopped.
  public struct Step: Equatable, Sendable {
    /// The step, from 1.
    public var number: Int
    /// The users who came this far and no further.
    public var count: Int
    /// Whether no other value has more such users.
    public var isBest: Bool

    /// Gives `count` users to a step.
    public init(number: Int, count: Int, isBest: Bool) {
      self.number = number
      self.count = count
      self.isBest = isBest
    }
  }

  /// The weeks, ascending.
  public var weeks: [Week]

  /// Several weeks.
  public init(weeks: [Week]) {
    self.weeks = weeks
  }

  init(_ answer: Shape) throws(ShapeError) {
    weeks = []
    for (date, week) in try answer.members() {
      let meta = try week.member("meta")
      var values: [Value] = []
      for (value, counts) in try week.member("values").members() {
        values.append(try Value(value, counts))
      }
      // The object's own order says nothing; the list in meta does.
      let order = try meta.optional("values")?.texts() ?? []
      var ranks: [ByteText: Int] = [:]
      for (rank, value) in order.enumerated() { ranks[ByteText(value)] = rank }
      let ranked = values.enumerated().sorted {
        (ranks[ByteText($0.element.value)] ?? order.count, $0.offset)
          < (ranks[ByteText($1.element.value)] ?? order.count, $1.offset)
      }
      weeks.append(
        Week(
          date: date, property: try meta.optional("name")?.text() ?? "",
          stepCount: try meta.optional("steps")?.integer() ?? 0,
          values: ranked.map(\.element)))
    }
    weeks.sort { ByteText($0.date) < ByteText($1.date) }
  }

  /// The answer in the document's form.
  public var json: JSONValue {
    .object(
      weeks.map { week in
        JSONMember(
          week.date,
          .object([
            JSONMember(
              "meta",
              .object([
                JSONMember("name", .text(week.property)),
                JSONMember("steps", .integer(week.stepCount)),
                JSONMember("values", .array(week.values.map { .text($0.value) })),
              ])),
            JSONMember("values", .object(week.values.map { JSONMember($0.value, $0.json) })),
          ]))
      })
  }
}

extension FunnelBreakdown.Value {
  fileprivate init(_ value: String, _ counts: Shape) throws(ShapeError) {
    self.value = value
    steps = []
    for (key, step) in try counts.member("steps").members() {
      // Keys are texts, but ten comes after nine.
      guard let number = Parameter.integer(reading: key) else {
        throw step.mismatch("a step's number as its name")
      }
      var isBest = false
      if case .bool(true) = step.optional("best")?.value { isBest = true }
      steps.append(
        FunnelBreakdown.Step(
          number: number, count: try step.member("count").integer(), isBest: isBest))
    }
    steps.sort { $0.number < $1.number }
    start = try counts.optional("start")?.optionalNumber()
    end = try counts.optional("end")?.optionalNumber()
    total = try counts.optional("total_visitors")?.optionalNumber()
  }

  fileprivate var json: JSONValue {
    let steps = steps.map { step in
      let best = step.isBest ? [JSONMember("best", .bool(true))] : []
      return JSONMember(
        String(step.number), .object(best + [JSONMember("count", .integer(step.count))]))
    }
    return .object([
      JSONMember("end", end?.json ?? .null),
      JSONMember("start", start?.json ?? .null),
      JSONMember("steps", .object(steps)),
      JSONMember("total_visitors", total?.json ?? .null),
    ])
  }
}
