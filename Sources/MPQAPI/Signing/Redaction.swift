extension SignedRequest {
  /// Path and query string with the signature masked and the key shortened, for people to read.
  public var redactedTarget: String { "\(path)?\(Self.redacted(query: query))" }

  /// A query string with the value of `sig` masked and that of `api_key` shortened.
  ///
  /// Works on any text that was sent as a query string, well formed or not.
  public static func redacted(query: String) -> String {
    query.split(separator: "&", omittingEmptySubsequences: false).map { item in
      let equals = item.firstIndex(of: "=") ?? item.endIndex
      guard equals != item.endIndex else { return String(item) }
      let value = item[item.index(after: equals)...]
      switch item[..<equals].lowercased() {
      case Signature.Name.signature: return "\(item[..<equals])=***"
      case Signature.Name.key: return "\(item[..<equals])=\(value.prefix(4))***"
      default: return String(item)
      }
    }.joined(separator: "&")
  }
}
