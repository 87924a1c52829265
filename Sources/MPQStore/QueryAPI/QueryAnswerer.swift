internal import MPQAPI

/// Answers calls of the Query API from the counts of a store.
///
/// What both dialects count alike is answered by ``Answerer``; this adds the windows between dates
/// and the form of the answers.
struct QueryAnswerer {
  let store: any EventStore
  let calendar: ProjectCalendar
  /// The end of all windows, in seconds since 1970; later events are not counted.
  let now: Int

  /// Why there is no answer.
  enum Failure: Error {
    case store(StoreError)
    case refused(QueryRefusal)
  }

  /// Answers `call` with status 200.
  func response(to call: QueryCall) async throws(Failure) -> Response {
    switch call.endpoint {
    case .events: try await response(.events, call)
    case .eventsTop: try await response(.eventsTop, call)
    case .eventsNames: try await response(.eventsNames, call)
    case .eventsProperties: try await response(.eventsProperties, call)
    case .eventsPropertiesTop: try await response(.eventsPropertiesTop, call)
    case .eventsPropertiesValues: try await response(.eventsPropertiesValues, call)
    case .segmentation: try await segmentation(call)
    case .funnelsList: Self.response(try await funnelList())
    case .funnels: Self.response(try await funnel(call))
    case .retention: Self.response(try await retention(call))
    }
  }

  /// Counts one event, or its values of the property of `on`.
  private func segmentation(_ call: QueryCall) async throws(Failure) -> Response {
    guard let property = call.property else {
      return try await response(
        .events, call, [Call.Argument(.event, .texts([call.text(.event)]))])
    }
    return try await response(
      .eventsProperties, call, [Call.Argument(.name, .text(property))])
  }

  /// The answer of an endpoint that both dialects have, in the form of both.
  private func response(
    _ endpoint: Endpoint.ID, _ call: QueryCall, _ arguments: [Call.Argument] = []
  ) async throws(Failure) -> Response {
    let old = try Self.refusing { () throws(QueryRefusal) in
      try call.call(endpoint, arguments)
    }
    let range = endpoint == .eventsTop ? nil : try buckets(of: call)
    return try await reply(to: old, in: range).response(to: old)
  }

  /// The answer to `call` of the other dialect, counted in `range`.
  func reply(to call: Call, in range: Buckets?) async throws(Failure) -> Reply {
    let reply = try await reading { () async throws(StoreError) in
      try await Answerer(store: store, calendar: calendar, now: now, range: range).reply(to: call)
    }
    guard let reply else { throw .refused(QueryRefusal(400, Answerer.refusal)) }
    return reply
  }

  /// The buckets between the dates of `call`, or those of its interval.
  ///
  /// Without both they are the last ``QueryEndpoint/nameDays`` days.
  func buckets(of call: QueryCall) throws(Failure) -> Buckets {
    let unit = call.unit ?? .day
    let interval = call.integer(.interval)
    let (first, last) = (call.date(.fromDate), call.date(.toDate))
    guard first != nil || last != nil else {
      guard interval != nil || !call.takesInterval else {
        throw Self.refused("Specify either interval or from_date and to_date")
      }
      let window = Window(unit: unit, interval: interval ?? QueryEndpoint.nameDays)
      return calendar.buckets(of: window, now: now)
    }
    guard interval == nil || !call.takesInterval else {
      throw Self.refused("Specify either interval or from_date and to_date, not both")
    }
    guard let first else { throw .refused(QueryRefusal(.missingParameter("from_date"))) }
    guard let last else { throw .refused(QueryRefusal(.missingParameter("to_date"))) }
    guard first <= last else { throw Self.refused("from_date cannot be later than to_date") }
    let today = CivilDate(String(calendar.label(of: now).prefix(10)))
    guard let today, last <= today else {
      throw Self.refused("to_date cannot be later than today")
    }
    // Lists have no buckets, so that their dates may be far apart.
    let range = calendar.buckets(
      from: first, through: last, unit: call.isList ? .month : unit, now: now)
    guard let range else {
      throw Self.refused("The dates have more than \(Endpoint.intervalLimit) buckets")
    }
    return range
  }

  /// The buckets of a funnel or of cohorts: `interval` is their length in days.
  func longBuckets(of call: QueryCall) throws(Failure) -> Buckets {
    let days = call.integer(.interval)
    guard days == nil || call.unit == nil else {
      throw Self.refused("Specify either unit or interval, the days of a bucket")
    }
    return try buckets(of: call).grouped(by: days ?? 1)
  }

  /// Throws the failures of the store as ``Failure``.
  func reading<Value>(
    _ body: () async throws(StoreError) -> Value
  ) async throws(Failure) -> Value {
    do throws(StoreError) {
      return try await body()
    } catch {
      throw .store(error)
    }
  }

  private static func refusing<Value>(
    _ body: () throws(QueryRefusal) -> Value
  ) throws(Failure) -> Value {
    do throws(QueryRefusal) {
      return try body()
    } catch {
      throw .refused(error)
    }
  }

  static func refused(_ text: String) -> Failure { .refused(QueryRefusal(400, text)) }

  private static func response(_ json: JSONValue) -> Response {
    Response(status: 200, mediaType: "application/json", body: JSONWriter.bytes(json))
  }
}

extension QueryCall {
  /// Whether `interval` is the number of buckets, and may stand for the dates.
  fileprivate var takesInterval: Bool { endpoint == .events || endpoint == .eventsProperties }

  /// Whether the answer is about all days together.
  fileprivate var isList: Bool {
    [.eventsNames, .eventsPropertiesTop, .eventsPropertiesValues].contains(endpoint)
  }
}
