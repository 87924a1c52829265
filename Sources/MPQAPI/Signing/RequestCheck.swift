/// The server's side of the signature: from a query string to a call, or the document's error.
///
/// The checks come in this order: the query string's own form, names (unknown, twice, missing),
/// key, signature, expiry, values.
public struct RequestCheck: Sendable {
  private let accounts: [Credentials]
  // Spent on requests with an unknown key, so that they take as long as others.
  private let stranger: Credentials

  /// A request that passed.
  public struct Passed: Sendable {
    /// What is asked.
    public let call: Call
    /// The function that JSONP should call; not signed.
    public let callback: String?
  }

  /// Accepts requests that any of `accounts` signed; `nil` when there is none.
  public init?(accounts: [Credentials]) {
    guard !accounts.isEmpty, let secret = Secret(String(repeating: "x", count: 32)),
      let stranger = Credentials(key: "stranger", secret: secret)
    else { return nil }
    self.accounts = accounts
    self.stranger = stranger
  }

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
    let account = accounts.first { $0.key.utf8.elementsEqual(key.utf8) }
    let joinedText = Signature.joinedText(items)
    let isValid = Signature.isValid(
      Self.value(of: Signature.Name.signature, in: items) ?? "", of: joinedText,
      secret: (account ?? stranger).secret)
    guard account != nil else { throw .invalidKey }
    guard isValid, !Readings(of: table).areSeveral(in: joinedText) else { throw .invalidSignature }
    guard let expiry = Expiry(reading: Self.value(of: Signature.Name.expiry, in: items) ?? "")
    else { throw .invalidParameter(Signature.Name.expiry) }
    return expiry
  }

  private static func value(of name: String, in items: [QueryItem]) -> String? {
    items.first { $0.name.utf8.elementsEqual(name.utf8) }?.value
  }
}
