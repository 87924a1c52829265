internal import MPQStore

/// The tables of a project on ClickHouse.
///
/// On a cluster, every shard has each table, and a `Distributed` table over it whose name ends in
/// `_all`. All events of a user are on one shard. All definitions of a kind are on one shard. The
/// kinds are `project` (constants and the version), `event` (names), `funnel` (a log, see
/// ``FunnelLog``) and `mark` (see ``MarkEntry``).
///
/// `vals` has the texts of values as answers show them. If numbers are spelled differently in the
/// event, `spelled` has as many texts: the spelled text, or an empty one if it is the same.
struct ClickHouseSchema: Sendable {
  /// The version of the schema; version 2 added the column `spelled`.
  static let version = 2

  let database: String
  /// The name of the cluster; `nil` for a single server.
  let cluster: String?
  /// The version of the project's tables, which only a writer upgrades.
  var present = version

  /// The table of events for queries and inserts.
  var events: String { cluster == nil ? "event" : "event_all" }
  /// The table of definitions for queries and inserts.
  var definitions: String { cluster == nil ? "definition" : "definition_all" }

  /// The columns of `INSERT`; the server computes the others.
  static let eventColumns =
    "(event, time, distinct_id, insert_id, identity, keys, vals, texts, spelled, batch, number)"

  /// Optional MergeTree settings, used if the server's version supports them: repeated inserts are
  /// deduplicated, and inserts survive a power loss.
  static let optionalSettings = [
    "non_replicated_deduplication_window": "1000", "fsync_after_insert": "1",
    "fsync_part_directory": "1",
  ]

  /// The seconds of a partition: 30 days.
  static let partition = 2_592_000
  /// The maximum number of partitions per insert; the limit of servers is 100.
  static let partitionLimit = 64

  /// A column of a table and its default.
  struct Column: Hashable, Sendable {
    var name: String
    var type: String
    var value: String?
    /// The version that added the column.
    var version: Int

    init(_ name: String, _ type: String, default value: String? = nil, version: Int = 1) {
      self.name = name
      self.type = type
      self.value = value
      self.version = version
    }
  }

  /// The columns of each table.
  static let columns = [
    "event": [
      Column("event", "String"), Column("time", "Int64"), Column("distinct_id", "String"),
      Column("insert_id", "String"), Column("identity", "UInt64"),
      Column("keys", "Array(String)"), Column("vals", "Array(String)"),
      Column("texts", "Array(UInt8)"), Column("batch", "UInt64"), Column("number", "UInt64"),
      Column("uid", "UInt64", default: "cityHash64(distinct_id)"),
      Column("spelled", "Array(String)", version: 2),
    ],
    "definition": [
      Column("kind", "String"), Column("revision", "UInt64"), Column("name", "String"),
      Column("texts", "Array(String)"),
    ],
  ]

  /// The sharding keys of the distributed tables.
  static let shardingKeys = [
    "event": "cityHash64(distinct_id)", "definition": "cityHash64(kind)",
  ]

  /// The columns that the project's tables have.
  func columns(of table: String) -> [Column] {
    (Self.columns[table] ?? []).filter { $0.version <= present }
  }

  private static func columnList(of table: String) -> String {
    (columns[table] ?? []).map { column in
      "\(column.name) \(column.type)" + (column.value.map { " DEFAULT \($0)" } ?? "")
    }.joined(separator: ", ")
  }

  /// The engine of the distributed table over the tables `table` of all shards.
  func distributed(_ table: String) -> String? {
    guard let cluster, let key = Self.shardingKeys[table] else { return nil }
    return "Distributed('\(cluster)', '\(database)', '\(table)', \(key))"
  }

  /// The statements that create the tables of one shard.
  ///
  /// - Parameter settings: The settings of ``optionalSettings`` that the server supports.
  /// - Returns: The statements, in order.
  func creation(settings: Set<String>) -> [String] {
    let options = Self.optionalSettings.filter { settings.contains($0.key) }
      .sorted { $0.key < $1.key }
      .map { ", \($0.key) = \($0.value)" }.joined()
    var statements = [
      "CREATE DATABASE IF NOT EXISTS \(database)",
      """
      CREATE TABLE IF NOT EXISTS \(database).event (\(Self.columnList(of: "event")))
      ENGINE = MergeTree
      PARTITION BY intDiv(time, \(Self.partition)) ORDER BY (event, time, uid)
      SETTINGS index_granularity = 8192\(options)
      """,
      """
      CREATE TABLE IF NOT EXISTS \(database).definition (\(Self.columnList(of: "definition")))
      ENGINE = MergeTree ORDER BY (kind, revision, name)
      SETTINGS index_granularity = 8192\(options)
      """,
    ]
    for table in ["event", "definition"] {
      guard let engine = distributed(table) else { continue }
      statements.append(
        """
        CREATE TABLE IF NOT EXISTS \(database).\(table)_all AS \(database).\(table)
        ENGINE = \(engine)
        """)
    }
    return statements
  }
}
