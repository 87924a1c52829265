/// Follows every user through the steps of a funnel within one week, on any thread.
///
/// The events of all steps are merged by time. Events of one second are unordered: a user takes as
/// many steps with them as possible, each event at most once. A fold can be reused for other weeks.
struct FunnelFold: Sendable {
  private let steps: [Int]
  private let eventCount: Int
  /// Whether a property groups users.
  private let hasValues: Bool
  private let stop: StopFlag

  /// Each user's last step.
  private var levels: [UInt8]
  /// The number of each user's value, 0 without a value; empty if no property groups users.
  private var values: [UInt32]
  /// The users who entered.
  private var entered: [UInt32] = []
  private var second: [Visit] = []
  /// The groups of users with the same value and last step, and their numbers of users.
  private var groups: PlaceTable
  private var counts: [Int] = []
  /// The values of users who entered with several values in one second.
  private var undecided: [UInt32: [UInt32]] = [:]

  /// One event of a user.
  private struct Visit {
    var user: UInt32
    var table: Int
    /// The number of the property's value, on events of step 1.
    var value: UInt32
  }

  /// The number of low bits of a group's number that are the step; the others are the value's
  /// number.
  static let levelBits = 4

  /// The steps between two checks of the stop flag.
  private static let checkInterval = 1 << 14

  init(_ shape: FunnelShape, stop: StopFlag) {
    steps = shape.steps
    eventCount = (shape.steps.max() ?? 0) + 1
    hasValues = shape.highestValue != nil
    self.stop = stop
    groups = PlaceTable(highest: ((shape.highestValue ?? 0) + 1) << Self.levelBits)
    levels = [UInt8](repeating: 0, count: shape.highestUser + 1)
    // After the last step, so that no event advances it.
    levels[Int(Schema.noUser)] = .max
    values = hasValues ? [UInt32](repeating: 0, count: shape.highestUser + 1) : []
  }

  /// Follows all users through `week`.
  mutating func fold(_ week: FunnelWeek) throws -> FunnelWeekResult {
    var sources: [FunnelSource] = []
    for step in week.steps {
      let source = try FunnelSource(step, withValues: hasValues && step.place == 0, stop: stop)
      if source.time < .max { sources.append(source) }
    }
    if sources.first?.place == 0 { try follow(&sources) }
    return finish(week.week)
  }

  /// Processes the events of one week by time.
  private mutating func follow(_ sources: inout [FunnelSource]) throws {
    var left = Self.checkInterval
    while true {
      left -= 1
      if left == 0 {
        try stop.check()
        left = Self.checkInterval
      }
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
        finishSecond()
      } else {
        follow(&sources[earliest], before: limit)
      }
    }
  }

  /// Processes the events of one step up to the next event of another step.
  ///
  /// The order of its events within a second does not matter: any of them takes the step.
  private mutating func follow(_ source: inout FunnelSource, before limit: Int) {
    let place = source.place
    while source.time < limit {
      let user = Int(source.user)
      let level = Int(levels[user])
      if level == 0, place == 0, hasValues, source.sharesSecond {
        // The value with which a user enters depends on all events of the second.
        takeSecond(source.time, of: &source)
        finishSecond()
        continue
      }
      if level < steps.count, steps[level] == place {
        levels[user] = UInt8(level + 1)
        if level == 0 {
          entered.append(source.user)
          if hasValues { values[user] = source.value }
        }
      }
      source.advance()
    }
  }

  /// Collects all events of a second.
  private mutating func takeSecond(_ time: Int, of source: inout FunnelSource) {
    while source.time == time {
      second.append(Visit(user: source.user, table: source.place, value: source.value))
      source.advance()
    }
  }

  private mutating func finishSecond() {
    if second.count > 1 { second.sort { $0.user < $1.user } }
    var rest = second[...]
    while let first = rest.first {
      let visits = rest.prefix { $0.user == first.user }
      follow(first.user, through: visits)
      rest = rest.dropFirst(visits.count)
    }
    second.removeAll(keepingCapacity: true)
  }

  /// Advances a user by as many steps as the events of one second allow.
  private mutating func follow(_ user: UInt32, through visits: ArraySlice<Visit>) {
    var level = Int(levels[Int(user)])
    let before = level
    if visits.count == 1, let visit = visits.first {
      if level < steps.count, steps[level] == visit.table { level += 1 }
    } else {
      var unused = [Int](repeating: 0, count: eventCount)
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
    guard hasValues else { return }
    let found = Set(visits.lazy.filter { $0.table == 0 }.map(\.value))
    values[Int(user)] = found.first ?? 0
    if found.count > 1 { undecided[user] = Array(found) }
  }

  /// Counts the users who entered, and resets the fold.
  private mutating func finish(_ week: Int) -> FunnelWeekResult {
    var result = FunnelWeekResult(week: week)
    for user in entered {
      let level = Int(levels[Int(user)])
      levels[Int(user)] = 0
      if !undecided.isEmpty, let values = undecided[user] {
        result.undecided.append((values, level))
        continue
      }
      let value = hasValues ? values[Int(user)] : 0
      let place = groups.place(of: value << Self.levelBits | UInt32(level))
      if place == counts.count { counts.append(0) }
      counts[place] += 1
    }
    result.groups = zip(groups.numbers, counts).map { number, users in
      FunnelWeekResult.Group(
        value: number >> Self.levelBits, level: Int(number) & (1 << Self.levelBits - 1),
        users: users)
    }
    entered.removeAll(keepingCapacity: true)
    undecided.removeAll()
    groups.reset()
    counts.removeAll(keepingCapacity: true)
    return result
  }
}
