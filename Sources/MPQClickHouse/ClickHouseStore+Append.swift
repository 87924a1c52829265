internal import MPQAPI
internal import MPQStore
internal import Synchronization

extension ClickHouseStore {
  /// Stores `events` except duplicates, and then `mark`.
  ///
  /// A cluster has no transactions: if this fails permanently, some events may be stored. Each row
  /// has the number of its batch, so that a retry inserts only missing rows, and a resumed import
  /// of a file completes its last batch.
  func append(
    _ events: RawEvents, at mark: ImportMark?, commits: Bool
  ) async throws(StoreError) -> AppendSummary {
    let events = Array(events)
    return try await writing { lock async throws(StoreError) in
      // Names first: a name without events is harmless, but events without a name are not found.
      try await self.define(namesOf: events)
      var isResumed = false
      if let mark { isResumed = try await self.announce(mark) }
      var batch = EventBatch(at: mark)
      var known = try await self.identities(of: events, except: isResumed ? batch : nil)
      var summary = AppendSummary()
      for (index, event) in events.enumerated() {
        if let identity = EventIdentity(event), !known.insert(identity).inserted {
          summary.repeated += 1
        } else {
          batch.append(event, at: index)
        }
      }
      for part in batch.parts(partitionLimit: ClickHouseSchema.partitionLimit) {
        let rest = isResumed ? try await self.missing(part) : part
        if !rest.rows.isEmpty { try await self.insert(rest, lock) }
        summary.added += part.rows.count
      }
      if let mark { try await self.keep(mark.counting(summary)) }
      return summary
    }
  }

  private func define(namesOf events: [RawEvent]) async throws(StoreError) {
    let names = events.map(\.event).withoutRepeats()
    func undefined() -> [String] {
      definedEvents.withLock { defined in names.filter { !defined.contains(ByteText($0)) } }
    }
    guard !undefined().isEmpty else { return }
    let defined = try await eventNames().map { ByteText($0) }
    definedEvents.withLock { $0.formUnion(defined) }
    let new = undefined()
    guard !new.isEmpty else { return }
    try await Definition.insert(
      new.map { Definition(kind: .event, name: $0) }, into: schema, connection)
    definedEvents.withLock { $0.formUnion(new.map { ByteText($0) }) }
  }

  /// The stored events that match `events` and have an `$insert_id`, except those of `batch`.
  private func identities(
    of events: [RawEvent], except batch: EventBatch?
  ) async throws(StoreError) -> Set<EventIdentity> {
    let identities = events.compactMap { EventIdentity($0) }
    guard let first = identities.map(\.time).min(), let last = identities.map(\.time).max() else {
      return []
    }
    let names = identities.map(\.event.text).sqlList
    let hashes = Set(identities.map(\.hash)).map(String.init).joined(separator: ", ")
    let other = batch.map { " AND NOT (batch = \($0.number) AND number >= \($0.first))" } ?? ""
    let rows = try await connection.rows(
      """
      SELECT event, time, distinct_id, insert_id FROM \(schema.events)
      WHERE event IN \(names) AND time >= \(first) AND time <= \(last)
      AND identity IN (\(hashes))\(other)
      """
    ) { reader throws(RowBinaryReader.Damage) in
      EventIdentity(
        event: ByteText(try reader.text()), time: try reader.integer(),
        user: ByteText(try reader.text()), insertID: ByteText(try reader.text()))
    }
    return Set(rows)
  }

  /// The maximum number of attempts of an insert.
  private static let attempts = 3

  private func insert(_ part: EventBatch.Part, _ lock: WriterLock) async throws(StoreError) {
    var rest = part
    for attempt in 1...Self.attempts {
      try await lock.confirm()
      let id = "\(lock.queryPrefix)\(rest.batch)-\(rest.first)-\(attempt)"
      var settings = [("insert_distributed_sync", "1"), ("query_id", id)]
      if connection.takesTokens { settings.append(("insert_deduplication_token", id)) }
      do throws(StoreError) {
        return try await connection.insert(
          "INSERT INTO \(schema.events) \(ClickHouseSchema.eventColumns) FORMAT RowBinary",
          rest.bytes, settings: settings)
      } catch {
        guard case .unavailable = error, attempt < Self.attempts else { throw error }
        do {
          try await Task.sleep(for: .milliseconds(250 << attempt))
        } catch {
          throw StoreError.cancelled
        }
        try await waitForEnd(ofQuery: id)
        rest = try await missing(rest)
        if rest.rows.isEmpty { return }
      }
    }
  }

  /// Waits until the server has finished an insert whose response was lost.
  private func waitForEnd(ofQuery id: String) async throws(StoreError) {
    let end = ContinuousClock.now + .seconds(ClickHouseConnection.deadline)
    while true {
      let running = try await connection.rows(
        "SELECT query_id FROM system.processes WHERE query_id = \(id.sqlLiteral)"
      ) { reader throws(RowBinaryReader.Damage) in try reader.text() }
      if running.isEmpty { return }
      guard ContinuousClock.now < end else {
        throw .unavailable(path: connection.name, cause: "an insert did not finish")
      }
      do {
        try await Task.sleep(for: .milliseconds(200))
      } catch {
        throw .cancelled
      }
    }
  }

  /// The rows of a part that are not stored yet.
  private func missing(_ part: EventBatch.Part) async throws(StoreError) -> EventBatch.Part {
    guard let times = part.times else { return part }
    let arrived = try await connection.rows(
      """
      SELECT number FROM \(schema.events)
      WHERE event IN \(part.rows.map(\.event.event).sqlList)
      AND time >= \(times.lowerBound) AND time <= \(times.upperBound) AND batch = \(part.batch)
      """
    ) { reader throws(RowBinaryReader.Damage) in try reader.unsigned() }
    let numbers = Set(arrived)
    var rest = part
    rest.rows.removeAll { numbers.contains($0.number) }
    return rest
  }
}
