internal import MPQAPI

/// A project's events and the definitions of its funnels.
///
/// Every operation that counts answers with rows that can be added up over shards, as long as all
/// events of a user are on one shard: the planner makes averages, ratios, orders and limits from
/// them. Buckets are made by the planner too, so that no engine needs to know time zones.
protocol EventStore: Sendable {
  /// Keeps `events`, except those that are there already, and, in the same transaction, how far the
  /// import of their file has come.
  ///
  /// All are kept or none.
  ///
  /// - Parameters:
  ///   - events: The events.
  ///   - mark: How far the import has come; `nil` where that need not be known, and without effect
  ///     where marks are not kept.
  /// - Returns: What became of them.
  /// - Throws: ``StoreError``.
  func append(
    _ events: RawEvents, at mark: ImportMark?
  ) async throws(StoreError) -> AppendSummary

  /// Makes answers fast after events were added; they are right before too.
  func settle() async throws(StoreError)

  /// Finds what does not fit together, and what the store keeps for its answers and differs from
  /// the events.
  ///
  /// - Parameter progress: Called now and then, where it takes long.
  /// - Returns: What is wrong, one line each, without paths; empty where nothing is.
  /// - Throws: ``StoreError``.
  func check(
    _ progress: @escaping @Sendable (CheckProgress) -> Void
  ) async throws(StoreError) -> [String]

  /// How far the import of `file` has come; `nil` where nothing is known of it.
  func importMark(of file: FileIdentity) async throws(StoreError) -> ImportMark?

  /// The names of all events that the project ever saw, in no order.
  func eventNames() async throws(StoreError) -> [String]

  /// The times of the first and the last of the events called `names`, or of all events where it is
  /// `nil`; `nil` where there are none.
  func span(of names: [String]?) async throws(StoreError) -> ClosedRange<Int>?

  /// How much of each event lies in each bucket; empty buckets have no row.
  ///
  /// - Parameters:
  ///   - names: The events, or `nil` for all; those that the project does not know are left out.
  ///   - buckets: The time to look at.
  ///   - measure: What will be made of the tallies, so that the rest need not be counted.
  /// - Returns: One row for each event and bucket.
  /// - Throws: ``StoreError``.
  func counts(
    of names: [String]?, in buckets: Buckets, for measure: Measure
  ) async throws(StoreError) -> [EventRow]

  /// How much of one event lies in each bucket, by the text of a property's value.
  ///
  /// - Parameters:
  ///   - name: The event.
  ///   - property: The property; events without it do not count.
  ///   - values: The values to count, or `nil` for all.
  ///   - buckets: The time to look at.
  ///   - measure: What will be made of the tallies.
  /// - Returns: One row for each value and bucket.
  /// - Throws: ``StoreError``.
  func breakdown(
    of name: String, by property: String, values: [String]?, in buckets: Buckets,
    for measure: Measure
  ) async throws(StoreError) -> [ValueRow]

  /// How many of the events called `names` carry each property, in the time of all `buckets`.
  func propertyCounts(
    of names: [String], in buckets: Buckets, for measure: Measure
  ) async throws(StoreError) -> [PropertyRow]

  /// How many of the users whose first event lies in one bucket have such an event in another.
  func cohorts(
    of name: String, in buckets: Buckets
  ) async throws(StoreError) -> [CohortRow]

  /// How many users reached which step of a funnel as their last one.
  ///
  /// - Parameters:
  ///   - steps: The events, in their order.
  ///   - weeks: The buckets; a user's way is looked at in each by itself.
  ///   - property: The property whose text on the user's first event of step 1 tells users apart;
  ///     `nil` where nothing does.
  /// - Returns: One row for each week, value and last step.
  /// - Throws: ``StoreError``.
  func funnel(
    _ steps: [String], in weeks: Buckets, by property: String?
  ) async throws(StoreError) -> [FunnelRow]

  /// The funnels, in the order of their definition.
  func funnels() async throws(StoreError) -> [FunnelDefinition]

  /// Defines funnels; one that has the name of a new one is replaced in its place.
  func define(_ funnels: [FunnelDefinition]) async throws(StoreError)

  /// Forgets the funnel called `name`; `false` when there is none.
  func dropFunnel(named name: String) async throws(StoreError) -> Bool

  /// Ends all use of the store.
  func close() throws(StoreError)
}

extension EventStore {
  /// Nothing is to be done where answers are made from the events themselves.
  func settle() async throws(StoreError) {}

  /// Nothing can differ where nothing is kept beside the events.
  func check(
    _ progress: @escaping @Sendable (CheckProgress) -> Void
  ) async throws(StoreError) -> [String] { [] }

  /// Keeps `events`, except those that are there already.
  func append(_ events: [RawEvent]) async throws(StoreError) -> AppendSummary {
    try await append(RawEvents(events), at: nil)
  }

  /// Where marks are not kept, there is none.
  func importMark(of file: FileIdentity) async throws(StoreError) -> ImportMark? { nil }
}

/// How many events there were, and how many different users.
struct Tally: Equatable, Sendable {
  var events = 0
  var users = 0

  /// What `measure` makes of them.
  func number(_ measure: Measure) -> Number {
    switch measure {
    case .general: .integer(events)
    case .unique: .integer(users)
    case .average: .double(users == 0 ? 0 : Double(events) / Double(users))
    }
  }
}

/// One event in one bucket.
struct EventRow: Equatable, Sendable {
  var event: String
  var bucket: Int
  var tally: Tally
}

/// One value of a property in one bucket.
struct ValueRow: Equatable, Sendable {
  var value: String
  var bucket: Int
  var tally: Tally
}

/// One property.
struct PropertyRow: Equatable, Sendable {
  var property: String
  var tally: Tally
}

/// The users of one cohort who were seen in one bucket, that of the cohort itself included.
struct CohortRow: Equatable, Sendable {
  var cohort: Int
  var bucket: Int
  var users: Int
}

/// The users who stopped at one step in one week.
struct FunnelRow: Equatable, Sendable {
  var week: Int
  /// The property's text; empty where it is missing or nothing was asked for.
  var value: String
  /// The last step reached, from 1.
  var level: Int
  var users: Int
}

/// What became of a batch of events.
struct AppendSummary: Equatable, Sendable {
  /// One event that cannot be kept.
  struct Refusal: Equatable, Sendable {
    /// Its index in the batch.
    var index: Int
    /// Why not.
    var cause: String
  }

  /// Those that are kept.
  var added = 0
  /// Those that were there already.
  var repeated = 0
  /// Those that cannot be kept.
  var refused: [Refusal] = []
}
