internal import MPQAPI
internal import MPQStore

/// The events of the demo: an invented small music service, the same on every machine.
///
/// The events of a day depend only on the day, so they can be generated for any range of days. A
/// weekday has about 160 events, a day of a weekend half as many.
enum DemoEvents {
  /// The seed of all random numbers.
  static let seed = 2009

  /// The maximum days between the first and the last visit of a visitor.
  static let longestLifetime = 60

  /// The number of visits in the first second of a day, so that every day has events.
  private static let midnightVisits = 5

  /// The events of one day, visit by visit.
  ///
  /// - Parameter day: Days since 1970-01-01, in UTC.
  /// - Returns: The events; some of them are at 00:00:00.
  static func events(onDay day: Int) -> [RawEvent] {
    events(onDays: day..<day + 1)
  }

  /// The events of all `days`, day by day.
  static func events(onDays days: Range<Int>) -> [RawEvent] {
    let cohorts = (days.lowerBound - longestLifetime..<days.upperBound)
      .map(DemoVisitor.firstComing(on:))
    return days.indices.flatMap { day in
      let newest = day - days.lowerBound + longestLifetime
      return events(onDay: day, cohorts: cohorts[newest - longestLifetime...newest])
    }
  }

  /// Whether `day` is a Saturday or a Sunday, with fewer visits.
  static func isWeekend(_ day: Int) -> Bool {
    CivilDate(dayNumber: day).weekday >= 5
  }

  private static func events(
    onDay day: Int, cohorts: ArraySlice<[DemoVisitor]>
  ) -> [RawEvent] {
    var events: [RawEvent] = []
    var early = midnightVisits
    let rhythm = isWeekend(day) ? 0.6 : 1.0
    for cohort in cohorts {
      for visitor in cohort where day - visitor.day <= visitor.lifetime {
        var random = SplitMix(seed, visitor.day, visitor.number, day)
        if visitor.day == day {
          let isFirst = visitor.number == 0
          var session = DemoSession(of: visitor, on: day, random, isAtMidnight: isFirst)
          session.firstVisit()
          events += session.events
        } else if visitor.returns(on: day, rhythm: rhythm, &random) {
          let isUser = visitor.progress == .signedUp
          let isEarly = isUser && early > 0
          if isEarly { early -= 1 }
          var session = DemoSession(of: visitor, on: day, random, isAtMidnight: isEarly)
          if isUser { session.visit(isAtMidnight: isEarly) } else { session.secondLook() }
          events += session.events
        }
      }
    }
    return events
  }
}
