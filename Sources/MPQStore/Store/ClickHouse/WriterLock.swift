/// Keeps writers of one project apart: whoever makes a certain table is the one.
///
/// A table is made by one only, and that it is there says since when. A lock that is older than any
/// write can take was left by a program that was killed, and is put aside.
struct WriterLock: Sendable {
  private let connection: ClickHouseConnection
  private let database: String
  private let token: UInt64
  private let start = ContinuousClock.now

  /// The seconds after which a lock is nobody's any more; no write takes so long.
  private static let lifetime = 900
  /// The seconds that a writer waits for another one.
  private static let patience = 120
  private static let pause = Duration.milliseconds(50)

  /// Waits until nobody else writes.
  static func take(
    _ connection: ClickHouseConnection, database: String
  ) async throws(StoreError) -> WriterLock {
    let token = UInt64.random(in: 1...(.max))
    let end = ContinuousClock.now + .seconds(patience)
    while true {
      let lock = WriterLock(connection: connection, database: database, token: token)
      do throws(StoreError) {
        try await connection.execute(
          "CREATE TABLE \(database).writer (holder UInt64 DEFAULT \(token)) ENGINE = Memory")
        return lock
      } catch .alreadyExists {
        try await lock.putAsideIfLeft()
        guard ContinuousClock.now < end else { throw .locked(path: connection.name) }
        do {
          try await Task.sleep(for: pause)
        } catch {
          throw .cancelled
        }
      }
    }
  }

  /// Whether a write that begins now ends before the lock may be put aside.
  var isFresh: Bool {
    start.duration(to: .now) < .seconds(Self.lifetime - 2 * ClickHouseConnection.deadline)
  }

  /// Lets others write; also when the task is cancelled.
  func release() async throws(StoreError) {
    let release = Task { await Result(catching: remove) }
    try await release.value.get()
  }

  /// Drops the lock, unless it was put aside.
  private func remove() async throws(StoreError) {
    let holders = try await connection.rows(
      """
      SELECT name FROM system.tables WHERE database = '\(database)' AND name = 'writer'
      AND position(create_table_query, '\(token)') > 0
      """
    ) { reader throws(RowBinaryReader.Damage) in try reader.text() }
    guard !holders.isEmpty else { return }
    try await connection.execute("DROP TABLE IF EXISTS \(database).writer")
  }

  /// Renames the lock of a program that was killed; of several that try, one succeeds.
  private func putAsideIfLeft() async throws(StoreError) {
    let left = try await connection.rows(
      """
      SELECT toString(toUInt64(metadata_modification_time)) AS since FROM system.tables
      WHERE database = '\(database)' AND name = 'writer'
      AND now() - metadata_modification_time > \(Self.lifetime)
      """
    ) { reader throws(RowBinaryReader.Damage) in try reader.text() }
    guard let since = left.first else { return }
    do throws(StoreError) {
      try await connection.execute(
        "RENAME TABLE \(database).writer TO \(database).writer_left_\(since)")
    } catch .alreadyExists, .notFound {
      // Somebody else was faster.
    }
  }
}

extension Result where Success: Sendable {
  /// What `body` returns or throws.
  init(catching body: () async throws(Failure) -> Success) async {
    do throws(Failure) {
      self = .success(try await body())
    } catch {
      self = .failure(error)
    }
  }
}
