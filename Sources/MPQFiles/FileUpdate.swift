extension FileSystem {
  /// Changes a small file: reads it, and replaces it completely or not at all, under a lock that
  /// all writers take.
  ///
  /// The lock is the file `PATH.lock`. If `path` is a symbolic link, the file and the lock are
  /// those of its target.
  ///
  /// - Parameters:
  ///   - path: The file, which may be missing.
  ///   - mode: The new permissions.
  ///   - keepsOwner: Whether an existing file keeps its owner when another user replaces it.
  ///   - patience: How long to wait for another writer.
  ///   - failure: The error to throw for a system error.
  ///   - change: Reads the file, under the lock, and returns the new contents, `nil` for no change,
  ///     and a result.
  /// - Returns: The result of `change`.
  /// - Throws: The errors of `failure` and `change`; the file is then unchanged.
  package static func update<Value, Failure: Error>(
    _ path: String, mode: UInt32 = 0o600, keepsOwner: Bool = false,
    patience: Duration = .seconds(10), failure: (SystemError) -> Failure,
    _ change: (_ place: String) throws(Failure) -> (bytes: [UInt8]?, result: Value)
  ) throws(Failure) -> Value {
    let place: String
    do throws(SystemError) {
      place = try destination(of: path)
    } catch {
      throw failure(error)
    }
    return try FileLock.hold("\(place).lock", patience: patience, failure: failure) {
      () throws(Failure) in
      let (bytes, result) = try change(place)
      guard let bytes else { return result }
      do throws(SystemError) {
        try replace(place, with: bytes, mode: mode, isLocked: true, keepsOwner: keepsOwner)
      } catch {
        throw failure(error)
      }
      return result
    }
  }

  /// Replaces a regular file completely or not at all.
  static func replace(
    _ path: String, with bytes: [UInt8], mode: UInt32?, isLocked: Bool = false,
    keepsOwner: Bool = false
  ) throws(SystemError) {
    let draft = try DraftFile(of: path, mode: mode, isLocked: isLocked, keepsOwner: keepsOwner)
    do throws(SystemError) {
      try draft.write(bytes)
      try draft.finish()
    } catch {
      draft.discard()
      throw error
    }
  }
}
