import Foundation
import MPQAPI
import MPQSQLite
import Testing
import TestSupport

@testable import MPQDemo
@testable import MPQStore

/// The demo's project: its creation and its answers.
struct DemoProjectTests {
  /// Friday, 2026-05-29, 15:00.
  private static let now = CivilDate(year: 2026, month: 5, day: 29).dayNumber * 86_400 + 54_000

  /// Runs `body` with the path of a folder that does not exist.
  private func withFolder(_ body: (String) async throws -> Void) async throws {
    let parent = try TemporaryFolder()
    try await body(parent.path("cache/demo"))
  }

  private func files(in folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder)
      .filter { !$0.hasSuffix("-wal") && !$0.hasSuffix("-shm") }.sorted()
  }

  private func reached(
    _ funnel: FunnelDefinition, of project: Project, weeks: Int = 4, now: Int = now
  ) async throws -> [[Int]] {
    let buckets = project.calendar.buckets(of: Window(unit: .week, interval: weeks), now: now)
    let rows = try await project.store.funnel(funnel.steps, in: buckets, by: nil)
    return (0..<weeks).map { week in
      funnel.steps.indices.map { step in
        rows.filter { $0.week == week && $0.level > step }.reduce(0) { $0 + $1.users }
      }
    }
  }

  @Test func isMadeOnceAndWhole() async throws {
    try await withFolder { folder in
      let first = try await DemoProject.open(in: folder, now: Self.now)
      #expect(first.calendar.name == "UTC")
      let made = try files(in: folder)
      let again = try await DemoProject.open(in: folder, now: Self.now + 86_400)
      #expect(try files(in: folder) == made && made.count == 1)
      #expect(try await again.store.eventNames().count == first.store.eventNames().count)
      try again.close()
      try first.close()
    }
  }

  @Test func twoProgramsMayBeginAtOnce() async throws {
    try await withFolder { folder in
      async let one = DemoProject.open(in: folder, now: Self.now)
      async let other = DemoProject.open(in: folder, now: Self.now)
      for project in try await [one, other] {
        #expect(try await project.funnels().count == 3)
        try project.close()
      }
      #expect(try files(in: folder).count == 1)
    }
  }

  @Test func aDamagedFileIsMadeAgain() async throws {
    try await withFolder { folder in
      try await DemoProject.open(in: folder, now: Self.now).close()
      let file = try #require(try files(in: folder).first)
      try Data("not a project".utf8).write(to: URL(filePath: "\(folder)/\(file)"))
      let project = try await DemoProject.open(in: folder, now: Self.now)
      #expect(try await project.funnels().count == 3)
      try project.close()
    }
  }

  @Test func onlyOneFunnelBeginsWithSig() {
    let names = DemoProject.funnels.map(\.name)
    #expect(names == ["Signup flow", "Purchase", "Invite"])
    #expect(DemoProject.funnels.filter { $0.name.hasPrefix("Sig") }.map(\.steps.count) == [4])
  }

  @Test func everyWholeWeekConverts() async throws {
    try await withFolder { folder in
      let project = try await DemoProject.open(in: folder, now: Self.now)
      let signup = try #require(DemoProject.funnels.first)
      for week in try await reached(signup, of: project, weeks: 8) {
        let shares = week.map { Double($0) / Double(max(1, week[0])) }
        #expect(week[0] > 80)
        #expect((0.40...0.70).contains(shares[1]) && (0.24...0.50).contains(shares[2]))
        #expect((0.18...0.40).contains(shares[3]))
      }
      for funnel in DemoProject.funnels.dropFirst() {
        for week in try await reached(funnel, of: project) { #expect(week[2] > 0) }
      }
      try project.close()
    }
  }

  /// The first second of a day, of a week, of a month and of a year.
  @Test(arguments: ["2026-05-29", "2026-05-25", "2026-06-01", "2027-01-01", "1970-01-01"])
  func theFirstSecondOfADayHasEvents(_ date: String) async throws {
    let midnight = try #require(CivilDate(date)).dayNumber * 86_400
    try await withFolder { folder in
      let project = try await DemoProject.open(in: folder, now: midnight)
      let today = project.calendar.buckets(of: Window(unit: .day, interval: 1), now: midnight)
      let rows = try await project.store.counts(of: nil, in: today, for: .general)
      #expect(rows.filter { $0.tally.events > 0 }.count >= 4)
      try project.close()
    }
  }

  @Test func aMonthReachesFarEnoughInBothDirections() {
    for month in 1...12 {
      let first = CivilDate(year: 2026, month: month, day: 1)
      let last = CivilDate(year: 2026, month: month + 1, day: 1).dayNumber - 1
      let days = DemoProject.days(around: first)
      #expect(days.lowerBound <= first.dayNumber - 90 && days.upperBound > last + 7)
    }
    #expect(DemoProject.days(around: CivilDate(dayNumber: 0)).lowerBound == 0)
    let end = DemoProject.days(around: CivilDate(year: 5138, month: 11, day: 1)).upperBound
    #expect(end * 86_400 <= ProjectCalendar.moments.upperBound)
  }

  @Test func aFolderThatCannotBeMadeIsAnError() async throws {
    try await withFolder { folder in
      let parent = URL(filePath: folder).deletingLastPathComponent().deletingLastPathComponent()
      try FileManager.default.createDirectory(at: parent, withIntermediateDirectories: true)
      try Data().write(to: parent.appending(path: "cache"))
      await #expect(throws: StoreError.self) {
        try await DemoProject.open(in: folder, now: Self.now)
      }
    }
  }
}
