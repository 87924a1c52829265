internal import MPQAPI

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// The clock at which windows end; the expiry of requests always uses the real clock.
public enum ProjectClock: Equatable, Sendable {
  /// The system's clock.
  case real
  /// A fixed time, in seconds since 1970-01-01T00:00:00Z.
  case fixed(Int)

  /// Now, in seconds since 1970-01-01T00:00:00Z.
  public var now: Int {
    switch self {
    case .fixed(let seconds): seconds
    case .real: Self.realNow
    }
  }

  /// The time of the system clock, in seconds since 1970-01-01T00:00:00Z.
  public static var realNow: Int { time(nil) }

  /// A fixed clock from a text: `2024-01-31`, `2024-01-31 12:00:00`, the same with `T`, with a
  /// trailing `Z` or an offset such as `+01:00`, or seconds since 1970.
  ///
  /// It is `nil` for any other text, and for a time before 1970 or after the year 5138.
  ///
  /// - Parameters:
  ///   - text: The time. A date alone means its last second, so that windows include the whole day.
  ///   - calendar: The time zone of a text without an offset.
  public init?(parsing text: String, in calendar: ProjectCalendar) {
    let bytes = Array(text.utf8)
    guard let moment = Self.seconds(bytes) ?? Self.moment(bytes, calendar),
      ProjectCalendar.moments.contains(moment)
    else { return nil }
    self = .fixed(moment)
  }

  private static func moment(_ bytes: [UInt8], _ calendar: ProjectCalendar) -> Int? {
    guard bytes.count >= 10, let day = CivilDate(String(decoding: bytes[..<10], as: UTF8.self))
    else { return nil }
    let midnight = day.dayNumber * ProjectCalendar.secondsInDay
    guard bytes.count > 10 else { return calendar.lastMoment(ofDay: day.dayNumber) }
    guard bytes[10] == UInt8(ascii: " ") || bytes[10] == UInt8(ascii: "T") else { return nil }
    let zoneStart = bytes[11...].firstIndex { byte in
      byte == UInt8(ascii: "Z") || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-")
    }
    guard let time = timeOfDay(bytes[11..<(zoneStart ?? bytes.endIndex)]) else { return nil }
    guard let zoneStart else { return calendar.moment(showing: midnight + time) }
    return offset(bytes[zoneStart...]).map { midnight + time - $0 }
  }

  /// Reads 1 to 11 digits.
  private static func seconds(_ bytes: [UInt8]) -> Int? {
    bytes.count <= 11 ? number(bytes[...]) : nil
  }

  /// Reads `HH:MM` or `HH:MM:SS`.
  private static func timeOfDay(_ bytes: ArraySlice<UInt8>) -> Int? {
    let parts = bytes.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
    guard (2...3).contains(parts.count), parts.allSatisfy({ $0.count == 2 }),
      let hour = number(parts[0]), let minute = number(parts[1]),
      let second = parts.count == 3 ? number(parts[2]) : 0,
      hour < 24, minute < 60, second < 60
    else { return nil }
    return (hour * 60 + minute) * 60 + second
  }

  /// Reads `Z`, `+HH:MM` or `+HHMM`, or the same with `-`.
  private static func offset(_ bytes: ArraySlice<UInt8>) -> Int? {
    guard bytes.first != UInt8(ascii: "Z") else { return bytes.count == 1 ? 0 : nil }
    let digits = bytes.dropFirst().filter { $0 != UInt8(ascii: ":") }
    let hasColon = bytes.count == 6 && bytes[bytes.startIndex + 3] == UInt8(ascii: ":")
    guard digits.count == 4, bytes.count == 5 || hasColon, let number = number(digits[...]),
      number / 100 < 24, number % 100 < 60
    else { return nil }
    let seconds = (number / 100 * 60 + number % 100) * 60
    return bytes.first == UInt8(ascii: "-") ? -seconds : seconds
  }

  private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
    guard !digits.isEmpty, digits.allSatisfy(\.isDigit) else { return nil }
    return Int(String(decoding: digits, as: UTF8.self))
  }
}
