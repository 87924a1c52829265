package import MPQAPI
import MPQFiles

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Reads the file that holds the keys whose requests a server answers.
///
///     # A key, its secret and, if you like, the day of its making, with blanks between them.
///     ed0b4e21   b3f9d1c2a7   2026-11-24
///
/// A key has up to two secrets, each on a line of its own. Empty lines, and lines that begin with
/// `#`, say nothing. Nobody but the owner may read the file.
package enum KeyFile {
  /// Why a file of keys is not taken.
  ///
  /// No case holds any of the file's text.
  package enum Problem: Error, Equatable, Sendable {
    /// The system does not open it; the value of `errno`.
    case unreadable(code: Int32)
    /// It is a folder, a pipe or a device.
    case notAFile
    /// Another user owns it, or the group or others may read or write it.
    case shared
    /// Others may put another file in its place, since they may write to this folder.
    case openFolder(String)
    /// It has more than ``byteLimit`` bytes.
    case tooLarge
    /// This line, from 1, is not a key and a secret.
    case badLine(Int)
    /// This line, from 1, has a key and a secret that an earlier line has.
    case repeatedSecret(line: Int)
    /// This line, from 1, has a third secret of a key.
    case tooManySecrets(line: Int)
    /// It has no key.
    case noKey
    /// It has no such key.
    case unknownKey(String)
    /// The key has two secrets already.
    case hasTwoSecrets(String)
    /// The key has that secret already.
    case hasSecret(String)
    /// The key has two secrets, and nobody said which one.
    case whichSecret(String)
    /// Nothing would be left.
    case lastKey(String)
    /// Another program changes it.
    case busy
    /// The system does not write it; the value of `errno`.
    case unwritable(code: Int32)

    /// What is wrong with the file at `path`, and what can be done about it, on one line.
    package func message(path: String) -> String {
      switch self {
      case .unreadable(ENOENT): "\(path): no such file"
      case .unreadable(EACCES): "\(path): not yours to read"
      case .unreadable(let code): "\(path): cannot be read (system error \(code))"
      case .notAFile: "\(path): not a file"
      case .shared: "\(path): others may use these secrets; make it yours alone (chmod 600)"
      case .openFolder(let folder):
        "\(path): others may replace it; type: chmod go-w \(folder)"
      case .tooLarge: "\(path): more than \(byteLimit) bytes"
      case .badLine(let line): "\(path):\(line): not a key and a secret with a blank between them"
      case .repeatedSecret(let line): "\(path):\(line): this key and secret stand above already"
      case .tooManySecrets(let line):
        "\(path):\(line): a third secret of this key; 'mpqd key revoke' takes one away"
      case .noKey: "\(path): no key in it; 'mpqd key add' adds one"
      case .unknownKey(let key): "\(path): no key '\(key)'; 'mpqd key list' lists them"
      case .hasTwoSecrets(let key):
        "\(path): '\(key)' has two secrets already; take one away: mpqd key revoke --older"
      case .hasSecret(let key): "\(path): '\(key)' has that secret already"
      case .whichSecret(let key):
        "\(path): '\(key)' has two secrets; say --older, --newer or --all"
      case .lastKey(let key):
        "\(path): '\(key)' is the last one, and a server without keys answers nobody; add another "
          + "first, or stop the server and remove the file"
      case .busy: "\(path): another program is changing it; try again"
      case .unwritable(ENOSPC): "\(path): no space left on the disk"
      case .unwritable(EACCES), .unwritable(EROFS), .unwritable(EPERM):
        "\(path): its folder or the file is not yours to write"
      case .unwritable(let code): "\(path): cannot be written (system error \(code))"
      }
    }
  }

  /// The most bytes that a file of keys may have.
  package static let byteLimit = 65_536

  /// One key with one of its secrets, as a line has them.
  package struct Entry: Sendable {
    /// Key and secret.
    package var credentials: Credentials
    /// The day on which it was added, as the file has it; `nil` where it has none.
    package var added: CivilDate?
    /// The line, from 0.
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

  /// What the file at `path` holds.
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

  /// Reads the lines in the text of a file, of which there may be none.
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
