/// The stored state of the import of a file.
public struct ImportState: Equatable, Sendable {
  /// Whether the whole file was read; otherwise the import was interrupted and can be resumed.
  public var isFinished: Bool
  /// The number of lines processed, without empty ones.
  public var lines: Int
  /// The number of events added.
  public var added: Int
}

extension Project {
  /// The state of the import of the file at `path`.
  ///
  /// - Parameter path: A file; a modified file counts as a different one.
  /// - Returns: The state; `nil` if the file was not imported or is not a regular file.
  /// - Throws: ``StoreError``.
  public func importState(of path: String) async throws(StoreError) -> ImportState? {
    guard let file = FileVersion(of: path), let mark = try await store.importMark(of: file) else {
      return nil
    }
    return ImportState(
      isFinished: mark.isFinished, lines: mark.counts.lines, added: mark.counts.added)
  }
}

/// Tracks the progress of the import of one source.
struct ImportTrail {
  /// A place between two lines.
  struct Place {
    /// The number of bytes before it, after inflating.
    var offset: Int
    /// The number of line ends before it.
    var line: Int
    /// The CRC-32 of the bytes before it.
    var checksum: UInt32?
    /// Whether it is the end of the source.
    var isLast = false
  }

  /// The mark of an interrupted import of this source, or a new mark; `nil` for pipes.
  private let start: ImportMark?
  /// The report of this run before the source.
  private let before: ImportReport
  /// Whether the source begins like an imported one, but is imported from its beginning.
  private(set) var mayHaveGrown = false

  /// Finds the start in `source`: after the last imported line if `isResuming`.
  init(
    of source: String, in store: any EventStore, after report: ImportReport, isResuming: Bool
  ) async throws(ImportError) {
    before = report
    guard let file = FileVersion(of: source) else {
      start = nil
      return
    }
    let (known, others) = try await Self.marks(of: file, in: store)
    var mark = (isResuming ? known : nil) ?? ImportMark(file: file)
    if mark.offset == 0, !mark.isFinished {
      switch try GrownFile(source)?.match(in: others, comparing: isResuming) {
      case .same(let earlier):
        mark.offset = earlier.offset
        mark.line = earlier.line
        mark.checksum = earlier.checksum
        mark.counts = earlier.counts
      case .perhaps: mayHaveGrown = true
      case nil: break
      }
    }
    start = mark
  }

  /// The mark of `file`, and those of all files.
  private static func marks(
    of file: FileVersion, in store: any EventStore
  ) async throws(ImportError) -> (ImportMark?, [ImportMark]) {
    do {
      return (try await store.importMark(of: file), try await store.importMarks())
    } catch {
      throw .store(error)
    }
  }

  /// Whether the source was already imported completely.
  var isFinished: Bool { start?.isFinished ?? false }
  /// The start; `nil` for pipes.
  var mark: ImportMark? { start }
  /// The results of the lines before ``mark``.
  var counts: ImportMark.Counts { start?.counts ?? ImportMark.Counts() }

  /// The mark for a batch that ends at `place`; `report` counts all lines before the batch.
  func mark(at place: Place, _ report: ImportReport) -> ImportMark? {
    guard var mark = start else { return nil }
    mark.offset = place.offset
    mark.line = place.line
    mark.checksum = place.checksum
    mark.isFinished = place.isLast
    mark.counts.lines += report.lines - before.lines
    mark.counts.added += report.added - before.added
    mark.counts.repeated += report.repeated - before.repeated
    mark.counts.rejected += report.rejected - before.rejected
    return mark
  }
}
