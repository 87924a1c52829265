internal import GRDB
internal import MPQStore

/// Makes columns of the stored events of one name and day.
///
/// What it makes depends on the events alone, so that it can be made again and compared.
struct DayBuilder {
  /// All that is kept of one name and day.
  struct Result {
    var rows: DayRows
    /// The columns by property, ascending.
    var columns: [(property: Int, column: ValueColumn)]

    /// The properties, by their distances, and how many events have each.
    var propertyBytes: [UInt8] {
      var writer = PackedWriter()
      var last = 0
      for (property, column) in columns {
        writer.varint(property - last)
        writer.varint(column.counts.reduce(0, +))
        last = property
      }
      return writer.bytes
    }
  }

  /// The values of one property so far.
  private struct Draft {
    var property: Int
    /// The number of each event's value, 0 for none.
    ///
    /// The last events may have no number here, and then have no value.
    var values: [UInt32] = []
  }

  private var times: [Int] = []
  private var users: [UInt32] = []
  private var drafts: [Draft] = []
  /// Where the draft of each property is.
  private var places: [Int: Int] = [:]

  /// Adds the next event, which is not before the last one; `properties` are those of a
  /// ``PropertyList``.
  mutating func add(time: Int, user: Int, properties: UnsafeRawBufferPointer?) throws {
    let row = times.count
    times.append(time)
    users.append(UInt32(user))
    guard let properties else { return }
    var reader = PropertyList.Reader(properties)
    // Most events of a name have the same properties in the same order.
    var guess = 0
    while let entry = reader.next() {
      let place: Int
      if guess < drafts.count, drafts[guess].property == entry.property {
        place = guess
      } else {
        place = draft(of: entry.property)
      }
      guess = place + 1
      guard let value = UInt32(exactly: entry.value), value > 0,
        drafts[place].values.count <= row
      else { throw PackedReader.damage }
      let missing = row - drafts[place].values.count
      if missing > 0 { drafts[place].values += repeatElement(0, count: missing) }
      drafts[place].values.append(value)
    }
  }

  private mutating func draft(of property: Int) -> Int {
    if let place = places[property] { return place }
    drafts.append(Draft(property: property))
    places[property] = drafts.count - 1
    return drafts.count - 1
  }

  /// What was added; `nil` where nothing was.
  consuming func finish(_ numbering: inout ValueNumbering) throws -> Result? {
    guard let first = times.first, let last = times.last else { return nil }
    guard last - first <= DayRows.secondLimit else { throw PackedReader.damage }
    let (values, _, userPlaces) = numbering.number(users)
    let rows = DayRows(
      users: values, first: first, seconds: times.map { UInt32($0 - first) },
      places: userPlaces.map { $0 - 1 })
    let count = times.count
    drafts.sort { $0.property < $1.property }
    let columns = drafts.map { draft in
      let missing = count - draft.values.count
      let values = draft.values + repeatElement(0, count: missing)
      return (draft.property, ValueColumn(values, &numbering))
    }
    return Result(rows: rows, columns: columns)
  }
}
