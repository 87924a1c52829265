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

  init(_ json: inout JSONCursor) throws(ReadingFailure) {
    var weeks: [Week] = []
    try json.map { json, date throws(ReadingFailure) in
      weeks.append(try Week(date: try json.keep(date), &json))
    }
    weeks.sort { ByteText($0.date) < ByteText($1.date) }
    self.init(weeks: weeks)
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

extension FunnelBreakdown.Week {
  fileprivate init(date: String, _ json: inout JSONCursor) throws(ReadingFailure) {
    var (property, stepCount, order): (String, Int, [String]) = ("", 0, [])
    var values: [FunnelBreakdown.Value] = []
    try json.charge(4)
    try json.object(requiring: "meta", "values") { json, name throws(ReadingFailure) in
      if json.isName(name, "meta") {
        try json.map { json, name throws(ReadingFailure) in
          if json.isName(name, "name") {
            property = try json.string()
          } else if json.isName(name, "steps") {
            stepCount = try json.integer()
          } else if json.isName(name, "values") {
            order = try json.strings()
          } else {
            try json.skip()
          }
        }
      } else if json.isName(name, "values") {
        try json.map { json, value throws(ReadingFailure) in
          values.append(try FunnelBreakdown.Value(value: try json.keep(value), &json))
        }
      } else {
        try json.skip()
      }
    }
    // The table of ranks and the sorted copy.
    try json.charge(4 * order.count + 4 * values.count)
    self.init(
      date: date, property: property, stepCount: stepCount,
      values: Self.ranked(values, by: order))
  }

  /// An object has no order; the list in `meta` states it.
  private static func ranked(
    _ values: [FunnelBreakdown.Value], by order: [String]
  ) -> [FunnelBreakdown.Value] {
    var ranks: [ByteText: Int] = [:]
    for (rank, value) in order.enumerated() { ranks[ByteText(value)] = rank }
    let keys = values.map { ranks[ByteText($0.value)] ?? order.count }
    return values.indices.sorted { (keys[$0], $0) < (keys[$1], $1) }.map { values[$0] }
  }
}

extension FunnelBreakdown.Step {
  fileprivate init(number name: JSONText, _ json: inout JSONCursor) throws(ReadingFailure) {
    // Keys are texts; they are sorted as numbers.
    guard let number = Parameter.integer(reading: name.string(of: json.bytes)) else {
      _ = try json.next()
      throw json.mismatch("a step's number as its name")
    }
    var (count, isBest) = (0, false)
    try json.object(requiring: "count") { json, name throws(ReadingFailure) in
      if json.isName(name, "count") {
        count = try json.integer()
      } else if json.isName(name, "best"), try json.next() == UInt8(ascii: "t") {
        try json.take("true")
        isBest = true
      } else {
        try json.skip()
      }
    }
    self.init(number: number, count: count, isBest: isBest)
  }
}

extension FunnelBreakdown.Value {
  fileprivate init(value: String, _ json: inout JSONCursor) throws(ReadingFailure) {
    var steps: [FunnelBreakdown.Step] = []
    var (start, end, total): (Number?, Number?, Number?) = (nil, nil, nil)
    try json.charge(8)
    try json.object(requiring: "steps") { json, name throws(ReadingFailure) in
      if json.isName(name, "steps") {
        try json.map { json, number throws(ReadingFailure) in
          steps.append(try FunnelBreakdown.Step(number: number, &json))
        }
      } else if json.isName(name, "start") {
        start = try json.optionalNumber()
      } else if json.isName(name, "end") {
        end = try json.optionalNumber()
      } else if json.isName(name, "total_visitors") {
        total = try json.optionalNumber()
      } else {
        try json.skip()
      }
    }
    steps.sort { $0.number < $1.number }
    self.init(value: value, steps: steps)
    (self.start, self.end, self.total) = (start, end, total)
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
