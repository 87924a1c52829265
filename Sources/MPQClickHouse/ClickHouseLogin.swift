internal import MPQFiles
public import MPQStore

/// The user and password for a ClickHouse server; descriptions and mirrors hide the password.
public struct ClickHouseLogin: Sendable {
  /// The user.
  let user: String
  private let password: String

  static let hint =
    "set MPQ_CLICKHOUSE_USER, and MPQ_CLICKHOUSE_PASSWORD or MPQ_CLICKHOUSE_PASSWORD_FILE"

  /// The maximum length of a name or password in bytes.
  private static let byteLimit = 1024

  /// Reads the user and the password, which may be in a file that only its owner can read.
  ///
  /// - Parameter variable: Returns the value of an environment variable. The default user is
  ///   ClickHouse's `default`; the default password is empty.
  /// - Throws: ``StoreError/badAddress(_:)``.
  public init(variable: (String) -> String?) throws(StoreError) {
    user = variable("MPQ_CLICKHOUSE_USER") ?? "default"
    if let file = variable("MPQ_CLICKHOUSE_PASSWORD_FILE") {
      password = try Self.password(inFile: file)
    } else {
      password = variable("MPQ_CLICKHOUSE_PASSWORD") ?? ""
    }
    guard Self.isHeaderText(user) else {
      throw .badAddress("MPQ_CLICKHOUSE_USER contains a control character or is too long")
    }
    guard Self.isHeaderText(password) else {
      throw .badAddress("the ClickHouse password contains a control character or is too long")
    }
  }

  /// The header lines with the user and password.
  var headers: [String] {
    password.isEmpty
      ? ["X-ClickHouse-User: \(user)"]
      : ["X-ClickHouse-User: \(user)", "X-ClickHouse-Key: \(password)"]
  }

  private static func isHeaderText(_ text: String) -> Bool {
    text.utf8.count <= byteLimit && text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7f }
  }

  private static func password(inFile path: String) throws(StoreError) -> String {
    let file: PrivateFile
    do throws(SystemError) {
      file = try PrivateFile(path: path, limit: byteLimit + 1)
    } catch {
      throw .failed(path: path, cause: "the password cannot be read: \(error.text)")
    }
    do throws(PrivateFile.Fault) {
      try file.checkIsPrivate()
    } catch {
      let cause =
        switch error {
        case .shared, .writableByOthers: "others can read this password; run chmod 600"
        case .foreign: "another user owns this password"
        case .openFolder(let folder): "others can replace this password; run chmod go-w \(folder)"
        }
      throw .failed(path: path, cause: cause)
    }
    guard let text = String(validating: file.bytes, as: UTF8.self) else {
      throw .failed(path: path, cause: "the password is not valid UTF-8")
    }
    return text.hasSuffix("\n") ? String(text.dropLast()) : text
  }
}

extension ClickHouseLogin: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable
{
  /// A placeholder that hides the password.
  public var description: String { "<redacted>" }
  /// A placeholder that hides the password.
  public var debugDescription: String { "<redacted>" }
  /// A mirror without children.
  public var customMirror: Mirror { Mirror(self, children: [:]) }
}
