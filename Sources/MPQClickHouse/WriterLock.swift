internal import MPQAPI
internal import MPQStore
internal import Synchronization

/// A lock of writers of one project: the process that creates a certain table holds it.
///
/// Only one process can create the table. The table names its creator, and its rows are the times
/// of renewals. A lock that is not renewed was left by a killed process: it is broken once the
/// servers no longer process an insert of that process.
final class WriterLock: Sendable {
  /// The seconds without renewal after which a lock may be broken.
  private static let lease = 60
  /// The time since the last renewal after which a writer renews before it starts an insert.
  private static let freshness = Duration.seconds(lease / 2)
  /// The interval of renewals.
  private static let renewalInterval = Duration.seconds(5)
  /// The timeout of waiting for the lock, in seconds.
  private static let timeout = 120
  private static let pause = Duration.milliseconds(50)

  private let shards: [ClickHouseConnection]
  private let referee: ClickHouseConnection
  private let database: String
  private let token: UInt64
  private let lastRenewal: Mutex<ContinuousClock.Instant>
  private let renewals = Mutex<Task<Void, Never>?>(nil)

  private init(_ shards: [ClickHouseConnection], database: String, token: UInt64) {
    self.shards = shards
    referee = shards[0]
    self.database = database
    self.token = token
    lastRenewal = Mutex(.now)
  }

  /// Waits for the lock and takes it.
  ///
  /// - Parameters:
  ///   - shards: All shards; the first one has the lock.
  ///   - database: The project's database.
  /// - Returns: The lock, which is held until it is released.
  /// - Throws: ``StoreError/held(path:by:table:)`` after a timeout.
  static func take(
    _ shards: [ClickHouseConnection], database: String
  ) async throws(StoreError) -> WriterLock {
    // Long enough to differ from other numbers in the statement.
    let token = UInt64.random(in: 1_000_000_000_000...(.max))
    let end = ContinuousClock.now + .seconds(timeout)
    while true {
      let lock = WriterLock(shards, database: database, token: token)
      do throws(StoreError) {
        try await lock.referee.execute(
          LockHolder.creation(of: token, by: LockHolder.thisProgram, in: database))
        lock.begin()
        return lock
      } catch .alreadyExists {
        try await lock.checkHolder(mayWait: ContinuousClock.now < end)
        do {
          try await Task.sleep(for: pause)
        } catch {
          throw .cancelled
        }
      }
    }
  }

  /// The prefix of the query ids of this writer's inserts.
  var queryPrefix: String { Self.queryPrefix(token) }

  private static func queryPrefix(_ token: UInt64) -> String { "mpq-\(token)-" }

  /// Ensures that the lock stays valid for an insert that starts now.
  ///
  /// - Throws: ``StoreError`` if another process broke the lock.
  func confirm() async throws(StoreError) {
    guard lastRenewal.withLock({ $0.duration(to: .now) }) > Self.freshness else { return }
    try await renew()
  }

  /// Releases the lock, even if the task is cancelled.
  func release() async throws(StoreError) {
    renewals.withLock { $0?.cancel() }
    let release = Task { await Result(catching: remove) }
    try await release.value.get()
  }

  private func begin() {
    let task = Task {
      while !Task.isCancelled {
        do { try await Task.sleep(for: Self.renewalInterval) } catch { return }
        // `confirm` reports repeated failures.
        _ = await Result { () async throws(StoreError) in try await renew() }
      }
    }
    renewals.withLock { $0 = task }
  }

  private func renew() async throws(StoreError) {
    let now = ContinuousClock.now
    guard try await LockHolder.now(referee, database)?.token == token else {
      throw .unavailable(
        path: referee.name,
        cause: "this process lost its lock because it did not renew it in time; start again")
    }
    try await referee.execute("INSERT INTO \(database).writer (holder) VALUES (\(token))")
    lastRenewal.withLock { $0 = now }
  }

  /// Drops the lock, unless it was broken.
  private func remove() async throws(StoreError) {
    guard try await LockHolder.now(referee, database)?.token == token else { return }
    try await referee.execute("DROP TABLE IF EXISTS \(database).writer")
  }

  /// Breaks the lock of a process that no longer runs.
  private func checkHolder(mayWait: Bool) async throws(StoreError) {
    guard let holder = try await LockHolder.now(referee, database) else { return }
    if try await holder.secondsSinceRenewal(referee, database) > Self.lease {
      // Inserts of a killed process may still run.
      guard try await !hasRunningInserts(holder) else { return }
      return try await breakLock(holder)
    }
    guard mayWait else {
      throw .held(
        path: referee.name, by: holder.description, table: "\(database).writer")
    }
  }

  private func hasRunningInserts(_ holder: LockHolder) async throws(StoreError) -> Bool {
    guard let token = holder.token else { return false }
    for shard in shards {
      let running = try await shard.rows(
        """
        SELECT query_id FROM system.processes
        WHERE position(query_id, \(Self.queryPrefix(token).sqlLiteral)) = 1
        """
      ) { reader throws(RowBinaryReader.Damage) in try reader.text() }
      if !running.isEmpty { return true }
    }
    return false
  }

  /// Renames the lock; only one of several processes succeeds, because all choose the same name.
  private func breakLock(_ holder: LockHolder) async throws(StoreError) {
    let name = "writer_left_\(holder.token ?? UInt64(holder.since))"
    do throws(StoreError) {
      try await referee.execute("RENAME TABLE \(database).writer TO \(database).\(name)")
      // Another process may have taken the lock in the meantime.
      guard try await LockHolder.now(referee, database, table: name)?.token != holder.token else {
        return
      }
      try await referee.execute("RENAME TABLE \(database).\(name) TO \(database).writer")
    } catch .alreadyExists, .notFound {
      // Another process was faster.
    }
  }
}
