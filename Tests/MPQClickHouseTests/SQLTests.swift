import Foundation
import MPQAPI
import TestSupport
import Testing

@testable import MPQClickHouse
@testable import MPQStore

/// The SQL for ClickHouse; `MPQ_UPDATE_GOLDEN=1 swift test` updates the golden file.
struct SQLTests {
  private static let golden = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "Golden/sql.txt")

  /// Days around the start of daylight saving time, at least the 62 days of a retention, and an
  /// hour that the clock shows twice with another hour in between.
  private static func buckets(
    _ unit: Window.Unit, _ interval: Int, _ zone: String, _ now: Int
  ) throws -> Buckets {
    let calendar = try #require(ProjectCalendar(timeZone: zone))
    return calendar.buckets(of: Window(unit: unit, interval: interval), now: now)
  }

  @Test func sqlIsAsExpected() throws {
    let berlin = try Self.buckets(.day, 5, "Europe/Berlin", 1_712_100_000)
    let days = try #require(BucketSQL(berlin))
    let whole = try #require(BucketSQL(berlin.merged))
    let hours = try #require(
      BucketSQL(try Self.buckets(.hour, 3, "Australia/Lord_Howe", 1_712_415_700)))
    let weeks = try #require(BucketSQL(try Self.buckets(.week, 3, "UTC", 1_711_900_000)))
    let months = try #require(BucketSQL(try Self.buckets(.month, 3, "Pacific/Apia", 1_325_600_000)))
    let events = EventSQL(table: "event_all")
    func funnel(_ steps: [String], _ property: String? = nil) -> String {
      FunnelSQL(table: "event", steps: steps, weeks: weeks, property: property).sql
    }
    let statements = [
      ("counts of some", events.counts(of: ["a", "it's"], in: days, countingUsers: true)),
      ("counts of all", events.counts(of: nil, in: whole, countingUsers: false)),
      ("hours that come twice", events.counts(of: ["a"], in: hours, countingUsers: true)),
      ("months", events.counts(of: ["a"], in: months, countingUsers: true)),
      (
        "breakdown",
        events.breakdown(
          of: "a", by: "p\\", values: nil, in: days, countingUsers: true)
      ),
      (
        "breakdown of some",
        events.breakdown(
          of: "a", by: "p", values: ["x", "x", "\n"], in: whole, countingUsers: false)
      ),
      (
        "properties",
        events.propertyCounts(of: ["a", "b"], in: days, countingUsers: true, needsUser: false)
      ),
      (
        "properties of a funnel",
        events.propertyCounts(of: ["a", "b"], in: days, countingUsers: false, needsUser: true)
      ),
      ("masks", events.masks(of: "a", in: days)),
      ("cohorts", events.cohorts(of: "a", in: days)),
      ("span", events.span(of: ["a"])),
      ("funnel", funnel(["a", "b", "c"])),
      ("funnel by property", funnel(["a", "b"], "p")),
      ("funnel with an event twice", funnel(["a", "b", "a", "a"], "p")),
    ]
    let export = ExportSQL(table: "event_all", names: ["a"])
    let reading = [
      ("export sizes", export.sizes(in: 0..<7200, width: 3600)),
      ("export", export.events(in: 0..<7200, page: nil)),
      ("export page", ExportSQL(table: "event", names: nil).events(in: 5..<6, page: 20..<30)),
      ("lock", LockHolder.creation(of: 1_234_567_890_123, by: "process 1", in: "shop")),
    ]
    let schema = ClickHouseSchema(database: "shop", cluster: "shards")
    let tables = schema.creation(settings: Set(ClickHouseSchema.optionalSettings.keys))
    let text = (statements + reading + tables.enumerated().map { ("creation \($0)", $1) })
      .map { "-- \($0.0) --\n\($0.1)\n" }.joined(separator: "\n")
    if Repository.updatesGoldenFiles {
      try text.write(to: Self.golden, atomically: true, encoding: .utf8)
    }
    #expect(try String(contentsOf: Self.golden, encoding: .utf8) == text)
  }

  /// Reads a literal as ClickHouse does.
  private static func value(ofLiteral literal: String) -> [UInt8]? {
    var rest = Array(literal.utf8)[...]
    guard rest.popFirst() == UInt8(ascii: "'"), rest.popLast() == UInt8(ascii: "'") else {
      return nil
    }
    var bytes: [UInt8] = []
    while let byte = rest.popFirst() {
      guard byte != UInt8(ascii: "'") else { return nil }
      guard byte == UInt8(ascii: "\\") else {
        bytes.append(byte)
        continue
      }
      switch rest.popFirst() {
      case UInt8(ascii: "x"):
        guard let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) else {
          return nil
        }
        rest = rest.dropFirst(2)
        bytes.append(value)
      case let escaped? where [UInt8(ascii: "\\"), UInt8(ascii: "'")].contains(escaped):
        bytes.append(escaped)
      default: return nil
      }
    }
    return bytes
  }

  @Test func literalsHoldEveryText() {
    var random = SeededGenerator(7)
    let scalars: [Unicode.Scalar] = (0..<128).compactMap { Unicode.Scalar($0) } + ["é", "事", "🎉"]
    for _ in 0..<2000 {
      var text = ""
      for _ in 0..<Int.random(in: 0...12, using: &random) {
        if let scalar = scalars.randomElement(using: &random) { text.unicodeScalars.append(scalar) }
      }
      let literal = text.sqlLiteral
      #expect(Self.value(ofLiteral: literal) == Array(text.utf8), "\(literal)")
      #expect(literal.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7f })
    }
  }

  /// An expression of ``BucketSQL`` finds the right bucket; a small interpreter evaluates it.
  @Test(arguments: [
    (Window.Unit.hour, 200, "Europe/Berlin"), (.hour, 100, "Australia/Lord_Howe"),
    (.day, 400, "America/Sao_Paulo"), (.day, 30, "UTC"), (.week, 60, "Africa/Casablanca"),
    (.month, 40, "Pacific/Apia"), (.hour, 60, "Pacific/Apia"),
  ])
  func everyMomentIsInItsBucket(_ unit: Window.Unit, _ interval: Int, _ zone: String) throws {
    for now in [1_325_300_000, 1_396_900_000, 1_711_900_000, 1_604_200_000] {
      let buckets = try Self.buckets(unit, interval, zone, now)
      let sql = try #require(BucketSQL(buckets))
      let read = BucketReader(sql.index)
      for stretch in buckets.stretches {
        for time in [stretch.start, (stretch.start + stretch.end) / 2, stretch.end - 1] {
          #expect(read.bucket(at: time) == stretch.bucket)
        }
      }
      #expect(sql.span.lowerBound == buckets.stretches.map(\.start).min())
      #expect(sql.span.upperBound == now + 1)
    }
  }

  @Test func windowsWithoutTimeHaveNoSQL() {
    #expect(BucketSQL(Buckets(labels: ["a"], stretches: [])) == nil)
  }
}

