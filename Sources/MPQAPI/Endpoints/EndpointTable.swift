extension Endpoint {
  /// The most buckets that one call may ask for; the document names no limit.
  public static let intervalLimit = 10_000
  /// The most rows that one call may ask for; the document names no limit.
  public static let rowLimit = 100_000

  /// Every endpoint, in the order of the document.
  public static let all: [Endpoint] = [
    events, eventsTop, eventsNames, eventsRetention,
    eventsProperties, eventsPropertiesTop, eventsPropertiesValues,
    funnels, funnelsNames, funnelsDates, funnelsProperties, funnelsPropertiesNames,
  ]

  /// The endpoint with this identity.
  public static func of(_ id: ID) -> Endpoint {
    switch id {
    case .events: events
    case .eventsTop: eventsTop
    case .eventsNames: eventsNames
    case .eventsRetention: eventsRetention
    case .eventsProperties: eventsProperties
    case .eventsPropertiesTop: eventsPropertiesTop
    case .eventsPropertiesValues: eventsPropertiesValues
    case .funnels: funnels
    case .funnelsNames: funnelsNames
    case .funnelsDates: funnelsDates
    case .funnelsProperties: funnelsProperties
    case .funnelsPropertiesNames: funnelsPropertiesNames
    }
  }

  // The comment of each endpoint names its section and method in the API document.

  private static let interval = Parameter.required(.interval, .integer(1...intervalLimit))
  private static let anyUnit = Parameter.required(.unit, .unit(Window.Unit.allCases))
  // The service answered clients that left the window out: the test suite of the Perl client asks
  // for the names of events with a type only.
  private static let namesUnit = Parameter.required(
    .unit, .unit(Window.Unit.allCases), tolerated: "day")
  private static let namesInterval = Parameter.required(
    .interval, .integer(1...intervalLimit), tolerated: "30")
  private static let weekUnit = Parameter.required(.unit, .unit([.week]))
  private static let format = Parameter.optional(
    .format, .format(Call.Format.allCases), standard: "json")

  private static func limit(_ standard: Int) -> Parameter {
    .optional(.limit, .integer(1...rowLimit), standard: String(standard))
  }

  // Events, method events.
  private static let events = Endpoint(
    id: .events,
    summary: "counts of events, bucket by bucket",
    parameters: [
      .required(.event, .texts), .required(.type, .measure), anyUnit, interval, format,
    ])

  // Events, method top.
  private static let eventsTop = Endpoint(
    id: .eventsTop,
    summary: "today's most frequent events, and their change since yesterday",
    parameters: [.required(.type, .measure), limit(255)])

  // Events, method names.
  private static let eventsNames = Endpoint(
    id: .eventsNames,
    summary: "the names of the most frequent events",
    parameters: [.required(.type, .measure), namesUnit, namesInterval, limit(255)])

  // Events, method retention.
  private static let eventsRetention = Endpoint(
    id: .eventsRetention,
    summary: "the fraction of users who did an event again later",
    parameters: [
      // The service answered clients that left the type out.
      .required(.event, .texts), .required(.type, .measure, tolerated: "general"),
      anyUnit, interval, format,
    ])

  // Event Properties, method properties.
  private static let eventsProperties = Endpoint(
    id: .eventsProperties,
    summary: "counts of one event by the values of one property",
    parameters: [
      .required(.event, .text), .required(.name, .text), .optional(.values, .texts),
      .required(.type, .measure), anyUnit, interval, format, limit(255),
    ])

  // Event Properties, method top.
  private static let eventsPropertiesTop = Endpoint(
    id: .eventsPropertiesTop,
    summary: "the most frequent properties of an event",
    parameters: [
      .required(.event, .text), .required(.type, .measure), namesUnit, namesInterval, limit(10),
    ])

  // Event Properties, method values.
  private static let eventsPropertiesValues = Endpoint(
    id: .eventsPropertiesValues,
    summary: "the most frequent values of one property of an event",
    parameters: [
      .required(.event, .text), .required(.name, .text), .required(.type, .measure),
      namesUnit, namesInterval, limit(255),
    ])

  // Funnels, method funnels.
  private static let funnels = Endpoint(
    id: .funnels,
    summary: "how many users reached each step of a funnel, week by week",
    parameters: [.required(.funnel, .texts), weekUnit, interval])

  // Funnels, method names.
  private static let funnelsNames = Endpoint(
    id: .funnelsNames,
    summary: "the names of the funnels",
    parameters: [weekUnit, interval])

  // Funnels, method dates.
  private static let funnelsDates = Endpoint(
    id: .funnelsDates,
    summary: "the weeks for which funnels have data",
    parameters: [.required(.funnel, .texts), weekUnit, limit(100)])

  // Funnel Properties, method properties.
  private static let funnelsProperties = Endpoint(
    id: .funnelsProperties,
    summary: "the last steps that users reached in a funnel, by the values of one property",
    parameters: [
      .required(.funnel, .text), .required(.name, .text), weekUnit, interval, limit(10),
    ])

  // Funnel Properties, method names.
  private static let funnelsPropertiesNames = Endpoint(
    id: .funnelsPropertiesNames,
    summary: "the most frequent properties of the events of a funnel",
    parameters: [.required(.funnel, .text), weekUnit, interval, limit(20)])
}
