internal import GRDB

/// Follows every user through the steps of a funnel, week by week.
///
/// The events of all steps are read side by side, in the order of time. Those of one second have no
/// order of their own: a user takes as many steps with them as possible, each event at most once.
struct FunnelFold {
  private let database: Database
  /// The number of the property that tells users apart.
  private let property: Int?
  /// For each step, the place of its event among `tables`; the first step's is 0.
  private let steps: [Int]
  /// The table of each different event; `nil` where the project has no such event.
  private let tables: [EventTable?]

  /// Each user's last step in the current week.
  private var levels: [UInt8]
  /// The number of each user's value in the current week, 0 for none; empty without a property.
  private var values: [Int]
  /// The users who entered in the current week.
  private var entered: [Int] = []
  private var week = -1
  private var second: [Visit] = []
  private var counts: [Group: Int] = [:]
  private var texts: [Int: String] = [0: ""]

  /// One event of a user.
  private struct Visit {
    var user: Int
    var table: Int
    /// The number of the property's value, on events of step 1.
    var value: Int
  }

  private struct Group: Hashable {
    var week: Int
    var value: Int
    var level: UInt8
  }

  init(_ steps: [String], by property: String?, in database: Database) throws {
    self.database = database
    var names: [String] = []
    var places: [Int] = []
    for step in steps {
      let place = names.firstIndex { $0.utf8.elementsEqual(step.utf8) } ?? names.count
      if place == names.count { names.append(step) }
      places.append(place)
    }
    self.steps = places
    tables = try names.map { try database.eventTables([$0]).first }
    self.property = try property.flatMap { try database.propertyNumber($0) }
    let highest = try database.highestUser()
    levels = [UInt8](repeating: 0, count: highest + 1)
    values = self.property == nil ? [] : [Int](repeating: 0, count: highest + 1)
  }

  /// Reads one run of weeks.
  mutating func fold(_ run: ArraySlice<Buckets.Stretch>) throws {
    var sources: [Source] = []
    for (place, table) in tables.enumerated() {
      guard let table else { continue }
      let readsValue = place == 0 && property != nil
      var source = Source(
        place: place, cursor: try table.cursor(readsValue ? .userAndProperties : .user),
        property: readsValue ? property : nil)
      try source.cursor.start(run)
      try source.advance()
      if source.next != nil { sources.append(source) }
    }
    // Nobody goes anywhere without an event of step 1.
    guard sources.first?.place == 0 else { return }
    var time = Int.min
    while let earliest = sources.indices.min(by: { sources[$0].time < sources[$1].time }),
      let event = sources[earliest].next
    {
      if event.time != time {
        try finishSecond()
        time = event.time
      }
      if event.bucket != week {
        finishWeek()
        week = event.bucket
      }
      second.append(
        Visit(user: event.user, table: sources[earliest].place, value: event.value))
      try sources[earliest].advance()
    }
    try finishSecond()
  }

  /// The events of one step that are still to come.
  private struct Source {
    let place: Int
    var cursor: EventTable.Cursor
    let property: Int?
    var next: (time: Int, bucket: Int, user: Int, value: Int)?

    var time: Int { next?.time ?? Int.max }

    mutating func advance() throws {
      next = try cursor.next().map { event in
        var value: Int?
        if let property {
          value = try event.withProperties { PropertyList.value(of: property, in: $0) }
        }
        return (event.time, event.bucket, event.user, value ?? 0)
      }
    }
  }

  private mutating func finishSecond() throws {
    if second.count > 1 { second.sort { $0.user < $1.user } }
    var rest = second[...]
    while let first = rest.first {
      let visits = rest.prefix { $0.user == first.user }
      try follow(first.user, through: visits)
      rest = rest.dropFirst(visits.count)
    }
    second.removeAll(keepingCapacity: true)
  }

  /// Takes a user as many steps as the events of one second allow.
  private mutating func follow(_ user: Int, through visits: ArraySlice<Visit>) throws {
    var level = Int(levels[user])
    let before = level
    if visits.count == 1, let visit = visits.first {
      if level < steps.count, steps[level] == visit.table { level += 1 }
    } else {
      var unused = [Int](repeating: 0, count: tables.count)
      for visit in visits { unused[visit.table] += 1 }
      while level < steps.count, unused[steps[level]] > 0 {
        unused[steps[level]] -= 1
        level += 1
      }
    }
    guard level > before else { return }
    levels[user] = UInt8(level)
    guard before == 0 else { return }
    entered.append(user)
    if property != nil { values[user] = try leastValue(visits.filter { $0.table == 0 }) }
  }

  /// The value whose text comes first.
  private mutating func leastValue(_ visits: [Visit]) throws -> Int {
    guard var least = visits.first?.value else { return 0 }
    for visit in visits.dropFirst() where visit.value != least {
      if try text(visit.value).utf8.lexicographicallyPrecedes(text(least).utf8) {
        least = visit.value
      }
    }
    return least
  }

  private mutating func text(_ value: Int) throws -> String {
    if let text = texts[value] { return text }
    guard let property else { return "" }
    let text = try database.valueText(value, ofProperty: property)
    texts[value] = text
    return text
  }

  private mutating func finishWeek() {
    for user in entered {
      let value = values.isEmpty ? 0 : values[user]
      counts[Group(week: week, value: value, level: levels[user]), default: 0] += 1
      levels[user] = 0
    }
    entered.removeAll(keepingCapacity: true)
  }

  /// The users of all weeks read so far.
  mutating func rows() throws -> [FunnelRow] {
    finishWeek()
    var rows: [FunnelRow] = []
    for (group, users) in counts {
      rows.append(
        FunnelRow(
          week: group.week, value: try text(group.value), level: Int(group.level), users: users))
    }
    return rows
  }
}
