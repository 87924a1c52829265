internal import MPQAPI
internal import MPQStore

extension ClickHouseStore {
  func eventNames() async throws(StoreError) -> [String] {
    try await Definition.all(.event, in: schema, connection).map(\.name)
  }

  func funnels() async throws(StoreError) -> [FunnelDefinition] {
    let entries = try await funnelLog().funnels
    do throws(FunnelError) {
      return try entries.map { entry throws(FunnelError) in
        try FunnelDefinition(name: entry.name, steps: entry.steps)
      }
    } catch {
      throw .damaged(path: connection.name)
    }
  }

  func define(_ funnels: [FunnelDefinition]) async throws(StoreError) {
    try await writing { _ async throws(StoreError) in
      try await self.log(funnels.map { ($0.name, $0.steps) }, after: try await self.funnelLog())
    }
  }

  func dropFunnel(named name: String) async throws(StoreError) -> Bool {
    try await writing { _ async throws(StoreError) in
      let log = try await self.funnelLog()
      guard log.funnels.contains(where: { $0.name.utf8.elementsEqual(name.utf8) }) else {
        return false
      }
      try await self.log([(name, [])], after: log)
      return true
    }
  }

  private func funnelLog() async throws(StoreError) -> FunnelLog {
    let entries = try await Definition.all(.funnel, in: schema, connection)
    return FunnelLog(
      entries.map { FunnelLog.Entry(revision: $0.revision, name: $0.name, steps: $0.texts) })
  }

  private func log(
    _ entries: [(name: String, steps: [String])], after log: FunnelLog
  ) async throws(StoreError) {
    let first = log.nextRevision
    let definitions = entries.enumerated().map { index, entry in
      Definition(kind: .funnel, revision: first + index, name: entry.name, texts: entry.steps)
    }
    try await Definition.insert(definitions, into: schema, connection)
  }
}
