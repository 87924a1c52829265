internal import HTTPTypes

/// The address of a client: the peer of the connection, or the client that a trusted proxy names.
struct ClientAddress: Equatable {
  /// The address of the client.
  var client: String
  /// The peer, when it is a trusted proxy.
  var proxy: String?

  /// The maximum number of proxies of a request.
  private static let hopLimit = 16

  private static let forwardedFor = HTTPField.Name("X-Forwarded-For")

  /// Finds the client of a request.
  ///
  /// Each proxy appends the address of its peer to X-Forwarded-For, but a client can send the
  /// header too. So it is read from the end: the first address that is not a trusted proxy is the
  /// client's.
  ///
  /// - Parameters:
  ///   - fields: The request's headers.
  ///   - peer: The address of the connection's peer.
  ///   - trusted: The trusted proxies.
  init(_ fields: HTTPFields, peer: String, trusted: [AddressRange]) {
    guard let address = IPAddress(peer) else {
      self.init(client: peer)
      return
    }
    self.init(client: address.description)
    guard !trusted.isEmpty, let name = Self.forwardedFor else { return }
    func isTrusted(_ address: IPAddress) -> Bool { trusted.contains { $0.contains(address) } }
    guard isTrusted(address) else { return }
    let hops = fields[values: name].flatMap { value in
      value.utf8.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
    }
    for hop in hops.reversed().prefix(Self.hopLimit) {
      // Trusted proxies append addresses only, so a client sent the rest.
      guard let address = Self.address(Substring(hop)) else { return }
      proxy = peer
      client = address.description
      guard isTrusted(address) else { return }
    }
  }

  private init(client: String) {
    self.client = client
  }

  /// The address in an element of the header: some proxies add brackets or a port.
  private static func address(_ text: Substring) -> IPAddress? {
    var text = text
    while text.first == " " || text.first == "\t" { text.removeFirst() }
    while text.last == " " || text.last == "\t" { text.removeLast() }
    if text.first == "[" {
      guard let end = text.firstIndex(of: "]") else { return nil }
      return IPAddress(text[text.index(after: text.startIndex)..<end])
    }
    if let address = IPAddress(text) { return address }
    return text.firstIndex(of: ":").flatMap { IPAddress(text[..<$0]) }
  }
}
