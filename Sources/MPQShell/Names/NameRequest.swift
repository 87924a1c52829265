package import MPQAPI

/// A list of names of a project that a shell may fetch.
package enum NameRequest: Hashable, Sendable {
  /// The names of events (`events/names`).
  case events
  /// The names of funnels (`funnels/names`).
  case funnels
  /// The properties of an event (`events/properties/top`).
  case propertiesOfEvent(ByteText)
  /// The properties of a funnel's events (`funnels/properties/names`).
  case propertiesOfFunnel(ByteText)
  /// The values of a property of an event (`events/properties/values`).
  case values(property: ByteText, event: ByteText)
}
