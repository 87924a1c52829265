import Foundation
import MPQAPI
import TestSupport
import Testing

@testable import MPQStore

@Suite struct CalendarTests {
  /// A window and its expected buckets; times are in UTC.
  struct Row: CustomTestStringConvertible {
    var zone: String
    var now: String
    var unit: Window.Unit
    var interval: Int
    var labels: [String]
    /// The seconds in each bucket.
    var lengths: [Int]

    var testDescription: String { "\(zone) \(now) \(interval) \(unit.plural)" }
  }

  private static let hour = 3600
  private static let day = 86_400

  static let rows = [
    Row(
      zone: "UTC", now: "2024-03-01 00:00:00", unit: .day, interval: 3,
      labels: ["2024-02-28", "2024-02-29", "2024-03-01"], lengths: [day, day, 1]),
    Row(
      zone: "UTC", now: "2024-01-03 10:00:00", unit: .week, interval: 2,
      labels: ["2023-12-25", "2024-01-01"], lengths: [7 * day, 2 * day + 10 * hour + 1]),
    Row(
      zone: "UTC", now: "2024-01-31 23:59:59", unit: .month, interval: 3,
      labels: ["2023-11-01", "2023-12-01", "2024-01-01"], lengths: [30 * day, 31 * day, 31 * day]),
    // An offset of half an hour: hours begin on the local full hour.
    Row(
      zone: "Asia/Kolkata", now: "2024-01-01 00:45:00", unit: .hour, interval: 2,
      labels: ["2024-01-01 05:00:00", "2024-01-01 06:00:00"], lengths: [hour, 15 * 60 + 1]),
    // The clock goes forward: a day of 23 hours, and a skipped hour.
    Row(
      zone: "Europe/Berlin", now: "2024-03-31 21:59:59", unit: .day, interval: 2,
      labels: ["2024-03-30", "2024-03-31"], lengths: [day, 23 * hour]),
    Row(
      zone: "Europe/Berlin", now: "2024-03-31 01:29:59", unit: .hour, interval: 3,
      labels: ["2024-03-31 00:00:00", "2024-03-31 01:00:00", "2024-03-31 03:00:00"],
      lengths: [hour, hour, hour / 2]),
    // The clock goes back: a day of 25 hours, and a bucket of two hours.
    Row(
      zone: "Europe/Berlin", now: "2024-10-27 22:59:59", unit: .day, interval: 1,
      labels: ["2024-10-27"], lengths: [25 * hour]),
    Row(
      zone: "Europe/Berlin", now: "2024-10-27 01:59:59", unit: .hour, interval: 2,
      labels: ["2024-10-27 01:00:00", "2024-10-27 02:00:00"], lengths: [hour, 2 * hour]),
    Row(
      zone: "Europe/Berlin", now: "2024-10-27 00:29:59", unit: .hour, interval: 1,
      labels: ["2024-10-27 02:00:00"], lengths: [hour / 2]),
    // The clock goes back by half an hour: one and a half hours with one label.
    Row(
      zone: "Australia/Lord_Howe", now: "2024-04-06 16:29:59", unit: .hour, interval: 2,
      labels: ["2024-04-07 01:00:00", "2024-04-07 02:00:00"], lengths: [hour + hour / 2, hour]),
    // Midnight is skipped: the day begins at one o'clock.
    Row(
      zone: "America/Sao_Paulo", now: "2018-11-05 01:59:59", unit: .day, interval: 2,
      labels: ["2018-11-03", "2018-11-04"], lengths: [day, 23 * hour]),
    Row(
      zone: "America/Sao_Paulo", now: "2018-02-18 02:59:59", unit: .day, interval: 1,
      labels: ["2018-02-17"], lengths: [25 * hour]),
    // A whole date is skipped: it has a label and no time.
    Row(
      zone: "Pacific/Apia", now: "2011-12-31 09:59:59", unit: .day, interval: 3,
      labels: ["2011-12-29", "2011-12-30", "2011-12-31"], lengths: [day, 0, day]),
    Row(
      zone: "Pacific/Apia", now: "2011-12-30 10:29:59", unit: .hour, interval: 2,
      labels: ["2011-12-29 23:00:00", "2011-12-31 00:00:00"], lengths: [hour, hour / 2]),
    // A minute after midnight the clock goes back to the previous day, which has two parts.
    Row(
      zone: "America/St_Johns", now: "2010-11-08 03:29:59", unit: .day, interval: 2,
      labels: ["2010-11-06", "2010-11-07"], lengths: [day + 59 * 60, day + 60]),
    Row(
      zone: "America/St_Johns", now: "2010-11-07 03:29:59", unit: .hour, interval: 2,
      labels: ["2010-11-06 23:00:00", "2010-11-07 00:00:00"], lengths: [hour + 59 * 60, 60]),
  ]

  @Test(arguments: rows)
  func windows(_ row: Row) throws {
    let utc = try #require(ProjectCalendar(timeZone: "UTC"))
    let calendar = try #require(ProjectCalendar(timeZone: row.zone))
    let now = try #require(ProjectClock(parsing: row.now, in: utc)).now
    let buckets = calendar.buckets(of: Window(unit: row.unit, interval: row.interval), now: now)
    var lengths = [Int](repeating: 0, count: buckets.count)
    for stretch in buckets.stretches { lengths[stretch.bucket] += stretch.end - stretch.start }
    #expect(buckets.labels == row.labels)
    #expect(lengths == row.lengths)
  }

