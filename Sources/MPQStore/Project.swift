internal import MPQAPI

/// A project: events and funnel definitions, in a file or on ClickHouse.
public struct Project: Sendable {
  /// How a project is opened.
  public enum Access: Sendable {
    /// For queries; by any number of processes, also while another one writes.
    case reading
    /// For importing events and defining funnels; by one process at a time.
    case writing
  }

  /// The maximum number of concurrent queries of a file; more queries wait.
  public static let readerLimit = 69

  /// The project's time zone, in which buckets begin and end.
  public let calendar: ProjectCalendar

  /// The events and definitions.
  package let store: any EventStore

  /// Creates a project on `store` in the time zone of `calendar`.
  package init(calendar: ProjectCalendar, store: any EventStore) {
    self.calendar = calendar
    self.store = store
  }

  /// Imports raw events: one JSON object per line or a JSON array, plain or gzip.
  ///
  /// Invalid lines are skipped and reported. An event is a duplicate if the project already has an
  /// event with the same `$insert_id`, name, user and time; duplicates are not added.
  ///
  /// - Parameters:
  ///   - sources: Files; `-` is standard input.
  ///   - options: The options.
  ///   - progress: Called after every batch.
  /// - Returns: The result.
  /// - Throws: ``ImportError``; earlier batches are kept.
  public func importEvents(
    from sources: [String], options: ImportOptions = ImportOptions(),
    progress: @escaping @Sendable (ImportProgress) -> Void = { _ in }
  ) async throws(ImportError) -> ImportReport {
    var importer = Importer(into: store, options, progress)
    return try await importer.run(sources)
  }

  /// Checks the consistency of a snapshot of the project; this reads everything.
  ///
  /// In a file, it finds damaged pages, names and values that are not numbered consecutively,
  /// events with invalid references or lost lines, and invalid funnels. If there are none, it
  /// compares the daily aggregates with the events.
  ///
  /// On ClickHouse, it finds invalid tables on any shard and users on the wrong shard. If there are
  /// none, it finds undefined names and duplicate events.
  ///
  /// - Parameter progress: Called at each stage, and repeatedly within it.
  /// - Returns: The problems, one line each, about 100 at most; empty if there are none. Texts of
  ///   the project are not escaped.
  /// - Throws: ``StoreError``.
  public func check(
    progress: @escaping @Sendable (CheckProgress) -> Void = { _ in }
  ) async throws(StoreError) -> [String] {
    try await store.check(progress)
  }

  /// Updates the daily aggregates after an interrupted import, which makes queries fast.
  ///
  /// - Throws: ``StoreError``.
  public func settle() async throws(StoreError) {
    try await store.settle()
  }

  /// Defines `funnels` atomically, replacing existing ones with the same names.
  public func define(_ funnels: [FunnelDefinition]) async throws(StoreError) {
    try await store.define(funnels)
  }

  /// The funnels, in the order of definition.
  public func funnels() async throws(StoreError) -> [FunnelDefinition] {
    try await store.funnels()
  }

  /// Deletes the funnel `name`.
  ///
  /// - Parameter name: The funnel's name.
  /// - Returns: `false` if there is no such funnel.
  /// - Throws: ``StoreError``.
  public func dropFunnel(named name: String) async throws(StoreError) -> Bool {
    try await store.dropFunnel(named: name)
  }

  /// Closes the project; otherwise it is closed when its last reference is released.
  public func close() throws(StoreError) {
    try store.close()
  }
}
