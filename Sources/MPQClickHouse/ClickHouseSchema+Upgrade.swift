internal import MPQAPI
internal import MPQStore

extension ClickHouseSchema {
  /// Upgrades the tables of an earlier version; after an interruption, the next writer repeats it.
  mutating func upgrade(
    on shards: [ClickHouseConnection], _ connection: ClickHouseConnection
  ) async throws(StoreError) {
    guard present < Self.version else { return }
    let lock = try await WriterLock.take(shards, database: database)
    let result = await Result { () async throws(StoreError) in try await addColumns(on: shards) }
    try await lock.release()
    try result.get()
    try await Definition.insert(
      [
        Definition(
          kind: .project, revision: Self.version - 1, name: "version", texts: ["\(Self.version)"])
      ], into: self, connection)
    present = Self.version
  }

  /// Adds the columns of later versions, first to the tables of all shards, then to the distributed
  /// tables over them.
  private func addColumns(on shards: [ClickHouseConnection]) async throws(StoreError) {
    for (name, columns) in Self.columns.sorted(by: { $0.key < $1.key }) {
      for table in cluster == nil ? [name] : [name, "\(name)_all"] {
        for shard in shards {
          let known = Set(try await self.columns(of: table, on: shard).map(\.name))
          for column in columns where column.version > present && !known.contains(column.name) {
            try await shard.execute(
              "ALTER TABLE \(database).\(table) ADD COLUMN \(column.name) \(column.type)")
          }
        }
      }
    }
  }

  /// The columns of a table on a server.
  func columns(
    of table: String, on server: ClickHouseConnection
  ) async throws(StoreError) -> [Column] {
    try await server.rows(
      """
      SELECT name, type, default_expression FROM system.columns
      WHERE database = '\(database)' AND table = '\(table)'
      """
    ) { reader throws(RowBinaryReader.Damage) in
      let (name, type, value) = (try reader.text(), try reader.text(), try reader.text())
      return Column(name, type, default: value.isEmpty ? nil : value)
    }
  }
}
