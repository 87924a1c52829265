import Foundation
import MPQFiles
import TestSupport
import Testing

@testable import MPQStore

/// The time zones of the system's database.
@Suite struct ZoneTests {
  /// The offsets of all zones from 1900 to 2100 equal those of Python's zoneinfo: at each change,
  /// one second before it, and every 19 days.
  @Test func offsetsAgreeWithPython() throws {
    let first = -2_208_988_800
    let last = 4_102_444_800
    let names = try Self.systemZones()
    #expect(names.count > 300)
    var lines: [String] = []
    for name in names {
      let rules = try #require(ZoneDatabase.zone(name, Environment([:]))?.rules, "\(name)")
      var moments = Array(stride(from: first, to: last, by: 19 * 86_400 + 7))
      var moment = first
      while let next = rules.nextChange(after: moment), next < last {
        moments += [next - 1, next]
        moment = next
      }
      lines += moments.map { "\(name) \($0) \(rules.offset(at: $0))" }
    }
    let folder = try TemporaryFolder()
    let input = try folder.write(Array((lines.joined(separator: "\n") + "\n").utf8), to: "offsets")
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["python3", Self.script.path()]
    process.standardInput = try FileHandle(forReadingFrom: URL(filePath: input))
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let data = try pipe.fileHandleForReading.readToEnd() ?? Data()
    let output = String(decoding: data, as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationStatus == 0, "\(output)")
    #expect(output.hasPrefix("\(lines.count) offsets, 0 differences"))
  }

  private static let script = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Oracle/zones.py")

  /// The names in the system's list of zones.
  private static func systemZones() throws -> [String] {
    let list = try String(contentsOfFile: "/usr/share/zoneinfo/tzdata.zi", encoding: .utf8)
    return list.split(separator: "\n").compactMap { line in
      let words = line.split(separator: " ")
      switch words.first {
      case "Z": return String(words[1])
      case "L": return String(words[2])
      default: return nil
      }
    }
    .filter { FileManager.default.fileExists(atPath: "/usr/share/zoneinfo/\($0)") }
  }

  @Test(arguments: [
    ("UTC0", 1_700_000_000, 0), ("<-03>3", 1_700_000_000, -10_800),
    ("<+0545>-5:45", 1_700_000_000, 20_700),
    // 2024-03-10T10:00:00Z and 2024-11-03T09:00:00Z.
    ("PST8PDT,M3.2.0,M11.1.0", 1_710_064_799, -28_800),
    ("PST8PDT,M3.2.0,M11.1.0", 1_710_064_800, -25_200),
    ("PST8PDT,M3.2.0,M11.1.0", 1_730_624_399, -25_200),
    ("PST8PDT,M3.2.0,M11.1.0", 1_730_624_400, -28_800),
    // Summer in the southern hemisphere spans the turn of the year.
    ("AEST-10AEDT,M10.1.0,M4.1.0/3", 1_704_067_200, 39_600),
    ("AEST-10AEDT,M10.1.0,M4.1.0/3", 1_719_792_000, 36_000),
    // Winter time is the exception in Ireland: 2024-01-01 and 2024-07-01.
    ("IST-1GMT0,M10.5.0,M3.5.0/1", 1_704_067_200, 0),
    ("IST-1GMT0,M10.5.0,M3.5.0/1", 1_719_792_000, 3600),
    // A change on the day before the last Sunday of March, and times outside of the day.
    ("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", 1_711_846_800, -3600),
    ("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", 1_711_846_799, -7200),
    // Daylight saving time all year: RFC 8536, section 3.3.1.
    ("EST5EDT,0/0,J365/25", 1_704_085_199, -14_400),
    ("EST5EDT,0/0,J365/25", 1_704_085_200, -14_400),
    ("EST5EDT,0/0,J365/25", 1_719_792_000, -14_400),
    // J60 is the first of March in every year, 59 is the leap day of 2024.
    ("AAA0BBB,J60/0,J365/0", 1_709_251_199, 0), ("AAA0BBB,J60/0,J365/0", 1_709_251_200, 3600),
    ("AAA0BBB,59/0,J365/0", 1_709_164_800, 3600), ("AAA0BBB,59/0,J365/0", 1_709_164_799, 0),
  ])
  func yearlyRules(_ text: String, _ moment: Int, _ offset: Int) throws {
    let rule = try #require(YearlyRule(Array(text.utf8)))
    #expect(rule.offset(at: moment) == offset)
  }

