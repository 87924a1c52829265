internal import Foundation
internal import MPQAPI
internal import MPQSQLite
package import MPQStore

/// The demo project: invented events in a cache directory.
///
/// A file holds the events around one month: from three months before it, which the longest of the
/// usual windows need, to a week after it, for programs that run on into the next. It is made whole
/// on first use and never changed, so that any number of programs may use it at once. Windows end
/// at the clock's now, so that the events after it are not seen before their time.
package enum DemoProject {
  /// The name of the project's time zone.
  package static let timeZone = "UTC"

  /// Increased with every change of the events or the funnels; each version has its own files.
  private static let version = 2

  private static let daysBefore = 91
  private static let daysAfter = 7

  static let signupSteps = ["visit site", "view pricing", "start signup", "complete signup"]
  static let invitationSteps = ["share song", "invite friend", "invitation accepted"]
  static let purchaseSteps = ["compare plans", "enter payment", "upgrade plan"]

  /// The funnels, whose names and steps are within the limits.
  static let funnels: [FunnelDefinition] = [
    ("Signup flow", signupSteps), ("Purchase", purchaseSteps), ("Invite", invitationSteps),
  ].compactMap { try? FunnelDefinition(name: $0, steps: $1) }

  /// Opens the demo for reading, and makes it on first use, in less than a second.
  ///
  /// - Parameters:
  ///   - folder: The directory of its files; created if it is missing.
  ///   - now: The clock's time, in seconds since 1970-01-01T00:00:00Z.
  /// - Returns: The project; its events end at least a week after `now`.
  /// - Throws: ``StoreError``.
  package static func open(in folder: String, now: Int) async throws(StoreError) -> Project {
    let month = CivilDate(dayNumber: now.flooredQuotient(by: 86_400)).start(of: .month)
    let path = "\(folder)/\(fileName(of: month))"
    do throws(StoreError) {
      return try Project.open(at: path)
    } catch {
      switch error {
      case .notFound: break
      // It can be recreated.
      case .notAProject, .damaged: Project.remove(at: path)
      default: throw error
      }
    }
    try await make(month, at: path, in: folder)
    return try Project.open(at: path)
  }

  /// The days in the file of `month`, which is the first day of the month.
  static func days(around month: CivilDate) -> Range<Int> {
    let (year, number, _) = month.parts
    let next = CivilDate(year: year, month: number + 1, day: 1).dayNumber
    // Only whole days, so that the last one ends before the last moment of a project.
    let end = ProjectCalendar.moments.upperBound / ProjectCalendar.secondsInDay
    return max(0, month.dayNumber - daysBefore)..<min(next + daysAfter, end)
  }

  private static func fileName(of month: CivilDate) -> String {
    "demo-\(version)-\(month.description.dropLast(3)).mpqdb"
  }

  // MARK: - First use

  /// Creates the file under a temporary name and then links it, unless another process was faster.
  private static func make(
    _ month: CivilDate, at path: String, in folder: String
  ) async throws(StoreError) {
    do {
      try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    } catch {
      throw .notWritable(path: folder)
    }
    removeOldFiles(in: folder)
    let draft = "\(path)-\(getpid())-\(UInt32.random(in: .min ... .max))"
    defer { Project.remove(at: draft) }
    let project = try Project.create(at: draft, timeZone: timeZone)
    _ = try await project.store.append(
      RawEvents(DemoEvents.events(onDays: days(around: month))), at: nil)
    try await project.settle()
    try await project.define(funnels)
    try project.close()
    // Not a rename, which would replace a file that other processes have open with its log.
    guard link(draft, path) != 0, errno != EEXIST else { return }
    guard rename(draft, path) == 0 else {
      throw .failed(path: path, cause: "the demo file cannot be created")
    }
  }

  /// Removes old projects, whose month is over.
  private static func removeOldFiles(in folder: String) {
    let limit = Date(timeIntervalSinceNow: -40 * 86_400)
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    for name in names where name.hasPrefix("demo-") && name.hasSuffix(".mpqdb") {
      let path = "\(folder)/\(name)"
      let attributes = try? FileManager.default.attributesOfItem(atPath: path)
      guard let date = attributes?[.modificationDate] as? Date, date < limit else { continue }
      Project.remove(at: path)
    }
  }
}
