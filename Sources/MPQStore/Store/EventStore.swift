package import MPQAPI

/// The storage of a project.
package protocol EventStore: EventReader, EventWriter, Definitions, Maintenance {
  /// Closes the store.
  func close() throws(StoreError)
}

/// Counts events.
///
/// The rows of all operations can be added up over shards if all events of a user are on one shard.
/// The caller computes averages, ratios, sorting and limits from them. The caller also computes the
/// buckets, so that engines do not need time zones.
package protocol EventReader: Sendable {
  /// The names of all events, unordered.
  func eventNames() async throws(StoreError) -> [String]

  /// The times of the first and the last event among those named in `names`, or among all events if
  /// it is `nil`; `nil` if there are no events.
  func span(of names: [String]?) async throws(StoreError) -> ClosedRange<Int>?

  /// The counts of each event in each bucket; empty buckets have no row.
  ///
  /// - Parameters:
  ///   - names: The events, or `nil` for all; unknown ones are ignored.
  ///   - buckets: The time range.
  ///   - measure: The measure that the caller needs; other counts may be missing.
  /// - Returns: One row per event and bucket.
  /// - Throws: ``StoreError``.
  func counts(
    of names: [String]?, in buckets: Buckets, for measure: Measure
  ) async throws(StoreError) -> [EventRow]

  /// The counts of one event in each bucket, by the text of a property's value.
  ///
  /// - Parameters:
  ///   - name: The event.
  ///   - property: The property; events without it are not counted.
  ///   - values: The values to count, or `nil` for all.
  ///   - buckets: The time range.
  ///   - measure: The measure that the caller needs.
  /// - Returns: One row per value and bucket.
  /// - Throws: ``StoreError``.
  func breakdown(
    of name: String, by property: String, values: [String]?, in buckets: Buckets,
    for measure: Measure
  ) async throws(StoreError) -> [ValueRow]

  /// The counts of the events `names` that have each property, over all `buckets`.
  ///
  /// - Parameters:
  ///   - names: The events.
  ///   - buckets: The time range.
  ///   - measure: The measure that the caller needs.
  ///   - needsUser: Whether to ignore events without a user.
  /// - Returns: One row per property.
  /// - Throws: ``StoreError``.
  func propertyCounts(
    of names: [String], in buckets: Buckets, for measure: Measure, needsUser: Bool
  ) async throws(StoreError) -> [PropertyRow]

  /// The number of users whose first event is in one bucket and who have another event in each
  /// other bucket.
  func cohorts(
    of name: String, in buckets: Buckets
  ) async throws(StoreError) -> [CohortRow]

  /// The number of users by the last step of a funnel that they reached.
  ///
  /// - Parameters:
  ///   - steps: The events, in order.
  ///   - weeks: The buckets; users start again in each of them.
  ///   - property: The property that groups users by its text on their first event of step 1; `nil`
  ///     for no grouping.
  /// - Returns: One row per week, value and last step.
  /// - Throws: ``StoreError``.
  func funnel(
    _ steps: [String], in weeks: Buckets, by property: String?
  ) async throws(StoreError) -> [FunnelRow]
}

/// Stores events.
package protocol EventWriter: Sendable {
  /// Stores `events` except duplicates, and, in the same transaction, the progress of the import of
  /// their file.
  ///
  /// It stores all of them or none.
  ///
  /// - Parameters:
  ///   - events: The events.
  ///   - mark: The progress of the import; `nil` if it cannot be resumed. Ignored by stores without
  ///     marks.
  ///   - commits: Whether the call commits. If not, a store with transactions keeps the events with
  ///     the next call that commits.
  /// - Returns: The result.
  /// - Throws: ``StoreError``.
  func append(
    _ events: RawEvents, at mark: ImportMark?, commits: Bool
  ) async throws(StoreError) -> AppendSummary

  /// Updates the data that makes queries fast; queries are also correct without it.
  func settle() async throws(StoreError)

  /// The progress of the import of `file`; `nil` if it is unknown.
  func importMark(of file: FileVersion) async throws(StoreError) -> ImportMark?

  /// The last mark of each imported file, unordered.
  func importMarks() async throws(StoreError) -> [ImportMark]
}

extension EventWriter {
  /// Adds `events` and commits.
  package func append(
    _ events: RawEvents, at mark: ImportMark?
  ) async throws(StoreError) -> AppendSummary {
    try await append(events, at: mark, commits: true)
  }
}

/// Stores the definitions of funnels.
package protocol Definitions: Sendable {
  /// The funnels, in the order of definition.
  func funnels() async throws(StoreError) -> [FunnelDefinition]

  /// Defines funnels; one with the name of an existing funnel replaces it and keeps its position.
  func define(_ funnels: [FunnelDefinition]) async throws(StoreError)

  /// Deletes the funnel `name`; `false` if there is no such funnel.
  func dropFunnel(named name: String) async throws(StoreError) -> Bool
}

/// Maintains a project.
package protocol Maintenance: Sendable {
  /// Checks the consistency of the project, and of the data that makes queries fast.
  ///
  /// - Parameter progress: Called repeatedly.
  /// - Returns: The problems, one line each, without paths; empty if there are none.
  /// - Throws: ``StoreError``.
  func check(
    _ progress: @escaping @Sendable (CheckProgress) -> Void
  ) async throws(StoreError) -> [String]

  /// Computes the statistics of the project; this reads all events.
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

  /// Compacts the project; see ``Project/vacuum()``.
  func vacuum() async throws(StoreError) -> VacuumReport
}
