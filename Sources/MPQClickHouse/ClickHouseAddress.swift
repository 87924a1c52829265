internal import MPQAPI
internal import MPQHTTP
public import MPQStore

/// The address of a project on ClickHouse: `clickhouse://host:8123/database?cluster=name`.
///
/// Several hosts, separated by commas, are the HTTP addresses of the cluster's shards; one host is
/// enough if all shards listen on its port. `clickhouses://` or `secure` uses TLS. Plain HTTP is
/// allowed only to this machine, or to any machine with `allow-http`. `ca-file` is a file of
/// trusted certificates.
public struct ClickHouseAddress: Equatable, Sendable {
  /// The servers' HTTP addresses.
  let hosts: [BaseURL]
  /// The database, which has only mpq's tables.
  let database: String
  /// The cluster in the servers' configuration; `nil` for a single server.
  let cluster: String?
  /// The port of hosts without one.
  let port: Int
  /// Whether plain HTTP is allowed to all hosts of the cluster.
  let allowsPlainHTTP: Bool
  /// A file of trusted certificates that replaces the system's.
  let caFile: String?
  /// The address as messages show it.
  let text: String

  private static let schemes = ["clickhouse://": false, "clickhouses://": true]

  /// Whether `text` is an address, not the path of a file.
  public static func isOne(_ text: String) -> Bool {
    schemes.keys.contains { text.hasPrefix($0) }
  }

  /// Reads an address.
  ///
  /// - Parameter text: The address; it must not contain a user or password.
  /// - Throws: ``StoreError/badAddress(_:)``.
  public init(_ text: String) throws(StoreError) {
    guard !text.contains("@") else {
      throw .badAddress("the address must not contain a user or password; \(ClickHouseLogin.hint)")
    }
    guard let (scheme, isSecure) = Self.schemes.first(where: { text.hasPrefix($0.key) }) else {
      throw .badAddress("write clickhouse://host:8123/database")
    }
    self.text = text
    let parts = text.dropFirst(scheme.count)
      .split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    let options = try Options(parts.count > 1 ? parts[1] : "")
    let place = parts[0].split(separator: "/", omittingEmptySubsequences: false)
    guard place.count == 2, Self.isName(place[1]) else {
      throw .badAddress("expected /database after the hosts: letters, digits and '_'")
    }
    database = String(place[1])
    cluster = options.cluster
    caFile = options.caFile
    allowsPlainHTTP = options.allowsPlainHTTP
    let isEncrypted = isSecure || options.isSecure
    port = isEncrypted ? 8443 : 8123
    var hosts: [BaseURL] = []
    for host in place[0].split(separator: ",", omittingEmptySubsequences: false) {
      hosts.append(
        try Self.base(
          String(host), port: port, isSecure: isEncrypted, allowsPlainHTTP: allowsPlainHTTP))
    }
    guard hosts.count == 1 || cluster != nil else {
      throw .badAddress("several hosts require the name of their cluster: ?cluster=name")
    }
    self.hosts = hosts
  }

  /// The address of another server of the same cluster, with the port of the first one.
  func base(ofHost host: String) throws(StoreError) -> BaseURL {
    let name = host.contains(":") ? "[\(host)]" : host
    let first = hosts[0].host
    let mark = first.lastIndex(of: ":") ?? first.endIndex
    return try Self.base(
      name + first[mark...], port: port, isSecure: hosts[0].isSecure,
      allowsPlainHTTP: allowsPlainHTTP)
  }

  private static func base(
    _ host: String, port: Int, isSecure: Bool, allowsPlainHTTP: Bool
  ) throws(StoreError) -> BaseURL {
    let afterBracket = host[(host.lastIndex(of: "]") ?? host.startIndex)...]
    let authority = afterBracket.contains(":") ? host : "\(host):\(port)"
    do throws(BaseURL.Problem) {
      return try BaseURL(
        "\(isSecure ? "https" : "http")://\(authority)", allowsPlainHTTP: allowsPlainHTTP)
    } catch {
      if case .insecure(let name) = error {
        throw .badAddress(
          "plain HTTP to '\(name)' can be read on the way: use clickhouses://, or add ?allow-http "
            + "in a network that you trust")
      }
      throw .badAddress("invalid host '\(host)'; expected host:port")
    }
  }

  fileprivate static func isName(_ text: Substring) -> Bool { text.isPlainName(signs: "_") }
}

/// The options after the question mark.
private struct Options {
  var cluster: String?
  var isSecure = false
  var allowsPlainHTTP = false
  var caFile: String?

  init(_ text: Substring) throws(StoreError) {
    for option in text.split(separator: "&") {
      let parts = option.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      switch (parts[0], parts.count > 1 ? parts[1] : nil) {
      case ("secure", nil): isSecure = true
      case ("allow-http", nil): allowsPlainHTTP = true
      case ("ca-file", let path?) where !path.isEmpty: caFile = String(path)
      case ("cluster", let name?) where ClickHouseAddress.isName(name): cluster = String(name)
      default:
        throw .badAddress(
          "unknown option '\(option)'; use cluster=name, secure, allow-http or ca-file=path")
      }
    }
  }
}
