import MPQConsole
import MPQStore

/// Warns of projects whose events are older than what queries ask about.
enum ProjectAge {
  /// The default window of queries about events, in seconds.
  private static let limit = 7 * 86_400

  /// A warning that the newest event of a project lies before the default window, so that most
  /// queries find nothing.
  ///
  /// - Parameters:
  ///   - project: The project.
  ///   - now: The present time, in seconds since 1970.
  /// - Returns: The warning; `nil` where the newest event is newer.
  /// - Throws: ``StoreError``.
  static func warning(
    about project: Project, now: Int
  ) async throws(StoreError) -> String? {
    guard let newest = try await project.newestTime(), newest < now - limit else { return nil }
    let date = project.calendar.label(of: newest).prefix(10)
    return "the newest event is of \(date); windows count back from now, "
      + "or from that event with --now last"
  }
}
