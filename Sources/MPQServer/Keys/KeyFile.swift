package import MPQAPI
import MPQFiles

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Reads the key file: the keys that a server accepts.
///
///     # A key, its secret and, optionally, the date on which it was added.
///     ed0b4e21   b3f9d1c2a7   2026-11-24
///
/// Fields are separated by spaces or tabs. A key has up to two secrets, one per line. Empty lines
/// and lines that begin with `#` are ignored. Only the owner may have access to the file.
package enum KeyFile {
  /// Why a key file is refused, or not changed.
  ///
  /// No case holds a secret.
  package enum Problem: Error, Equatable, Sendable {
    /// It cannot be read; the value of `errno`.
    case unreadable(code: Int32)
    /// It is a directory, a pipe or a device.
    case notAFile
    /// Another user owns it, or the group or others have access to it.
    case shared
    /// Others can replace it, because they may write to this directory.
    case openFolder(String)
    /// It has more than ``byteLimit`` bytes.
    case tooLarge
    /// This line, from 1, is malformed.
    case badLine(Int)
    /// This line, from 1, repeats a key and its secret.
    case repeatedSecret(line: Int)
    /// This line, from 1, is the third secret of a key.
    case tooManySecrets(line: Int)
    /// It has no key.
    case noKey
    /// It has no such key.
    case unknownKey(String)
    /// The key has two secrets already.
    case hasTwoSecrets(String)
    /// The key has that secret already.
    case hasSecret(String)
    /// The key has two secrets, and the choice is missing.
    case whichSecret(String)
    /// The file would be empty.
    case lastKey(String)
    /// Another process is changing it.
    case busy
    /// It cannot be written; the value of `errno`.
    case unwritable(code: Int32)

    /// The problem of the file at `path`, and a remedy, on one line.
    package func message(path: String) -> String {
      switch self {
      case .unreadable(ENOENT): "\(path): no such file"
      case .unreadable(EACCES): "\(path): permission denied"
      case .unreadable(let code): "\(path): cannot read it (system error \(code))"
      case .notAFile: "\(path): not a regular file"
      case .shared: "\(path): must belong to you, and to you alone (chmod 600)"
      case .openFolder(let folder):
        "\(path): others can replace it; type: chmod go-w \(folder)"
      case .tooLarge: "\(path): more than \(byteLimit) bytes"
      case .badLine(let line): "\(path):\(line): not a key and a secret separated by a space"
      case .repeatedSecret(let line): "\(path):\(line): duplicate key and secret"
      case .tooManySecrets(let line):
        "\(path):\(line): third secret of this key; remove one with 'mpqd key revoke'"
      case .noKey: "\(path): no keys; add one with 'mpqd key add'"
      case .unknownKey(let key): "\(path): no key '\(key)'; 'mpqd key list' lists them"
      case .hasTwoSecrets(let key):
        "\(path): '\(key)' already has two secrets; remove one: mpqd key revoke --older"
      case .hasSecret(let key): "\(path): '\(key)' already has that secret"
      case .whichSecret(let key):
        "\(path): '\(key)' has two secrets; pass --older, --newer or --all"
      case .lastKey(let key):
        "\(path): '\(key)' is the last key, and a server needs one; add another first, or stop the "
          + "server and remove the file"
      case .busy: "\(path): another process is changing it; try again"
      case .unwritable(ENOSPC): "\(path): no space left on the disk"
      case .unwritable(EACCES), .unwritable(EROFS), .unwritable(EPERM):
        "\(path): no permission to write the file or its directory"
      case .unwritable(let code): "\(path): cannot write it (system error \(code))"
      }
    }
  }

  /// The maximum size of a key file, in bytes.
  package static let byteLimit = 65_536

  /// A line: a key and one of its secrets.
  package struct Entry: Sendable {
    /// Key and secret.
    package var credentials: Credentials
    /// The date on which it was added; `nil` when the line has none.
    package var added: CivilDate?
    /// The index of the line, from 0.
    var line: Int
  }

  /// Reads the keys in the file at `path`.
  ///
  /// - Parameter path: An absolute or relative path.
  /// - Returns: One or more keys with their secrets, in the order of the lines.
  /// - Throws: ``Problem``.
  package static func read(path: String) throws(Problem) -> [Credentials] {
    try entries(path: path).map(\.credentials)
  }

  /// Reads the lines of the file at `path`.
  ///
  /// - Parameter path: An absolute or relative path.
  /// - Returns: One or more entries, in the order of the lines; a key's older secret comes first.
  /// - Throws: ``Problem``.
  package static func entries(path: String) throws(Problem) -> [Entry] {
    let entries = try entries(in: try contents(path: path))
    guard !entries.isEmpty else { throw .noKey }
    return entries
  }

  /// The bytes of the file at `path`.
  static func contents(path: String) throws(Problem) -> [UInt8] {
    let file: PrivateFile
    do throws(SystemError) {
      file = try PrivateFile(path: path, limit: byteLimit)
    } catch {
      switch error {
      case .notRegular, SystemError(code: EISDIR): throw .notAFile
      case SystemError(code: EFBIG): throw .tooLarge
      default: throw .unreadable(code: error.code)
      }
    }
    do throws(PrivateFile.Fault) {
      try file.checkIsPrivate()
    } catch {
      if case .openFolder(let folder) = error { throw .openFolder(folder) }
      throw .shared
    }
    return file.bytes
  }

  /// Parses the text of a file, which may be empty.
  static func entries(in bytes: [UInt8]) throws(Problem) -> [Entry] {
    var found: [Entry] = []
    var words: [(key: String, secret: ArraySlice<UInt8>)] = []
    for (index, line) in lines(of: bytes).enumerated() {
      let parts = line.split { [UInt8(ascii: " "), 0x09, 0x0d].contains($0) }
      guard let first = parts.first?.first, first != UInt8(ascii: "#") else { continue }
      guard (2...3).contains(parts.count), let key = String(validating: parts[0], as: UTF8.self),
        let secret = String(validating: parts[1], as: UTF8.self).flatMap(Secret.init),
        let credentials = Credentials(key: key, secret: secret)
      else { throw .badLine(index + 1) }
      let added = parts.dropFirst(2).first.map { CivilDate(String(decoding: $0, as: UTF8.self)) }
      if let added, added == nil { throw .badLine(index + 1) }
      let others = words.filter { $0.key.utf8.elementsEqual(key.utf8) }
      guard !others.contains(where: { $0.secret == parts[1] }) else {
        throw .repeatedSecret(line: index + 1)
      }
      guard others.count < RequestCheck.secretLimit else {
        throw .tooManySecrets(line: index + 1)
      }
      words.append((key, parts[1]))
      found.append(Entry(credentials: credentials, added: added ?? nil, line: index))
    }
    return found
  }

  static func lines(of bytes: [UInt8]) -> [ArraySlice<UInt8>] {
    bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
  }

}
