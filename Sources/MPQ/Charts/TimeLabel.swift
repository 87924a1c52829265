import MPQAPI

/// A date or an hour, as answers label them.
struct TimeLabel: Hashable, Comparable, Sendable {
  /// Seconds of the wall clock since 1970-01-01.
  let seconds: Int

  /// Reads `YYYY-MM-DD` and `YYYY-MM-DD HH:MM:SS`; `nil` for any other text.
  init?(_ text: String) {
    var bytes = Digits(text.utf8)
    guard let year = bytes.number(4), bytes.skip("-"), let month = bytes.number(2),
      bytes.skip("-"), let day = bytes.number(2)
    else { return nil }
    let date = CivilDate(year: year, month: month, day: day)
    guard date.parts == (year, month, day) else { return nil }
    var time = 0
    if !bytes.isAtEnd {
      guard bytes.skip(" "), let hour = bytes.number(2), bytes.skip(":"),
        let minute = bytes.number(2), bytes.skip(":"), let second = bytes.number(2),
        bytes.isAtEnd, hour < 24, minute < 60, second < 60
      else { return nil }
      time = hour * 3600 + minute * 60 + second
    }
    seconds = date.dayNumber * Self.day + time
  }

  private static let day = 86_400

  static func < (left: Self, right: Self) -> Bool { left.seconds < right.seconds }

  /// The day.
  var date: CivilDate { CivilDate(dayNumber: (seconds - secondsOfDay) / Self.day) }

  /// The hour, 0 to 23.
  var hour: Int { secondsOfDay / 3600 }

  /// Whether the label is a day, or its first hour.
  var isMidnight: Bool { secondsOfDay == 0 }

  private var secondsOfDay: Int {
    let rest = seconds % Self.day
    return rest < 0 ? rest + Self.day : rest
  }

  /// What differs from the label before: `2024-05-28`, `05-29`, `05-29 06:00` or `12:00`.
  func text(after previous: TimeLabel?) -> String {
    let date = date
    let clock = isMidnight ? nil : String(date.label(seconds: secondsOfDay).dropFirst(11).prefix(5))
    if let previous, previous.date == date { return clock ?? date.description }
    let isSameYear = previous.map { $0.date.parts.year == date.parts.year } ?? false
    let day = isSameYear ? String(date.description.dropFirst(5)) : date.description
    return clock.map { "\(day) \($0)" } ?? day
  }
}

/// Reads numbers of a fixed number of digits.
private struct Digits {
  private var bytes: String.UTF8View.Iterator
  private var next: UInt8?

  init(_ text: String.UTF8View) {
    bytes = text.makeIterator()
    next = bytes.next()
  }

  var isAtEnd: Bool { next == nil }

  mutating func number(_ count: Int) -> Int? {
    var number = 0
    for _ in 0..<count {
      guard let byte = next, byte.isDigit else { return nil }
      number = number * 10 + Int(byte & 0x0f)
      next = bytes.next()
    }
    return number
  }

  mutating func skip(_ sign: Unicode.Scalar) -> Bool {
    guard let byte = next, UInt32(byte) == sign.value else { return false }
    next = bytes.next()
    return true
  }
}
