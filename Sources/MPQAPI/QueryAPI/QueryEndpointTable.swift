extension QueryEndpoint {
  /// The endpoint with this identity.
  package static func of(_ id: ID) -> QueryEndpoint { QueryEndpoint(id: id, parameters: table(id)) }

  /// The most rows of `events/names`; a larger limit counts as this one.
  package static let nameLimit = 5000
  /// The days of `events/names`, and of the other lists of names, if no dates are sent.
  package static let nameDays = 31

  /// Endpoints that the service has and the store cannot answer, by path, with the reason.
  package static let absent: [(path: String, reason: String)] = [
    ("segmentation/sum", "the store has no sums of properties; use segmentation"),
    ("segmentation/average", "the store has no averages of properties; use segmentation"),
    ("segmentation/numeric", "the store does not group numbers; use segmentation"),
    ("retention/addiction", "the store does not count active hours; use retention"),
    ("insights", "there are no saved reports; use segmentation"),
    ("arb_funnels", "there are no saved reports; use funnels"),
    ("jql", "there are no scripts; use segmentation or the raw export"),
    ("engage", "the store has events only, not user profiles"),
    ("cohorts/list", "the store has no cohorts"),
    ("stream/query", "there is no activity stream; use the raw export"),
  ]

  private static let measure = QueryParameter.required(.type, .plain(.measure))
  private static let anyUnit = QueryParameter.Kind.plain(.unit(Window.Unit.allCases))
  private static let dayUnit = QueryParameter.Kind.plain(.unit([.day, .week, .month]))
  private static let format = QueryParameter.optional(
    .format, .plain(.format(Call.Format.allCases)), standard: "json")
  private static let noFilter = "mpqd cannot filter events; use 'on' to group them"
  private static let noLength =
    "mpqd has no conversion windows: a funnel begins and ends in a bucket"

  /// Either the dates or the interval.
  private static let window: [QueryParameter] =
    dates(areRequired: false) + [
      .optional(.interval, .plain(.integer(1...Endpoint.intervalLimit)))
    ]

  /// The days of a funnel's or a cohort's bucket; `unit` is the other way to state them.
  private static let days = QueryParameter.optional(.interval, .plain(.integer(1...90)))

  private static func dates(areRequired: Bool) -> [QueryParameter] {
    [.fromDate, .toDate].map { name in
      areRequired ? .required(name, .date) : .optional(name, .date)
    }
  }

  private static func limit(
    _ standard: Int, atMost most: Int = Endpoint.rowLimit
  ) -> QueryParameter {
    .optional(.limit, .plain(.integer(1...most)), standard: String(standard))
  }

  private static func table(_ id: ID) -> [QueryParameter] {
    switch id {
    case .events:
      [.required(.event, .plain(.texts)), measure, .required(.unit, anyUnit), format] + window
    case .eventsTop: [measure, limit(100)]
    case .eventsNames:
      [measure, .optional(.limit, .clamped(1...nameLimit), standard: "255")]
        + dates(areRequired: false)
    case .eventsProperties:
      [
        .required(.event, .plain(.text)), .required(.name, .plain(.text)),
        .optional(.values, .plain(.texts)), measure, .required(.unit, anyUnit), format, limit(255),
      ] + window
    case .eventsPropertiesTop:
      [.required(.event, .plain(.text)), limit(10)] + dates(areRequired: false)
    case .eventsPropertiesValues:
      [.required(.event, .plain(.text)), .required(.name, .plain(.text)), limit(255)]
        + dates(areRequired: false)
    case .funnels: funnels
    case .funnelsList: []
    case .retention: retention
    case .segmentation: segmentation
    }
  }

  private static let funnels: [QueryParameter] =
    [
      .required(.funnel, .plain(.integer(1...999_999_999))), days, .optional(.unit, dayUnit),
      .optional(.on, .property), limit(255, atMost: 10_000),
      .optional(.whereClause, .unsupported(noFilter)),
      .optional(.length, .unsupported(noLength)), .optional(.lengthUnit, .unsupported(noLength)),
    ] + dates(areRequired: true)

  private static let retention: [QueryParameter] =
    [
      .optional(
        .retentionType,
        .only("birth", reason: "mpqd counts users from their first event: send 'birth'")),
      .required(.bornEvent, .plain(.text)), .optional(.event, .plain(.text)), days,
      .optional(
        .intervalCount, .plain(.integer(1...Endpoint.intervalLimit)), standard: "1"),
      .optional(.unit, dayUnit),
      .optional(.bornWhere, .unsupported(noFilter)),
      .optional(.whereClause, .unsupported(noFilter)),
      .optional(.on, .unsupported("mpqd cannot group retention")),
      .optional(.limit, .unsupported("mpqd cannot group retention")),
      .optional(
        .unbounded, .only("false", reason: "mpqd counts the users of each bucket only")),
    ] + dates(areRequired: true)

  private static let segmentation: [QueryParameter] =
    [
      .required(.event, .plain(.text)), .optional(.on, .property),
      .optional(.whereClause, .unsupported(noFilter)),
      .optional(.interval, .unsupported("use 'unit'")),
      .optional(.unit, anyUnit, standard: "day"),
      .optional(.type, .plain(.measure), standard: "general"), format, limit(60, atMost: 10_000),
    ] + dates(areRequired: true)
}
