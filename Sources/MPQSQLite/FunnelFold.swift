internal import GRDB
internal import MPQAPI
internal import MPQStore

/// Follows every user through the steps of a funnel, week by week.
///
/// The events of all steps are read side by side, in the order of time. Those of one second have no
/// order of their own: a user takes as many steps with them as possible, each event at most once.
struct FunnelFold {
  private let database: Database
  private let days: DayReader
  /// The number of the property that tells users apart, and the highest one of its values.
  private let property: Int?
  private let highestValue: Int
  /// For each step, the place of its event among `tables`; the first step's is 0.
  private let steps: [Int]
  /// The table of each different event; `nil` where the project has no such event.
  private let tables: [EventTable?]

  /// Each user's last step in the current week.
  private var levels: [UInt8]
  /// The number of each user's value in the current week, 0 for none; empty without a property.
  private var values: [UInt32]
  /// The users who entered in the current week.
  private var entered: [UInt32] = []
  private var week = -1
  private var second: [Visit] = []
  /// Where the users of a value and last step are counted in the current week.
  private var groups: PlaceTable
  private var counts: [Int] = []
  private let knownTexts: ValueTexts
  /// The users of all weeks so far.
  private(set) var rows: [FunnelRow] = []

  /// One event of a user.
  private struct Visit {
    var user: UInt32
    var table: Int
    /// The number of the property's value, on events of step 1.
    var value: UInt32
  }

  /// Above the bits of a step, as many as the most steps need, a group has its value's number.
  private static let levelBits = 4

  init(_ steps: [String], by property: String?, in days: DayReader, _ texts: ValueTexts) throws {
    knownTexts = texts
    self.days = days
    database = days.database
    var names: [String] = []
    var places: [Int] = []
    for step in steps {
      let place = names.firstIndex { $0.utf8.elementsEqual(step.utf8) } ?? names.count
      if place == names.count { names.append(step) }
      places.append(place)
    }
    self.steps = places
    let database = days.database
    tables = try names.map { try database.eventTables([$0]).first }
    self.property = try property.flatMap { try database.propertyNumber($0) }
    highestValue = try self.property.map { try database.highestValue(ofProperty: $0) } ?? 0
    guard highestValue < 1 << (32 - Self.levelBits) else { throw PackedReader.damage }
    groups = PlaceTable(highest: (highestValue + 1) << Self.levelBits)
    levels = [UInt8](repeating: 0, count: days.highestUser + 1)
    // Behind the last step, where no event leads anywhere.
    levels[Int(Schema.noUser)] = .max
    values = self.property == nil ? [] : [UInt32](repeating: 0, count: days.highestUser + 1)
  }

  /// Follows everybody through the weeks of `parts`.
  mutating func fold(_ parts: [DayPart]) throws {
    var slices = try tables.enumerated().map { place, table -> ArraySlice<DaySlice> in
      guard let table else { return [] }
      let detail = DayReader.Detail.column(place == 0 ? property : nil)
      return try days.slices(ofEvent: table.id, parts, detail)[...]
    }
    // Nobody goes anywhere without an event of step 1.
    while let week = slices.first?.first?.bucket {
      var sources: [FunnelSource] = []
      for place in slices.indices {
        slices[place] = slices[place].drop { $0.bucket < week }
        let ofWeek = slices[place].prefix { $0.bucket == week }
        slices[place] = slices[place].dropFirst(ofWeek.count)
        let source = try FunnelSource(
          ofWeek, place: place, property: place == 0 ? property : nil, highestValue: highestValue)
        if source.time < .max { sources.append(source) }
      }
      self.week = week
      if sources.first?.place == 0 { try follow(&sources) }
      try finishWeek()
    }
  }

  /// Takes the events of one week in the order of time.
  private mutating func follow(_ sources: inout [FunnelSource]) throws {
    var work = LongWork()
    while true {
      try work.go(on: 1)
      var (earliest, next, limit) = (0, Int.max, Int.max)
      for index in sources.indices {
        let time = sources[index].time
        if time < next {
          (earliest, next, limit) = (index, time, next)
        } else if time < limit {
          limit = time
        }
      }
      guard next < .max else { return }
      if next == limit {
        for index in sources.indices { takeSecond(next, of: &sources[index]) }
        try finishSecond()
      } else {
        try follow(&sources[earliest], before: limit)
      }
    }
  }

  /// Takes the events of one step up to where another step has one.
  ///
  /// Those of one second need no care among themselves: a step is taken with any of them.
  private mutating func follow(_ source: inout FunnelSource, before limit: Int) throws {
    let place = source.place
    while source.time < limit {
      let user = Int(source.user)
      let level = Int(levels[user])
      if level == 0, place == 0, property != nil, source.sharesSecond {
        // Which value a user enters with depends on all events of the second.
        takeSecond(source.time, of: &source)
        try finishSecond()
        continue
      }
      if level < steps.count, steps[level] == place {
        levels[user] = UInt8(level + 1)
        if level == 0 {
          entered.append(source.user)
          if property != nil { values[user] = source.value }
        }
      }
      source.advance()
    }
  }

  /// Keeps all events of a second.
  private mutating func takeSecond(_ time: Int, of source: inout FunnelSource) {
    while source.time == time {
      second.append(Visit(user: source.user, table: source.place, value: source.value))
      source.advance()
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
  private mutating func follow(_ user: UInt32, through visits: ArraySlice<Visit>) throws {
    var level = Int(levels[Int(user)])
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
    levels[Int(user)] = UInt8(level)
    guard before == 0 else { return }
    entered.append(user)
    if property != nil { values[Int(user)] = try leastValue(visits.filter { $0.table == 0 }) }
  }

  /// The value whose text comes first.
  private mutating func leastValue(_ visits: [Visit]) throws -> UInt32 {
    let values = Array(Set(visits.map(\.value)))
    guard values.count > 1 else { return values.first ?? 0 }
    return try zip(values, texts(of: values)).min { ByteText($0.1) < ByteText($1.1) }?.0 ?? 0
  }

  /// The texts of values by their numbers; that of 0 is empty.
  private func texts(of values: [UInt32]) throws -> [String] {
    guard let property else { return values.map { _ in "" } }
    let numbers = values.filter { $0 > 0 }.map(Int.init)
    let texts = try database.texts(
      ofValues: numbers, of: property, highest: highestValue, knownTexts)
    var rest = texts[...]
    return values.map { $0 > 0 ? rest.removeFirst() : "" }
  }

  private mutating func finishWeek() throws {
    for user in entered {
      let value = values.isEmpty ? 0 : values[Int(user)]
      let place = groups.place(of: value << Self.levelBits | UInt32(levels[Int(user)]))
      if place == counts.count { counts.append(0) }
      counts[place] += 1
      levels[Int(user)] = 0
    }
    entered.removeAll(keepingCapacity: true)
    let texts = try texts(of: groups.numbers.map { $0 >> Self.levelBits })
    for ((group, users), text) in zip(zip(groups.numbers, counts), texts) {
      let level = Int(group) & (1 << Self.levelBits - 1)
      rows.append(FunnelRow(week: week, value: text, level: level, users: users))
    }
    groups.reset()
    counts.removeAll(keepingCapacity: true)
  }
}
