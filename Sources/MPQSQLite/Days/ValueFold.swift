internal import MPQStore

/// Tallies the values of one property by bucket.
struct ValueFold {
  private let property: Int
  private let highest: Int
  /// The numbers of the values to count; `nil` for all.
  private let wanted: Set<Int>?
  /// The index of each value's tally in the bucket.
  private var places: PlaceTable
  /// The users of the current value; `nil` if users are not counted.
  private var union: UserUnion?

  init(property: Int, highest: Int, wanted: Set<Int>?, highestUser: Int?) {
    self.property = property
    self.highest = highest
    self.wanted = wanted
    places = PlaceTable(highest: highest)
    union = highestUser.map(UserUnion.init(highest:))
  }

  /// The tallies of one bucket, unordered.
  mutating func tallies(_ slices: ArraySlice<DaySlice>) throws -> [(value: Int, tally: Tally)] {
    var columns: [(slice: DaySlice, column: ValueColumn)] = []
    let countsUsers = union != nil
    for slice in slices {
      let column = try slice.record.column(
        property, highest: highest, withPlaces: countsUsers || !slice.isWhole)
      if let column { columns.append((slice, column)) }
    }
    places.reset()
    let maps = columns.map { _, column in
      column.values.map { value in
        wanted?.contains(Int(value)) ?? true ? places.place(of: value) : -1
      }
    }
    var tallies = [Tally](repeating: Tally(), count: places.numbers.count)
    for ((slice, column), map) in zip(columns, maps) {
      try Task.checkCancellation()
      try Self.count(slice, column, map, &tallies)
    }
    if countsUsers { try countUsers(columns, maps, &tallies) }
    return zip(places.numbers, tallies).filter { $1.events > 0 }.map { (Int($0), $1) }
  }

  private static func count(
    _ slice: DaySlice, _ column: ValueColumn, _ map: [Int], _ tallies: inout [Tally]
  ) throws {
    if slice.isWhole, column.isSummary {
      for (place, count) in zip(map, column.counts) where place >= 0 {
        let (sum, isTooLarge) = tallies[place].events.addingReportingOverflow(count)
        guard !isTooLarge else { throw PackedReader.damage }
        tallies[place].events = sum
      }
      return
    }
    for range in slice.indices(in: try slice.record.rows()) {
      column.forEachValue(in: range) { _, value in
        if map[value] >= 0 { tallies[map[value]].events += 1 }
      }
    }
  }

  /// Groups the users by value, and then counts the distinct ones in each group.
  private mutating func countUsers(
    _ columns: [(slice: DaySlice, column: ValueColumn)], _ maps: [[Int]],
    _ tallies: inout [Tally]
  ) throws {
    var ends: [Int] = []
    var total = 0
    for tally in tallies {
      ends.append(total)
      total += tally.events
    }
    var users = [UInt32](repeating: 0, count: total)
    for ((slice, column), map) in zip(columns, maps) {
      try Task.checkCancellation()
      let rows = try slice.record.rows()
      for range in slice.indices(in: rows) {
        Self.append(column, rows, range, map, to: &users, at: &ends)
      }
    }
    try count(users, ends, &tallies)
  }

  /// Appends the users of some rows to the groups of their values, which end at `ends`.
  private static func append(
    _ column: ValueColumn, _ rows: DayRows, _ range: Range<Int>, _ map: [Int],
    to users: inout [UInt32], at ends: inout [Int]
  ) {
    // The reader has validated these indices; bounds checks would take half the time.
    users.withUnsafeMutableBufferPointer { users in
      ends.withUnsafeMutableBufferPointer { ends in
        map.withUnsafeBufferPointer { map in
          rows.users.withUnsafeBufferPointer { known in
            rows.places.withUnsafeBufferPointer { userPlaces in
              column.forEachValue(in: range) { row, value in
                let place = map[value]
                guard place >= 0 else { return }
                users[ends[place]] = known[Int(userPlaces[row])]
                ends[place] += 1
              }
            }
          }
        }
      }
    }
  }

  /// Counts the distinct users of each group; the groups end at `ends`.
  private mutating func count(
    _ users: [UInt32], _ ends: [Int], _ tallies: inout [Tally]
  ) throws {
    guard var union else { return }
    self.union = nil
    var work = LongWork()
    for place in tallies.indices {
      let group = users[(ends[place] - tallies[place].events)..<ends[place]]
      try work.go(on: group.count)
      union.insert(group)
      tallies[place].users = union.count
      if group.count < 1 << 12 {
        for user in group { union.remove(user) }
      } else {
        union.reset()
      }
    }
    self.union = union
  }
}

/// Assigns places to numbers in order of appearance.
struct PlaceTable {
  /// Above this bound a hash table replaces the dense array.
  private static let denseLimit = 1 << 24

  /// The numbers that have a place.
  private(set) var numbers: [UInt32] = []
  /// The place of each number, plus 1.
  private var dense: [UInt32]
  private var hashed: [UInt32: Int] = [:]

  /// Creates an empty table for numbers up to `highest`.
  init(highest: Int) {
    dense = highest < Self.denseLimit ? [UInt32](repeating: 0, count: highest + 1) : []
  }

  /// The place of `number`; assigns one if it has none.
  mutating func place(of number: UInt32) -> Int {
    if let known = dense.isEmpty ? hashed[number] : Int(dense[Int(number)]) - 1, known >= 0 {
      return known
    }
    if dense.isEmpty {
      hashed[number] = numbers.count
    } else {
      dense[Int(number)] = UInt32(numbers.count + 1)
    }
    numbers.append(number)
    return numbers.count - 1
  }

  /// Removes all places.
  mutating func reset() {
    for number in numbers where !dense.isEmpty { dense[Int(number)] = 0 }
    hashed.removeAll(keepingCapacity: true)
    numbers.removeAll(keepingCapacity: true)
  }
}
