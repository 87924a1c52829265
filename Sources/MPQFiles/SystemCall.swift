#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// System calls with a path, for file names of any bytes.
enum SystemCall {
  /// Opens a file; the descriptor is closed in child processes.
  static func open(
    _ path: String, _ flags: Int32, mode: mode_t = 0
  ) throws(SystemError) -> Int32 {
    while true {
      let descriptor = FileName.withBytes(of: path) { bytes in
        #if canImport(Glibc)
          Glibc.open(bytes, flags | O_CLOEXEC, mode)
        #else
          Darwin.open(bytes, flags | O_CLOEXEC, mode)
        #endif
      }
      if descriptor >= 0 { return descriptor }
      guard errno == EINTR else { throw .last }
    }
  }

  /// The result of `stat`; `nil` if it fails.
  static func status(_ path: String) -> stat? {
    var status = stat()
    return FileName.withBytes(of: path) { stat($0, &status) } == 0 ? status : nil
  }

  /// The result of `fstat`.
  static func status(of descriptor: Int32) throws(SystemError) -> stat {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw .last }
    return status
  }

  static func rename(_ old: String, to new: String) throws(SystemError) {
    let result = FileName.withBytes(of: old) { old in
      FileName.withBytes(of: new) { new in
        #if canImport(Glibc)
          Glibc.rename(old, new)
        #else
          Darwin.rename(old, new)
        #endif
      }
    }
    guard result == 0 else { throw .last }
  }

  static func unlink(_ path: String) {
    _ = FileName.withBytes(of: path) { bytes in
      #if canImport(Glibc)
        Glibc.unlink(bytes)
      #else
        Darwin.unlink(bytes)
      #endif
    }
  }
}

extension FileSystem {
  /// The maximum number of symbolic links to follow, as on Linux.
  private static let linkLimit = 40

  /// The file that `path` points to, with links resolved; it may be missing.
  ///
  /// - Throws: ``SystemError``, `ELOOP` for a cycle of links.
  package static func destination(of path: String) throws(SystemError) -> String {
    var path = path
    for _ in 0..<linkLimit {
      if let real = realPath(path) { return real }
      guard errno != ELOOP else { throw .last }
      // The file is missing, or a dangling link.
      guard let target = link(at: path) else { return path }
      path = target.hasPrefix("/") ? target : "\(folder(of: path))/\(target)"
    }
    throw SystemError(code: ELOOP)
  }

  /// The directory part of `path`.
  package static func folder(of path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// The absolute path without links; `nil` if the file is missing.
  package static func realPath(_ path: String) -> String? {
    guard let real = FileName.withBytes(of: path, { realpath($0, nil) }) else { return nil }
    defer { free(real) }
    return FileName.text(UnsafeRawBufferPointer(start: real, count: strlen(real)))
  }

  private static func link(at path: String) -> String? {
    var bytes = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = FileName.withBytes(of: path) { readlink($0, &bytes, bytes.count) }
    guard count > 0 else { return nil }
    return FileName.text(bytes.prefix(count).map(UInt8.init(bitPattern:)))
  }
}
