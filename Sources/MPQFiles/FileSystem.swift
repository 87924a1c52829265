#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Reads and writes whole files, with limits.
public enum FileSystem {
  /// A file as it was read: its bytes and who may read it.
  public struct Contents {
    /// What it holds.
    public var bytes: [UInt8]
    /// The permission bits.
    public var mode: UInt32

    /// What was read, and from a file of which mode.
    public init(bytes: [UInt8], mode: UInt32) {
      self.bytes = bytes
      self.mode = mode
    }

    /// Whether the owner's group or anybody else may read or write it.
    public var isShared: Bool { mode & 0o077 != 0 }
  }

  /// Reads the file at `path`.
  ///
  /// The mode is that of the file which was opened, so that nobody can swap it in between.
  ///
  /// - Parameters:
  ///   - path: An absolute or relative path.
  ///   - limit: The most bytes that it may have.
  /// - Returns: What it holds.
  /// - Throws: ``SystemError``, `EFBIG` where it is larger.
  public static func read(path: String, limit: Int) throws(SystemError) -> Contents {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .last }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw .last }
    guard status.st_mode & S_IFMT != S_IFDIR else { throw SystemError(code: EISDIR) }
    let bytes = try read(descriptor: descriptor, limit: limit)
    return Contents(bytes: bytes, mode: UInt32(status.st_mode & 0o777))
  }

  /// Reads `descriptor` to its end.
  ///
  /// - Parameters:
  ///   - descriptor: An open descriptor, which stays open.
  ///   - limit: The most bytes that may come.
  /// - Returns: The bytes.
  /// - Throws: ``SystemError``, `EFBIG` where more come.
  public static func read(descriptor: Int32, limit: Int) throws(SystemError) -> [UInt8] {
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

  /// Reads up to `count` bytes of the start of the file at `path`.
  package static func readStart(path: String, count: Int) throws(SystemError) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw .last }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: count)
    let size = pread(descriptor, &bytes, count, 0)
    guard size >= 0 else { throw .last }
    return Array(bytes.prefix(size))
  }

  /// Writes all of `bytes` to `descriptor`.
  public static func write(_ bytes: [UInt8], to descriptor: Int32) throws(SystemError) {
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

  /// Writes a file whole or not at all: beside it first, then in its place.
  ///
  /// - Parameters:
  ///   - bytes: What the file will hold.
  ///   - path: Where it will be.
  ///   - mode: Its permissions; those that it has already where it exists and this is `nil`.
  ///   - isLocked: Whether nobody else writes the file meanwhile. What lies beside it has then one
  ///     name, so that the next writer replaces what a killed one left.
  /// - Throws: ``SystemError``; the old file is then as it was, and nothing lies beside it.
  public static func writeAtomically(
    _ bytes: [UInt8], to path: String, mode: UInt32? = nil, isLocked: Bool = false
  ) throws(SystemError) {
    // A link keeps pointing to the file, which is replaced where it is.
    let target = resolved(path)
    var status = stat()
    let exists = stat(target, &status) == 0
    let isDescriptor = path.hasPrefix("/dev/") || path.hasPrefix("/proc/")
    if exists && (isDescriptor || status.st_mode & S_IFMT != S_IFREG) {
      // A device or a pipe cannot be replaced, and /dev/fd/3 may be a file that others write too.
      try writeInPlace(bytes, to: target)
      return
    }
    let draft = try DraftFile(
      of: target, mode: mode ?? UInt32(exists ? status.st_mode & 0o777 : 0o644),
      isLocked: isLocked)
    do throws(SystemError) {
      try draft.write(bytes)
      try draft.finish()
    } catch {
      draft.discard()
      throw error
    }
  }

  private static func writeInPlace(_ bytes: [UInt8], to path: String) throws(SystemError) {
    let descriptor = open(path, O_WRONLY | O_APPEND | O_CLOEXEC)
    guard descriptor >= 0 else { throw .last }
    defer { close(descriptor) }
    try write(bytes, to: descriptor)
  }

  static func resolved(_ path: String) -> String {
    guard let real = realpath(path, nil) else { return path }
    defer { free(real) }
    return String(cString: real)
  }

  // Not all file systems can; the file itself is safe by now.
  static func synchronizeFolder(of path: String) {
    let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
    let descriptor = open(folder.isEmpty ? "/" : folder, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    _ = fsync(descriptor)
    close(descriptor)
  }

  /// Finds out whether the file at `path` can be read.
  public static func checkIsReadable(_ path: String) throws(SystemError) {
    var status = stat()
    guard access(path, R_OK) == 0, stat(path, &status) == 0 else { throw .last }
    guard status.st_mode & S_IFMT != S_IFDIR else { throw SystemError(code: EISDIR) }
  }

  /// Whether nothing at `path` keeps whoever opens it waiting: a file, a folder, `/dev/null`, or
  /// nothing at all, but no pipe, socket or other device.
  public static func isOrdinary(_ path: String) -> Bool {
    var status = stat()
    guard stat(path, &status) == 0, path != "/dev/null" else { return true }
    return [S_IFREG, S_IFDIR].contains(status.st_mode & S_IFMT)
  }

  /// Whether there is anything at `path`.
  public static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  /// Makes the folder at `path`, and those above it, for the user alone.
  public static func makeFolder(_ path: String) throws(SystemError) {
    guard mkdir(path, 0o700) != 0, errno != EEXIST else { return }
    guard errno == ENOENT, let slash = path.lastIndex(of: "/"), slash != path.startIndex else {
      throw .last
    }
    try makeFolder(String(path[..<slash]))
    guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw .last }
  }
}
