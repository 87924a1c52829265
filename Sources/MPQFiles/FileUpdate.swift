extension FileSystem {
  /// Changes a small file: reads it, and replaces it whole or not at all, under a lock that all who
  /// change it take.
  ///
  /// The lock is the file `PATH.lock`. Where `path` is a link, file and lock are those that it
  /// leads to.
  ///
  /// - Parameters:
  ///   - path: The file, which may be missing.
  ///   - mode: The permissions that it gets.
  ///   - keepsOwner: Whether an existing file keeps its owner, where another user replaces it.
  ///   - patience: How long to wait for another writer.
  ///   - failure: The error to throw for a system error.
  ///   - change: Reads the file, under the lock, and returns what it will hold, `nil` where it
  ///     stays as it is, and a result.
  /// - Returns: The result of `change`.
  /// - Throws: What `failure` or `change` makes; the file is then as it was.
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

  /// Replaces a regular file whole or not at all.
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