  @Test(arguments: [
    "", "UTC", "U0", "UTC25", "UTC0 ", "PST8PDT", "PST8PDT,M3.2.0", "PST8PDT,M13.2.0,M11.1.0",
    "PST8PDT,M3.6.0,M11.1.0", "PST8PDT,M3.2.7,M11.1.0", "PST8PDT,J0,M11.1.0",
    "PST8PDT,366,M11.1.0", "PST8PDT,M3.2.0/168,M11.1.0", "PST8PDT,M3.2.0,M11.1.0,", "<-03",
    "<->3", "UTC0:60", "PST8PDT,M3.2.0/2:00:60,M11.1.0", "UTC9999999999999999999",
  ])
  func badYearlyRules(_ text: String) {
    #expect(YearlyRule(Array(text.utf8)) == nil)
  }

  /// Truncated or modified files are rejected or read, but never trap.
  @Test func damagedFilesAreHarmless() throws {
    let file = Array(try Data(contentsOf: URL(filePath: "/usr/share/zoneinfo/Europe/Dublin")))
    #expect(ZoneFile.rules(file) != nil)
    for count in file.indices { #expect(ZoneFile.rules(Array(file[..<count])) == nil) }
    var random = SeededGenerator(3)
    for _ in 0..<5000 {
      var damaged = file
      for _ in 0...Int.random(in: 0...3, using: &random) {
        let place = Int.random(in: damaged.indices, using: &random)
        damaged[place] = UInt8.random(in: .min ... .max, using: &random)
      }
      guard let rules = ZoneFile.rules(damaged) else { continue }
      _ = rules.steadyStretches(from: 0, to: 2_000_000_000)
      #expect(ZoneRules(text: rules.text) == rules)
    }
  }

  /// Zones with leap seconds, and names that depend on the machine, are not zones of projects.
  @Test(arguments: ["right/Europe/Berlin", "localtime", "posixrules", "zone.tab", "Europe", "/etc"])
  func otherFiles(_ name: String) {
    #expect(ProjectCalendar(timeZone: name) == nil)
  }

  @Test func searchesTZDIRFirst() throws {
    let folder = try TemporaryFolder()
    _ = try folder.write(Array("2099z\n".utf8), to: "+VERSION")
    _ = try folder.write(try Self.file("Asia/Tokyo"), to: "Nowhere")
    _ = try folder.write(Array("# version 2098a\n# more".utf8), to: "tzdata.zi")
    let environment = Environment(["TZDIR": folder.url.path()])
    let zone = try #require(ZoneDatabase.zone("Nowhere", environment))
    #expect(zone.rules.offset(at: 0) == 32_400)
    #expect(zone.source == "tzdata 2099z")
    #expect(ZoneDatabase.zone("Nowhere", Environment([:])) == nil)
    #expect(ZoneDatabase.zone("Europe/Berlin", environment)?.rules.offset(at: 0) == 3600)
  }

  /// Foundation's copy is the fallback without a system database.
  @Test func foundationAgreesIfItIsAsNew() throws {
    let zone = try #require(ZoneDatabase.zone("Europe/Berlin"))
    let copy = try #require(ZoneRules(foundationName: "Europe/Berlin"))
    #expect(zone.rules.firstDifference(from: copy, in: 0...2_000_000_000) == nil)
    #expect(ZoneRules(foundationName: "Mars/Olympus") == nil)
  }

  static func file(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(filePath: "/usr/share/zoneinfo/\(name)")))
  }
}
