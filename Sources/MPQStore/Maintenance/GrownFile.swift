internal import Foundation

/// A file to which bytes may have been added since an earlier import.
struct GrownFile {
  private let file: FileIdentity
  private let head: [UInt8]

  /// Reads the beginning of `source`, which is `file` now.
  init?(_ source: String, _ file: FileIdentity) {
    guard let handle = FileHandle(forReadingAtPath: source),
      let data = try? handle.read(upToCount: FileIdentity.headSize + 1)
    else { return nil }
    self.file = file
    head = Array(data)
  }

  /// What an earlier import left of the same file when it was shorter.
  enum Match {
    /// All bytes of that time are the first bytes now: the import goes on at this mark.
    case same(ImportMark)
    /// The first bytes are the same, and the hash does not cover the others.
    case perhaps
  }

  /// The longest of the earlier states that the file begins with.
  func match(in marks: [ImportMark]) -> Match? {
    var match: Match?
    for mark in marks.sorted(by: { $0.file.size > $1.file.size })
    where mark.offset > 0 && mark.file.size > 0 && mark.file.size < file.size {
      let covered = min(mark.file.size, FileIdentity.headSize)
      guard covered <= head.count, FileIdentity.hash(head[..<covered]) == mark.file.head else {
        continue
      }
      if covered == mark.file.size, endsLine(mark) { return .same(mark) }
      match = .perhaps
    }
    return match
  }

  /// Whether the bytes of that time end with a line, so that what follows begins another one.
  private func endsLine(_ mark: ImportMark) -> Bool {
    let size = mark.file.size
    let isGzip = head.starts(with: Inflater.magic)
    if isGzip || mark.offset < size { return true }
    return head[size - 1] == UInt8(ascii: "\n") || head[size...].first == UInt8(ascii: "\n")
  }
}
