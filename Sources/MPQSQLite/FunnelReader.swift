internal import GRDB
internal import MPQAPI
internal import MPQStore

/// Reads the weeks of a funnel, passes them to a ``FunnelWork``, and looks up the texts of the
/// results.
struct FunnelReader {
  private let database: Database
  private let days: DayReader
  /// The property that groups users; `nil` without one, or if the project does not have it.
  private let property: Int?
  private let highestValue: Int
  private let shape: FunnelShape
  /// The table of each distinct event; `nil` if the project has no such event.
  private let tables: [EventTable?]
  private let knownTexts: ValueTexts

  init(_ steps: [String], by property: String?, in days: DayReader, _ texts: ValueTexts) throws {
    knownTexts = texts
    self.days = days
    let database = days.database
    self.database = database
    var names: [String] = []
    var places: [Int] = []
    for step in steps {
      let place = names.firstIndex { $0.utf8.elementsEqual(step.utf8) } ?? names.count
      if place == names.count { names.append(step) }
      places.append(place)
    }
    tables = try names.map { try database.eventTables([$0]).first }
    self.property = try property.flatMap { try database.propertyNumber($0) }
    highestValue = try self.property.map { try database.highestValue(ofProperty: $0) } ?? 0
    guard highestValue < 1 << (32 - FunnelFold.levelBits) else { throw PackedReader.damage }
    shape = FunnelShape(
      steps: places, highestUser: days.highestUser,
      highestValue: self.property == nil ? nil : highestValue)
  }

  /// Follows all users through the weeks of `parts`.
  ///
  /// - Parameters:
  ///   - parts: The days of the weeks.
  ///   - helpers: Threads that fold weeks while others are read.
  ///   - stop: Ends the work early.
  /// - Returns: The users by week, value and last step.
  /// - Throws: A database error, or `CancellationError`.
  func rows(
    of parts: [DayPart], helpers: HelperThreads = .shared, stop: StopFlag
  ) throws -> [FunnelRow] {
    let work = FunnelWork(shape, helpers: helpers, stop: stop)
    return try work.results { try forEachWeek(of: parts, $0) }.flatMap(rows(of:))
  }

  /// Reads the weeks that have an event of step 1; no user enters in other weeks.
  private func forEachWeek(of parts: [DayPart], _ body: (FunnelWeek) throws -> Void) throws {
    var slices = try tables.enumerated().map { place, table -> ArraySlice<DaySlice> in
      guard let table else { return [] }
      let detail = DayReader.Detail.column(place == 0 ? property : nil)
      return try days.slices(ofEvent: table.id, parts, detail)[...]
    }
    while let week = slices.first?.first?.bucket {
      var steps: [FunnelWeek.Step] = []
      for place in slices.indices {
        slices[place] = slices[place].drop { $0.bucket < week }
        let ofWeek = slices[place].prefix { $0.bucket == week }
        slices[place] = slices[place].dropFirst(ofWeek.count)
        let days = try ofWeek.map { slice in
          try Task.checkCancellation()
          let day = try slice.record.packed(place == 0 ? property : nil, highest: highestValue)
          return (day, slice.times)
        }
        if !days.isEmpty { steps.append(FunnelWeek.Step(place: place, days: days)) }
      }
      try body(FunnelWeek(week: week, steps: steps))
    }
  }

  private func rows(of result: FunnelWeekResult) throws -> [FunnelRow] {
    var groups = result.groups
    try add(result.undecided, to: &groups)
    return try zip(groups, texts(of: groups.map(\.value))).map { group, text in
      FunnelRow(week: result.week, value: text, level: group.level, users: group.users)
    }
  }

  /// Gives each of `users` the value whose text comes first.
  private func add(
    _ users: [(values: [UInt32], level: Int)], to groups: inout [FunnelWeekResult.Group]
  ) throws {
    guard !users.isEmpty else { return }
    let values = Array(Set(users.lazy.flatMap(\.values)))
    let texts = try texts(of: values).map(ByteText.init)
    let order = Dictionary(uniqueKeysWithValues: zip(values, texts))
    var places: [[Int]: Int] = [:]
    for (place, group) in groups.enumerated() { places[[Int(group.value), group.level]] = place }
    for (values, level) in users {
      let first = values.min { one, other in
        guard let one = order[one], let other = order[other] else { return false }
        return one < other
      }
      let value = first ?? 0
      let place = places[[Int(value), level], default: groups.count]
      if place == groups.count {
        places[[Int(value), level]] = place
        groups.append(FunnelWeekResult.Group(value: value, level: level, users: 0))
      }
      groups[place].users += 1
    }
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
}
