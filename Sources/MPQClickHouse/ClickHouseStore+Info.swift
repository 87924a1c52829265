internal import MPQStore

extension ClickHouseStore {
  /// Computes the statistics of the project; this reads the property names of all events.
  func info() async throws(StoreError) -> ProjectInfo {
    var info = ProjectInfo(
      version: schema.present, timeZone: calendar.name,
      timeZoneSource: calendar.source, bytes: 0,
      funnels: try await funnels().map(\.name))
    for shard in try await servers.shards() {
      info.eventsByShard += try await shard.rows("SELECT toUInt64(count()) FROM event") {
        reader throws(RowBinaryReader.Damage) in try reader.count()
      }
      info.bytes += try await shard.rows(
        """
        SELECT toUInt64(sum(bytes_on_disk)) FROM system.parts
        WHERE database = '\(schema.database)' AND active
        """
      ) { reader throws(RowBinaryReader.Damage) in Int(min(try reader.unsigned(), 1 << 50)) }
      .reduce(0, +)
    }
    info.events = info.eventsByShard.reduce(0, +)
    info.names = try await eventNames().count
    info.users = try await number(
      "SELECT \(EventSQL.users) FROM \(schema.events)")
    info.properties = try await number(
      "SELECT toUInt64(uniqExact(key)) FROM \(schema.events) ARRAY JOIN keys AS key")
    if let span = try await span(of: nil) {
      info.first = .init(seconds: span.lowerBound, label: calendar.label(of: span.lowerBound))
      info.last = .init(seconds: span.upperBound, label: calendar.label(of: span.upperBound))
    }
    info.stoppedImports = try await stoppedImports()
    return info
  }

  private func number(_ sql: String) async throws(StoreError) -> Int {
    try await connection.rows(sql) { reader throws(RowBinaryReader.Damage) in try reader.count() }
      .reduce(0, +)
  }
}
