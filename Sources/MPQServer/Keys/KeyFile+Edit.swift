import MPQFiles
public import MPQAPI

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

extension KeyFile {
  /// Which of a key's secrets is meant.
  public enum Choice: Sendable {
    /// The only one.
    case only
    /// The one on the earlier of two lines.
    case older
    /// The one on the later of two lines.
    case newer
    /// All there are.
    case all
  }

  /// A new secret, of 128 random bits: 32 hexadecimal digits, as the API's own are.
  public static func newSecret() -> String {
    var random = SystemRandomNumberGenerator()
    let digits = Array("0123456789abcdef".utf8)
    let text = (0..<32).map { _ in digits[Int(random.next() & 15)] }
    return String(decoding: text, as: UTF8.self)
  }

  /// Adds a secret of a key; the file is made where there is none.
  ///
  /// The file is replaced as a whole, and only its owner may read it. What else stands in it stays.
  ///
  /// - Parameters:
  ///   - secret: The secret.
  ///   - key: The key, which may have one secret already.
  ///   - day: Today.
  ///   - path: The file.
  /// - Returns: How many secrets the key has now.
  /// - Throws: ``Problem``; the file is as it was then.
  public static func add(
    secret: String, to key: String, on day: CivilDate, path: String
  ) throws(Problem) -> Int {
    let old = try contentsIfAny(path: path)
    var bytes = old?.bytes ?? []
    _ = try entries(in: bytes)
    if let last = bytes.last, last != UInt8(ascii: "\n") { bytes.append(UInt8(ascii: "\n")) }
    bytes += "\(key) \(secret) \(day)\n".utf8
    guard bytes.count <= byteLimit else { throw .tooLarge }
    let new: [Entry]
    do {
      new = try entries(in: bytes)
    } catch {
      switch error {
      case .repeatedSecret: throw .hasSecret(key)
      case .tooManySecrets: throw .hasTwoSecrets(key)
      default: throw error
      }
    }
    try replace(path: path, with: bytes, ownedAs: old?.status)
    return new.count { $0.credentials.key == key }
  }

  /// Takes secrets of a key away, and with its last one the key.
  ///
  /// - Parameters:
  ///   - key: The key.
  ///   - choice: Which secrets.
  ///   - path: The file.
  /// - Returns: How many secrets the key has left.
  /// - Throws: ``Problem``; the file is as it was then.
  public static func revoke(
    key: String, _ choice: Choice, path: String
  ) throws(Problem) -> Int {
    let (bytes, status) = try contents(path: path)
    let entries = try entries(in: bytes)
    let own = entries.filter { $0.credentials.key == key }
    let gone: ArraySlice<Entry>
    switch choice {
    case .only where own.count > 1: throw .whichSecret(key)
    case .only, .all: gone = own[...]
    case .older: gone = own.prefix(1)
    case .newer: gone = own.suffix(1)
    }
    guard !gone.isEmpty else { throw .unknownKey(key) }
    guard gone.count < entries.count else { throw .lastKey(key) }
    let lines = lines(of: bytes).enumerated()
      .filter { index, _ in !gone.contains { $0.line == index } }
      .map(\.element)
    try replace(path: path, with: Array(lines.joined(separator: [0x0a])), ownedAs: status)
    return own.count - gone.count
  }

  private static func contentsIfAny(
    path: String
  ) throws(Problem) -> (bytes: [UInt8], status: stat)? {
    do {
      return try contents(path: path)
    } catch {
      guard error == .unreadable(code: ENOENT) else { throw error }
      return nil
    }
  }

  /// Puts a new file in the place of the old one, so that readers see either.
  private static func replace(
    path: String, with bytes: [UInt8], ownedAs old: stat?
  ) throws(Problem) {
    let path = resolved(path)
    // Its name is a lock as well: two that add at the same time would lose one secret.
    let draft = path + ".new"
    let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw errno == EEXIST ? .busy(draft: draft) : .unwritable(code: errno)
    }
    var code: Int32 = 0
    if !write(bytes, to: descriptor) || fsync(descriptor) != 0 { code = errno }
    // The administrator may change the file of a service's own user.
    if code == 0, let old, old.st_uid != geteuid() || old.st_gid != getegid(),
      fchown(descriptor, old.st_uid, old.st_gid) != 0
    {
      code = errno
    }
    close(descriptor)
    if code == 0, rename(draft, path) != 0 { code = errno }
    guard code == 0 else {
      unlink(draft)
      throw .unwritable(code: code)
    }
    syncFolder(of: path)
  }

  private static func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
    (try? FileSystem.write(bytes, to: descriptor)) != nil
  }

  /// The file that a link stands for, which is the one to be replaced.
  private static func resolved(_ path: String) -> String {
    guard let real = realpath(path, nil) else { return path }
    defer { free(real) }
    return String(cString: real)
  }

  /// The file's new name has to last as well.
  private static func syncFolder(of path: String) {
    let slash = path.utf8.lastIndex(of: UInt8(ascii: "/"))
    let folder = slash.map { String(path[...$0]) } ?? "."
    let descriptor = open(folder, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    fsync(descriptor)
    close(descriptor)
  }
}
