import MPQFiles

/// The file of names of one project, shared by all its shells.
struct NameCacheFile: Sendable {
  /// Its path.
  let path: String
  /// Its project.
  let project: KeptProject

  /// The most bytes of the file.
  static let byteLimit = 32 << 20

  /// Its content; `nil` if it is missing, damaged, too large, or another project's.
  func read() -> NameCacheContents? {
    guard let contents = try? FileSystem.read(path: path, limit: Self.byteLimit) else {
      return nil
    }
    return NameCacheContents(contents.bytes, of: project)
  }

  /// Changes the file, after merging its content with what this shell knows.
  ///
  /// - Parameters:
  ///   - own: The names that this shell knows.
  ///   - change: The change.
  /// - Returns: The new content, and what `change` returned.
  /// - Throws: ``SystemError`` if the file cannot be written; it is then unchanged.
  func update<Value>(
    _ own: NameCacheContents, _ change: (inout NameCacheContents) -> Value
  ) throws(SystemError) -> (NameCacheContents, Value) {
    if let slash = path.lastIndex(of: "/"), slash != path.startIndex {
      try FileSystem.makeFolder(String(path[..<slash]))
    }
    return try FileSystem.update(path, patience: .seconds(1), failure: { $0 }) {
      _ throws(SystemError) in
      var contents = own
      if let stored = read() { contents.merge(stored) }
      let value = change(&contents)
      // The rest is for the calls and the project's key.
      contents.prune(byteLimit: Self.byteLimit - (1 << 20))
      return (contents.bytes(of: project), (contents, value))
    }
  }
}
