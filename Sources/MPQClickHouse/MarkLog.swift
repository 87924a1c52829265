internal import MPQStore
internal import Synchronization

/// An import of a file by this process.
struct ImportRun: Sendable {
  /// The highest revision of its marks.
  var revision = 0
  var isResumed = false
}

/// The progress of an import, as one row of the definitions.
///
/// The row of a file with the highest revision is valid.
struct MarkEntry {
  var mark: ImportMark
  var revision: Int

  /// The valid range of a number in a row.
  private static let counts = 0..<(1 << 50)

  /// The name of the rows of `file`.
  static func name(of file: FileVersion) -> String {
    "\(file.size) \(file.modified) \(file.head)"
  }

  /// The file whose rows have this name.
  static func file(named name: String) -> FileVersion? {
    let numbers = name.split(separator: " ").compactMap { Int($0) }
    guard numbers.count == 3 else { return nil }
    return FileVersion(size: numbers[0], modified: numbers[1], head: numbers[2])
  }

  var definition: Definition {
    let counts = mark.counts
    let numbers = [
      mark.offset, mark.line, mark.isFinished ? 1 : 0, counts.lines, counts.added, counts.repeated,
      counts.rejected,
    ]
    let checksum = mark.checksum.map { ["\($0)"] } ?? []
    return Definition(
      kind: .mark, revision: revision, name: Self.name(of: mark.file),
      texts: ["\(mark.run)"] + numbers.map(String.init) + checksum)
  }

  /// Whether a row is of an interrupted import.
  static func isStopped(_ definition: Definition) -> Bool {
    definition.texts.count >= 8 && definition.texts[3] == "0"
  }

  init(mark: ImportMark, revision: Int) {
    self.mark = mark
    self.revision = revision
  }

  /// Reads a row; `nil` if it is invalid.
  init?(_ definition: Definition, of file: FileVersion) {
    let numbers = definition.texts.dropFirst().compactMap { Int($0) }
    // Rows of earlier versions have no checksum.
    guard let run = definition.texts.first.flatMap({ UInt64($0) }), 7...8 ~= numbers.count,
      numbers.count == definition.texts.count - 1, numbers.allSatisfy({ Self.counts.contains($0) })
    else { return nil }
    mark = ImportMark(
      file: file, run: run, offset: numbers[0], line: numbers[1],
      checksum: numbers.count == 8 ? UInt32(exactly: numbers[7]) : nil, isFinished: numbers[2] == 1,
      counts: ImportMark.Counts(
        lines: numbers[3], added: numbers[4], repeated: numbers[5], rejected: numbers[6]))
    revision = definition.revision
  }
}

extension ClickHouseStore {
  func importMark(of file: FileVersion) async throws(StoreError) -> ImportMark? {
    try await lastEntry(of: file)?.mark
  }

  func importMarks() async throws(StoreError) -> [ImportMark] {
    try await lastDefinitions().values.compactMap { definition in
      guard let file = MarkEntry.file(named: definition.name) else { return nil }
      return MarkEntry(definition, of: file)?.mark
    }
  }

  /// The number of files whose import was interrupted.
  func stoppedImports() async throws(StoreError) -> Int {
    try await lastDefinitions().values.count { MarkEntry.isStopped($0) }
  }

  /// The last row of each file, by name.
  private func lastDefinitions() async throws(StoreError) -> [String: Definition] {
    var last: [String: Definition] = [:]
    for definition in try await Definition.all(.mark, in: schema, connection)
    where last[definition.name].map({ $0.revision < definition.revision }) ?? true {
      last[definition.name] = definition
    }
    return last
  }

  private func lastEntry(of file: FileVersion) async throws(StoreError) -> MarkEntry? {
    let name = MarkEntry.name(of: file)
    let known = try await Definition.all(.mark, named: name, in: schema, connection)
    guard let last = known.max(by: { $0.revision < $1.revision }) else { return nil }
    guard let entry = MarkEntry(last, of: file) else { throw .damaged(path: connection.name) }
    return entry
  }

  /// Records the start of the import of `mark` before its first events are inserted, so that a
  /// resumed import knows which of them are stored.
  ///
  /// - Returns: Whether the import is resumed, so that events after the mark may be stored already.
  func announce(_ mark: ImportMark) async throws(StoreError) -> Bool {
    if let known = runs.withLock({ $0[mark.run] }) { return known.isResumed }
    let last = try await lastEntry(of: mark.file)
    let isResumed = last?.mark.run == mark.run
    let run = ImportRun(revision: last?.revision ?? 0, isResumed: isResumed)
    runs.withLock { $0[mark.run] = run }
    if !isResumed { try await keep(ImportMark(file: mark.file, run: mark.run)) }
    return isResumed
  }

  /// Stores the progress of an announced import.
  func keep(_ mark: ImportMark) async throws(StoreError) {
    let revision = runs.withLock { runs in
      runs[mark.run, default: ImportRun()].revision += 1
      return runs[mark.run, default: ImportRun()].revision
    }
    let entry = MarkEntry(mark: mark, revision: revision)
    try await Definition.insert([entry.definition], into: schema, connection)
  }
}
