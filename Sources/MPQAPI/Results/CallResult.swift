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
  /// Order is kept, nulls stay null, and series that leave empty buckets out are filled. Reading
  /// stops at the first part that is wrong, so that the memory it takes is bounded by the bytes
  /// and by the limit of values.
  ///
  /// - Parameters:
  ///   - body: The answer.
  ///   - endpoint: The endpoint that was called.
  ///   - limits: The limits of the answer.
  ///   - checkpoint: Is called at intervals; `false` ends the reading.
  /// - Throws: ``ReadingFailure``.
  package init(
    reading body: [UInt8], of endpoint: Endpoint.ID, limits: Limits = Limits(),
    checkpoint: () -> Bool = { true }
  ) throws(ReadingFailure) {
    self = try JSONCursor.read(
      body[...], valueLimit: limits.answerValues, checkpoint: checkpoint
    ) { json throws(ReadingFailure) in
      try CallResult(&json, of: endpoint)
    }
  }

  /// The answer as JSON, in the document's form.
  package var json: JSONValue {
    switch self {
    case .series(let result): result.json
    case .top(let result): result.json
    case .names(let names): .array(names.map(JSONValue.text))
    case .retention(let result): result.json
    case .properties(let result): result.json
    case .funnels(let result): result.json
    case .dates(let result): result.json
    case .breakdown(let result): result.json
    }
  }

  private init(_ json: inout JSONCursor, of endpoint: Endpoint.ID) throws(ReadingFailure) {
    switch endpoint {
    case .events, .eventsProperties: self = .series(try SeriesResult(&json))
    case .eventsTop: self = .top(try TopResult(&json))
    case .eventsNames, .eventsPropertiesValues, .funnelsNames: self = .names(try json.strings())
    case .eventsRetention: self = .retention(try RetentionResult(&json))
    case .eventsPropertiesTop: self = .properties(try PropertyCounts(&json))
    case .funnels: self = .funnels(try FunnelResult(&json))
    case .funnelsDates: self = .dates(try FunnelDates(&json))
    case .funnelsProperties: self = .breakdown(try FunnelBreakdown(&json))
    case .funnelsPropertiesNames: self = .properties(try PropertyCounts(ofFunnel: &json))
    }
  }
}
