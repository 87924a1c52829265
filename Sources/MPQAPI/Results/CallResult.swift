/// The typed result of one call: one case for each form of answer.
public enum CallResult: Equatable, Sendable {
  /// `events`, `events/properties`.
  case series(SeriesResult)
  /// `events/top`.
  case top(TopResult)
  /// `events/names`, `events/properties/values`, `funnels/names`; in the server's order.
  case names([String])
  /// `events/retention`.
  case retention(RetentionResult)
  /// `events/properties/top`, `funnels/properties/names`.
  case properties(PropertyCounts)
  /// `funnels`.
  case funnels(FunnelResult)
  /// `funnels/dates`.
  case dates(FunnelDates)
  /// `funnels/properties`.
  case breakdown(FunnelBreakdown)

  /// Reads the JSON answer of `endpoint`.
  ///
  /// Order is kept, nulls stay null, and series that leave empty buckets out are filled.
  ///
  /// - Throws: ``ShapeError`` at the first part that has not the document's form.
  public init(_ json: JSONValue, of endpoint: Endpoint.ID) throws(ShapeError) {
    let answer = Shape(json)
    switch endpoint {
    case .events, .eventsProperties: self = .series(try SeriesResult(answer))
    case .eventsTop: self = .top(try TopResult(answer))
    case .eventsNames, .eventsPropertiesValues, .funnelsNames: self = .names(try answer.texts())
    case .eventsRetention: self = .retention(try RetentionResult(answer))
    case .eventsPropertiesTop: self = .properties(try PropertyCounts(answer))
    case .funnels: self = .funnels(try FunnelResult(answer))
    case .funnelsDates: self = .dates(try FunnelDates(answer))
    case .funnelsProperties: self = .breakdown(try FunnelBreakdown(answer))
    case .funnelsPropertiesNames: self = .properties(try PropertyCounts(ofFunnel: answer))
    }
  }
}
