internal import Foundation
public import MPQStore

/// Who logs in at a ClickHouse server; no text or mirror shows the password.
public struct ClickHouseLogin: Sendable {
  /// The user.
  let user: String
  private let password: String

  static let hint =
    "set MPQ_CLICKHOUSE_USER, and MPQ_CLICKHOUSE_PASSWORD or MPQ_CLICKHOUSE_PASSWORD_FILE"

  /// The most bytes of a name or a password.
  private static let byteLimit = 1024

  /// Reads the user and the password, or the file that holds it and that only its owner may read.
  ///
  /// - Parameter variable: The value of a variable of the environment. Without a user, it is
  ///   ClickHouse's `default`; without a password, the empty one.
  /// - Throws: ``StoreError/badAddress(_:)``.
  public init(variable: (String) -> String?) throws(StoreError) {
    user = variable("MPQ_CLICKHOUSE_USER") ?? "default"
    if let file = variable("MPQ_CLICKHOUSE_PASSWORD_FILE") {
      password = try Self.password(inFile: file)
    } else {
      password = variable("MPQ_CLICKHOUSE_PASSWORD") ?? ""
    }
    guard Self.isHeaderText(user) else {
      throw .badAddress("MPQ_CLICKHOUSE_USER is no user's name")
    }
    guard Self.isHeaderText(password) else {
      throw .badAddress("the password of ClickHouse has a control character, or is too long")
    }
  }

  /// The header lines that log in.
  var headers: [String] {
    password.isEmpty
      ? ["X-ClickHouse-User: \(user)"]
      : ["X-ClickHouse-User: \(user)", "X-ClickHouse-Key: \(password)"]
  }

  private static func isHeaderText(_ text: String) -> Bool {
    text.utf8.count <= byteLimit && text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7f }
  }

  private static func password(inFile path: String) throws(StoreError) -> String {
    let file = Foundation.open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
    guard file >= 0 else { throw .failed(path: path, cause: "the file cannot be read") }
    defer { Foundation.close(file) }
    var status = stat()
    guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw .failed(path: path, cause: "no file")
    }
    guard status.st_mode & 0o077 == 0 else {
      throw .failed(path: path, cause: "others can read this password; chmod 600 it")
    }
    var bytes = [UInt8](repeating: 0, count: byteLimit + 2)
    let count = read(file, &bytes, bytes.count)
    guard count >= 0, let text = String(validating: bytes.prefix(count), as: UTF8.self) else {
      throw .failed(path: path, cause: "the file holds no password")
    }
    return text.hasSuffix("\n") ? String(text.dropLast()) : text
  }
}

extension ClickHouseLogin: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable
{
  /// Never the password.
  public var description: String { "<redacted>" }
  /// Never the password.
  public var debugDescription: String { "<redacted>" }
  /// Shows nothing.
  public var customMirror: Mirror { Mirror(self, children: [:]) }
}
