extension SignedRequest {
  /// Path and query string with the signature masked and the key shortened, for people to read.
  public var redactedTarget: String { "\(path)?\(Self.redacted(query: query))" }

  /// `query` with the value of `sig` masked and that of `api_key` shortened.
  ///
  /// At most the first four letters of the key are left, and at most half of it.
  ///
  /// Works on any text that was sent as a query string, well formed or not. An item whose name
  /// cannot be decoded might be either, so its value is masked too.
  public static func redacted(query: String) -> String {
    query.utf8.split(separator: UInt8(ascii: "&"), omittingEmptySubsequences: false)
      .map { redacted(item: String(Substring($0))) }
      .joined(separator: "&")
  }

  private static func redacted(item: String) -> String {
    guard !item.isEmpty else { return item }
    guard let decoded = try? QueryCodec.decode(item).first else { return masked(item) }
    switch decoded.name {
    case Signature.Name.signature: return masked(item)
    case Signature.Name.key: return "\(Signature.Name.key)=\(shortened(decoded.value))"
    default: return item
    }
  }

  private static func masked(_ item: String) -> String {
    guard let equals = item.utf8.firstIndex(of: UInt8(ascii: "=")) else { return "***" }
    return "\(item[..<equals])=***"
  }

  private static func shortened(_ key: String) -> String {
    QueryCodec.encode([QueryItem("", String(key.prefix(min(4, key.count / 2))))]).dropFirst()
      + "..."
  }
}
