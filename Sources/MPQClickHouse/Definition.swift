internal import MPQStore

/// One row of the table of definitions.
struct Definition: Sendable {
  /// The kind of a definition.
  enum Kind: String {
    case project, event, funnel
    /// The progress of the import of a file; see ``MarkEntry``.
    case mark
  }

  var kind: Kind
  var revision = 0
  var name: String
  var texts: [String] = []

  /// The definitions of one kind, or only those with `name`; unordered.
  static func all(
    _ kind: Kind, named name: String? = nil, in schema: ClickHouseSchema,
    _ connection: ClickHouseConnection
  ) async throws(StoreError) -> [Definition] {
    try await connection.rows(
      """
      SELECT DISTINCT revision, name, texts FROM \(schema.definitions)
      WHERE kind = '\(kind.rawValue)'\(name.map { " AND name = \($0.sqlLiteral)" } ?? "")
      """
    ) { reader throws(RowBinaryReader.Damage) in
      Definition(
        kind: kind, revision: try reader.count(), name: try reader.text(),
        texts: try reader.texts())
    }
  }

  /// Adds `definitions` of one kind atomically.
  static func insert(
    _ definitions: [Definition], into schema: ClickHouseSchema,
    _ connection: ClickHouseConnection
  ) async throws(StoreError) {
    var rows = RowBinaryWriter()
    for definition in definitions {
      rows.append(definition.kind.rawValue)
      rows.append(definition.revision)
      rows.append(definition.name)
      rows.append(definition.texts)
    }
    try await connection.insert(
      "INSERT INTO \(schema.definitions) (kind, revision, name, texts) FORMAT RowBinary",
      rows.bytes, settings: [("insert_distributed_sync", "1")])
  }
}