  static let zones = [
    "UTC", "Europe/Berlin", "America/Sao_Paulo", "Asia/Kolkata", "Pacific/Apia",
    "America/St_Johns", "Africa/Casablanca", "Australia/Lord_Howe", "Europe/Lisbon",
  ]

  /// Every moment is in the bucket of its local label, and in no other bucket.
  @Test(arguments: zones)
  func bucketsFollowTheClock(_ zone: String) throws {
    var random = SeededGenerator(7)
    let calendar = try #require(ProjectCalendar(timeZone: zone))
    for _ in 0..<300 {
      let now = Int.random(in: 1_200_000_000...1_700_000_000, using: &random)
      let unit = try #require(Window.Unit.allCases.randomElement(using: &random))
      let interval = Int.random(in: 1...60, using: &random)
      let buckets = calendar.buckets(of: Window(unit: unit, interval: interval), now: now)
      #expect(buckets.count == interval)
      for _ in 0..<20 {
        let moment = now - Int.random(in: 0...(interval * 3600), using: &random)
        let label = Self.label(of: moment, calendar, unit)
        let found = buckets.stretches.filter { $0.start <= moment && moment < $0.end }
        #expect(found.map { buckets.labels[$0.bucket] } == [label].filter(buckets.labels.contains))
      }
      #expect(buckets.stretches.allSatisfy { $0.end <= now + 1 })
    }
  }

  private static func label(
    of moment: Int, _ calendar: ProjectCalendar, _ unit: Window.Unit
  ) -> String {
    let shown = calendar.label(of: moment)
    guard unit != .hour else { return "\(shown.prefix(13)):00:00" }
    return CivilDate(String(shown.prefix(10)))?.start(of: unit).description ?? ""
  }

  /// Yesterday's part ends at the same time of day, inclusive.
  @Test(arguments: [
    ("UTC", "2024-01-02 06:00:00", 6 * 3600 + 1),
    ("UTC", "2024-01-02 00:00:00", 1),
    ("Europe/Berlin", "2024-04-01 10:00:00", 11 * 3600 + 1),
    // Half past two was skipped yesterday: the part ends at half past three.
    ("Europe/Berlin", "2024-04-01 00:30:00", 2 * 3600 + 1800 + 1),
    // Half past two occurred twice yesterday: the part ends at the second one.
    ("Europe/Berlin", "2024-10-28 01:30:00", 3 * 3600 + 1800 + 1),
    ("America/Sao_Paulo", "2018-02-19 02:59:59", 90_000),
    ("America/Sao_Paulo", "2018-02-19 01:59:59", 82_800),
    ("America/Sao_Paulo", "2018-02-18 02:59:59", 86_400),
    ("America/Sao_Paulo", "2018-02-19 00:00:00", 75_601),
    // Yesterday was skipped.
    ("Pacific/Apia", "2011-12-30 11:00:00", 0),
  ])
  func yesterday(_ zone: String, _ now: String, _ length: Int) throws {
    let utc = try #require(ProjectCalendar(timeZone: "UTC"))
    let calendar = try #require(ProjectCalendar(timeZone: zone))
    let buckets = calendar.yesterday(now: try #require(ProjectClock(parsing: now, in: utc)).now)
    #expect(buckets.stretches.reduce(0) { $0 + $1.end - $1.start } == length)
  }

  @Test(arguments: [
    ("UTC", "0", 0), ("UTC", "1275004800", 1_275_004_800),
    ("UTC", "2010-05-28", 1_275_091_199), ("UTC", "2010-05-28 00:00:01", 1_275_004_801),
    ("UTC", "2010-05-28T01:00", 1_275_008_400), ("UTC", "2010-05-28T00:00:00Z", 1_275_004_800),
    ("Europe/Berlin", "2010-05-28", 1_275_083_999),
    // A day of 25 hours, one whose midnight is skipped, and one that is completely skipped.
    ("Europe/Berlin", "2024-10-27", 1_730_069_999),
    ("America/Sao_Paulo", "2018-11-03", 1_541_300_399),
    ("Pacific/Apia", "2011-12-30", 1_325_239_199),
    ("Europe/Berlin", "2010-05-28 02:00:00+02:00", 1_275_004_800),
    ("Europe/Berlin", "2010-05-28 00:00:00-0030", 1_275_006_600),
    ("America/Sao_Paulo", "2018-11-04 00:00:00", 1_541_300_400),
  ])
  func clock(_ zone: String, _ text: String, _ seconds: Int) throws {
    let calendar = try #require(ProjectCalendar(timeZone: zone))
    #expect(ProjectClock(parsing: text, in: calendar) == .fixed(seconds))
  }

  @Test(arguments: [
    "", "now", "-1", "+5", "123456789012", "2010-02-30", "2010-05-28 24:00:00", "2010-05-28 1:00",
    "2010-05-28 00:00:00 ", "2010-05-28 00:00:00+2", "2010-05-28 00:00:00+25:00", "1969-12-31",
    "2010-05-28x", "2010-05-28 00:00:00Z+", "2010-05-28 00:00:00Z0100", "９", "9999-01-01",
  ])
  func badClock(_ text: String) throws {
    let calendar = try #require(ProjectCalendar(timeZone: "UTC"))
    #expect(ProjectClock(parsing: text, in: calendar) == nil)
  }

  @Test(arguments: ["", "Mars/Olympus", "../../etc/passwd", String(repeating: "A", count: 65)])
  func badZone(_ name: String) {
    #expect(ProjectCalendar(timeZone: name) == nil)
  }
}
