internal import Foundation
internal import GRDB

/// How far the import of a file has come, kept by the project in the transaction of each batch.
struct ImportMark: Equatable, Sendable {
  /// What became of the lines so far.
  struct Counts: Equatable, Sendable {
    var lines = 0
    var added = 0
    var repeated = 0
    var rejected = 0
  }

  var file: FileIdentity
  /// Tells an import of the file, with those that resume it, from another one.
  var run = UInt64.random(in: 1...(.max))
  /// The bytes, after inflating, of the lines that are dealt with.
  var offset = 0
  /// How many lines these are, empty ones included.
  var line = 0
  var isFinished = false
  var counts = Counts()
}

/// What tells a file from others, and from what it was before it was changed.
struct FileIdentity: Equatable, Sendable {
  var size: Int
  /// When it was last written, in nanoseconds since 1970.
  var modified: Int
  /// A hash of its first bytes.
  var head: Int

  private static let headSize = 1 << 16

  /// What `source` is now; `nil` where it is no plain file.
  init?(of source: String) {
    // A pipe must not be opened: its writer would write to nobody.
    guard InputFile.size(of: source) != nil else { return nil }
    let descriptor = Foundation.open(source, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { Foundation.close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    var bytes = [UInt8](repeating: 0, count: Self.headSize)
    var count = 0
    while count < bytes.count {
      let step = bytes.withUnsafeMutableBytes { buffer in
        pread(descriptor, buffer.baseAddress.map { $0 + count }, buffer.count - count, off_t(count))
      }
      guard step > 0 else { break }
      count += step
    }
    size = Int(status.st_size)
    #if canImport(Glibc)
      let time = status.st_mtim
    #else
      let time = status.st_mtimespec
    #endif
    modified = Int(time.tv_sec) &* 1_000_000_000 &+ Int(time.tv_nsec)
    head = Self.hash(bytes[..<count])
  }

  /// FNV-1a: it tells files apart, and needs not withstand anybody.
  private static func hash(_ bytes: ArraySlice<UInt8>) -> Int {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
    return Int(truncatingIfNeeded: hash)
  }
}

extension ImportMark {
  /// The mark after a batch too.
  func counting(_ summary: AppendSummary) -> ImportMark {
    var mark = self
    mark.counts.added += summary.added
    mark.counts.repeated += summary.repeated
    mark.counts.rejected += summary.refused.count
    return mark
  }

  /// Keeps the mark in place of an earlier one.
  ///
  /// The table is made with the first mark, so that files of earlier versions have it too.
  func keep(in database: Database) throws {
    try database.execute(
      sql: """
        CREATE TABLE IF NOT EXISTS import_mark (
          size INTEGER NOT NULL,
          modified INTEGER NOT NULL,
          head INTEGER NOT NULL,
          offset INTEGER NOT NULL,
          line INTEGER NOT NULL,
          is_finished INTEGER NOT NULL,
          lines INTEGER NOT NULL,
          added INTEGER NOT NULL,
          repeated INTEGER NOT NULL,
          rejected INTEGER NOT NULL,
          PRIMARY KEY (size, modified, head)
        ) WITHOUT ROWID
        """)
    try database.cachedStatement(
      sql: "INSERT OR REPLACE INTO import_mark VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
    ).execute(arguments: [
      file.size, file.modified, file.head, offset, line, isFinished,
      counts.lines, counts.added, counts.repeated, counts.rejected,
    ])
  }

  /// The mark of `file`; `nil` where nothing of it was imported.
  init?(of file: FileIdentity, in database: Database) throws {
    guard try database.tableExists("import_mark") else { return nil }
    let row = try Row.fetchOne(
      database,
      sql: "SELECT * FROM import_mark WHERE size = ? AND modified = ? AND head = ?",
      arguments: [file.size, file.modified, file.head])
    guard let row else { return nil }
    self.file = file
    offset = row["offset"]
    line = row["line"]
    isFinished = row["is_finished"]
    counts = Counts(
      lines: row["lines"], added: row["added"], repeated: row["repeated"],
      rejected: row["rejected"])
  }
}

extension SQLiteStore {
  func importMark(of file: FileIdentity) async throws(StoreError) -> ImportMark? {
    try await read { try ImportMark(of: file, in: $0) }
  }
}
