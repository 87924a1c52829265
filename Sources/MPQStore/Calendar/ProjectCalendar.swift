internal import Foundation
internal import MPQAPI

/// A project's time zone, and what its clock shows.
public struct ProjectCalendar: Sendable {
  /// The zone's name, such as `Europe/Berlin`.
  public let name: String

  private let zone: TimeZone

  /// The moments that a project can hold, in seconds since 1970: up to the year 5138.
  public static let moments = 0...100_000_000_000

  /// The calendar of the zone called `name`; `nil` when there is no such zone.
  public init?(timeZone name: String) {
    guard name.utf8.count <= 64, let zone = TimeZone(identifier: name) else { return nil }
    self.name = name
    self.zone = zone
  }

  /// A stretch of time in which the clock does not change.
  struct SteadyStretch: Equatable {
    var start: Int
    var end: Int
    /// Local wall-clock time minus UTC, in seconds.
    var offset: Int
  }

  /// Local wall-clock time minus UTC at `moment`, in seconds.
  func offset(at moment: Int) -> Int {
    zone.secondsFromGMT(for: Self.date(moment))
  }

  /// The stretches that make up the time from `start` up to `end`, ascending.
  func steadyStretches(from start: Int, to end: Int) -> [SteadyStretch] {
    var stretches: [SteadyStretch] = []
    var position = start
    while position < end {
      let offset = offset(at: position)
      var change = end
      if let next = zone.nextDaylightSavingTimeTransition(after: Self.date(position)) {
        // Zones without changes to come answer with a far date or the same one.
        let seconds = next.timeIntervalSince1970.rounded(.up)
        if seconds > Double(position), seconds < Double(end) { change = Int(seconds) }
      }
      if let last = stretches.last, last.offset == offset {
        stretches[stretches.count - 1].end = change
      } else {
        stretches.append(SteadyStretch(start: position, end: change, offset: offset))
      }
      position = change
    }
    return stretches
  }

  /// The moment at which the clock shows `local`, given in seconds as if it were UTC.
  ///
  /// Where it shows it twice, the first one. Where it skips it, the moment at which it would have
  /// shown it had it not changed.
  func moment(showing local: Int) -> Int {
    let margin = 2 * Self.secondsInDay
    var offset = offset(at: local - margin)
    for stretch in steadyStretches(from: local - margin, to: local + margin) {
      if local - stretch.offset < stretch.start { return local - offset }
      if local - stretch.offset < stretch.end { return local - stretch.offset }
      offset = stretch.offset
    }
    return local - offset
  }

  /// `YYYY-MM-DD HH:MM:SS`, as the clock shows it at `moment`.
  func label(of moment: Int) -> String {
    let local = moment + offset(at: moment)
    let day = local.flooredQuotient(by: Self.secondsInDay)
    return CivilDate(dayNumber: day).label(seconds: local - day * Self.secondsInDay)
  }

  static let secondsInDay = 86_400
  static let secondsInHour = 3600

  private static func date(_ moment: Int) -> Date {
    Date(timeIntervalSince1970: Double(moment))
  }
}

extension Int {
  /// The quotient rounded down, also for negative numbers.
  func flooredQuotient(by divisor: Int) -> Int {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? quotient - 1 : quotient
  }
}
