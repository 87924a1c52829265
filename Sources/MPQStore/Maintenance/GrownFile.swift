internal import MPQFiles

/// A file to which bytes may have been added since an earlier import.
struct GrownFile {
  /// What an earlier import left of the same file when it was shorter.
  enum Match {
    /// The file begins with the bytes that were imported: the import continues at this mark.
    case same(ImportMark)
    /// The file begins like the earlier one. The rest differs, or was not compared.
    case perhaps
  }

  private let source: String
  private let file: FileVersion
  private let head: [UInt8]

  /// Reads the beginning of `source`, which is `file` now.
  init?(_ source: String, _ file: FileVersion) {
    guard let head = try? FileSystem.readStart(path: source, count: FileVersion.headSize) else {
      return nil
    }
    self.source = source
    self.file = file
    self.head = head
  }

  /// The longest of the earlier states that the file begins with.
  ///
  /// - Parameters:
  ///   - marks: What earlier imports left of any files.
  ///   - comparing: Whether to read the file up to the marks; else a match is `perhaps`.
  /// - Returns: `nil` where the file begins like none of them.
  /// - Throws: ``ImportError``, where the file cannot be read.
  func match(in marks: [ImportMark], comparing: Bool) throws(ImportError) -> Match? {
    let candidates = marks.filter { mark in
      guard mark.offset > 0, mark.file.size > 0, mark.file.size < file.size else { return false }
      let covered = min(mark.file.size, FileVersion.headSize)
      return covered <= head.count && FileVersion.hash(head[..<covered]) == mark.file.head
    }
    guard !candidates.isEmpty else { return nil }
    if comparing, let mark = try longest(of: candidates) { return .same(mark) }
    return .perhaps
  }

  /// The last of the marks whose bytes the file begins with, found in one pass.
  private func longest(of marks: [ImportMark]) throws(ImportError) -> ImportMark? {
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
