internal import GRDB
internal import MPQStore

/// Tallies the properties of events in a single bucket.
struct PropertyFold {
  private(set) var tallies: [Int: Tally] = [:]
  private let slices: [DaySlice]
  /// Whether to ignore events without a user.
  private let needsUser: Bool
  private let database: Database

  /// The number of properties whose users are counted at once, to bound memory.
  private static let groupSize = 64

  init(_ slices: [DaySlice], needsUser: Bool, in database: Database) {
    self.slices = slices
    self.needsUser = needsUser
    self.database = database
  }

  mutating func countEvents() throws {
    for slice in slices {
      try Task.checkCancellation()
      let leavesOut = try needsUser && slice.record.hasEventsWithoutUser()
      for (property, events) in try slice.record.properties() {
        var count = events
        if !slice.isWhole || leavesOut {
          count = 0
          let rows = try slice.record.rows()
          try Self.forEachEvent(with: property, of: slice, in: database) { index in
            if !leavesOut || rows.users[Int(rows.places[index])] != Schema.noUser { count += 1 }
          }
        }
        guard count > 0 else { continue }
        let sum = tallies[property, default: Tally()].events.addingReportingOverflow(count)
        guard !sum.overflow else { throw PackedReader.damage }
        tallies[property, default: Tally()].events = sum.partialValue
      }
    }
  }

  mutating func countUsers(highest: Int) throws {
    var rest = tallies.keys.sorted()[...]
    while !rest.isEmpty {
      let group = Array(rest.prefix(Self.groupSize))
      rest = rest.dropFirst(group.count)
      var unions: [Int: UserUnion] = [:]
      for property in group { unions[property] = UserUnion(highest: highest) }
      for slice in slices {
        try Task.checkCancellation()
        for (property, events) in try slice.record.properties() {
          guard var union = unions.removeValue(forKey: property) else { continue }
          defer { unions[property] = union }
          if slice.isWhole, events == slice.record.events {
            for user in try slice.record.users() { _ = union.insert(user) }
            continue
          }
          let rows = try slice.record.rows()
          try Self.forEachEvent(with: property, of: slice, in: database) { index in
            _ = union.insert(rows.users[Int(rows.places[index])])
          }
        }
      }
      for (property, union) in unions { tallies[property]?.users = union.count }
    }
  }

  /// Calls `body` with the indices of the events of a slice that have a property.
  private static func forEachEvent(
    with property: Int, of slice: DaySlice, in database: Database, _ body: (Int) -> Void
  ) throws {
    let highest = try database.highestValue(ofProperty: property)
    guard
      let column = try slice.record.column(property, highest: highest, withPlaces: true)
    else { return }
    for range in slice.indices(in: try slice.record.rows()) {
      column.forEachValue(in: range) { row, _ in body(row) }
    }
  }
}
