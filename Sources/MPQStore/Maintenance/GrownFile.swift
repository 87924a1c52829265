internal import MPQFiles

/// A file that may begin with the bytes of an earlier import.
struct GrownFile {
  /// How the file relates to an earlier import of it.
  enum Match {
    /// The file begins with the bytes that were imported: the import continues at this mark.
    case same(ImportMark)
    /// The file begins like the earlier one. The rest differs, or was not compared.
    case perhaps
  }

  private let source: String
  private let head: ArraySlice<UInt8>

  /// Reads the beginning of `source`; `nil` if it is not a regular file.
  init?(_ source: String) {
    guard let head = FileVersion.headBytes(of: source) else { return nil }
    self.source = source
    self.head = head
  }

  /// The longest earlier version with which the file begins.
  ///
  /// - Parameters:
  ///   - marks: The marks of earlier imports of any file.
  ///   - comparing: Whether to read the file up to the marks; otherwise a match is `perhaps`.
  /// - Returns: The match; `nil` if the file begins like none of them.
  /// - Throws: ``ImportError`` if the file cannot be read.
  func match(in marks: [ImportMark], comparing: Bool) throws(ImportError) -> Match? {
    let marks = marks.filter { $0.offset > 0 && $0.file.size > 0 }
    let alike = marks.filter(hasSameHead)
    // The head of a short file changes when its unfinished last line is completed.
    let unfinished = marks.filter { !$0.isFinished && $0.file.size <= FileVersion.headSize }
    if comparing, let mark = try longest(of: alike + unfinished) { return .same(mark) }
    return alike.isEmpty ? nil : .perhaps
  }

  private func hasSameHead(_ mark: ImportMark) -> Bool {
    let covered = min(mark.file.size, FileVersion.headSize)
    return covered <= head.count && FileVersion.hash(head[..<covered]) == mark.file.head
  }

  /// The longest of the marks with whose bytes the file begins; found in one pass.
  private func longest(of marks: [ImportMark]) throws(ImportError) -> ImportMark? {
    guard !marks.isEmpty else { return nil }
    var reader = try LineReader(source)
    var found: ImportMark?
    for mark in marks.sorted(by: { $0.offset < $1.offset }) {
      try reader.advance(to: mark.offset)
      guard reader.position == mark.offset else { break }
      if mark.checksum != nil, reader.checksum() == mark.checksum, try reader.isBetweenLines() {
        found = mark
      }
    }
    return found
  }
}
