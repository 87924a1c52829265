internal import MPQAPI
internal import MPQStore
internal import Synchronization

/// Keeps writers of one project apart: whoever makes a certain table is the one.
///
/// A table is made by one only. It says who made it, and its rows say when its maker was last heard
/// of. The lock of a maker that is silent was left by a program that was killed: it is put aside,
/// once the servers no longer work at an insert of that program.
final class WriterLock: Sendable {
  /// The seconds of silence after which a lock is nobody's any more.
  private static let lease = 60
  /// The silence after which a writer begins no insert before it was heard of again.
  private static let freshness = Duration.seconds(lease / 2)
  /// How often a writer is heard of.
  private static let beat = Duration.seconds(5)
  /// The seconds that a writer waits for another one.
  private static let patience = 120
  private static let pause = Duration.milliseconds(50)

  private let shards: [ClickHouseConnection]
  private let referee: ClickHouseConnection
  private let database: String
  private let token: UInt64
  private let lastBeat: Mutex<ContinuousClock.Instant>
  private let pulse = Mutex<Task<Void, Never>?>(nil)

  private init(_ shards: [ClickHouseConnection], database: String, token: UInt64) {
    self.shards = shards
    referee = shards[0]
    self.database = database
    self.token = token
    lastBeat = Mutex(.now)
  }

  /// Waits until nobody else writes.
  ///
  /// - Parameters:
  ///   - shards: All of them; the first one keeps the lock.
  ///   - database: The project's.
  /// - Returns: The lock, which is kept until it is released.
  /// - Throws: ``StoreError/held(path:by:table:)`` when that takes too long.
  static func take(
    _ shards: [ClickHouseConnection], database: String
  ) async throws(StoreError) -> WriterLock {
    // Long enough to be told from other numbers.
    let token = UInt64.random(in: 1_000_000_000_000...(.max))
    let end = ContinuousClock.now + .seconds(patience)
    while true {
      let lock = WriterLock(shards, database: database, token: token)
      do throws(StoreError) {
        try await lock.referee.execute(
          LockHolder.creation(of: token, by: LockHolder.thisProgram, in: database))
        lock.begin()
        return lock
      } catch .alreadyExists {
        try await lock.lookAtHolder(isPatient: ContinuousClock.now < end)
        do {
          try await Task.sleep(for: pause)
        } catch {
          throw .cancelled
        }
      }
    }
  }

  /// What the names of this writer's inserts begin with.
  var queryPrefix: String { Self.queryPrefix(token) }

  private static func queryPrefix(_ token: UInt64) -> String { "mpq-\(token)-" }

  /// Makes sure that the lock outlasts an insert that begins now.
  ///
  /// - Throws: ``StoreError`` when it was put aside, since nothing was heard for too long.
  func confirm() async throws(StoreError) {
    guard lastBeat.withLock({ $0.duration(to: .now) }) > Self.freshness else { return }
    try await tellOfLife()
  }

  /// Lets others write; also when the task is cancelled.
  func release() async throws(StoreError) {
    pulse.withLock { $0?.cancel() }
    let release = Task { await Result(catching: remove) }
    try await release.value.get()
  }

  private func begin() {
    let task = Task {
      while !Task.isCancelled {
        do { try await Task.sleep(for: Self.beat) } catch { return }
        // Who cannot be heard of for long is told by `confirm`.
        _ = await Result { () async throws(StoreError) in try await tellOfLife() }
      }
    }
    pulse.withLock { $0 = task }
  }

  private func tellOfLife() async throws(StoreError) {
    let now = ContinuousClock.now
    guard try await LockHolder.now(referee, database)?.token == token else {
      throw .unavailable(
        path: referee.name,
        cause: "this process lost its lock because it did not renew it in time; start again")
    }
    try await referee.execute("INSERT INTO \(database).writer (holder) VALUES (\(token))")
    lastBeat.withLock { $0 = now }
  }

  /// Drops the lock, unless it was put aside.
  private func remove() async throws(StoreError) {
    guard try await LockHolder.now(referee, database)?.token == token else { return }
    try await referee.execute("DROP TABLE IF EXISTS \(database).writer")
  }

  /// Puts the lock of a program aside that is no longer there.
  private func lookAtHolder(isPatient: Bool) async throws(StoreError) {
    guard let holder = try await LockHolder.now(referee, database) else { return }
    if try await holder.silence(referee, database) > Self.lease {
      // What a program began before it was killed may still go on.
      guard try await !isWorking(holder) else { return }
      return try await putAside(holder)
    }
    guard isPatient else {
      throw .held(
        path: referee.name, by: holder.description, table: "\(database).writer")
    }
  }

  private func isWorking(_ holder: LockHolder) async throws(StoreError) -> Bool {
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

  /// Renames the lock; of several that try, one succeeds, since all choose the same name.
  private func putAside(_ holder: LockHolder) async throws(StoreError) {
    let name = "writer_left_\(holder.token ?? UInt64(holder.since))"
    do throws(StoreError) {
      try await referee.execute("RENAME TABLE \(database).writer TO \(database).\(name)")
      // Meanwhile it may have become that of another program.
      guard try await LockHolder.now(referee, database, table: name)?.token != holder.token else {
        return
      }
      try await referee.execute("RENAME TABLE \(database).\(name) TO \(database).writer")
    } catch .alreadyExists, .notFound {
      // Somebody else was faster.
    }
  }
}
