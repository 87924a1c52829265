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
    guard let file = FileVersion(of: path), let mark = try await store.importMark(of: file) else {
      return nil
    }
    return ImportState(
      isFinished: mark.isFinished, lines: mark.counts.lines, added: mark.counts.added)
  }
}

/// How far the import of one source has come.
struct ImportTrail {
  /// A place between two lines.
  struct Place {
    /// The bytes before it, after inflating.
    var offset: Int
    /// The line ends among them.
    var line: Int
    /// Their CRC-32.
    var checksum: UInt32?
    /// Whether it is the end of the source.
    var isLast = false
  }

  /// What a stopped import of this source left, or how it is found now; `nil` for pipes.
  private let start: ImportMark?
  /// What this run had counted before it came to the source.
  private let before: ImportReport
  /// Whether the source begins like one that was imported, and is imported from its beginning.
  private(set) var mayHaveGrown = false

  /// Where to begin with `source`: after the last line that the project knows, when `isResuming`.
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

  /// Whether nothing is left to do.
  var isFinished: Bool { start?.isFinished ?? false }
  /// Where to begin; `nil` for pipes.
  var mark: ImportMark? { start }
  /// What became of them.
  var counts: ImportMark.Counts { start?.counts ?? ImportMark.Counts() }

  /// The mark for a batch that ends at `place`; all before it but for the batch is in `report`.
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
