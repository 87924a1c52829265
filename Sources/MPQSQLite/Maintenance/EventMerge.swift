internal import GRDB
internal import MPQStore

/// The stored events of one name, read by time.
final class EventSource {
  let name: String
  /// The number of the name.
  let event: Int
  /// The rank of the name among all that are read.
  let rank: Int

  private let statement: Statement
  private var rows: RowCursor?
  /// The current event; `nil` after the last one.
  private(set) var row: Row?
  /// The time of the current event, in seconds since 1970.
  private(set) var time = 0

  init(name: String, rank: Int, event: Int, in database: Database) throws {
    self.name = name
    self.event = event
    self.rank = rank
    statement = try database.makeStatement(
      sql: """
        SELECT id, user, properties, insert_id FROM \(Schema.table(ofEvent: event))
        WHERE id >= ? AND id < ?
        """)
  }

  /// Reads the first event of `range`.
  func start(_ range: Range<Int>) throws {
    rows = try Row.fetchCursor(
      statement,
      arguments: [Schema.firstID(at: range.lowerBound), Schema.firstID(at: range.upperBound)])
    try advance()
  }

  /// Reads the next event.
  func advance() throws {
    row = try rows?.next()
    if let row { time = Schema.time(ofID: row[0]) }
  }

  /// Whether the event comes before that of `other`.
  func precedes(_ other: EventSource) -> Bool { (time, rank) < (other.time, other.rank) }

  /// The times of the first and the last event of a project.
  static func span(in database: Database) throws -> ClosedRange<Int>? {
    var span: ClosedRange<Int>?
    for table in try database.eventTables(nil) {
      let name = Schema.table(ofEvent: table.id)
      // Two statements: SQLite uses an index seek only for a single min or max.
      guard let first = try Int.fetchOne(database, sql: "SELECT min(id) FROM \(name)"),
        let last = try Int.fetchOne(database, sql: "SELECT max(id) FROM \(name)")
      else { continue }
      let times = Schema.time(ofID: first)...Schema.time(ofID: last)
      span =
        span.map {
          min($0.lowerBound, times.lowerBound)...max($0.upperBound, times.upperBound)
        } ?? times
    }
    return span
  }
}

/// Merges the events of several names by time with a heap.
struct EventMerge {
  private var heap: [EventSource]

  /// Starts with the first event of `range`.
  init(_ sources: [EventSource], in range: Range<Int>) throws {
    for source in sources { try source.start(range) }
    // A sorted array is a heap.
    heap = sources.filter { $0.row != nil }.sorted { $0.precedes($1) }
  }

  /// The source of the next event; `nil` after the last one.
  var first: EventSource? { heap.first }

  /// Advances to the next event.
  mutating func advance() throws {
    guard let first = heap.first else { return }
    try first.advance()
    if first.row == nil {
      let last = heap.removeLast()
      guard !heap.isEmpty else { return }
      heap[0] = last
    }
    sink()
  }

  private mutating func sink() {
    var position = 0
    while true {
      var child = 2 * position + 1
      guard child < heap.count else { return }
      if child + 1 < heap.count, heap[child + 1].precedes(heap[child]) { child += 1 }
      guard heap[child].precedes(heap[position]) else { return }
      heap.swapAt(child, position)
      position = child
    }
  }
}
