/// The tables of a project on ClickHouse.
///
/// On a cluster, each table stands on every shard, with a `Distributed` one over it whose name ends
/// in `_all`; all events of a user are on one shard. Definitions of a kind are on one shard
/// together: `project` (what never changes), `event` (names) and `funnel` (a log, see
/// ``FunnelLog``).
struct ClickHouseSchema: Sendable {
  /// The version of the tables.
  static let version = 1

  let database: String
  /// The name of the cluster, where there is one.
  let cluster: String?

  /// The table of events that is asked and written.
  var events: String { cluster == nil ? "event" : "event_all" }
  /// The table of definitions that is asked and written.
  var definitions: String { cluster == nil ? "definition" : "definition_all" }

  /// What is asked for in `INSERT`; the server makes the rest.
  static let eventColumns =
    "(event, time, distinct_id, insert_id, identity, keys, vals, texts, batch, number)"

  /// Settings of MergeTree that are used where the server's version has them: repeated inserts are
  /// dropped, and what was inserted survives a loss of power.
  static let wishes = [
    "non_replicated_deduplication_window": "1000", "fsync_after_insert": "1",
    "fsync_part_directory": "1",
  ]

  /// The seconds of a partition: 30 days.
  static let partition = 2_592_000
  /// The most partitions of one insert; servers take 100.
  static let partitionLimit = 64

  /// The statements that make the tables of one shard.
  ///
  /// - Parameter settings: Those of ``wishes`` that the server knows.
  /// - Returns: The statements, in their order.
  func creation(settings: Set<String>) -> [String] {
    let wishes = Self.wishes.filter { settings.contains($0.key) }.sorted { $0.key < $1.key }
      .map { ", \($0.key) = \($0.value)" }.joined()
    var statements = [
      "CREATE DATABASE IF NOT EXISTS \(database)",
      """
      CREATE TABLE IF NOT EXISTS \(database).event (
        event String,
        time Int64,
        distinct_id String,
        insert_id String,
        identity UInt64,
        keys Array(String),
        vals Array(String),
        texts Array(UInt8),
        batch UInt64,
        number UInt64,
        uid UInt64 DEFAULT cityHash64(distinct_id)
      ) ENGINE = MergeTree
      PARTITION BY intDiv(time, \(Self.partition)) ORDER BY (event, time, uid)
      SETTINGS index_granularity = 8192\(wishes)
      """,
      """
      CREATE TABLE IF NOT EXISTS \(database).definition (
        kind String,
        revision UInt64,
        name String,
        texts Array(String)
      ) ENGINE = MergeTree ORDER BY (kind, revision, name)
      SETTINGS index_granularity = 8192\(wishes)
      """,
    ]
    guard let cluster else { return statements }
    for (table, key) in [("event", "cityHash64(distinct_id)"), ("definition", "cityHash64(kind)")] {
      statements.append(
        """
        CREATE TABLE IF NOT EXISTS \(database).\(table)_all AS \(database).\(table)
        ENGINE = Distributed('\(cluster)', '\(database)', '\(table)', \(key))
        """)
    }
    return statements
  }
}
