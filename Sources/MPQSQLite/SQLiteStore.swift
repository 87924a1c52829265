internal import Foundation
internal import GRDB
internal import MPQFiles
internal import MPQStore
internal import Synchronization

/// A project in an SQLite file, with several connections for reading and one for writing.
final class SQLiteStore: EventStore {
  let path: String
  /// The project's time zone.
  let calendar: ProjectCalendar

  let texts = ValueTexts()

  private let reader: any DatabaseReader
  let writer: DatabaseQueue?
  private let lock: Mutex<ProjectLock?>
  /// The lock of a reader that cannot write the file.
  private let readOnlyFile: Mutex<ReadOnlyFile?>
  /// Whether the project can be written, by a writer that is opened for it if need be.
  private let isWritable: Bool
  private let dictionaries = Mutex(Dictionaries())

  /// Opens the project at `path`.
  ///
  /// - Parameters:
  ///   - path: The project's file.
  ///   - isWriting: Whether to open it for writing; only one process can write.
  ///   - isWritable: Whether readers can write the file and its folder, which SQLite needs to read
  ///     a log; `nil` to find out.
  /// - Throws: ``StoreError``; a file that is not a project is not changed.
  init(path: String, isWriting: Bool, isWritable: Bool? = nil) throws(StoreError) {
    try FileHeader(path: path).check(path: path)
    let lock = isWriting ? try ProjectLock(path: path) : nil
    let isWritable = isWriting || (isWritable ?? ReadOnlyFile.isWritable(path))
    let readOnlyFile = isWritable ? nil : ReadOnlyFile.lock(path)
    let timeZone: String
    do {
      if isWriting {
        let queue = try DatabaseQueue(path: path, configuration: Self.writing)
        writer = queue
        reader = queue
      } else {
        writer = nil
        reader = try DatabasePool(
          path: readOnlyFile?.uri ?? path, configuration: Self.reading)
      }
      timeZone = try reader.read(Self.timeZone(in:))
    } catch {
      if !isWritable, readOnlyFile == nil, (error as? DatabaseError)?.isOfFolder == true {
        throw ReadOnlyFile.problem(path)
      }
      throw StoreError(error, path: path)
    }
    guard let calendar = ProjectCalendar(timeZone: timeZone) else {
      throw .unknownTimeZone(timeZone)
    }
    self.lock = Mutex(lock)
    self.readOnlyFile = Mutex(readOnlyFile)
    self.isWritable = isWritable
    self.path = path
    self.calendar = calendar
    if !isWriting { OpenReaders.shared.add(self) }
    try upgrade()
    try adoptZoneRules()
  }

  /// Opens a writer for a moment, which does what has to be done before the project can be read.
  ///
  /// - Parameter cause: Why.
  /// - Throws: ``StoreError``.
  func openWriter(because cause: String) throws(StoreError) {
    guard isWritable else {
      throw .failed(
        path: path,
        cause: "\(cause), and the file or its folder is not writable; query it once where they are "
          + "writable")
    }
    try SQLiteStore(path: path, isWriting: true).close()
  }

  /// Upgrades a file of an earlier version; a reader opens a writer for this.
  private func upgrade() throws(StoreError) {
    do {
      guard try reader.read(Schema.version(of:)) < Schema.version else { return }
      guard let writer else {
        return try openWriter(because: "it was made by an earlier version of mpq")
      }
      let calendar = calendar
      try writer.write { try Schema.upgrade($0, calendar) }
      // Without it, queries would be slow until the next import.
      while try writer.write({ try DaySettler($0, calendar).settle(limit: Self.settledDays) }) > 0 {
      }
      // The data that FileHeader reads must not be only in the log.
      _ = try writer.writeWithoutTransaction { try $0.checkpoint(.truncate) }
    } catch {
      throw StoreError(error, path: path)
    }
  }

  private static func timeZone(in database: Database) throws -> String {
    let name = try String.fetchOne(
      database, sql: "SELECT value FROM project WHERE key = 'time_zone'")
    guard let name else { throw DatabaseError(resultCode: .SQLITE_CORRUPT) }
    return name
  }

  private static var reading: Configuration {
    var configuration = Configuration()
    configuration.readonly = true
    configuration.label = "mpq"
    // A reader that removes the log files has the project alone for a moment.
    configuration.busyMode = .timeout(10)
    configuration.maximumReaderCount = Project.readerLimit
    configuration.prepareDatabase { database in
      try database.execute(
        sql: """
          PRAGMA cache_size = -64000;
          PRAGMA mmap_size = 8000000000;
          PRAGMA temp_store = MEMORY;
          """)
    }
    return configuration
  }

