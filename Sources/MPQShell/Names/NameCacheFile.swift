import MPQFiles

/// The file of one project's names, which all its shells share.
struct NameCacheFile: Sendable {
  /// Where it is.
  let path: String
  /// Whose names it holds.
  let project: KeptProject

  /// The most bytes that it may have.
  static let byteLimit = 32 << 20

  /// What it holds; `nil` where it is missing, damaged, too large, or another project's.
  func read() -> NameCache? {
    guard let contents = try? FileSystem.read(path: path, limit: Self.byteLimit) else {
      return nil
    }
    return NameCache(contents.bytes, of: project)
  }

  /// Changes the file: what it holds and what this shell knows are merged before.
  ///
  /// - Parameters:
  ///   - own: What this shell knows.
  ///   - change: What is to be changed.
  /// - Returns: What the file holds then, and what `change` returned.
  /// - Throws: ``SystemError`` where the file cannot be written; it is then as it was.
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
      // What is left is for the calls and the project's key.
      cache.prune(byteLimit: Self.byteLimit - (1 << 20))
      return (cache.bytes(of: project), (cache, value))
    }
  }
}
