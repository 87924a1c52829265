/// The login of the Query API: a service account, or a project's own secret.
///
/// No text or mirror shows the secret.
public struct QueryLogin: Sendable {
  /// The user name of a service account; `nil` for a project's secret.
  public let username: String?
  /// The secret.
  public let secret: Secret

  /// The most bytes that a user name may have.
  public static let usernameLimit = 256

  /// Pairs a user name with its secret; `nil` if ``isUsername(_:)`` refuses the name.
  public init?(username: String?, secret: Secret) {
    guard username.map(Self.isUsername) ?? true else { return nil }
    self.username = username
    self.secret = secret
  }

  /// Whether `text` can be a user name: printable ASCII characters without blanks and colons.
  public static func isUsername(_ text: String) -> Bool {
    (1...usernameLimit).contains(text.utf8.count)
      && text.utf8.allSatisfy { (0x21...0x7e).contains($0) && $0 != UInt8(ascii: ":") }
  }

  /// The value of the header `Authorization`: a secret like the one in it.
  package var authorization: String { "Basic " + String(decoding: token, as: UTF8.self) }

  /// A project's secret is the user name of its requests, with an empty password.
  private var token: [UInt8] {
    let colon = UInt8(ascii: ":")
    return Base64.encoded(
      username.map { Array($0.utf8) + [colon] + secret.bytes } ?? secret.bytes + [colon])
  }

  /// Whether `text` contains the secret or the value of the header.
  ///
  /// - Parameter text: A text that might be stored, such as a line of the history.
  /// - Returns: Whether it does.
  public func occurs(in text: String) -> Bool {
    secret.occurs(in: text) || Array(text.utf8).contains(token)
  }

  /// `bytes` with the secret and the value of the header masked.
  package func masked(_ bytes: [UInt8]) -> [UInt8] {
    var bytes = bytes
    for hidden in [token, secret.bytes] where bytes.contains(hidden) {
      bytes = bytes.replacing(hidden, with: Array("***".utf8))
    }
    return bytes
  }
}
