internal import GRDB
internal import MPQStore

/// Builds columns from the stored events of one name and day.
///
/// The result depends only on the events, so that a check can build it again and compare. Memory is
/// proportional to the number of events and of their values. If there are more than about
/// ``valueLimit`` values, some columns are built in another pass.
struct DayBuilder {
  /// The result of one pass over a day's events.
  struct Result {
    var rows: DayRows
    /// The properties of `covered` or, in the first pass, of all events, ascending, with their
    /// number of events.
    var properties: [(property: Int, events: Int)]
    /// The columns of the properties in `covered`, ascending by property.
    var columns: [(property: Int, column: ValueColumn)]
    /// The numbers of the properties that have their column in `columns`.
    var covered: Range<Int>
    /// The numbers of the properties for the next pass; empty after the last one.
    var rest: Range<Int>

    /// The column of a property; `nil` if no event has it.
    func column(of property: Int) -> ValueColumn? {
      var range = columns.indices
      while !range.isEmpty {
        let middle = range.lowerBound + range.count / 2
        if columns[middle].property == property { return columns[middle].column }
        range =
          columns[middle].property < property
          ? middle + 1..<range.upperBound : range.lowerBound..<middle
      }
      return nil
    }

    /// The differences of the properties' numbers, and their numbers of events.
    var propertyBytes: [UInt8] {
      var writer = PackedWriter()
      var last = 0
      for (property, events) in properties {
        writer.varint(property - last)
        writer.varint(events)
        last = property
      }
      return writer.bytes
    }
  }

  /// The values of one property so far.
  private struct Draft {
    var property: Int
    /// The number of events with the property.
    var events = 0
    /// The row after the last one that has the property.
    var end = 0
    /// The numbers of the values; empty if the property is not covered.
    var values: [UInt32] = []
    /// The rows of `values`; `nil` while they are the first rows without gaps.
    var rows: [UInt32]?
    /// The shown values of values that are not JSON strings, by number; see ``Spellings``.
    var shown: [UInt32]

    mutating func add(_ value: UInt32, isText: Bool, at row: Int) {
      var value = value
      if !isText, Int(value) < shown.count, shown[Int(value)] > 0 { value = shown[Int(value)] }
      if rows == nil, row > values.count { rows = Array(0..<UInt32(values.count)) }
      rows?.append(UInt32(row))
      values.append(value)
    }
  }

  /// The numbers of all properties.
  static let allProperties = 1..<Int.max
  /// The maximum number of values in memory, unless a single property has more.
  static let valueLimit = 4_000_000

  private var times: [Int] = []
  /// The number of each event's user, plus 1.
  private var users: [UInt32] = []
  private var drafts: [Draft] = []
  /// The index in `drafts` of each property.
  private var places: [Int: Int] = [:]
  /// The numbers of the properties that get a column in some pass.
  private let wanted: Range<Int>
  /// The part of `wanted` that gets a column in this pass.
  private var covered: Range<Int>
  private var valueLimit: Int
  private let spellings: Spellings?
  /// The number of values in `drafts`.
  private var valueCount = 0

  /// Begins a pass.
  ///
  /// - Parameters:
  ///   - properties: The numbers of the properties to build columns for.
  ///   - valueLimit: The maximum number of values in memory.
  ///   - spellings: The values that are shown as other values; `nil` if there are none.
  init(properties: Range<Int>, valueLimit: Int = .max, _ spellings: Spellings?) {
    self.spellings = spellings
    wanted = properties
    covered = properties
    self.valueLimit = valueLimit
  }

  /// Adds the next event, which must not be earlier than the last one; `properties` is a
  /// ``PropertyList``.
  mutating func add(time: Int, user: Int, properties: UnsafeRawBufferPointer) throws {
    let row = times.count
    times.append(time)
    // ValueNumbering ignores 0.
    users.append(UInt32(user) + 1)
    guard !wanted.isEmpty else { return }
    var reader = PropertyList.Reader(properties)
    // Most events of a name have the same properties in the same order.
    var guess = 0
    while let entry = reader.next() {
      guard wanted.contains(entry.property) else { continue }
      let place: Int
      if guess < drafts.count, drafts[guess].property == entry.property {
        place = guess
      } else {
        place = try draft(of: entry.property)
      }
      guess = place + 1
      guard let value = UInt32(exactly: entry.value), value > 0, drafts[place].end <= row else {
        throw PackedReader.damage
      }
      drafts[place].events += 1
      drafts[place].end = row + 1
      guard covered.contains(entry.property) else { continue }
      drafts[place].add(value, isText: entry.isText, at: row)
      valueCount += 1
    }
    if valueCount > valueLimit { dropColumns() }
  }

  private mutating func draft(of property: Int) throws -> Int {
    if let place = places[property] { return place }
    let shown = covered.contains(property) ? try spellings?.shown(ofProperty: property) ?? [] : []
    drafts.append(Draft(property: property, shown: shown))
    places[property] = drafts.count - 1
    return drafts.count - 1
  }

  /// Postpones the columns of the highest properties to the next pass, but keeps at least one.
  private mutating func dropColumns() {
    let order = drafts.indices.filter { !drafts[$0].values.isEmpty }
      .sorted { drafts[$0].property < drafts[$1].property }
    var kept = 0
    for (index, place) in order.enumerated() {
      if index > 0, kept + drafts[place].values.count > valueLimit / 2 {
        covered = covered.lowerBound..<drafts[place].property
        break
      }
      kept += drafts[place].values.count
    }
    for place in order where !covered.contains(drafts[place].property) {
      drafts[place].values = []
      drafts[place].rows = nil
    }
    valueCount = kept
    // A single property may have more.
    valueLimit = max(valueLimit, kept * 2)
  }

  /// Ends the pass; `nil` if no event was added.
  consuming func finish(_ numbering: inout ValueNumbering) throws -> Result? {
    guard let first = times.first, let last = times.last else { return nil }
    guard last - first <= DayRows.secondLimit else { throw PackedReader.damage }
    let (values, _, userPlaces) = numbering.number(users)
    let rows = DayRows(
      users: values.map { $0 - 1 }, first: first, seconds: times.map { UInt32($0 - first) },
      places: userPlaces.map { $0 - 1 })
    let count = times.count
    drafts.sort { $0.property < $1.property }
    let properties = drafts.map { ($0.property, $0.events) }
    var columns: [(property: Int, column: ValueColumn)] = []
    for index in drafts.indices where covered.contains(drafts[index].property) {
      let column = ValueColumn(
        drafts[index].values, rows: drafts[index].rows, of: count, &numbering)
      columns.append((drafts[index].property, column))
      drafts[index].values = []
      drafts[index].rows = nil
    }
    return Result(
      rows: rows, properties: properties, columns: columns, covered: covered,
      rest: covered.upperBound..<wanted.upperBound)
  }
}
