/// The server's side of the signature: from a query string to a call, or the document's error.
///
/// The checks come in this order: the form of the query string (with a name twice), key, signature,
/// expiry, names (unknown, missing), values. So a client without the secret learns nothing about
/// the parameters, and the errors of a client that signs are about what it signed.
public struct RequestCheck: Sendable {
  // Each key has the same number of secrets; `nil` fills the list.
  private let accounts: [ByteText: [Secret?]]
  // Used where a secret is missing, so that all requests take the same time.
  private let stranger: Secret

  /// The most secrets of one key: an old one and a new one, while clients change over.
  public static let secretLimit = 2

  /// A request that passed the checks.
  public struct Passed: Sendable {
    /// The call.
    public let call: Call
    /// The key that signed it.
    public let key: String
    /// The function that JSONP should call; not signed.
    public let callback: String?
  }

  /// Accepts requests that any of `accounts` signed; `nil` when there are none, or when a key has
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
    try checkRepeats(items)
    try checkSignature(items, of: table)
    try checkExpiry(items, time: time)
    try checkNames(items, of: table)
    var arguments: [Call.Argument] = []
    for parameter in table.acceptedParameters {
      guard let text = Self.value(of: parameter.name.rawValue, in: items) else { continue }
      let value = try parameter.value(reading: text)
      if table.parameter(parameter.name) != nil {
        arguments.append(Call.Argument(parameter.name, value))
      }
    }
    for name in ForeignParameter.names(of: table) {
      guard let text = Self.value(of: name, in: items) else { continue }
      guard ForeignParameter.accepts(text.utf8) else { throw .invalidParameter(name) }
    }
    return Passed(
      call: try Call(endpoint, arguments),
      key: Self.value(of: Signature.Name.key, in: items) ?? "",
      callback: Self.value(of: Signature.Name.callback, in: items))
  }

  /// Rejects a duplicate name: it would be unclear which of its values is signed.
  private func checkRepeats(_ items: [QueryItem]) throws(APIError) {
    var seen: Set<ByteText> = []
    for item in items where !seen.insert(ByteText(item.name)).inserted {
      throw .invalidParameter(item.name)
    }
  }

  private func checkSignature(_ items: [QueryItem], of table: Endpoint) throws(APIError) {
    let key = Self.value(of: Signature.Name.key, in: items) ?? ""
    let secrets = accounts[ByteText(key)]
    let joinedText = Signature.joinedText(items)
    let signature = Self.value(of: Signature.Name.signature, in: items)
    var isValid = false
    // All secrets are tried, so that the time does not depend on which one is right.
    for secret in secrets ?? Self.noSecrets {
      let isRight = Signature.isValid(signature ?? "", of: joinedText, secret: secret ?? stranger)
      if isRight && secret != nil { isValid = true }
    }
    guard secrets != nil else { throw .invalidKey }
    guard signature != nil else { throw .missingParameter(Signature.Name.signature) }
    guard isValid, !Readings.of(table.id).areSeveral(in: joinedText) else {
      throw .invalidSignature
    }
  }

  private func checkExpiry(_ items: [QueryItem], time: Int) throws(APIError) {
    guard let text = Self.value(of: Signature.Name.expiry, in: items) else {
      throw .missingParameter(Signature.Name.expiry)
    }
    guard let expiry = Expiry(reading: text) else { throw .invalidParameter(Signature.Name.expiry) }
    guard expiry.seconds >= time else { throw .expired }
  }

  private func checkNames(_ items: [QueryItem], of table: Endpoint) throws(APIError) {
    let known =
      table.acceptedParameters.map(\.name.rawValue) + ForeignParameter.names(of: table) + [
        Signature.Name.key, Signature.Name.expiry, Signature.Name.signature,
        Signature.Name.callback,
      ]
    for item in items where !known.contains(where: { $0.utf8.elementsEqual(item.name.utf8) }) {
      throw .invalidParameter(item.name)
    }
    let required = table.parameters.filter { $0.isRequired && $0.standard == nil }
    for name in required.map(\.name.rawValue) where Self.value(of: name, in: items) == nil {
      throw .missingParameter(name)
    }
  }

  private static func value(of name: String, in items: [QueryItem]) -> String? {
    items.first { $0.name.utf8.elementsEqual(name.utf8) }?.value
  }
}
