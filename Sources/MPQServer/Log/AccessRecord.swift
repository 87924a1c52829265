internal import Logging
internal import MPQAPI

/// One request, as the log and the metrics record it.
///
/// It has the names of parameters but not their values, and only a prefix of the key, so that a
/// reader of the log cannot replay the request.
struct AccessRecord {
  var method: String
  var target: RequestGate.Target
  var status: Int
  var bytes: Int
  var duration: Duration
  /// How long the query waited in the queue; `nil` without a query.
  var waited: Duration?
  /// The authenticated key; `nil` to take the one in the query string.
  var key: String?
  /// The client, and the proxy.
  var address: ClientAddress

  /// The maximum bytes of text from a client.
  private static let textLimit = 100

  /// The requested endpoint; `nil` when no dialect has it.
  var endpoint: String? { Self.endpoints[ByteText(target.path)] }

  /// The names of endpoints by path; those of the Query API begin with `query/`.
  private static let endpoints: [ByteText: String] = {
    let signed = Endpoint.ID.allCases.map { (Endpoint.root + $0.rawValue, $0.rawValue) }
    let names = QueryEndpoint.ID.allCases.map(\.rawValue)
    let current = names.map { (QueryEndpoint.root + $0, "query/\($0)") }
    // Clients of the Query API may use the other root too.
    let shared = names.map { (Endpoint.root + $0, "query/\($0)") }
    let export = [(ExportCall.path, "export")]
    var endpoints: [ByteText: String] = [:]
    for (path, name) in shared + current + signed + export {
      endpoints[ByteText(path)] = name
      endpoints[ByteText("\(path)/")] = name
    }
    return endpoints
  }()

  /// The fields of the log line; each value is a number or one word.
  var metadata: Logger.Metadata {
    var metadata: Logger.Metadata = [
      "method": "\(Self.word(method))",
      "endpoint": "\(endpoint ?? "none")",
      "status": .stringConvertible(status),
      "bytes": .stringConvertible(bytes),
      "ms": .stringConvertible(Milliseconds(duration)),
      "client": "\(Self.word(address.client))",
    ]
    if let proxy = address.proxy { metadata["proxy"] = "\(Self.word(proxy))" }
    if endpoint == nil { metadata["path"] = "\(Self.word(target.path))" }
    if let waited { metadata["queue_ms"] = .stringConvertible(Milliseconds(waited)) }
    var names: [String] = []
    var key = key
    for item in target.query.utf8.split(separator: UInt8(ascii: "&")).prefix(QueryCodec.itemLimit) {
      let parts = item.split(
        separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
      // An unknown name is not logged: it may be a misplaced value.
      guard let name = Self.knownNames.first(where: { $0.utf8.elementsEqual(parts[0]) }) else {
        continue
      }
      names.append(name)
      if name == Signature.Name.key && parts.count == 2 {
        key = key ?? String(Substring(parts[1]))
      }
    }
    if !names.isEmpty { metadata["parameters"] = "\(names.joined(separator: ","))" }
    if let key { metadata["key"] = "\(Self.shortened(key))" }
    return metadata
  }

  private static let knownNames =
    [
      Signature.Name.key, Signature.Name.expiry, Signature.Name.signature, Signature.Name.callback,
    ] + Set(Parameter.Name.allCases.map(\.rawValue) + QueryParameter.Name.allCases.map(\.rawValue))

  /// `text` with everything but visible ASCII escaped, and truncated to ``textLimit`` bytes.
  static func word(_ text: String) -> String {
    let bytes = text.utf8.prefix(textLimit).flatMap { byte in
      (0x21...0x7e).contains(byte) ? [byte] : QueryCodec.escape(byte)
    }
    let end = text.utf8.count > textLimit ? "..." : ""
    return String(decoding: bytes, as: UTF8.self) + end
  }

  /// The first characters of `key`, at most four and at most half of it.
  static func shortened(_ key: String) -> String {
    word(String(key.prefix(min(4, key.count / 2)))) + "..."
  }
}

/// Milliseconds with three decimals.
struct Milliseconds: CustomStringConvertible, Sendable {
  let description: String

  init(_ duration: Duration) {
    let (seconds, attoseconds) = duration.components
    let microseconds = Int(clamping: attoseconds / 1_000_000_000_000)
    let whole = Int(clamping: seconds) * 1000 + microseconds / 1000
    let decimals = String(microseconds % 1000 + 1000).dropFirst()
    description = "\(whole).\(decimals)"
  }
}
