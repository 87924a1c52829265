internal import MPQAPI

/// Query strings as they may be shown: without the signature, and with a short key.
enum RedactedQuery {
  /// `query` with the value of `sig` masked and that of `api_key` cut to its first four letters.
  ///
  /// An item whose name cannot be decoded might be either, so its value is masked too.
  static func text(of query: String) -> String {
    query.utf8.split(separator: UInt8(ascii: "&"), omittingEmptySubsequences: false)
      .map { String(Substring($0)) }
      .map { item in
        guard !item.isEmpty else { return item }
        guard let decoded = try? QueryCodec.decode(item).first else { return masked(item) }
        switch decoded.name {
        case Signature.Name.signature: return masked(item)
        case Signature.Name.key: return "\(Signature.Name.key)=\(shortened(decoded.value))"
        default: return item
        }
      }
      .joined(separator: "&")
  }

  private static func masked(_ item: String) -> String {
    guard let equals = item.utf8.firstIndex(of: UInt8(ascii: "=")) else { return "***" }
    return "\(item[..<equals])=***"
  }

  private static func shortened(_ key: String) -> String {
    QueryCodec.encode([QueryItem("", String(key.prefix(4)))]).dropFirst() + "..."
  }
}
