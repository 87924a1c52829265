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
  func read() -> NameCache? {
    guard let contents = try? FileSystem.read(path: path, limit: Self.byteLimit) else {
      return nil
    }
    return NameCache(contents.bytes, of: project)
  }

  /// Changes the file, after merging its content with what this shell knows.
  ///
  /// - Parameters:
  ///   - own: The names that this shell knows.
  ///   - change: The change.
  /// - Returns: The new content, and what `change` returned.
  /// - Throws: ``SystemError`` if the file cannot be written; it is then unchanged.
  func update<Value>(
    _ own: NameCache, _ change: (inout NameCache) -> Value
  ) throws(SystemError) -> (NameCache, Value) {
    if let slash = path.lastIndex(of: "/"), slash != path.startIndex {
      try FileSystem.makeFolder(String(path[..<slash]))
    }
    return try FileSystem.update(path, patience: .seconds(1), failure: { $0 }) {
      _ throws(SystemError) in
      var cache = own
      if let stored = read() { cache.merge(stored) }
      let value = change(&cache)
      // The rest is for the calls and the project's key.
      cache.prune(byteLimit: Self.byteLimit - (1 << 20))
      return (cache.bytes(of: project), (cache, value))
    }
  }
}
