/// A day of the proleptic Gregorian calendar, without a time zone.
public struct CivilDate: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// Days since 1970-01-01.
  public var dayNumber: Int

  /// The day that lies `dayNumber` days after 1970-01-01.
  public init(dayNumber: Int) {
    self.dayNumber = dayNumber
  }

  /// The day with this year, month and day of the month; months beyond 1 to 12 carry into the year.
  ///
  /// Counts in 400-year eras that begin on 1 March, so that the leap day is the last of its year
  /// (Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms").
  public init(year: Int, month: Int, day: Int) {
    let months = year * 12 + month - 1
    let shifted = months - 2
    let marchYear = Self.floorDivide(shifted, 12)
    let marchMonth = shifted - marchYear * 12
    let era = Self.floorDivide(marchYear, 400)
    let yearOfEra = marchYear - era * 400
    let dayOfYear = (153 * marchMonth + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    dayNumber = era * 146_097 + dayOfEra - 719_468
  }

  /// Year, month (1 to 12) and day of the month.
  public var parts: (year: Int, month: Int, day: Int) {
    let shifted = dayNumber + 719_468
    let era = Self.floorDivide(shifted, 146_097)
    let dayOfEra = shifted - era * 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let marchMonth = (5 * dayOfYear + 2) / 153
    let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return (year, month, dayOfYear - (153 * marchMonth + 2) / 5 + 1)
  }

  /// Reads `YYYY-MM-DD`; `nil` for any other text and for a day that the calendar does not have.
  public init?(_ text: String) {
    let parts = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0].count == 4, parts[1].count == 2, parts[2].count == 2,
      let year = Self.digits(parts[0]), let month = Self.digits(parts[1]),
      let day = Self.digits(parts[2]), (1...12).contains(month), (1...31).contains(day)
    else { return nil }
    self.init(year: year, month: month, day: day)
    guard self.parts == (year, month, day) else { return nil }
  }

  /// The day of the week, 0 for Monday to 6 for Sunday.
  public var weekday: Int { (dayNumber + 3) - Self.floorDivide(dayNumber + 3, 7) * 7 }

  /// The first day of the week, of the month, or the day itself.
  public func start(of unit: Window.Unit) -> Self {
    switch unit {
    case .hour, .day: self
    case .week: Self(dayNumber: dayNumber - weekday)
    case .month: Self(year: parts.year, month: parts.month, day: 1)
    }
  }

  /// `YYYY-MM-DD`, as answers label buckets.
  public var description: String {
    let (year, month, day) = parts
    return "\(Self.padded(year, 4))-\(Self.padded(month, 2))-\(Self.padded(day, 2))"
  }

  /// Whether the left day comes first.
  public static func < (left: Self, right: Self) -> Bool { left.dayNumber < right.dayNumber }

  static func padded(_ number: Int, _ width: Int) -> String { String(number).zeroPadded(to: width) }

  static func floorDivide(_ number: Int, _ divisor: Int) -> Int {
    number >= 0 ? number / divisor : -((divisor - 1 - number) / divisor)
  }

  private static func digits(_ part: Substring.UTF8View) -> Int? {
    var number = 0
    for byte in part {
      guard byte.isDigit else { return nil }
      number = number * 10 + Int(byte - UInt8(ascii: "0"))
    }
    return number
  }
}

extension CivilDate {
  /// `YYYY-MM-DD HH:MM:SS`, as answers label hours; `seconds` counts wall-clock time from the day's
  /// midnight and is below 86,400.
  public func label(seconds: Int) -> String {
    let time = [seconds / 3600, seconds / 60 % 60, seconds % 60]
    return "\(self) " + time.map { Self.padded($0, 2) }.joined(separator: ":")
  }
}
