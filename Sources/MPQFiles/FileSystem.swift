#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Reads and writes whole files, with limits.
package enum FileSystem {
  /// The bytes and the permissions of a file.
  package struct Contents {
    /// What it holds.
    package var bytes: [UInt8]
    /// The permission bits.
    package var mode: UInt32

    /// The bytes that were read, and the permissions of the file.
    init(bytes: [UInt8], mode: UInt32) {
      self.bytes = bytes
      self.mode = mode
    }
  }

  /// Reads the file at `path`; a pipe or a device is read to its end.
  ///
  /// - Parameters:
  ///   - path: An absolute or relative path.
  ///   - limit: The maximum size in bytes.
  /// - Returns: Its contents.
  /// - Throws: ``SystemError``, `EFBIG` if it is larger.
  package static func read(path: String, limit: Int) throws(SystemError) -> Contents {
    let descriptor = try SystemCall.open(path, O_RDONLY)
    defer { close(descriptor) }
    let status = try SystemCall.status(of: descriptor)
    guard status.st_mode & S_IFMT != S_IFDIR else { throw SystemError(code: EISDIR) }
    let bytes = try read(descriptor: descriptor, limit: limit)
    return Contents(bytes: bytes, mode: UInt32(status.st_mode & 0o777))
  }

  /// Reads `descriptor` to its end.
  ///
  /// - Parameters:
  ///   - descriptor: An open descriptor, which stays open.
  ///   - limit: The maximum number of bytes.
  /// - Returns: The bytes.
  /// - Throws: ``SystemError``, `EFBIG` if there are more.
  package static func read(descriptor: Int32, limit: Int) throws(SystemError) -> [UInt8] {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while true {
      #if canImport(Glibc)
        let count = Glibc.read(descriptor, &chunk, chunk.count)
      #else
        let count = Darwin.read(descriptor, &chunk, chunk.count)
      #endif
      if count < 0 {
        guard errno == EINTR else { throw .last }
        continue
      }
      if count == 0 { return bytes }
      bytes += chunk[..<count]
      guard bytes.count <= limit else { throw SystemError(code: EFBIG) }
    }
  }

  /// Reads up to `count` bytes of the start of the regular file at `path`.
  ///
  /// - Throws: ``SystemError``; ``SystemError/notRegular`` for a pipe or a device, without waiting.
  package static func readStart(path: String, count: Int) throws(SystemError) -> [UInt8] {
    let descriptor = try SystemCall.open(path, O_RDONLY | O_NONBLOCK)
    defer { close(descriptor) }
    let kind = try SystemCall.status(of: descriptor).st_mode & S_IFMT
    guard kind != S_IFDIR else { throw SystemError(code: EISDIR) }
    guard kind == S_IFREG else { throw .notRegular }
    var bytes = [UInt8](repeating: 0, count: count)
    let size = pread(descriptor, &bytes, count, 0)
    guard size >= 0 else { throw .last }
    return Array(bytes.prefix(size))
  }

  /// Writes all of `bytes` to `descriptor`.
  package static func write(_ bytes: [UInt8], to descriptor: Int32) throws(SystemError) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { buffer in
        #if canImport(Glibc)
          Glibc.write(descriptor, buffer.baseAddress, buffer.count)
        #else
          Darwin.write(descriptor, buffer.baseAddress, buffer.count)
        #endif
      }
      if count < 0 {
        guard errno == EINTR else { throw .last }
        continue
      }
      rest = rest.dropFirst(count)
    }
  }

  /// Writes a file completely or not at all: under a temporary name, which is then renamed.
  ///
  /// Devices and pipes are written directly; opening a pipe waits for its reader.
  ///
  /// - Parameters:
  ///   - bytes: The new contents.
  ///   - path: The target.
  ///   - mode: Its permissions; `nil` for those of the existing file.
  ///   - isLocked: Whether the caller holds the file's lock; see ``DraftFile``.
  /// - Throws: ``SystemError``; the old file is then unchanged, and no temporary file is left.
  package static func writeAtomically(
    _ bytes: [UInt8], to path: String, mode: UInt32? = nil, isLocked: Bool = false
  ) throws(SystemError) {
    // A device or a pipe cannot be replaced, and others may write to /dev/fd/3 too.
    let isDescriptor = path.hasPrefix("/dev/") || path.hasPrefix("/proc/")
    if let status = SystemCall.status(path), isDescriptor || status.st_mode & S_IFMT != S_IFREG {
      try writeInPlace(bytes, to: path)
      return
    }
    try replace(path, with: bytes, mode: mode, isLocked: isLocked)
  }

  private static func writeInPlace(_ bytes: [UInt8], to path: String) throws(SystemError) {
    let descriptor = try SystemCall.open(path, O_WRONLY | O_APPEND)
    defer { close(descriptor) }
    try write(bytes, to: descriptor)
  }

  /// Checks that the file at `path` can be read.
  package static func checkIsReadable(_ path: String) throws(SystemError) {
    guard FileName.withBytes(of: path, { access($0, R_OK) }) == 0,
      let status = SystemCall.status(path)
    else { throw .last }
    guard status.st_mode & S_IFMT != S_IFDIR else { throw SystemError(code: EISDIR) }
  }

  /// Whether opening `path` never blocks: it is a file, a directory, `/dev/null`, or missing, but
  /// not a pipe, a socket or another device.
  package static func isOrdinary(_ path: String) -> Bool {
    guard let status = SystemCall.status(path), path != "/dev/null" else { return true }
    return [S_IFREG, S_IFDIR].contains(status.st_mode & S_IFMT)
  }

  /// Whether `path` exists.
  package static func exists(_ path: String) -> Bool {
    FileName.withBytes(of: path) { access($0, F_OK) } == 0
  }

  /// Whether this process may write the file, or make files in the folder, at `path`.
  package static func isWritable(_ path: String) -> Bool {
    FileName.withBytes(of: path) { access($0, W_OK) } == 0
  }

  /// Whether the volume of the file at `path` is mounted read-only.
  package static func isReadOnly(_ path: String) -> Bool {
    var volume = statvfs()
    guard FileName.withBytes(of: path, { statvfs($0, &volume) }) == 0 else { return false }
    return volume.f_flag & UInt(ST_RDONLY) != 0
  }

  /// Creates the directory at `path`, and its parents, for this user only.
  package static func makeFolder(_ path: String) throws(SystemError) {
    func make() -> Bool {
      FileName.withBytes(of: path) { mkdir($0, 0o700) } == 0 || errno == EEXIST
    }
    guard !make() else { return }
    guard errno == ENOENT, path.contains("/"), path != "/" else { throw .last }
    try makeFolder(folder(of: path))
    guard make() else { throw .last }
  }
}
