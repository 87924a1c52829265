internal import MPQAPI
internal import MPQHTTP
internal import MPQStore

/// Sends SQL to one server over HTTP.
///
/// Responses are complete or an error: the server buffers them, skips no shard, and fails instead
/// of truncating when it reaches a limit.
struct ClickHouseConnection: Sendable {
  /// The server, as messages show it.
  let name: String
  private let base: BaseURL
  private let options: HTTPOptions
  private let client: HTTPClient
  private let headers: [String]
  private let user: String
  private let database: String
  /// Query settings that the server's version supports.
  private var features: [Setting] = []
  /// Whether the server's version supports tokens that deduplicate repeated inserts.
  private(set) var takesTokens = false

  /// The name and the value of a setting.
  typealias Setting = (name: String, value: String)

  /// The timeout of a statement, in seconds.
  static let deadline = 120
  /// The timeout of a request to stop a query, in seconds.
  private static let stopDeadline = 5.0
  /// The maximum size of a response in bytes.
  private static let byteLimit = 1 << 29

  private static let settings: [Setting] = [
    ("wait_end_of_query", "1"),
    ("skip_unavailable_shards", "0"),
    ("max_execution_time", "\(deadline - 5)"),
    ("timeout_overflow_mode", "throw"),
    ("read_overflow_mode", "throw"),
    ("group_by_overflow_mode", "throw"),
    ("result_overflow_mode", "throw"),
    ("set_overflow_mode", "throw"),
    ("distinct_overflow_mode", "throw"),
    // Statements may contain thousands of names or numbers.
    ("max_query_size", "\(1 << 25)"),
    ("max_ast_elements", "1000000"),
    ("max_expanded_ast_elements", "2000000"),
  ]

  init(_ base: BaseURL, _ address: ClickHouseAddress, _ login: ClickHouseLogin) {
    var options = HTTPOptions()
    options.deadline = Double(Self.deadline)
    options.byteLimit = Self.byteLimit
    options.caFile = address.caFile
    self.base = base
    self.options = options
    client = HTTPClient(base: base, options: options)
    headers = login.headers
    user = login.user
    database = address.database
    name =
      "\(base.description.replacing("http", with: "clickhouse", maxReplacements: 1))/\(database)"
  }

  /// The same connection with the optional features of the server's version.
  func withFeatures() async throws(StoreError) -> Self {
    let cancel = "cancel_http_readonly_queries_on_client_close"
    let known = try await names("settings", among: [cancel, "insert_deduplication_token"])
    var copy = self
    if known.contains(cancel) { copy.features.append((cancel, "1")) }
    copy.takesTokens = known.contains("insert_deduplication_token")
    return copy
  }

  /// The `names` that exist in the system's table of settings `table`.
  func names(_ table: String, among names: [String]) async throws(StoreError) -> Set<String> {
    let rows = try await rows(
      "SELECT name FROM system.\(table) WHERE name IN \(names.sqlList)", isInDatabase: false
    ) { reader throws(RowBinaryReader.Damage) in try reader.text() }
    return Set(rows)
  }

  /// The rows of a `SELECT`, each read by `read`.
  ///
  /// If the task is cancelled, the query is stopped on the server.
  func rows<Row>(
    _ sql: String, settings: [Setting] = [], isInDatabase: Bool = true,
    _ read: (inout RowBinaryReader) throws(RowBinaryReader.Damage) -> Row
  ) async throws(StoreError) -> [Row] {
    let id = Self.newQueryID()
    let bytes: [UInt8]
    do throws(StoreError) {
      bytes = try await send(
        Array("\(sql) FORMAT RowBinary".utf8), features + settings + [("query_id", id)],
        isInDatabase: isInDatabase)
    } catch {
      if error == .cancelled { await stop(id) }
      throw error
    }
    var reader = RowBinaryReader(bytes)
    var rows: [Row] = []
    var work = LongWork()
    do {
      while !reader.isAtEnd {
        rows.append(try read(&reader))
        try work.go(on: 1)
      }
    } catch is CancellationError {
      throw .cancelled
    } catch {
      throw .failed(path: name, cause: "the server's response is damaged")
    }
    return rows
  }

  /// Stops a query on the server.
  ///
  /// Version 18.16 does not notice that its client has disconnected, and later versions do so only
  /// if the user's profile is `readonly`.
  private func stop(_ queryID: String) async {
    var brief = options
    brief.deadline = Self.stopDeadline
    let connection = HTTPClient(base: base, options: brief)
    let request = HTTPClient.Request(
      target: "/", body: Array("KILL QUERY WHERE query_id = '\(queryID)' ASYNC".utf8),
      headers: headers)
    // In a new task, because this one is cancelled. Failures are ignored: the query then runs into
    // the server's time limit.
    await Task { _ = try? await connection.send(request) }.value
  }

  /// 128 random bits.
  private static func newQueryID() -> String {
    var random = SystemRandomNumberGenerator()
    return "mpq-\(random.next())-\(random.next())"
  }

  /// Executes `sql`.
  func execute(
    _ sql: String, settings: [Setting] = [], isInDatabase: Bool = true
  ) async throws(StoreError) {
    _ = try await send(Array(sql.utf8), settings, isInDatabase: isInDatabase)
  }

  /// Inserts rows; `sql` ends in `FORMAT RowBinary`.
  func insert(
    _ sql: String, _ rows: [UInt8], settings: [Setting]
  ) async throws(StoreError) {
    _ = try await send(rows, settings + [("query", sql)])
  }

  private func send(
    _ body: [UInt8], _ settings: [Setting], isInDatabase: Bool = true
  ) async throws(StoreError) -> [UInt8] {
    let all = (isInDatabase ? [("database", database)] : []) + Self.settings + settings
    let query = all.map { "\($0.name)=\(QueryCodec.encode($0.value))" }.joined(separator: "&")
    let response: Response
    do throws(TransportError) {
      response = try await client.send(
        HTTPClient.Request(target: "/?\(query)", body: body, headers: headers))
    } catch {
      throw StoreError(error, server: name)
    }
    guard response.status == 200 else {
      throw ServerFailure(response.body, status: response.status).storeError(name, user: user)
    }
    return response.body
  }
}
