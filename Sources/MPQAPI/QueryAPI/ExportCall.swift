/// One request to the raw export: days, events, and the most lines.
package struct ExportCall: Sendable {
  /// The path, without a trailing slash.
  package static let path = "/api/2.0/export"

  /// The first day, in UTC.
  package let firstDay: CivilDate
  /// The last day, in UTC, inclusive.
  package let lastDay: CivilDate
  /// The names of the events; `nil` for all.
  package let events: [String]?
  /// The most events; `nil` for all.
  package let limit: Int?

  package static let parameters: [QueryParameter] = [
    .required(.fromDate, .date), .required(.toDate, .date),
    .optional(.event, .plain(.texts)), .optional(.limit, .plain(.integer(1...100_000))),
    .optional(
      .whereClause, .unsupported("mpqd cannot filter events by properties; use 'event'")),
    .optional(.timeInMilliseconds, .only("false", reason: "mpqd writes times in seconds")),
  ]

  /// Reads the parameters in `items`; unknown ones are ignored, as the service does.
  ///
  /// - Parameters:
  ///   - items: The items of the query string.
  ///   - today: The day of now, in UTC.
  /// - Throws: ``QueryRefusal`` for the first wrong or missing parameter.
  package init(_ items: [QueryItem], today: CivilDate) throws(QueryRefusal) {
    let values = try QueryParameter.values(of: Self.parameters, in: items)
    guard case .date(let first) = values[.fromDate], case .date(let last) = values[.toDate] else {
      throw QueryRefusal(.missingParameter(QueryParameter.Name.fromDate.rawValue))
    }
    guard first <= last else {
      throw QueryRefusal(400, "from_date cannot be later than to_date")
    }
    guard last <= today else { throw QueryRefusal(400, "to_date cannot be later than today") }
    (firstDay, lastDay) = (first, last)
    events = if case .plain(.texts(let names)) = values[.event] { names } else { nil }
    limit = if case .plain(.integer(let limit)) = values[.limit] { limit } else { nil }
  }
}
