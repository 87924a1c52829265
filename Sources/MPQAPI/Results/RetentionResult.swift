/// Who came back: the answer of `events/retention`.
public struct RetentionResult: Equatable, Sendable {
  /// The retention of one event.
  public struct Report: Equatable, Sendable {
    /// The event.
    public var event: String
    /// The names of the offsets, such as `1 weeks later`, in their order.
    public var offsets: [String]
    /// The cohorts, by date, ascending.
    public var cohorts: [Cohort]

    /// The retention of `event`.
    public init(event: String, offsets: [String], cohorts: [Cohort]) {
      self.event = event
      self.offsets = offsets
      self.cohorts = cohorts
    }
  }

  /// The users whose first event of the window lies in one bucket.
  public struct Cohort: Equatable, Sendable {
    /// The bucket.
    public var label: String
    /// The fraction that came back, for the first offsets; `nil` where it is unknown.
    ///
    /// Later cohorts have fewer.
    public var fractions: [Number?]

    /// Gives `fractions`, one per offset, to a cohort.
    public init(label: String, fractions: [Number?]) {
      self.label = label
      self.fractions = fractions
    }
  }

  /// The reports, in the order of the answer.
  public var reports: [Report]
  /// The API's word for the unit.
  public var unit: String

  /// The retention of several events, by `unit`.
  public init(reports: [Report], unit: String) {
    self.reports = reports
    self.unit = unit
  }

  init(_ json: inout JSONCursor) throws(ReadingFailure) {
    var (reports, unit): ([Report], String) = ([], "")
    try json.object(requiring: "data") { json, name throws(ReadingFailure) in
      if json.isName(name, "data") {
        try json.map { json, event throws(ReadingFailure) in
          reports.append(try Report(event: try json.keep(event), &json))
        }
      } else if json.isName(name, "meta"), try json.next() == UInt8(ascii: "{") {
        try json.members { json, name throws(ReadingFailure) in
          guard json.isName(name, "unit") else { return try json.skip() }
          unit = try json.string()
        }
      } else {
        try json.skipMember(name)
      }
    }
    self.init(reports: reports, unit: unit)
  }

  /// The answer in the document's form.
  public var json: JSONValue {
    let data = reports.map { report in
      JSONMember(
        report.event,
        .object([
          JSONMember(
            "descriptions",
            Self.byCohort(report) { cohort, _ in .text(cohort.label) }),
          JSONMember("series", .array(report.offsets.map(JSONValue.text))),
          JSONMember("values", Self.byCohort(report) { $1?.json ?? .null }),
        ]))
    }
    return .object([
      JSONMember("data", .object(data)),
      JSONMember("meta", .object([JSONMember("unit", .text(unit))])),
    ])
  }

  private static func byCohort(
    _ report: Report, _ value: (Cohort, Number?) -> JSONValue
  ) -> JSONValue {
    .object(
      report.cohorts.map { cohort in
        JSONMember(
          cohort.label,
          .object(
            zip(report.offsets, cohort.fractions).map { JSONMember($0, value(cohort, $1)) }))
      })
  }
}

// MARK: - Reading

extension RetentionResult.Report {
  fileprivate init(event: String, _ json: inout JSONCursor) throws(ReadingFailure) {
    var offsets: JSONLabels?
    var cohorts: [RetentionResult.Cohort] = []
    /// Where the cohorts are, if they come before the offsets.
    var start: Int?
    try json.object(requiring: "series", "values") { json, name throws(ReadingFailure) in
      if json.isName(name, "series") {
        offsets = try JSONLabels(&json)
      } else if !json.isName(name, "values") {
        try json.skip()
      } else if offsets == nil {
        _ = try json.next()
        start = json.position
        try json.skipUncounted()
      } else {
        cohorts = try Self.cohorts(&json, &offsets)
      }
    }
    if let start {
      let end = json.position
      json.position = start
      cohorts = try Self.cohorts(&json, &offsets)
      json.position = end
    }
    cohorts.sort { ByteText($0.label) < ByteText($1.label) }
    self.init(event: event, offsets: offsets?.strings(of: json) ?? [], cohorts: cohorts)
  }

  private static func cohorts(
    _ json: inout JSONCursor, _ offsets: inout JSONLabels?
  ) throws(ReadingFailure) -> [RetentionResult.Cohort] {
    guard var known = offsets else { return [] }
    var cohorts: [RetentionResult.Cohort] = []
    try json.map { json, label throws(ReadingFailure) in
      // Even a short list takes some memory.
      try json.charge(4)
      var fractions: [Number?] = []
      try known.numbers(&json) { json, index, number throws(ReadingFailure) in
        guard let index else { return }
        // A missing value before a present one is unknown.
        let missing = index + 1 - fractions.count
        if missing > 0 {
          try json.charge(missing)
          fractions += repeatElement(nil, count: missing)
        }
        fractions[index] = number
      }
      cohorts.append(
        RetentionResult.Cohort(label: try json.keep(label), fractions: fractions))
    }
    offsets = known
    return cohorts
  }
}
