internal import MPQAPI

/// The raw export of the Query API: the events of some days as lines, in order of time.
///
/// Lines have the form ``ExportForm/canonical``, with times in seconds and users as strings, as
/// clients of the service expect them.
public struct RawExport: Sendable {
  let project: Project
  let call: ExportCall

  /// The key of the client.
  public let key: String

  /// The media type of the lines.
  public static let mediaType = "text/plain"
  /// The last line of an export that failed after its first lines were sent.
  public static let failureLine = Array("export terminated early\n".utf8)

  /// All lines that the client wants were sent.
  private struct Done: Error {}

  /// Writes the lines.
  ///
  /// The export is a snapshot, which is kept until this returns.
  ///
  /// - Parameter receive: Called with each part: whole lines, about one megabyte. It may block, but
  ///   must throw soon after the task was cancelled.
  /// - Throws: ``ExportError``, which also wraps errors of `receive`.
  public func write(
    to receive: @escaping @Sendable ([UInt8]) throws -> Void
  ) async throws(ExportError) {
    var selection = ExportSelection()
    selection.firstDay = call.firstDay
    selection.lastDay = call.lastDay
    selection.areDaysUTC = true
    selection.names = call.events?.withoutRepeats()
    let limit = LineLimit(call.limit)
    do throws(ExportError) {
      _ = try await project.export(selection, in: .canonical) { part in
        let (lines, isLast) = limit.taking(part)
        try receive(lines)
        if isLast { throw Done() }
      }
    } catch {
      guard case .receiver(let cause) = error, cause is Done else { throw error }
    }
  }
}
