import MPQFiles
package import MPQAPI

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

extension KeyFile {
  /// Which of a key's secrets to revoke.
  package enum Choice: Sendable {
    /// The only one.
    case only
    /// The first of two in the file.
    case older
    /// The second of two in the file.
    case newer
    /// All of them.
    case all
  }

  /// A new secret of 128 random bits: 32 hexadecimal digits, as the API's own secrets.
  package static func newSecret() -> String {
    var random = SystemRandomNumberGenerator()
    let digits = Array("0123456789abcdef".utf8)
    let text = (0..<32).map { _ in digits[Int(random.next() & 15)] }
    return String(decoding: text, as: UTF8.self)
  }

  /// Adds a secret to a key, and creates the file if it is missing.
  ///
  /// The file is replaced atomically and is readable only by its owner. Other lines are kept.
  ///
  /// - Parameters:
  ///   - secret: The secret.
  ///   - key: The key, which may be new or have one secret.
  ///   - day: The current date.
  ///   - path: The file.
  /// - Returns: The number of secrets that the key has now.
  /// - Throws: ``Problem``; the file is unchanged then.
  package static func add(
    secret: String, to key: String, on day: CivilDate, path: String
  ) throws(Problem) -> Int {
    try update(path) { place throws(Problem) in
      var bytes = try contentsIfAny(path: place) ?? []
      _ = try entries(in: bytes)
      if let last = bytes.last, last != UInt8(ascii: "\n") { bytes.append(UInt8(ascii: "\n")) }
      bytes += "\(key) \(secret) \(day)\n".utf8
      guard bytes.count <= byteLimit else { throw .tooLarge }
      let new: [Entry]
      do throws(Problem) {
        new = try entries(in: bytes)
      } catch {
        switch error {
        case .repeatedSecret: throw .hasSecret(key)
        case .tooManySecrets: throw .hasTwoSecrets(key)
        default: throw error
        }
      }
      return (bytes, new.count { $0.credentials.key == key })
    }
  }

  /// Removes secrets of a key; a key without secrets is removed.
  ///
  /// - Parameters:
  ///   - key: The key.
  ///   - choice: Which secrets.
  ///   - path: The file.
  /// - Returns: The number of secrets that the key still has.
  /// - Throws: ``Problem``; the file is unchanged then.
  package static func revoke(
    key: String, _ choice: Choice, path: String
  ) throws(Problem) -> Int {
    try update(path) { place throws(Problem) in
      let bytes = try contents(path: place)
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
      let kept = lines(of: bytes).enumerated()
        .filter { index, _ in !gone.contains { $0.line == index } }
        .map(\.element)
      return (Array(kept.joined(separator: [0x0a])), own.count - gone.count)
    }
  }

  private static func contentsIfAny(path: String) throws(Problem) -> [UInt8]? {
    do {
      return try contents(path: path)
    } catch {
      guard error == .unreadable(code: ENOENT) else { throw error }
      return nil
    }
  }

  /// Changes the file under its lock, so that changes of other processes are not lost.
  ///
  /// When the administrator changes a file that belongs to a service's user, the user stays its
  /// owner.
  private static func update(
    _ path: String, _ change: (String) throws(Problem) -> (bytes: [UInt8]?, result: Int)
  ) throws(Problem) -> Int {
    try FileSystem.update(
      path, keepsOwner: true,
      failure: { $0.code == EWOULDBLOCK ? .busy : .unwritable(code: $0.code) }, change)
  }
}
