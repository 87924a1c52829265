/// An error of a server of the API ("API Errors", error table).
public enum APIError: Error, Hashable, Sendable {
  case invalidKey
  case invalidSignature
  case expired
  case missingParameter(String)
  case invalidParameter(String)
  case invalidJSON(String)
  case invalidEndpoint(String)
  /// A text that the document's table does not list.
  case other(String)

  /// The document's text, as in the `error` member of an answer.
  public var text: String {
    switch self {
    case .invalidKey: "Invalid API key"
    case .invalidSignature: "Invalid request signature"
    case .expired: "Expired request"
    case .missingParameter(let name): "Missing required parameter: \(name)"
    case .invalidParameter(let name): "Invalid parameter: \(name)"
    case .invalidJSON(let name): "Invalid JSON Format: \(name)"
    case .invalidEndpoint(let name): "Invalid endpoint: \(name)"
    case .other(let text): text
    }
  }

  /// Reads the document's text.
  public init(text: String) {
    let families: [(String, (String) -> APIError)] = [
      ("Missing required parameter: ", Self.missingParameter),
      ("Invalid parameter: ", Self.invalidParameter),
      ("Invalid JSON Format: ", Self.invalidJSON),
      ("Invalid endpoint: ", Self.invalidEndpoint),
    ]
    for plain in [Self.invalidKey, .invalidSignature, .expired] where plain.text == text {
      self = plain
      return
    }
    for (prefix, make) in families where text.hasPrefix(prefix) {
      self = make(String(text.dropFirst(prefix.count)))
      return
    }
    self = .other(text)
  }
}
