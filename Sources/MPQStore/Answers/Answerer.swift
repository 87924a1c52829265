internal import MPQAPI

/// Answers calls from the counts of a store.
///
/// The store returns rows that can be added up. Everything else is computed here: averages, ratios,
/// sorting and limits.
struct Answerer {
  let store: any EventStore
  let calendar: ProjectCalendar
  /// The end of all windows, in seconds since 1970; later events are not counted.
  let now: Int
  /// The buckets of all calls, instead of those of their windows; `nil` for none.
  var range: Buckets?

  /// The maximum number of values in an answer.
  static let numberLimit = 2_000_000

  /// The message for a larger answer.
  static let refusal =
    "The answer would have more than \(numberLimit) numbers: ask for fewer names, a smaller "
    + "interval or a smaller limit"

  /// The answer to `call`; `nil` if it would have more than ``numberLimit`` numbers.
  func reply(to call: Call) async throws(StoreError) -> Reply? {
    if call.endpoint == .funnelsPropertiesNames { return try await funnelPropertyNames(call) }
    return try await result(of: call).map { Reply(result: $0) }
  }

  /// The answer to `call`, without the heading that only its JSON has.
  func result(of call: Call) async throws(StoreError) -> CallResult? {
    switch call.endpoint {
    case .events: try await events(call)
    case .eventsTop: try await top(call)
    case .eventsNames: try await names(call)
    case .eventsRetention: try await retention(call)
    case .eventsProperties: try await properties(call)
    case .eventsPropertiesTop: try await topProperties(call)
    case .eventsPropertiesValues: try await values(call)
    case .funnels: try await funnels(call)
    case .funnelsNames: try await funnelNames(call)
    case .funnelsDates: try await funnelDates(call)
    case .funnelsProperties: try await funnelProperties(call)
    case .funnelsPropertiesNames: try await funnelPropertyNames(call).result
    }
  }

  /// The buckets of a call's window.
  func buckets(of call: Call) -> Buckets {
    range ?? calendar.buckets(of: call.window ?? Window(unit: .day, interval: 1), now: now)
  }

  /// Whether an answer of this many rows and columns is within ``numberLimit``.
  func fits(_ rows: Int, _ columns: Int) -> Bool {
    let (size, isTooLarge) = rows.multipliedReportingOverflow(by: columns)
    return !isTooLarge && size <= Self.numberLimit
  }
}

extension Sequence {
  /// The rows by their total number of events, at most `limit`.
  ///
  /// All names of events, values and properties have this order, for every measure.
  func ranked(
    byTotal tally: (Element) -> Tally, _ name: (Element) -> String, limit: Int
  ) -> [Element] {
    ranked(by: { .integer(tally($0).events) }, name, limit: limit)
  }

  /// The first `limit` rows by descending number, then by the bytes of their names.
  func ranked(
    by number: (Element) -> Number, _ name: (Element) -> String, limit: Int = .max
  ) -> [Element] {
    let rows = map { (number: number($0).double, row: $0) }
    guard rows.count > limit, limit > 0 else {
      return Self.sorted(rows, name).prefix(limit).map(\.row)
    }
    // Comparing names is slow; most rows are below the limit or tie with its last row.
    let least = rows.map(\.number).sorted(by: >)[limit - 1]
    let larger = Self.sorted(rows.filter { $0.number > least }, name).map(\.row)
    let equal = rows.lazy.filter { $0.number == least }.map(\.row)
    return larger + equal.first(limit - larger.count, by: name)
  }

  private static func sorted(
    _ rows: [(number: Double, row: Element)], _ name: (Element) -> String
  ) -> [(number: Double, name: ByteText, row: Element)] {
    rows.map { (number: $0.number, name: ByteText(name($0.row)), row: $0.row) }
      .sorted { ($1.number, $0.name) < ($0.number, $1.name) }
  }

  /// The first `count` rows by the bytes of their names.
  private func first(_ count: Int, by name: (Element) -> String) -> [Element] {
    var found: [(name: ByteText, row: Element)] = []
    for row in self {
      let name = ByteText(name(row))
      if found.count == count {
        guard let last = found.last, name < last.name else { continue }
        found.removeLast()
      }
      var places = found.startIndex..<found.endIndex
      while !places.isEmpty {
        let middle = places.lowerBound + places.count / 2
        places =
          name < found[middle].name
          ? places.lowerBound..<middle : middle + 1..<places.upperBound
      }
      found.insert((name, row), at: places.lowerBound)
    }
    return found.map(\.row)
  }
}
