internal import Foundation
internal import MPQAPI
internal import MPQFiles

/// Finds time zones in the system's database, so that its updates reach every project.
///
/// The fallback for missing zones is Foundation's copy, which is as old as this program.
enum ZoneDatabase {
  /// A time zone and where it was found.
  struct Zone: Sendable {
    var rules: ZoneRules
    /// The database's release, such as `2026c`; `nil` if it is unknown.
    var release: String?
    /// Whether the zone is from the system's database, not from Foundation's copy.
    var isSystem: Bool

    /// The source of the rules, for users.
    var source: String {
      guard isSystem else { return "built-in time zones" }
      return release.map { "tzdata \($0)" } ?? "system time zones"
    }
  }

  /// The folders of the database on the supported systems, in search order.
  private static let folders = [
    "/usr/share/zoneinfo", "/usr/lib/zoneinfo", "/usr/share/lib/zoneinfo", "/etc/zoneinfo",
  ]

  /// The zone `name`; `nil` if it is unknown.
  ///
  /// - Parameters:
  ///   - name: A name of the database, such as `Europe/Berlin`, at most 64 bytes.
  ///   - environment: Its TZDIR is searched before the system's folders.
  /// - Returns: The zone.
  static func zone(_ name: String, _ environment: Environment = .process) -> Zone? {
    guard isName(name) else { return nil }
    let first = environment["TZDIR"].map { [$0] } ?? []
    for folder in first + folders {
      guard let file = try? FileSystem.read(path: "\(folder)/\(name)", limit: ZoneFile.byteLimit),
        let rules = ZoneFile.rules(file.bytes)
      else { continue }
      return Zone(rules: rules, release: release(in: folder), isSystem: true)
    }
    return ZoneRules(foundationName: name).map { Zone(rules: $0, release: nil, isSystem: false) }
  }

  /// Whether `name` is a valid name of a zone; its path must not leave the database.
  ///
  /// `localtime` and `posixrules` are invalid: they depend on the settings of the machine.
  private static func isName(_ name: String) -> Bool {
    guard (1...64).contains(name.utf8.count), !["localtime", "posixrules"].contains(name) else {
      return false
    }
    return name.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
      .allSatisfy { !$0.isEmpty && $0.allSatisfy(isNameByte) }
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    byte.isLetterOrDigit || "_+-".utf8.contains(byte)
  }

  /// The release of the database in `folder`: the first line of `tzdata.zi` on Linux, the file
  /// `+VERSION` on Darwin and the BSDs.
  private static func release(in folder: String) -> String? {
    if let file = try? FileSystem.read(path: "\(folder)/+VERSION", limit: 64) {
      return word(file.bytes[...])
    }
    let prefix = "# version "
    guard let start = try? FileSystem.readStart(path: "\(folder)/tzdata.zi", count: 64),
      start.starts(with: prefix.utf8)
    else { return nil }
    return word(start.dropFirst(prefix.utf8.count))
  }

  private static func word(_ bytes: ArraySlice<UInt8>) -> String? {
    let word = bytes.prefix { $0 > UInt8(ascii: " ") && $0 < 0x7f }
    return word.isEmpty ? nil : String(decoding: word, as: UTF8.self)
  }
}

extension ZoneRules {
  /// The rules of Foundation's copy of the database, from 1970 to 2100; `nil` if the zone is
  /// unknown.
  package init?(foundationName name: String) {
    guard let zone = TimeZone(identifier: name) else { return nil }
    var date = Date(timeIntervalSince1970: 0)
    let end = Date(timeIntervalSince1970: 4_102_444_800)
    self.init(initialOffset: zone.secondsFromGMT(for: date), changes: [])
    while let next = zone.nextDaylightSavingTimeTransition(after: date), next > date, next < end {
      let moment = Int(exactly: next.timeIntervalSince1970.rounded(.up)) ?? 0
      changes.append(Change(moment: moment, offset: zone.secondsFromGMT(for: next)))
      date = next
    }
  }
}
