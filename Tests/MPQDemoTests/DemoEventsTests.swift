import MPQAPI
import MPQSQLite
import Testing

@testable import MPQDemo
@testable import MPQStore

/// What the demo's events promise, whatever the day.
struct DemoEventsTests {
  /// A Monday.
  private static let start = CivilDate(year: 2026, month: 3, day: 2).dayNumber
  private static let days = start..<start + 90
  private static let events = DemoEvents.events(onDays: days)

  @Test func thereAreAsManyAsAPersonCanOverlook() {
    #expect((8_000...15_000).contains(Self.events.count))
  }

  @Test func daysCanBeMadeOneByOne() {
    let days = Self.start..<Self.start + 10
    #expect(days.flatMap(DemoEvents.events(onDay:)) == DemoEvents.events(onDays: days))
  }

  /// The figures pin the generator: a change of them is a change of ``DemoProject``'s version.
  @Test func theEventsAreTheSameEverywhere() {
    let events = DemoEvents.events(onDay: Self.start)
    // FNV-1a.
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for event in events {
      let properties = event.properties.map { "\($0.name)=\($0.text)" }
      let words = [event.event, "\(event.time)", event.user, event.insertID ?? ""] + properties
      for byte in words.joined(separator: "|").utf8 {
        hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3
      }
    }
    #expect(events.count == 152)
    #expect(hash == 0x3ed0_ea44_32af_86ab)
  }

  @Test func noEventStandsTwice() {
    let identities = Self.events.map { "\($0.user) \($0.event) \($0.time) \($0.insertID ?? "")" }
    #expect(Set(identities).count == Self.events.count)
  }

  @Test func eventsStayOnTheirDay() {
    for day in Self.days.prefix(30) {
      let times = DemoEvents.events(onDay: day).map(\.time)
      #expect(times.allSatisfy { (day * 86_400..<(day + 1) * 86_400).contains($0) })
    }
  }

  @Test func everyDayBeginsWithEvents() {
    for day in Self.days {
      let midnight = Set(Self.events.lazy.filter { $0.time == day * 86_400 }.map(\.event))
      #expect(midnight.isSuperset(of: ["log in", "play song", "search", "visit site"]))
    }
  }

  @Test func weekendsAreQuieter() {
    let byWeekday = Dictionary(grouping: Self.events) {
      CivilDate(dayNumber: $0.time / 86_400).weekday
    }.mapValues(\.count)
    let saturday = byWeekday[5] ?? 0
    let sunday = byWeekday[6] ?? 0
    for weekday in 0..<5 {
      #expect((byWeekday[weekday] ?? 0) * 7 > 10 * max(saturday, sunday))
    }
  }

  @Test func propertiesHaveFewOrOddValues() {
    var values: [String: Set<String>] = [:]
    for event in Self.events {
      for property in event.properties { values[property.name, default: []].insert(property.text) }
    }
    #expect(values["referrer"]?.count == 5)
    #expect(values["$browser"]?.count == 4)
    #expect(values["genre"]?.isSuperset(of: ["rock", "jazz", "J-POP 🎤"]) == true)
    #expect(values["country"]?.isSuperset(of: ["日本", "Côte d'Ivoire"]) == true)
    #expect(values["query"]?.contains("\"live\"") == true)
  }

  @Test func someNamesAreOdd() {
    let names = Set(Self.events.map(\.event))
    #expect(names.isSuperset(of: ["曲を共有 🎵", "click \"Play all\"", "$notification opened"]))
    #expect(names.count < 25)
  }

  @Test func peopleComeBackLessAndLess() {
    var days: [String: Set<Int>] = [:]
    for event in Self.events where event.event == "complete signup" || event.event == "log in" {
      days[event.user, default: []].insert(event.time / 86_400)
    }
    let signups = Self.events.filter { $0.event == "complete signup" }
      .filter { $0.time / 86_400 < Self.start + 60 }
    func share(in week: Int) -> Double {
      let returned = signups.count { event in
        let first = event.time / 86_400 + 1 + 7 * week
        return days[event.user]?.contains { (first..<first + 7).contains($0) } == true
      }
      return Double(returned) / Double(signups.count)
    }
    let shares = (0..<4).map(share)
    #expect((0.4...0.9).contains(shares[0]))
    #expect(shares[0] > shares[1] && shares[1] > shares[2] && shares[2] >= shares[3])
    #expect(shares[3] > 0.02)
  }

  @Test(arguments: [0, 1, -40, 1_000_000])
  func anyDayHasEvents(_ day: Int) {
    #expect(DemoEvents.events(onDay: day).count > 20)
  }
}
