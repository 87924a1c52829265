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
    /// The fraction that came back, for the first so many offsets; `nil` where it is not known.
    ///
    /// Later cohorts have fewer.
    public var fractions: [Number?]

    /// Gives `fractions`, one an offset, to a cohort.
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

  init(_ answer: Shape) throws(ShapeError) {
    reports = []
    for (event, data) in try answer.member("data").members() {
      let offsets = try data.member("series").texts()
      var cohorts: [Cohort] = []
      for (label, values) in try data.member("values").members() {
        // Looked up rather than searched for: a hostile answer has many offsets.
        var known: [ByteText: Shape] = [:]
        for (offset, fraction) in try values.members() { known[ByteText(offset)] = fraction }
        var fractions: [Number?] = []
        for (index, offset) in offsets.enumerated() {
          guard let fraction = known[ByteText(offset)] else { continue }
          // What is missing before an offset that is there is not known.
          fractions += [Number?](repeating: nil, count: index - fractions.count)
          fractions.append(try fraction.optionalNumber())
        }
        cohorts.append(Cohort(label: label, fractions: fractions))
      }
      cohorts.sort { ByteText($0.label) < ByteText($1.label) }
      reports.append(Report(event: event, offsets: offsets, cohorts: cohorts))
    }
    unit = try answer.optional("meta")?.optional("unit")?.text() ?? ""
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
