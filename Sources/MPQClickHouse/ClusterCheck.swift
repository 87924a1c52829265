internal import MPQAPI
internal import MPQStore

/// Checks a project on each of its shards.
struct ClusterCheck {
  let schema: ClickHouseSchema
  /// The shards, each with its range of the slots to which users are hashed.
  private let shards: [(server: ClickHouseConnection, slots: Range<Int>)]
  private(set) var problems: [String] = []

  init(_ schema: ClickHouseSchema, _ servers: ClickHouseServers) async throws(StoreError) {
    self.schema = schema
    var shards: [(server: ClickHouseConnection, slots: Range<Int>)] = []
    var end = 0
    for (server, weight) in zip(try await servers.shards(), try await servers.weights()) {
      shards.append((server, end..<(end + weight)))
      end += weight
    }
    self.shards = shards
  }

  /// Checks the tables, and their rows if the tables are valid.
  ///
  /// - Returns: Whether the tables are valid.
  mutating func run() async throws(StoreError) -> Bool {
    for (server, _) in shards {
      for table in ClickHouseSchema.columns.keys.sorted() { try await checkTable(table, server) }
    }
    guard problems.isEmpty else { return false }
    for (server, slots) in shards {
      try await checkRows(of: server)
      if shards.count > 1 { try await checkPlaces(on: server, slots) }
    }
    try await checkSums()
    return true
  }

  private mutating func checkTable(
    _ table: String, _ server: ClickHouseConnection
  ) async throws(StoreError) {
    let columns = schema.columns(of: table)
    for name in schema.cluster == nil ? [table] : [table, "\(table)_all"] {
      let rows = try await schema.columns(of: name, on: server)
      guard !rows.isEmpty else {
        problems.append("\(server.name): missing table '\(name)'")
        continue
      }
      for column in columns {
        let found = rows.first { $0.name == column.name }
        if found?.type != column.type || found?.value != column.value {
          problems.append("\(server.name): unexpected definition of '\(name).\(column.name)'")
        }
      }
    }
    guard let engine = schema.distributed(table) else { return }
    let found = try await server.rows(
      """
      SELECT engine_full FROM system.tables
      WHERE database = '\(schema.database)' AND name = '\(table)_all'
      """
    ) { reader throws(RowBinaryReader.Damage) in try reader.text() }
    // Versions of ClickHouse differ in spaces and quotes.
    func plain(_ text: String) -> String { text.filter { !" '`".contains($0) } }
    if !found.allSatisfy({ plain($0).hasPrefix(plain(engine)) }) {
      problems.append("\(server.name): '\(table)_all' does not distribute rows as \(engine) does")
    }
  }

  private mutating func checkRows(of server: ClickHouseConnection) async throws(StoreError) {
    let moments = ProjectCalendar.moments
    let spellings =
      schema.present < 2
      ? "" : " OR (notEmpty(spelled) AND length(spelled) != length(keys))"
    let damaged = try await Self.number(
      """
      SELECT toUInt64(count()) FROM event WHERE length(keys) != length(vals) \
      OR length(keys) != length(texts)\(spellings) OR arrayUniq(keys) != length(keys) \
      OR time < \(moments.lowerBound) OR time > \(moments.upperBound) \
      OR uid != cityHash64(distinct_id)
      """, server)
    if damaged > 0 {
      problems.append(
        "\(server.name): \(counted(damaged, "event")) with an invalid time, user or properties"
      )
    }
  }

  /// Checks that each user is on the right shard; a user on two shards would count twice.
  private mutating func checkPlaces(
    on server: ClickHouseConnection, _ slots: Range<Int>
  ) async throws(StoreError) {
    let total = shards.last?.slots.upperBound ?? 1
    func isElsewhere(_ key: String) -> String {
      "(\(key) % \(total) < \(slots.lowerBound) OR \(key) % \(total) >= \(slots.upperBound))"
    }
    let strays = try await Self.number(
      "SELECT toUInt64(count()) FROM event WHERE \(isElsewhere("uid"))", server)
    if strays > 0 {
      problems.append("\(server.name): \(counted(strays, "event")) of users of another shard")
    }
    let kinds = try await server.rows(
      "SELECT DISTINCT kind FROM definition WHERE \(isElsewhere("cityHash64(kind)")) ORDER BY kind"
    ) { reader throws(RowBinaryReader.Damage) in try reader.text() }
    for kind in kinds {
      problems.append("\(server.name): definitions of kind '\(kind)' belong to another shard")
    }
  }

  /// Checks that each server's distributed tables have as many rows as all shards together.
  private mutating func checkSums() async throws(StoreError) {
    guard schema.cluster != nil else { return }
    for table in ClickHouseSchema.columns.keys.sorted() {
      let least = try await sum(of: table)
      var found: [(server: ClickHouseConnection, rows: Int)] = []
      for (server, _) in shards {
        let sql = "SELECT toUInt64(count()) FROM \(table)_all"
        found.append((server, try await Self.number(sql, server)))
      }
      // An import may run at the same time.
      let most = try await sum(of: table)
      for (server, rows) in found where !(least...max(least, most)).contains(rows) {
        problems.append(
          "\(server.name): '\(table)_all' has \(counted(rows, "row")), but the shards have \(most)")
      }
    }
  }

  private func sum(of table: String) async throws(StoreError) -> Int {
    var sum = 0
    for (server, _) in shards {
      sum += try await Self.number("SELECT toUInt64(count()) FROM \(table)", server)
    }
    return sum
  }

  private static func number(
    _ sql: String, _ server: ClickHouseConnection
  ) async throws(StoreError) -> Int {
    try await server.rows(sql) { reader throws(RowBinaryReader.Damage) in try reader.count() }
      .reduce(0, +)
  }
}
