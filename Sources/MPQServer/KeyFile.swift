public import MPQAPI

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Reads the file that holds the keys whose requests a server answers.
///
///     # One key and its secret in a line, with blanks between them.
///     ed0b4e21   b3f9d1c2a7
///
/// Empty lines, and lines that begin with `#`, say nothing. Nobody but the owner may read the file.
public enum KeyFile {
  /// Why a file of keys is not taken.
  ///
  /// No case holds any of the file's text.
  public enum Problem: Error, Equatable, Sendable {
    /// The system does not open it; the value of `errno`.
    case unreadable(code: Int32)
    /// It is a folder, a pipe or a device.
    case notAFile
    /// Somebody else owns it, or the group or others may read or write it.
    case shared
    /// It has more than ``byteLimit`` bytes.
    case tooLarge
    /// This line, from 1, is not a key and a secret.
    case badLine(Int)
    /// This line, from 1, has a key that an earlier line has.
    case repeatedKey(line: Int)
    /// It has no key.
    case noKey

    /// What is wrong with the file at `path`, and what can be done about it, on one line.
    public func message(path: String) -> String {
      switch self {
      case .unreadable(ENOENT): "\(path): no such file"
      case .unreadable(EACCES): "\(path): not yours to read"
      case .unreadable(let code): "\(path): cannot be read (system error \(code))"
      case .notAFile: "\(path): not a file"
      case .shared: "\(path): others may use these secrets; make it yours alone (chmod 600)"
      case .tooLarge: "\(path): more than \(byteLimit) bytes"
      case .badLine(let line): "\(path):\(line): not a key and a secret with a blank between them"
      case .repeatedKey(let line): "\(path):\(line): this key has a secret already"
      case .noKey: "\(path): no key in it; write one line: a key, a blank, its secret"
      }
    }
  }

  /// The most bytes that a file of keys may have.
  public static let byteLimit = 65_536

  /// Reads the keys in the file at `path`.
  ///
  /// - Parameter path: An absolute or relative path.
  /// - Returns: One or more keys with their secrets, in the order of the lines.
  /// - Throws: ``Problem``.
  public static func read(path: String) throws(Problem) -> [Credentials] {
    // Without O_NONBLOCK, a pipe would wait for a writer.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw .unreadable(code: errno) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw .unreadable(code: errno) }
    guard status.st_mode & S_IFMT == S_IFREG else { throw .notAFile }
    guard status.st_mode & 0o077 == 0, status.st_uid == geteuid() || status.st_uid == 0 else {
      throw .shared
    }
    return try credentials(in: try bytes(of: descriptor))
  }

  private static func bytes(of descriptor: Int32) throws(Problem) -> [UInt8] {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 4096)
    while bytes.count <= byteLimit {
      #if canImport(Glibc)
        let count = Glibc.read(descriptor, &chunk, chunk.count)
      #else
        let count = Darwin.read(descriptor, &chunk, chunk.count)
      #endif
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw .unreadable(code: errno) }
      if count == 0 { return bytes }
      bytes += chunk[..<count]
    }
    throw .tooLarge
  }

  /// Reads the keys in the text of a file.
  static func credentials(in bytes: [UInt8]) throws(Problem) -> [Credentials] {
    var found: [Credentials] = []
    let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() {
      let words = line.split { [UInt8(ascii: " "), 0x09, 0x0d].contains($0) }
      guard let first = words.first?.first, first != UInt8(ascii: "#") else { continue }
      guard words.count == 2, let key = String(validating: words[0], as: UTF8.self),
        let secret = String(validating: words[1], as: UTF8.self).flatMap(Secret.init),
        let credentials = Credentials(key: key, secret: secret)
      else { throw .badLine(index + 1) }
      guard !found.contains(where: { $0.key == key }) else {
        throw .repeatedKey(line: index + 1)
      }
      found.append(credentials)
    }
    guard !found.isEmpty else { throw .noKey }
    return found
  }
}
