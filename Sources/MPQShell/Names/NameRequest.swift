package import MPQAPI

/// A list of names that a project has, as a shell may want to know it.
package enum NameRequest: Hashable, Sendable {
  /// The names of events (`events/names`).
  case events
  /// The names of funnels (`funnels/names`).
  case funnels
  /// The properties that an event is sent with (`events/properties/top`).
  case propertiesOfEvent(ByteText)
  /// The properties that a funnel's events are sent with (`funnels/properties/names`).
  case propertiesOfFunnel(ByteText)
  /// The values of a property of an event (`events/properties/values`).
  case values(property: ByteText, event: ByteText)
}