  private static var writing: Configuration {
    var configuration = Configuration()
    configuration.label = "mpq"
    // An import keeps a transaction open for several batches.
    configuration.allowsUnsafeTransactions = true
    configuration.busyMode = .timeout(1)
    configuration.prepareDatabase { database in
      // With NORMAL, a power loss can lose reported events. Each batch writes to the
      // last page of many tables: with a longer log, fewer of them are copied half full.
      try database.execute(
        sql: """
          PRAGMA synchronous = FULL;
          PRAGMA wal_autocheckpoint = 4000;
          PRAGMA cache_size = -128000;
          PRAGMA temp_store = MEMORY;
          """)
    }
    return configuration
  }

  /// Reads on the calling thread.
  func readNow<Value>(_ body: (Database) throws -> Value) throws -> Value {
    try reader.read(body)
  }

  func read<Value: Sendable>(
    _ body: @escaping @Sendable (Database) throws -> Value
  ) async throws(StoreError) -> Value {
    do {
      return try await reader.read(body)
    } catch {
      throw StoreError(error, path: path)
    }
  }

  /// Reads days.
  func readDays<Value: Sendable>(
    _ body: @escaping @Sendable (Database, DayReader) throws -> Value
  ) async throws(StoreError) -> Value {
    let calendar = calendar
    return try await read { try body($0, DayReader($0, calendar)) }
  }

  /// Runs `body` in the open transaction, or in a new one.
  ///
  /// If it fails, the transaction is rolled back and the dictionaries are discarded.
  ///
  /// - Parameters:
  ///   - commits: Whether to commit; if not, the transaction stays open for the next call, and
  ///     new users and values may not be in their tables yet.
  ///   - body: The work.
  /// - Returns: The result of `body`.
  /// - Throws: ``StoreError``.
  func write<Value: Sendable>(
    commits: Bool = true, _ body: @escaping @Sendable (Database, inout Dictionaries) throws -> Value
  ) async throws(StoreError) -> Value {
    guard let writer else { throw .notWritable(path: path) }
    do {
      return try await writer.writeWithoutTransaction { database in
        try Self.transact(database, commits: commits) {
          try self.dictionaries.withLock { dictionaries in
            let value = try body(database, &dictionaries)
            if commits { try dictionaries.insertNew(into: database) }
            return value
          }
        }
      }
    } catch {
      dictionaries.withLock { $0 = Dictionaries() }
      throw StoreError(error, path: path)
    }
  }

  /// Runs `body`, and begins and ends the transaction around it.
  private static func transact<Value>(
    _ database: Database, commits: Bool, _ body: () throws -> Value
  ) throws -> Value {
    do {
      if !database.isInsideTransaction { try database.beginTransaction() }
      let value = try body()
      if commits { try database.commit() }
      return value
    } catch {
      // SQLite rolls back by itself after some errors.
      if database.isInsideTransaction { try? database.rollback() }
      throw error
    }
  }

  /// Runs `body` on the writing connection without a transaction.
  func writeWithoutTransaction<Value: Sendable>(
    _ body: @escaping @Sendable (Database) throws -> Value
  ) async throws(StoreError) -> Value {
    guard let writer else { throw .notWritable(path: path) }
    do {
      return try await writer.writeWithoutTransaction(body)
    } catch {
      throw StoreError(error, path: path)
    }
  }

  func close() throws(StoreError) {
    do {
      try reader.close()
    } catch {
      throw StoreError(error, path: path)
    }
    lock.withLock { $0 = nil }
    readOnlyFile.withLock { $0 = nil }
    if writer == nil { ReadOnlyFile.removeLog(of: path) }
  }

  /// Ends the statements that run.
  func interrupt() { reader.interrupt() }
}

extension SQLiteStore {
  /// Creates an empty project at `path` atomically.
  static func create(at path: String, _ calendar: ProjectCalendar) throws(StoreError) {
    // Check before locking too, so that no lock file is left next to another file.
    guard !FileManager.default.fileExists(atPath: path) else { throw .alreadyExists(path: path) }
    let lock = try ProjectLock(path: path)
    defer { withExtendedLifetime(lock) {} }
    guard !FileManager.default.fileExists(atPath: path) else { throw .alreadyExists(path: path) }
    // If it is a dangling link, create its target.
    let place = (try? FileSystem.destination(of: path)) ?? path
    let draft = "\(place)-new"
    try? FileManager.default.removeItem(atPath: draft)
    defer { try? FileManager.default.removeItem(atPath: draft) }
    do {
      let queue = try DatabaseQueue(path: draft)
      try queue.writeWithoutTransaction { database in
        try database.execute(sql: "PRAGMA page_size = 8192; PRAGMA synchronous = FULL")
        try database.inTransaction {
          try Schema.create(in: database, calendar)
          return .commit
        }
        // Last, so that the data that FileHeader reads is never only in the log.
        try database.execute(sql: "PRAGMA journal_mode = WAL")
      }
      try queue.close()
    } catch {
      throw StoreError(error, path: path)
    }
    do throws(SystemError) {
      try FileSystem.put(draft, to: place)
    } catch {
      throw .failed(path: path, cause: "the project file cannot be created")
    }
  }
}
