/// The server's side of the signature: from a query string to a call, or the document's error.
///
/// The checks come in this order: the query string's own form, names (unknown, twice, missing),
/// key, signature, expiry, values.
public struct RequestCheck: Sendable {
  // As many secrets for every key; `nil` stands for one that it has not.
  private let accounts: [ByteText: [Secret?]]
  // Spent where there is no secret, so that all requests take as long.
  private let stranger: Secret

  /// The most secrets of one key: an old one and a new one, while clients change over.
  public static let secretLimit = 2

  /// A request that passed.
  public struct Passed: Sendable {
    /// What is asked.
    public let call: Call
    /// The key that it was asked with.
    public let key: String
    /// The function that JSONP should call; not signed.
    public let callback: String?
  }

  /// Accepts requests that any of `accounts` signed; `nil` when there is none, or when a key has
  /// more than ``secretLimit`` secrets.
  public init?(accounts: [Credentials]) {
    guard !accounts.isEmpty, let stranger = Secret(String(repeating: "x", count: 32)) else {
      return nil
    }
    var secrets: [ByteText: [Secret?]] = [:]
    for account in accounts { secrets[ByteText(account.key), default: []].append(account.secret) }
    guard secrets.values.allSatisfy({ $0.count <= Self.secretLimit }) else { return nil }
    self.accounts = secrets.mapValues { $0 + Self.noSecrets[$0.count...] }
    self.stranger = stranger
  }

  private static let noSecrets = [Secret?](repeating: nil, count: secretLimit)

  /// Checks one request.
  ///
  /// - Parameters:
  ///   - endpoint: The endpoint of its path.
  ///   - query: Its query string, encoded.
  ///   - time: Now, in seconds since 1970-01-01T00:00:00Z, by the real clock.
  /// - Returns: The call, and what the signature does not cover.
  /// - Throws: The document's error for the first check that fails.
  public func check(
    _ endpoint: Endpoint.ID, query: String, time: Int
  ) throws(APIError) -> Passed {
    let table = Endpoint.of(endpoint)
    let items: [QueryItem]
    do {
      items = try QueryCodec.decode(query)
    } catch {
      throw .other("Malformed query string")
    }
    try checkNames(items, of: table)
    let expiry = try checkSignature(items, of: table)
    guard expiry.seconds >= time else { throw .expired }
    var arguments: [Call.Argument] = []
    for parameter in table.acceptedParameters {
      guard let text = Self.value(of: parameter.name.rawValue, in: items) else { continue }
      let value = try parameter.value(reading: text)
      if table.parameter(parameter.name) != nil {
        arguments.append(Call.Argument(parameter.name, value))
      }
    }
    return Passed(
      call: try Call(endpoint, arguments),
      key: Self.value(of: Signature.Name.key, in: items) ?? "",
      callback: Self.value(of: Signature.Name.callback, in: items))
  }

  private func checkNames(_ items: [QueryItem], of table: Endpoint) throws(APIError) {
    let own = table.acceptedParameters.map(\.name.rawValue)
    let common = [Signature.Name.key, Signature.Name.expiry, Signature.Name.signature]
    var seen: Set<ByteText> = []
    for item in items {
      let isKnown = (own + common + [Signature.Name.callback]).contains {
        $0.utf8.elementsEqual(item.name.utf8)
      }
      guard isKnown, seen.insert(ByteText(item.name)).inserted else {
        throw .invalidParameter(item.name)
      }
    }
    let required = table.parameters.filter { $0.isRequired && $0.standard == nil }
    for name in common + required.map(\.name.rawValue) where !seen.contains(ByteText(name)) {
      throw name == Signature.Name.key ? .invalidKey : .missingParameter(name)
    }
  }

  private func checkSignature(_ items: [QueryItem], of table: Endpoint) throws(APIError) -> Expiry {
    let key = Self.value(of: Signature.Name.key, in: items) ?? ""
    let secrets = accounts[ByteText(key)]
    let joinedText = Signature.joinedText(items)
    let signature = Self.value(of: Signature.Name.signature, in: items) ?? ""
    var isValid = false
    // To the end, whichever is right.
    for secret in secrets ?? Self.noSecrets {
      let isRight = Signature.isValid(signature, of: joinedText, secret: secret ?? stranger)
      if isRight && secret != nil { isValid = true }
    }
    guard secrets != nil else { throw .invalidKey }
    guard isValid, !Readings(of: table).areSeveral(in: joinedText) else { throw .invalidSignature }
    guard let expiry = Expiry(reading: Self.value(of: Signature.Name.expiry, in: items) ?? "")
    else { throw .invalidParameter(Signature.Name.expiry) }
    return expiry
  }

  private static func value(of name: String, in items: [QueryItem]) -> String? {
    items.first { $0.name.utf8.elementsEqual(name.utf8) }?.value
  }
}
