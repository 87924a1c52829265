/// The events of one step in one week, in the order of time.
struct FunnelSource {
  /// The place of the event among those of the funnel.
  let place: Int
  /// The time of the current event; the greatest number behind the last one.
  private(set) var time = Int.max
  /// The current event's user.
  private(set) var user: UInt32 = 0
  /// The number of the current event's value; 0 for none.
  private(set) var value: UInt32 = 0

  private var pieces: [Piece] = []
  private var piece = 0
  private var index = 0

  /// Events of one day that follow one another.
  private struct Piece {
    var rows: DayRows
    var column: ValueColumn?
    var range: Range<Int>

    var start: Int { rows.first + Int(rows.seconds[range.lowerBound]) }
  }

  /// The events of `slices`, with the values of a property where one is given.
  init(
    _ slices: ArraySlice<DaySlice>, place: Int, property: Int?, highestValue: Int
  ) throws {
    self.place = place
    for slice in slices {
      let rows = try slice.record.rows()
      let column = try property.flatMap { property in
        try slice.record.column(property, highest: highestValue, withPlaces: true)
      }
      for range in slice.indices(in: rows) where !range.isEmpty {
        pieces.append(Piece(rows: rows, column: column, range: range))
      }
    }
    // Where a clock goes back over midnight, a day may begin within another one.
    pieces.sort { $0.start < $1.start }
    index = pieces.first?.range.lowerBound ?? 0
    load()
  }

  /// Goes on to the next event.
  mutating func advance() {
    index += 1
    if index == pieces[piece].range.upperBound {
      piece += 1
      guard piece < pieces.count else {
        time = .max
        return
      }
      index = pieces[piece].range.lowerBound
    }
    load()
  }

  private mutating func load() {
    guard piece < pieces.count else { return }
    time = pieces[piece].rows.first + Int(pieces[piece].rows.seconds[index])
    user = pieces[piece].rows.users[Int(pieces[piece].rows.places[index])]
    value = 0
    guard let column = pieces[piece].column else { return }
    let local = Int(column.places[index])
    if local > 0 { value = column.values[local - 1] }
  }
}
