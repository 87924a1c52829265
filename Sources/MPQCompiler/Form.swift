public import MPQAPI

/// The forms of a query, one for each endpoint.
public enum Form: CaseIterable, Hashable, Sendable {
  case events, eventsByProperty, topEvents, retention, funnel, funnelByProperty
  case showEvents, showEventProperties, showEventValues
  case showFunnels, showFunnelDates, showFunnelProperties

  /// The endpoint that answers this form.
  public var endpoint: Endpoint { Endpoint.of(row.endpoint) }

  /// The name of this form in messages.
  var noun: String { row.noun }

  /// The syntax of the form, for hints and help.
  public var pattern: String { row.pattern }

  /// A query of this form, for help.
  public var example: String { row.example }

  private struct Row {
    let endpoint: Endpoint.ID
    let noun: String
    let pattern: String
    let example: String
  }

  private var row: Row {
    switch self {
    case .events:
      Row(
        endpoint: .events, noun: "a query for events",
        pattern: "events NAME, ... [MEASURE] [days N]",
        example: #"events "play song", "log in" days 30 unique"#)
    case .eventsByProperty:
      Row(
        endpoint: .eventsProperties, noun: "a query for events by a property",
        pattern: "events NAME by PROPERTY [in (VALUE, ...)] [MEASURE] [days N] [limit N]",
        example: #"events "play song" by genre weeks 8 limit 5"#)
    case .topEvents:
      Row(
        endpoint: .eventsTop, noun: "'top events'",
        pattern: "top events [MEASURE] [limit N]",
        example: #"top events limit 10"#)
    case .retention:
      Row(
        endpoint: .eventsRetention, noun: "retention",
        pattern: "retention NAME, ... [MEASURE] [weeks N]",
        example: #"retention "play song" weeks 6"#)
    case .funnel:
      Row(
        endpoint: .funnels, noun: "a funnel", pattern: "funnel NAME, ... [weeks N]",
        example: #"funnel "Signup flow" weeks 4"#)
    case .funnelByProperty:
      Row(
        endpoint: .funnelsProperties, noun: "a funnel by a property",
        pattern: "funnel NAME by PROPERTY [weeks N] [limit N]",
        example: #"funnel "Signup flow" weeks 4 by referrer"#)
    case .showEvents:
      Row(
        endpoint: .eventsNames, noun: "'show events'",
        pattern: "show events [MEASURE] [days N] [limit N]",
        example: #"show events days 30"#)
    case .showEventProperties:
      Row(
        endpoint: .eventsPropertiesTop, noun: "'show properties of event'",
        pattern: "show properties of event NAME [MEASURE] [days N] [limit N]",
        example: #"show properties of event "play song""#)
    case .showEventValues:
      Row(
        endpoint: .eventsPropertiesValues, noun: "'show values'",
        pattern: "show values of PROPERTY of event NAME [MEASURE] [days N] [limit N]",
        example: #"show values of genre of event "play song""#)
    case .showFunnels:
      Row(
        endpoint: .funnelsNames, noun: "'show funnels'", pattern: "show funnels [weeks N]",
        example: #"show funnels"#)
    case .showFunnelDates:
      Row(
        endpoint: .funnelsDates, noun: "'show dates'",
        pattern: "show dates of funnel NAME, ... [limit N]",
        example: #"show dates of funnel "Signup flow""#)
    case .showFunnelProperties:
      Row(
        endpoint: .funnelsPropertiesNames, noun: "'show properties of funnel'",
        pattern: "show properties of funnel NAME [weeks N] [limit N]",
        example: #"show properties of funnel "Signup flow""#)
    }
  }

  /// The units in which this form counts; none where it takes no window.
  var units: [Window.Unit] {
    guard endpoint.parameter(.interval) != nil,
      case .unit(let units) = endpoint.parameter(.unit)?.kind
    else { return [] }
    return units
  }

  /// Whether the rows are about funnels.
  public var isAboutFunnels: Bool { endpoint.parameter(.funnel) != nil || self == .showFunnels }
}