/// Reads `multiIf(time < a, x, time < b, y, z)`, whose branches are `toInt64(n)` or
/// `intDiv(time - o, w) + n`.
private struct BucketReader {
  private var branches: [(end: Int, start: Int, width: Int, first: Int)] = []

  init(_ sql: String) {
    var end = Int.max
    // Numbers occur in a fixed order, so that nothing else needs to be parsed.
    for part in sql.split(separator: ", time ").flatMap({ Self.split($0) }) {
      let numbers = part.split { !$0.isNumber && $0 != "-" }.compactMap { Int($0) }
      if part.contains("<") {
        end = numbers.first ?? .max
      } else if part.contains("intDiv"), numbers.count >= 3 {
        branches.append((end, numbers[0], numbers[1], numbers[2]))
        end = .max
      } else if let bucket = numbers.last {
        branches.append((end, 0, .max, bucket))
        end = .max
      }
    }
  }

  /// A condition and its branch, or the last branch alone.
  private static func split(_ part: Substring) -> [String] {
    let text = String(part)
    guard let mark = text.firstRange(of: ", intDiv") ?? text.firstRange(of: ", toInt64") else {
      return [text]
    }
    let rest = String(text[mark.lowerBound...].dropFirst(2))
    return [String(text[..<mark.lowerBound])] + Self.split(rest[...])
  }

  func bucket(at time: Int) -> Int? {
    branches.first { time < $0.end }.map { $0.first + (time - $0.start) / $0.width }
  }
}
