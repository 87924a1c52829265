import MPQFiles

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Appends to, rewrites and reads a history file, safe against other shells and crashes.
///
/// All changes are made under the lock `PATH.lock`. Anything but a regular file, such as a link to
/// `/dev/null`, stores nothing and is not changed.
struct HistoryStorage: Sendable {
  let path: String
  /// The most bytes that are read, from the end.
  let byteLimit: Int
  /// Writes bytes to a descriptor; tests interrupt it.
  var write: @Sendable ([UInt8], Int32) throws(SystemError) -> Void = {
    bytes, descriptor throws(SystemError) in
    try FileSystem.write(bytes, to: descriptor)
  }

  /// The timeout for the lock, whose holder may be stopped.
  private static let patience = Duration.milliseconds(250)

  init(path: String, byteLimit: Int) {
    self.path = path
    self.byteLimit = byteLimit
  }

  /// The entries, oldest first; none without a file.
  func entries() throws(SystemError) -> [String] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
      if errno == ENOENT { return [] }
      throw .last
    }
    defer { close(descriptor) }
    guard let size = try Self.size(of: descriptor) else { return [] }
    // Another shell may append while this one reads.
    let slack = 1 << 20
    let start = max(0, size - byteLimit - slack)
    guard lseek(descriptor, off_t(start), SEEK_SET) >= 0 else { throw .last }
    let bytes = try FileSystem.read(descriptor: descriptor, limit: byteLimit + 2 * slack)
    // The first line of a part of a file may be incomplete.
    let skipped = start == 0 ? 0 : 1 + (bytes.firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count - 1)
    return HistoryFormat.entries(bytes.dropFirst(skipped))
  }

  /// Adds `entries`, all or none, except those that repeat the entry before.
  func append(_ entries: [String]) throws(SystemError) {
    try makeFolder()
    try FileLock.hold(path + ".lock", patience: Self.patience) { () throws(SystemError) in
      let flags = O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NONBLOCK
      let descriptor = open(path, flags, 0o600)
      guard descriptor >= 0 else { throw .last }
      defer { close(descriptor) }
      guard try Self.size(of: descriptor) != nil else { return }
      guard fchmod(descriptor, 0o600) == 0 else { throw .last }
      let size = try Self.dropTornLine(of: descriptor)
      var bytes: [UInt8] = []
      var last: [UInt8]?
      for line in entries.map(HistoryFormat.line) {
        let isRepeat =
          if let last { last == line } else { try Self.ends(descriptor, size, with: line) }
        if !isRepeat { bytes += line }
        last = line
      }
      do throws(SystemError) {
        try write(bytes, descriptor)
      } catch {
        // The last line is incomplete; if this fails too, the next append drops it.
        _ = ftruncate(descriptor, off_t(size))
        throw error
      }
    }
  }

  /// Replaces the entries by the result of `change`, whole or not at all.
  func rewrite(_ change: ([String]) -> [String]) throws(SystemError) {
    guard FileSystem.exists(path) else { return }
    try FileLock.hold(path + ".lock", patience: Self.patience) { () throws(SystemError) in
      let old = try entries()
      let new = change(old)
      guard new.count != old.count else { return }
      try FileSystem.writeAtomically(
        Array(new.map(HistoryFormat.line).joined()), to: path, mode: 0o600,
        isLocked: true)
    }
  }

  private func makeFolder() throws(SystemError) {
    guard let slash = path.lastIndex(of: "/"), slash != path.startIndex else { return }
    try FileSystem.makeFolder(String(path[..<slash]))
  }

  /// The size of a regular file; `nil` for anything else.
  private static func size(of descriptor: Int32) throws(SystemError) -> Int? {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw .last }
    return status.st_mode & S_IFMT == S_IFREG ? Int(status.st_size) : nil
  }

  /// Cuts off a last line without a newline, which was written in part.
  ///
  /// - Returns: The new size of the file.
  private static func dropTornLine(of descriptor: Int32) throws(SystemError) -> Int {
    let size = try size(of: descriptor) ?? 0
    var end = size
    var chunk = [UInt8](repeating: 0, count: 4096)
    while end > 0 {
      let start = max(0, end - chunk.count)
      let count = pread(descriptor, &chunk, end - start, off_t(start))
      guard count == end - start else { throw count < 0 ? .last : SystemError(code: EIO) }
      if let newline = chunk[..<count].lastIndex(of: UInt8(ascii: "\n")) {
        end = start + newline + 1
        break
      }
      end = start
    }
    guard end < size else { return size }
    guard ftruncate(descriptor, off_t(end)) == 0 else { throw .last }
    return end
  }

  /// Whether the last line of a file of `size` bytes is `line`.
  private static func ends(
    _ descriptor: Int32, _ size: Int, with line: [UInt8]
  ) throws(SystemError) -> Bool {
    let start = size - line.count
    guard start >= 0 else { return false }
    // The byte before must be a line end.
    let before = min(start, 1)
    var end = [UInt8](repeating: 0, count: before + line.count)
    let count = pread(descriptor, &end, end.count, off_t(start - before))
    guard count == end.count else { throw count < 0 ? .last : SystemError(code: EIO) }
    return end.dropFirst(before).elementsEqual(line)
      && (before == 0 || end.first == UInt8(ascii: "\n"))
  }
}
