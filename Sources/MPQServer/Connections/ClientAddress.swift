internal import HTTPTypes

/// Who asks: the other end of a connection, or whom a trusted proxy at that end asks for.
struct ClientAddress: Equatable {
  /// Whom the request is from.
  var client: String
  /// The other end, where that is a proxy that is believed.
  var proxy: String?

  /// The most proxies that a request may have come through.
  private static let hopLimit = 16

  private static let forwardedFor = HTTPField.Name("X-Forwarded-For")

  /// Finds the client of a request.
  ///
  /// Each proxy appends the address that it was asked from to X-Forwarded-For, and anybody may have
  /// sent the header's beginning. So it is read from its end, for as long as those who wrote it are
  /// trusted: the first address that is not is the client's.
  ///
  /// - Parameters:
  ///   - fields: The request's headers.
  ///   - peer: The address of the other end of the connection.
  ///   - trusted: The proxies.
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
      // What is no address was not written by a proxy that says who asked.
      guard let address = Self.address(Substring(hop)) else { return }
      proxy = peer
      client = address.description
      guard isTrusted(address) else { return }
    }
  }

  private init(client: String) {
    self.client = client
  }

  /// The address in an element of the header: some proxies write brackets, or a port behind it.
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
