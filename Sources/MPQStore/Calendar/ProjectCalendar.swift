internal import MPQAPI

/// A project's time zone: converts between moments and local time.
public struct ProjectCalendar: Sendable {
  /// The zone's name, such as `Europe/Berlin`.
  public let name: String

  /// The zone's rules.
  package let rules: ZoneRules
  /// Where the rules come from, such as `tzdata 2026c` or `built-in time zones`.
  package let source: String

  /// The valid times of events, in seconds since 1970: up to the year 5138.
  public static let moments = 0...100_000_000_000

  /// The calendar of the zone `name`, from the system's time zone database; `nil` if the zone is
  /// unknown.
  public init?(timeZone name: String) {
    guard let zone = ZoneDatabase.zone(name) else { return nil }
    self.name = name
    rules = zone.rules
    source = zone.source
  }

  /// A range of time with a constant offset from UTC.
  package struct SteadyStretch: Equatable {
    package var start: Int
    package var end: Int
    /// Local wall-clock time minus UTC, in seconds.
    package var offset: Int
  }

  /// Local wall-clock time minus UTC at `moment`, in seconds.
  package func offset(at moment: Int) -> Int { rules.offset(at: moment) }

  /// The stretches from `start` up to `end`, ascending.
  package func steadyStretches(from start: Int, to end: Int) -> [SteadyStretch] {
    rules.steadyStretches(from: start, to: end)
  }

  /// The moment at which the clock shows `local`, given in seconds as if it were UTC.
  ///
  /// If the clock shows it twice, the first moment. If the clock skips it, the moment at which an
  /// unchanged clock would have shown it.
  package func moment(showing local: Int) -> Int {
    let margin = 2 * Self.secondsInDay
    var offset = offset(at: local - margin)
    for stretch in steadyStretches(from: local - margin, to: local + margin) {
      if local - stretch.offset < stretch.start { return local - offset }
      if local - stretch.offset < stretch.end { return local - stretch.offset }
      offset = stretch.offset
    }
    return local - offset
  }

  /// The last moment at which the clock shows `local`, given in seconds as if it were UTC.
  ///
  /// It differs from ``moment(showing:)`` only if the clock shows the time twice.
  package func lastMoment(showing local: Int) -> Int {
    let margin = 2 * Self.secondsInDay
    let stretches = steadyStretches(from: local - margin, to: local + margin)
    let last = stretches.last { (($0.start + $0.offset)..<($0.end + $0.offset)).contains(local) }
    return last.map { local - $0.offset } ?? moment(showing: local)
  }

  /// The last second of a day, counted from 1970-01-01.
  package func lastMoment(ofDay day: Int) -> Int {
    // A day that the zone skips ends when it would have begun.
    let start = day * Self.secondsInDay
    return (times(ofDay: day).last?.upperBound ?? moment(showing: start)) - 1
  }

  /// The local time at `moment`: `YYYY-MM-DD HH:MM:SS`.
  package func label(of moment: Int) -> String {
    let local = moment + offset(at: moment)
    let day = local.flooredQuotient(by: Self.secondsInDay)
    return CivilDate(dayNumber: day).label(seconds: local - day * Self.secondsInDay)
  }

  package static let secondsInDay = 86_400
  package static let secondsInHour = 3600
}

extension Int {
  /// The quotient rounded down, also for negative numbers.
  package func flooredQuotient(by divisor: Int) -> Int {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? quotient - 1 : quotient
  }
}
