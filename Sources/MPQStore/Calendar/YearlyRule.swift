internal import MPQAPI

/// The yearly changes of a clock: the footer of a file in the time zone database, such as
/// `CET-1CEST,M3.5.0,M10.5.0/3`.
///
/// The format is that of POSIX's TZ variable (IEEE Std 1003.1, section 8.3) with the range of hours
/// of RFC 8536, section 3.3.1.
struct YearlyRule: Equatable, Sendable {
  /// A day of every year.
  enum Day: Equatable, Sendable {
    /// From 1 to 365; February 29 is never counted.
    case withoutLeapDay(Int)
    /// From 0 to 365; February 29 is counted.
    case withLeapDay(Int)
    /// A weekday, 0 for Sunday, in a week from 1 to 5 of a month; 5 is the last one.
    case weekday(Int, week: Int, month: Int)
  }

  /// A yearly change of the clock.
  struct Change: Equatable, Sendable {
    var day: Day
    /// Seconds after midnight by the clock before the change; may be negative.
    var time: Int
    /// The offset from this change on, in seconds.
    var offset: Int
  }

  /// The rule as it is written.
  let text: String
  /// The offset outside of daylight saving time.
  let standardOffset: Int
  /// The start of daylight saving time; `nil` if the clock never changes.
  let start: Change?
  /// The end of daylight saving time.
  let end: Change?

  /// The offset at `moment`.
  func offset(at moment: Int) -> Int {
    let year = year(of: moment)
    let latest = (year - 1...year + 1).flatMap(moments).last { $0.moment <= moment }
    return latest?.offset ?? standardOffset
  }

  /// The first change after `moment`; `nil` if the clock never changes.
  func nextChange(after moment: Int) -> Int? {
    let year = year(of: moment)
    return (year - 1...year + 2).lazy.flatMap(moments).first { $0.moment > moment }?.moment
  }

  /// The changes of one year, ascending.
  ///
  /// Daylight saving time that lasts all year ends at the start of the next year, so that its end
  /// is the later of the two changes.
  private func moments(ofYear year: Int) -> [ZoneRules.Change] {
    guard let start, let end else { return [] }
    let begins = ZoneRules.Change(
      moment: Self.local(start, in: year) - standardOffset, offset: start.offset)
    let ends = ZoneRules.Change(
      moment: Self.local(end, in: year) - start.offset, offset: standardOffset)
    return begins.moment < ends.moment ? [begins, ends] : [ends, begins]
  }

  /// The local time of a change, in seconds since 1970 as if it were UTC.
  private static func local(_ change: Change, in year: Int) -> Int {
    let first = CivilDate(year: year, month: 1, day: 1).dayNumber
    let number: Int
    switch change.day {
    case .withLeapDay(let day):
      number = first + day
    case .withoutLeapDay(let day):
      let march = CivilDate(year: year, month: 3, day: 1).dayNumber
      number = first + day - 1 + (day >= 60 && march - first == 60 ? 1 : 0)
    case .weekday(let weekday, let week, let month):
      let start = CivilDate(year: year, month: month, day: 1)
      let next = CivilDate(year: year, month: month + 1, day: 1)
      // CivilDate's weeks begin on Monday, the rule's on Sunday.
      let ahead = (weekday + 6 - start.weekday) % 7
      let day = start.dayNumber + ahead + (week - 1) * 7
      number = day < next.dayNumber ? day : day - 7
    }
    return number * ProjectCalendar.secondsInDay + change.time
  }

  private func year(of moment: Int) -> Int {
    let day = (moment + standardOffset).flooredQuotient(by: ProjectCalendar.secondsInDay)
    return CivilDate(dayNumber: day).parts.year
  }
}
