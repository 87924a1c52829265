/// What a project remembers of the import of a file.
public struct ImportState: Equatable, Sendable {
  /// Whether all of it was read; else an import was stopped, and can be resumed.
  public var isFinished: Bool
  /// The lines that were dealt with, empty ones left out.
  public var lines: Int
  /// The events that were added.
  public var added: Int
}

extension Project {
  /// What the project remembers of the import of the file at `path`.
  ///
  /// - Parameter path: A file; it counts as another one once it was changed.
  /// - Returns: `nil` where nothing of it was imported, or where it is no plain file.
  /// - Throws: ``StoreError``.
  public func importState(of path: String) async throws(StoreError) -> ImportState? {
    guard let file = FileIdentity(of: path), let mark = try await store.importMark(of: file) else {
      return nil
    }
    return ImportState(
      isFinished: mark.isFinished, lines: mark.counts.lines, added: mark.counts.added)
  }
}

/// Where an import stands in one source.
struct ImportTrail {
  /// The end of a line.
  struct Place {
    /// The bytes before it, after inflating.
    var offset: Int
    /// Its number, from 1.
    var line: Int
    /// Whether it is the last one.
    var isLast = false
  }

  /// What a stopped import of this source left, or how it is found now; `nil` for pipes.
  private let start: ImportMark?
  /// What this run had counted before it came to the source.
  private let before: ImportReport
  /// Whether an earlier, shorter state of the source may be imported, which cannot be verified.
  private(set) var mayHaveGrown = false

  /// Where to begin with `source`: after the last line that the project knows, when `isResuming`.
  init(
    of source: String, in store: any EventStore, after report: ImportReport, isResuming: Bool
  ) async throws(StoreError) {
    before = report
    guard let file = FileIdentity(of: source) else {
      start = nil
      return
    }
    let known = isResuming ? try await store.importMark(of: file) : nil
    var mark = known ?? ImportMark(file: file)
    if isResuming, mark.offset == 0, !mark.isFinished {
      switch GrownFile(source, file)?.match(in: try await store.importMarks()) {
      case .same(let earlier):
        mark.offset = earlier.offset
        mark.line = earlier.line
        mark.counts = earlier.counts
      case .perhaps: mayHaveGrown = true
      case nil: break
      }
    }
    start = mark
  }

  /// Whether nothing is left to do.
  var isFinished: Bool { start?.isFinished ?? false }
  /// The bytes to skip, after inflating.
  var offset: Int { start?.offset ?? 0 }
  /// The lines that these are.
  var line: Int { start?.line ?? 0 }
  /// What became of them.
  var counts: ImportMark.Counts { start?.counts ?? ImportMark.Counts() }

  /// The mark for a batch that ends at `place`; all before it but for the batch is in `report`.
  func mark(at place: Place, _ report: ImportReport) -> ImportMark? {
    guard var mark = start else { return nil }
    mark.offset = place.offset
    mark.line = place.line
    mark.isFinished = place.isLast
    mark.counts.lines += report.lines - before.lines
    mark.counts.added += report.added - before.added
    mark.counts.repeated += report.repeated - before.repeated
    mark.counts.rejected += report.rejected - before.rejected
    return mark
  }
}
