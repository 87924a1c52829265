package import MPQAPI

/// A project's events and the definitions of its funnels.
package protocol EventStore: EventReader, EventWriter, Definitions, Maintenance {
  /// Ends all use of the store.
  func close() throws(StoreError)
}

/// Counts events.
///
/// Every operation that counts answers with rows that can be added up over shards, as long as all
/// events of a user are on one shard: averages, ratios, orders and limits are made from them by
/// the caller. Buckets are made by the caller too, so that no engine needs to know time zones.
package protocol EventReader: Sendable {
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
  ///
  /// - Parameters:
  ///   - names: The events.
  ///   - buckets: The time to look at.
  ///   - measure: What will be made of the tallies.
  ///   - needsUser: Whether events without a user are left out.
  /// - Returns: One row for each property.
  /// - Throws: ``StoreError``.
  func propertyCounts(
    of names: [String], in buckets: Buckets, for measure: Measure, needsUser: Bool
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
}

/// Keeps events.
package protocol EventWriter: Sendable {
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

  /// How far the import of `file` has come; `nil` where nothing is known of it.
  func importMark(of file: FileVersion) async throws(StoreError) -> ImportMark?

  /// The last mark of each file of which something was imported, in no order.
  func importMarks() async throws(StoreError) -> [ImportMark]
}

/// Keeps the definitions of funnels.
package protocol Definitions: Sendable {
  /// The funnels, in the order of their definition.
  func funnels() async throws(StoreError) -> [FunnelDefinition]

  /// Defines funnels; one that has the name of a new one is replaced in its place.
  func define(_ funnels: [FunnelDefinition]) async throws(StoreError)

  /// Forgets the funnel called `name`; `false` when there is none.
  func dropFunnel(named name: String) async throws(StoreError) -> Bool
}

/// Looks after a project.
package protocol Maintenance: Sendable {
  /// Finds what does not fit together, and what the store keeps for its answers and differs from
  /// the events.
  ///
  /// - Parameter progress: Called now and then, where it takes long.
  /// - Returns: What is wrong, one line each, without paths; empty where nothing is.
  /// - Throws: ``StoreError``.
  func check(
    _ progress: @escaping @Sendable (CheckProgress) -> Void
  ) async throws(StoreError) -> [String]

  /// Counts what the project holds; it reads through all events.
  func info() async throws(StoreError) -> ProjectInfo

  /// Writes events as lines; see ``Project/export(_:in:progress:to:)``.
  func export(
    _ selection: ExportSelection, in form: ExportForm,
    progress: @escaping @Sendable (ExportProgress) -> Void,
    to receive: @escaping @Sendable ([UInt8]) throws -> Void
  ) async throws(ExportError) -> Int

  /// Copies the project; see ``Project/backUp(to:isReplacing:progress:)``.
  func backUp(
    to target: String, isReplacing: Bool, progress: @escaping @Sendable (Double) -> Void
  ) async throws(StoreError)

  /// Rewrites the project without gaps; see ``Project/vacuum()``.
  func vacuum() async throws(StoreError) -> VacuumReport
}
