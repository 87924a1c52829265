public import MPQAPI

/// The forms of a query, one for each endpoint.
public enum Form: CaseIterable, Hashable, Sendable {
  case events, eventsByProperty, topEvents, retention, funnel, funnelByProperty
  case showEvents, showEventProperties, showEventValues
  case showFunnels, showFunnelDates, showFunnelProperties

  /// The endpoint that answers this form.
  public var endpoint: Endpoint { Endpoint.of(row.endpoint) }

  /// How messages call this form.
  var noun: String { row.noun }

  /// What a person can write, for hints.
  var pattern: String { row.pattern }

  private struct Row {
    let endpoint: Endpoint.ID
    let noun: String
    let pattern: String
  }

  private var row: Row {
    switch self {
    case .events:
      Row(
        endpoint: .events, noun: "a query for events",
        pattern: "events NAME, ... [MEASURE] [days N]")
    case .eventsByProperty:
      Row(
        endpoint: .eventsProperties, noun: "a query for events by a property",
        pattern: "events NAME by PROPERTY [in (VALUE, ...)] [MEASURE] [days N] [limit N]")
    case .topEvents:
      Row(
        endpoint: .eventsTop, noun: "'top events'",
        pattern: "top events [MEASURE] [limit N]")
    case .retention:
      Row(
        endpoint: .eventsRetention, noun: "retention",
        pattern: "retention NAME, ... [MEASURE] [weeks N]")
    case .funnel:
      Row(endpoint: .funnels, noun: "a funnel", pattern: "funnel NAME, ... [weeks N]")
    case .funnelByProperty:
      Row(
        endpoint: .funnelsProperties, noun: "a funnel by a property",
        pattern: "funnel NAME by PROPERTY [weeks N] [limit N]")
    case .showEvents:
      Row(
        endpoint: .eventsNames, noun: "'show events'",
        pattern: "show events [MEASURE] [days N] [limit N]")
    case .showEventProperties:
      Row(
        endpoint: .eventsPropertiesTop, noun: "'show properties of event'",
        pattern: "show properties of event NAME [MEASURE] [days N] [limit N]")
    case .showEventValues:
      Row(
        endpoint: .eventsPropertiesValues, noun: "'show values'",
        pattern: "show values of PROPERTY of event NAME [MEASURE] [days N] [limit N]")
    case .showFunnels:
      Row(endpoint: .funnelsNames, noun: "'show funnels'", pattern: "show funnels [weeks N]")
    case .showFunnelDates:
      Row(
        endpoint: .funnelsDates, noun: "'show dates'",
        pattern: "show dates of funnel NAME, ... [limit N]")
    case .showFunnelProperties:
      Row(
        endpoint: .funnelsPropertiesNames, noun: "'show properties of funnel'",
        pattern: "show properties of funnel NAME [weeks N] [limit N]")
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
