internal import CDigest

/// One `name=value` of a query string, decoded.
public struct QueryItem: Hashable, Sendable {
  /// The name, decoded.
  public var name: String
  /// The value, decoded.
  public var value: String

  /// Pairs `name` with `value`.
  public init(_ name: String, _ value: String) {
    self.name = name
    self.value = value
  }
}

/// The signature of a request ("Authentication", authorization steps).
public enum Signature {
  /// The names that the signature adds to a query string.
  public enum Name {
    /// The project's key.
    public static let key = "api_key"
    /// The time at which the request expires, in seconds since 1970.
    public static let expiry = "expire"
    /// The signature.
    public static let signature = "sig"
    /// The function that JSONP calls.
    public static let callback = "callback"
  }

  /// The text that is signed, without the secret.
  ///
  /// It is the decoded `name=value` texts, sorted by the bytes of their names, with nothing between
  /// them. `sig` and `callback` are left out.
  public static func joinedText(_ items: [QueryItem]) -> String {
    items
      .filter { $0.name != Name.signature && $0.name != Name.callback }
      .sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
      .map { "\($0.name)=\($0.value)" }
      .joined()
  }

  /// The 16 bytes of the MD5 digest of `joinedText` and `secret`.
  static func digest(of joinedText: String, secret: Secret) -> [UInt8] {
    let bytes = Array(joinedText.utf8) + secret.bytes
    return [UInt8](unsafeUninitializedCapacity: 16) { buffer, count in
      guard let digest = buffer.baseAddress else { return }
      mpq_md5(bytes, bytes.count, digest)
      count = 16
    }
  }

  /// The digest in 32 lower-case hexadecimal digits: the value of `sig`.
  public static func text(of joinedText: String, secret: Secret) -> String {
    let digits = Array("0123456789abcdef".utf8)
    let text = digest(of: joinedText, secret: secret).flatMap {
      [digits[Int($0 >> 4)], digits[Int($0 & 15)]]
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// Whether `text` is the signature of `joinedText`, in a time that does not depend on how much
  /// of it is right.
  static func isValid(_ text: String, of joinedText: String, secret: Secret) -> Bool {
    let expected = Array(Self.text(of: joinedText, secret: secret).utf8)
    let given = Array(text.utf8)
    guard given.count == expected.count else { return false }
    var difference: UInt8 = 0
    for index in expected.indices { difference |= expected[index] ^ given[index] }
    return difference == 0
  }
}
