internal import Foundation
internal import MPQAPI
internal import MPQFiles

/// The progress of the import of a file; the project stores it in the transaction of each batch.
package struct ImportMark: Equatable, Sendable {
  /// The results of the lines so far.
  package struct Counts: Equatable, Sendable {
    package var lines = 0
    package var added = 0
    package var repeated = 0
    package var rejected = 0

    package init(lines: Int = 0, added: Int = 0, repeated: Int = 0, rejected: Int = 0) {
      self.lines = lines
      self.added = added
      self.repeated = repeated
      self.rejected = rejected
    }
  }

  package var file: FileVersion
  /// Identifies an import of the file, including the imports that resume it.
  package var run: UInt64
  /// The number of bytes of the lines that were read, after inflating.
  package var offset: Int
  /// The number of line ends in these bytes.
  package var line: Int
  /// The CRC-32 of these bytes; `nil` in marks of earlier versions.
  package var checksum: UInt32?
  package var isFinished: Bool
  package var counts: Counts

  package init(
    file: FileVersion, run: UInt64 = .random(in: 1...(.max)), offset: Int = 0, line: Int = 0,
    checksum: UInt32? = 0, isFinished: Bool = false, counts: Counts = Counts()
  ) {
    self.file = file
    self.run = run
    self.offset = offset
    self.line = line
    self.checksum = checksum
    self.isFinished = isFinished
    self.counts = counts
  }
}

/// Identifies a version of a file.
package struct FileVersion: Equatable, Sendable {
  package var size: Int
  /// When it was last written, in nanoseconds since 1970.
  package var modified: Int
  /// A hash of its first bytes.
  package var head: Int

  static let headSize = 1 << 16

  package init(size: Int, modified: Int, head: Int) {
    self.size = size
    self.modified = modified
    self.head = head
  }

  /// The version of `source` now; `nil` if it is not a regular file.
  package init?(of source: String) {
    guard let (status, bytes) = Self.read(source) else { return nil }
    size = Int(status.st_size)
    #if canImport(Glibc)
      let time = status.st_mtim
    #else
      let time = status.st_mtimespec
    #endif
    modified = Int(time.tv_sec) &* 1_000_000_000 &+ Int(time.tv_nsec)
    head = Self.hash(bytes)
  }

  /// The first ``headSize`` bytes of `source`, or all of them; `nil` if it is not a regular file.
  static func headBytes(of source: String) -> ArraySlice<UInt8>? { read(source)?.head }

  private static func read(_ source: String) -> (status: stat, head: ArraySlice<UInt8>)? {
    // Do not open a pipe: its writer would lose data.
    guard InputFile.size(of: source) != nil else { return nil }
    guard let descriptor = try? FileSystem.openForReading(source) else { return nil }
    defer { Foundation.close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    var bytes = [UInt8](repeating: 0, count: headSize)
    var count = 0
    while count < bytes.count {
      let step = bytes.withUnsafeMutableBytes { buffer in
        pread(descriptor, buffer.baseAddress.map { $0 + count }, buffer.count - count, off_t(count))
      }
      guard step > 0 else { break }
      count += step
    }
    return (status, bytes[..<count])
  }

  static func hash(_ bytes: ArraySlice<UInt8>) -> Int {
    var hash = FNV1a()
    hash.add(bytes)
    return Int(truncatingIfNeeded: hash.hash)
  }
}

extension ImportMark {
  /// The mark with the results of a batch added.
  package func counting(_ summary: AppendSummary) -> ImportMark {
    var mark = self
    mark.counts.added += summary.added
    mark.counts.repeated += summary.repeated
    mark.counts.rejected += summary.refused.count
    return mark
  }
}
