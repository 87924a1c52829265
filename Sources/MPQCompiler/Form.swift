public import MPQAPI
package import MPQSyntax

/// The forms of a query, one for each endpoint.
public enum Form: CaseIterable, Hashable, Sendable {
  case events, eventsByProperty, topEvents, retention, funnel, funnelByProperty
  case showEvents, showEventProperties, showEventValues
  case showFunnels, showFunnelDates, showFunnelProperties

  /// The endpoint that answers this form.
  public var endpoint: Endpoint { Endpoint.of(row.endpoint) }

  /// The name of this form in messages.
  var noun: String { row.noun }

  /// The word that queries of this form begin with.
  package var verb: Keyword { row.verb }

  /// The syntax of the form, for hints and help: the subject, and the clauses that the endpoint
  /// has parameters for.
  package var pattern: String {
    var parts = ["\(verb.rawValue) \(row.subject)"]
    if endpoint.parameter(.values) != nil { parts.append("[in (VALUE, ...)]") }
    if endpoint.parameter(.type) != nil { parts.append("[MEASURE]") }
    if !units.isEmpty { parts.append(isByWeek ? "[weeks N]" : "[days N]") }
    if endpoint.parameter(.limit) != nil { parts.append("[limit N]") }
    return parts.joined(separator: " ")
  }

  /// A query of this form, for help.
  package var example: String { row.example }

  private struct Row {
    let endpoint: Endpoint.ID
    let noun: String
    let verb: Keyword
    let subject: String
    let example: String
  }

  private var row: Row {
    switch self {
    case .events:
      Row(
        endpoint: .events, noun: "a query for events",
        verb: .events, subject: "NAME, ...",
        example: #"events "play song", "log in" days 30 unique"#)
    case .eventsByProperty:
      Row(
        endpoint: .eventsProperties, noun: "a query for events by a property",
        verb: .events, subject: "NAME by PROPERTY",
        example: #"events "play song" by genre weeks 8 limit 5"#)
    case .topEvents:
      Row(
        endpoint: .eventsTop, noun: "'top events'",
        verb: .top, subject: "events",
        example: #"top events limit 10"#)
    case .retention:
      Row(
        endpoint: .eventsRetention, noun: "retention",
        verb: .retention, subject: "NAME, ...",
        example: #"retention "play song" weeks 6"#)
    case .funnel:
      Row(
        endpoint: .funnels, noun: "a funnel", verb: .funnel, subject: "NAME, ...",
        example: #"funnel "Signup flow" weeks 4"#)
    case .funnelByProperty:
      Row(
        endpoint: .funnelsProperties, noun: "a funnel by a property",
        verb: .funnel, subject: "NAME by PROPERTY",
        example: #"funnel "Signup flow" weeks 4 by referrer"#)
    case .showEvents:
      Row(
        endpoint: .eventsNames, noun: "'show events'",
        verb: .show, subject: "events",
        example: #"show events days 30"#)
    case .showEventProperties:
      Row(
        endpoint: .eventsPropertiesTop, noun: "'show properties of event'",
        verb: .show, subject: "properties of event NAME",
        example: #"show properties of event "play song""#)
    case .showEventValues:
      Row(
        endpoint: .eventsPropertiesValues, noun: "'show values'",
        verb: .show, subject: "values of PROPERTY of event NAME",
        example: #"show values of genre of event "play song""#)
    case .showFunnels:
      Row(
        endpoint: .funnelsNames, noun: "'show funnels'", verb: .show, subject: "funnels",
        example: #"show funnels"#)
    case .showFunnelDates:
      Row(
        endpoint: .funnelsDates, noun: "'show dates'",
        verb: .show, subject: "dates of funnel NAME, ...",
        example: #"show dates of funnel "Signup flow""#)
    case .showFunnelProperties:
      Row(
        endpoint: .funnelsPropertiesNames, noun: "'show properties of funnel'",
        verb: .show, subject: "properties of funnel NAME",
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

  /// Whether the usual window is one of weeks.
  var isByWeek: Bool { isAboutFunnels || self == .retention }

  /// Whether the rows are about funnels.
  public var isAboutFunnels: Bool { endpoint.parameter(.funnel) != nil || self == .showFunnels }
}
