internal import MPQStore

/// The events of one step in one week, by time.
struct FunnelSource {
  /// The index of the event among the distinct events of the funnel.
  let place: Int
  /// The time of the current event; `Int.max` after the last one.
  private(set) var time = Int.max

  // Flat arrays, because the events are read sequentially.
  private var times: [Int] = []
  private var users: [UInt32] = []
  /// The number of each event's value, 0 without a value; empty if no property groups users.
  private var values: [UInt32] = []
  private var index = 0

  /// Consecutive events of one day.
  private struct Piece {
    var rows: DayRows
    var column: ValueColumn?
    var range: Range<Int>

    var start: Int { rows.first + Int(rows.seconds[range.lowerBound]) }
  }

  /// The events of `step`, with the property's values if `withValues` is set.
  init(_ step: FunnelWeek.Step, withValues: Bool, stop: StopFlag) throws {
    place = step.place
    var pieces: [Piece] = []
    for (day, times) in step.days {
      try stop.check()
      let (rows, column) = try day.unpacked()
      for range in times.map(rows.indices(in:)) where !range.isEmpty {
        pieces.append(Piece(rows: rows, column: column, range: range))
      }
    }
    // If a clock goes back over midnight, a day may begin within another one.
    pieces.sort { $0.start < $1.start }
    let count = pieces.reduce(0) { $0 + $1.range.count }
    times.reserveCapacity(count)
    users.reserveCapacity(count)
    if withValues { values.reserveCapacity(count) }
    for piece in pieces { append(piece, withValues: withValues) }
    time = times.first ?? .max
  }

  private mutating func append(_ piece: Piece, withValues: Bool) {
    let (rows, range) = (piece.rows, piece.range)
    for second in rows.seconds[range] { times.append(rows.first + Int(second)) }
    for place in rows.places[range] { users.append(rows.users[Int(place)]) }
    guard withValues else { return }
    let start = values.count - range.lowerBound
    values.append(contentsOf: repeatElement(0, count: range.count))
    guard let column = piece.column else { return }
    values.withUnsafeMutableBufferPointer { values in
      column.values.withUnsafeBufferPointer { known in
        column.forEachValue(in: range) { row, value in values[start + row] = known[value] }
      }
    }
  }

  /// The current event's user.
  var user: UInt32 { users[index] }

  /// The number of the current event's value; 0 if it has no value.
  var value: UInt32 { values.isEmpty ? 0 : values[index] }

  /// Whether the next event is in the same second.
  var sharesSecond: Bool { index + 1 < times.count && times[index + 1] == time }

  /// Advances to the next event.
  mutating func advance() {
    index += 1
    time = index < times.count ? times[index] : .max
  }
}
