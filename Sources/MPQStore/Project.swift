internal import MPQAPI

/// A project: its events and the definitions of its funnels, in a file or on ClickHouse.
public struct Project: Sendable {
  /// What a project is opened for.
  public enum Access: Sendable {
    /// To answer questions; any number of programs may, also while another one writes.
    case reading
    /// To import events and to define funnels; one program at a time may.
    case writing
  }

  /// The most questions to a file that are worked at at once; more wait.
  public static let readerLimit = 65

  /// The project's time zone, in which buckets begin and end.
  public let calendar: ProjectCalendar

  /// The events and definitions.
  package let store: any EventStore

  /// A project whose events are in `store`, in the time zone of `calendar`.
  package init(calendar: ProjectCalendar, store: any EventStore) {
    self.calendar = calendar
    self.store = store
  }

  /// Imports raw events: one JSON object a line, plain or gzip.
  ///
  /// A line that is no event is kept out and reported; an event whose `$insert_id` is in the
  /// project already, with the same name, user and time, is not added again.
  ///
  /// - Parameters:
  ///   - sources: Files; `-` is standard input.
  ///   - options: How to import.
  ///   - progress: Called after every batch.
  /// - Returns: What became of the lines.
  /// - Throws: ``ImportError``; the batches before it are kept.
  public func importEvents(
    from sources: [String], options: ImportOptions = ImportOptions(),
    progress: @escaping @Sendable (ImportProgress) -> Void = { _ in }
  ) async throws(ImportError) -> ImportReport {
    var importer = Importer(into: store, options, progress)
    return try await importer.run(sources)
  }

  /// Finds what does not fit together, as it is at one moment.
  ///
  /// In a file: damaged pages; names and values that are not numbered one after the other, events
  /// that refer to none or whose lines are lost, funnels that are none; and where all of this is
  /// well, what the project keeps for its answers and differs from the events. It reads everything.
  ///
  /// On ClickHouse: what is wrong with the tables of any shard, users on another shard than theirs,
  /// and where all of this is well, names that are not defined and events that are there twice.
  ///
  /// - Parameter progress: Called at each stage, and now and then.
  /// - Returns: What is wrong, one line each, about a hundred at most; empty where all is well.
  ///   Texts in it are as they stand in the project.
  /// - Throws: ``StoreError``.
  public func check(
    progress: @escaping @Sendable (CheckProgress) -> Void = { _ in }
  ) async throws(StoreError) -> [String] {
    try await store.check(progress)
  }

  /// Makes answers fast where an import was cut short; they are right before too.
  ///
  /// - Throws: ``StoreError``.
  public func settle() async throws(StoreError) {
    try await store.settle()
  }

  /// Defines `funnels`, all or none; one with the name of a new one is replaced.
  public func define(_ funnels: [FunnelDefinition]) async throws(StoreError) {
    try await store.define(funnels)
  }

  /// The funnels, in the order of their definition.
  public func funnels() async throws(StoreError) -> [FunnelDefinition] {
    try await store.funnels()
  }

  /// Forgets the funnel called `name`.
  ///
  /// - Parameter name: Its name.
  /// - Returns: `false` when there is none.
  /// - Throws: ``StoreError``.
  public func dropFunnel(named name: String) async throws(StoreError) -> Bool {
    try await store.dropFunnel(named: name)
  }

  /// Ends all use of the project; what is not closed is closed when it is no longer used.
  public func close() throws(StoreError) {
    try store.close()
  }
}
