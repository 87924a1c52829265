import MPQAPI
import Testing

@testable import MPQStore

/// Buckets are split at local midnights, including those at which the clock changes.
@Suite struct DayPartTests {
  /// Clocks that go back over midnight, skip midnight or a day, or have an offset of half hours.
  @Test(arguments: [
    ("UTC", "2024-01-31 12:00:00"), ("Europe/Berlin", "2024-03-31 12:00:00"),
    ("America/St_Johns", "2006-10-29 12:00:00"), ("America/Sao_Paulo", "2018-11-04 12:00:00"),
    ("America/Sao_Paulo", "2018-02-18 00:30:00"), ("Pacific/Apia", "2012-01-02 12:00:00"),
    ("Asia/Kolkata", "2024-01-31 12:00:00"), ("Australia/Lord_Howe", "2024-04-07 12:00:00"),
  ])
  func everySecondHasItsDay(_ zone: String, _ text: String) throws {
    let calendar = try #require(ProjectCalendar(timeZone: zone))
    guard case .fixed(let now) = ProjectClock(parsing: text, in: calendar) else { return }
    var finder = DayFinder(calendar)
    for unit in Window.Unit.allCases {
      let buckets = calendar.buckets(of: Window(unit: unit, interval: 4), now: now)
      let parts = calendar.parts(of: buckets)
      var seconds = 0
      for part in parts {
        for times in part.times {
          seconds += times.count
          for time in stride(from: times.lowerBound, to: times.upperBound, by: 599) {
            #expect(finder.day(at: time) == part.day)
            let stretch = buckets.stretches.first { $0.start <= time && time < $0.end }
            #expect(stretch?.bucket == part.bucket)
          }
          #expect(finder.day(at: times.upperBound - 1) == part.day)
        }
        let whole = calendar.times(ofDay: part.day).reduce(0) { $0 + $1.count }
        #expect(part.isWhole == (part.times.reduce(0) { $0 + $1.count } == whole))
      }
      #expect(seconds == buckets.stretches.reduce(0) { $0 + $1.end - $1.start })
    }
  }

  /// In Newfoundland, clocks went back at a minute past midnight: that day has two pieces.
  @Test func aDayInTwoPieces() throws {
    let calendar = try #require(ProjectCalendar(timeZone: "America/St_Johns"))
    guard case .fixed(let noon) = ProjectClock(parsing: "2006-10-29 12:00:00", in: calendar)
    else { return }
    let day = try #require(
      calendar.parts(
        of: calendar.buckets(
          of: Window(unit: .day, interval: 1), now: noon)
      ).first
    ).day
    #expect(calendar.times(ofDay: day).map(\.count) == [60, 86_400])
    #expect(calendar.times(ofDay: day - 1).map(\.count) == [86_400, 3540])
  }
}
