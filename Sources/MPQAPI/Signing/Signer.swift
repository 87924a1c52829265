/// A request that is ready to be sent.
public struct SignedRequest: Hashable, Sendable {
  /// The absolute path.
  public let path: String
  /// The query string, encoded.
  public let query: String
  /// The text that was signed, without the secret.
  public let joinedText: String

  /// Path and query string, as in the request line.
  public var target: String { "\(path)?\(query)" }
}

/// Why a call is not signed.
public enum SigningError: Error, Equatable, Sendable {
  /// The text to sign could also be read as another valid request, so anyone who sees this request
  /// could send the other.
  case ambiguous(joinedText: String)
}

/// Signs calls with one project's key and secret.
public struct Signer: Sendable {
  private let credentials: Credentials

  /// How long a request is valid, in seconds, unless the caller decides otherwise; what most
  /// clients use, and the document's own default.
  public static let validity = 600

  /// Signs with `credentials`.
  public init(_ credentials: Credentials) {
    self.credentials = credentials
  }

  /// Signs `call` so that the server accepts it until `expiry`.
  ///
  /// - Parameters:
  ///   - call: The call.
  ///   - expiry: Seconds since 1970-01-01T00:00:00Z.
  /// - Returns: The request to send.
  /// - Throws: ``SigningError/ambiguous(joinedText:)`` when the joined text has a second valid
  ///   reading under the endpoint's own parameters.
  public func sign(_ call: Call, expiry: Int) throws(SigningError) -> SignedRequest {
    let endpoint = Endpoint.of(call.endpoint)
    var items = call.items(key: credentials.key, expiry: expiry)
    let joinedText = Signature.joinedText(items)
    guard !Readings.of(endpoint.id).areSeveral(in: joinedText) else {
      throw .ambiguous(joinedText: joinedText)
    }
    let signature = Signature.text(of: joinedText, secret: credentials.secret)
    items.append(QueryItem(Signature.Name.signature, signature))
    return SignedRequest(
      path: endpoint.path, query: QueryCodec.encode(items), joinedText: joinedText)
  }
}

extension Call {
  /// Whether the text to sign has a second valid reading, so that ``Signer`` refuses it.
  ///
  /// Keys and expiries hold digits and letters only, so their values make no difference.
  public var isAmbiguous: Bool {
    let joinedText = Signature.joinedText(items(key: "k", expiry: 1))
    return Readings.of(endpoint).areSeveral(in: joinedText)
  }

  /// The signed items, sorted by name.
  fileprivate func items(key: String, expiry: Int) -> [QueryItem] {
    let own = arguments.map { QueryItem($0.name.rawValue, $0.value.wireText) }
    let common = [
      QueryItem(Signature.Name.key, key), QueryItem(Signature.Name.expiry, String(expiry)),
    ]
    return (common + own).sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
  }
}
