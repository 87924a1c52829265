internal import MPQAPI
internal import MPQStore

extension ClickHouseStore {
  /// Does nothing: queries read the events.
  func settle() async throws(StoreError) {}

  /// Throws: ClickHouse has its own backups.
  func backUp(
    to target: String, isReplacing: Bool, progress: @escaping @Sendable (Double) -> Void
  ) async throws(StoreError) {
    throw onlyInFiles
  }

  /// Throws: ClickHouse merges parts automatically.
  func vacuum() async throws(StoreError) -> VacuumReport { throw onlyInFiles }

  private var onlyInFiles: StoreError {
    .failed(path: connection.name, cause: "only supported for project files")
  }

  /// The problems of the tables and of the distribution over shards.
  private func problemsOfTables() async throws(StoreError) -> [String] {
    var check = try await ClusterCheck(schema, servers)
    guard try await check.run() else { return check.problems }
    var problems: [String] = []
    let project = try await Definition.all(.project, in: schema, connection)
    for (name, rows) in Dictionary(grouping: project, by: \.name)
    where Set(rows.map(\.revision)).count < rows.count || rows.count > 1 && name != "version" {
      problems.append("the project has several definitions of '\(name)'")
    }
    do throws(StoreError) {
      _ = try await funnels()
    } catch .damaged {
      problems.append("a funnel has no name, no steps or too many steps")
    }
    return check.problems + problems.sorted()
  }

  func check(
    _ progress: @escaping @Sendable (CheckProgress) -> Void
  ) async throws(StoreError) -> [String] {
    progress(CheckProgress(stage: .shards))
    let problems = try await problemsOfTables()
    guard problems.isEmpty else { return problems }
    progress(CheckProgress(stage: .events))
    return try await problemsOfEvents()
  }

  /// The problems of events: undefined names and duplicates.
  private func problemsOfEvents() async throws(StoreError) -> [String] {
    var differences: [String] = []
    let defined = Set(try await eventNames().map { ByteText($0) })
    let names = try await connection.rows("SELECT DISTINCT event FROM \(schema.events)") {
      reader throws(RowBinaryReader.Damage) in ByteText(try reader.text())
    }
    for name in names.sorted() where !defined.contains(name) {
      differences.append("events '\(name)': the name is not defined")
    }
    let repeated = try await connection.rows(
      """
      SELECT event, toUInt64(count()) AS repeats FROM (\
      SELECT event, time, distinct_id, insert_id FROM \(schema.events) WHERE identity != 0 \
      GROUP BY event, time, distinct_id, insert_id HAVING count() > 1) GROUP BY event
      """
    ) { reader throws(RowBinaryReader.Damage) in
      (name: ByteText(try reader.text()), count: try reader.count())
    }
    for (name, count) in repeated.sorted(by: { $0.name < $1.name }) {
      differences.append("events '\(name)': \(count) duplicates")
    }
    return differences
  }
}
