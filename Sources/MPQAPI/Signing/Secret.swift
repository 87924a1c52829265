/// A project's secret, which no text, log or mirror shows.
public struct Secret: Sendable {
  let bytes: [UInt8]

  init(bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// The most bytes that a secret may have.
  public static let byteLimit = 1024

  /// Keeps `text`; `nil` when it is empty, too long, or holds a blank or a control character.
  public init?(_ text: String) {
    let bytes = Array(text.utf8)
    guard (1...Self.byteLimit).contains(bytes.count), bytes.allSatisfy({ $0 > 0x20 && $0 != 0x7f })
    else { return nil }
    self.init(bytes: bytes)
  }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// Never the secret.
  public var description: String { "<redacted>" }
  /// Never the secret.
  public var debugDescription: String { "<redacted>" }
  /// Shows nothing.
  public var customMirror: Mirror { Mirror(self, children: [:]) }
}

/// A project's key and secret.
public struct Credentials: Sendable {
  /// The key, which names the project.
  public let key: String
  /// The secret that signs.
  public let secret: Secret

  /// The most characters that a key may have.
  public static let keyLimit = 64

  /// Pairs a key with its secret; `nil` when the key is not 1 to 64 ASCII letters, digits, `-`,
  /// `_` and `.`.
  public init?(key: String, secret: Secret) {
    guard Self.isKey(key) else { return nil }
    self.key = key
    self.secret = secret
  }

  static func isKey(_ text: String) -> Bool { text.isPlainName(signs: "-_.") }
}
