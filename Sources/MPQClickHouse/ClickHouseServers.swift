internal import MPQHTTP
internal import MPQStore

/// The servers of a project: those in the address, or those of its cluster.
struct ClickHouseServers: Sendable {
  /// The server that receives queries.
  let first: ClickHouseConnection
  private let address: ClickHouseAddress
  private let login: ClickHouseLogin

  init(_ address: ClickHouseAddress, _ login: ClickHouseLogin) {
    self.address = address
    self.login = login
    first = ClickHouseConnection(address.hosts[0], address, login)
  }

  /// One server of a cluster in `system.clusters`.
  private struct Member {
    var shard: Int
    var weight: Int
    var host: String
    var isLocal: Bool
  }

  /// The weight of each shard, by shard number: its share of the slots to which users are hashed.
  func weights() async throws(StoreError) -> [Int] {
    address.cluster == nil ? [1] : try await members(first).map(\.weight)
  }

  /// The number of shards.
  func shardCount() async throws(StoreError) -> Int {
    address.cluster == nil ? 1 : Set(try await members(first).map(\.shard)).count
  }

  /// The servers by shard number.
  func shards() async throws(StoreError) -> [ClickHouseConnection] {
    guard let cluster = address.cluster else { return [first] }
    let members = try await members(first)
    guard Set(members.map(\.shard)).count == members.count else {
      throw .failed(
        path: first.name,
        cause: "cluster '\(cluster)' has replicas, which mpq does not synchronize; use a cluster "
          + "with one server per shard")
    }
    guard address.hosts.count > 1 || members.count == 1 else {
      var shards: [ClickHouseConnection] = []
      for member in members {
        let base = try address.base(ofHost: member.host)
        shards.append(ClickHouseConnection(base, address, login))
      }
      return try await checked(shards, members.count)
    }
    return try await checked(
      address.hosts.map { ClickHouseConnection($0, address, login) }, members.count)
  }

  /// Sorts `servers` by the shard numbers that they report.
  private func checked(
    _ servers: [ClickHouseConnection], _ count: Int
  ) async throws(StoreError) -> [ClickHouseConnection] {
    var byShard: [Int: ClickHouseConnection] = [:]
    for server in servers {
      for member in try await members(server) where member.isLocal {
        byShard[member.shard] = server
      }
    }
    let shards = byShard.sorted { $0.key < $1.key }.map(\.value)
    guard shards.count == count else {
      throw .failed(
        path: first.name,
        cause: "the address reaches \(shards.count) of the \(count) shards of cluster "
          + "'\(address.cluster ?? "")'; write all of them: clickhouse://a:8123,b:8123/"
          + "\(address.database)?cluster=...")
    }
    return shards
  }

  private func members(_ server: ClickHouseConnection) async throws(StoreError) -> [Member] {
    let cluster = address.cluster ?? ""
    let members = try await server.rows(
      """
      SELECT toUInt64(shard_num) AS shard, toUInt64(shard_weight), host_name, toUInt64(is_local)
      FROM system.clusters WHERE cluster = \(cluster.sqlLiteral) ORDER BY shard
      """, isInDatabase: false
    ) { reader throws(RowBinaryReader.Damage) in
      Member(
        shard: try reader.count(), weight: try reader.count(), host: try reader.text(),
        isLocal: try reader.count() == 1)
    }
    guard !members.isEmpty else {
      throw .failed(
        path: server.name,
        cause: "the server has no cluster '\(cluster)'; 'SELECT cluster FROM system.clusters' "
          + "lists its configured clusters (remote_servers)")
    }
    return members
  }
}
