internal import MPQAPI
internal import MPQHTTP
internal import MPQStore
internal import Synchronization

/// A project on one ClickHouse server, or sharded by user over a cluster.
///
/// All queries go to the first server, which queries the others.
final class ClickHouseStore: EventStore {
  /// The project's time zone.
  let calendar: ProjectCalendar
  let connection: ClickHouseConnection
  let schema: ClickHouseSchema
  let isWriting: Bool
  /// The servers of the address or the cluster.
  let servers: ClickHouseServers
  /// All shards, for inserts; the first one has the lock of writers.
  private let shards: [ClickHouseConnection]
  /// A cache of the event names that are defined.
  let definedEvents = Mutex<Set<ByteText>>([])
  /// The imports of this process, by the `run` of their marks.
  let runs = Mutex<[UInt64: ImportRun]>([:])

  /// Opens the project at `address`.
  ///
  /// - Throws: ``StoreError/notFound(path:)`` if it does not exist.
  static func open(
    _ address: ClickHouseAddress, _ login: ClickHouseLogin, isWriting: Bool
  ) async throws(StoreError) -> ClickHouseStore {
    let servers = ClickHouseServers(address, login)
    let connection = try await servers.first.withFeatures()
    var schema = ClickHouseSchema(database: address.database, cluster: address.cluster)
    let project = try await Self.project(connection, schema)
    let made = project["shards"] ?? "1"
    let shards = try await servers.shardCount()
    guard made == "\(shards)" else {
      throw .failed(
        path: connection.name,
        cause: "the project was created on \(made) shards, but the cluster has \(shards); export "
          + "it, and import it into a new project")
    }
    schema.present = project["version"].flatMap { Int($0) } ?? 0
    guard 1...ClickHouseSchema.version ~= schema.present else {
      throw .newerVersion(path: connection.name, version: schema.present)
    }
    guard let timeZone = project["time_zone"] else { throw .damaged(path: connection.name) }
    guard let calendar = ProjectCalendar(timeZone: timeZone) else {
      throw .unknownTimeZone(timeZone)
    }
    let writing = isWriting ? try await servers.shards() : []
    if isWriting { try await schema.upgrade(on: writing, connection) }
    return ClickHouseStore(
      connection: connection, schema: schema, calendar: calendar, isWriting: isWriting,
      servers: servers, shards: writing)
  }

  private init(
    connection: ClickHouseConnection, schema: ClickHouseSchema, calendar: ProjectCalendar,
    isWriting: Bool,
    servers: ClickHouseServers, shards: [ClickHouseConnection]
  ) {
    self.connection = connection
    self.schema = schema
    self.calendar = calendar
    self.isWriting = isWriting
    self.servers = servers
    self.shards = shards
  }

  /// Creates an empty project; can be repeated after an interruption.
  static func create(
    at address: ClickHouseAddress, _ login: ClickHouseLogin, timeZone: String
  ) async throws(StoreError) {
    let servers = ClickHouseServers(address, login)
    let schema = ClickHouseSchema(database: address.database, cluster: address.cluster)
    let shards = try await servers.shards()
    for shard in shards {
      let known = try await shard.names(
        "merge_tree_settings", among: Array(ClickHouseSchema.optionalSettings.keys))
      for statement in schema.creation(settings: known) {
        try await shard.execute(statement, isInDatabase: false)
      }
    }
    let lock = try await WriterLock.take(shards, database: address.database)
    let result = await Result { () async throws(StoreError) in
      let isNew = try await project(servers.first, schema).isEmpty
      guard isNew else { throw .alreadyExists(path: servers.first.name) }
      // One block is inserted atomically.
      try await Definition.insert(
        [
          Definition(kind: .project, name: "version", texts: ["\(ClickHouseSchema.version)"]),
          Definition(kind: .project, name: "time_zone", texts: [timeZone]),
          Definition(kind: .project, name: "shards", texts: ["\(shards.count)"]),
        ], into: schema, servers.first)
    }
    try await lock.release()
    try result.get()
  }

  /// The project's constants by name; empty if only the database exists.
  private static func project(
    _ connection: ClickHouseConnection, _ schema: ClickHouseSchema
  ) async throws(StoreError) -> [String: String] {
    let rows = try await Definition.all(.project, in: schema, connection)
    return Dictionary(
      rows.sorted { $0.revision < $1.revision }.map { ($0.name, $0.texts.first ?? "") }
    ) { $1 }
  }

  /// Runs `body` while holding the lock of writers.
  func writing<Value: Sendable>(
    _ body: (WriterLock) async throws(StoreError) -> Value
  ) async throws(StoreError) -> Value {
    guard isWriting else { throw .notWritable(path: connection.name) }
    let lock = try await WriterLock.take(shards, database: schema.database)
    let result = await Result { () async throws(StoreError) in try await body(lock) }
    do throws(StoreError) {
      try await lock.release()
    } catch {
      // The first failure is more useful; a remaining lock is broken later.
      guard case .failure = result else { throw error }
    }
    return try result.get()
  }

  func close() throws(StoreError) {}
}
