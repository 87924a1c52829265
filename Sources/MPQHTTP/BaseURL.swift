/// Where a server is: scheme, host, port, and what stands before the API's own path.
public struct BaseURL: Hashable, Sendable, CustomStringConvertible {
  /// Why a text is not one.
  public enum Problem: Error, Equatable, Sendable {
    /// There is no host.
    case noHost
    /// It has another scheme than http or https.
    case unknownScheme(String)
    /// It has a user name or a password, which would end in logs.
    case userInfo
    /// It has a query or a fragment.
    case query
    /// A character stands in it that no URL has, or a bad port.
    case malformed
    /// It is plain http, and the host is not this machine.
    case insecure(host: String)
  }

  /// Whether the connection is encrypted.
  public let isSecure: Bool
  /// Host and port, as they stand in a URL.
  public let host: String
  /// What stands before `/api/2.0/`; empty, or a path that begins with a slash.
  public let prefix: String

  /// Reads a host such as `mixpanel.com`, or a URL such as `http://127.0.0.1:8080`.
  ///
  /// - Parameters:
  ///   - text: The host or URL; https where it names no scheme.
  ///   - allowsPlainHTTP: Whether http is allowed to other hosts than this machine.
  /// - Throws: ``Problem``, the first one met.
  public init(_ text: String, allowsPlainHTTP: Bool = false) throws(Problem) {
    guard text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f && !Self.unsafe.contains($0) }) else {
      throw .malformed
    }
    var rest = Substring(text)
    var scheme = "https"
    if let mark = rest.firstRange(of: "://") {
      scheme = rest[..<mark.lowerBound].lowercased()
      rest = rest[mark.upperBound...]
    }
    guard ["http", "https"].contains(scheme) else { throw .unknownScheme(scheme) }
    guard !rest.contains(where: { $0 == "?" || $0 == "#" }) else { throw .query }
    let slash = rest.firstIndex(of: "/") ?? rest.endIndex
    let authority = rest[..<slash]
    guard !authority.contains("@") else { throw .userInfo }
    let name = try Self.hostName(authority)
    isSecure = scheme == "https"
    host = authority.lowercased()
    var prefix = rest[slash...]
    while prefix.hasSuffix("/") { prefix = prefix.dropLast() }
    self.prefix = String(prefix)
    guard isSecure || allowsPlainHTTP || Self.isLoopback(name) else {
      throw .insecure(host: name)
    }
  }

  /// The URL, without a slash at its end.
  public var description: String { "\(isSecure ? "https" : "http")://\(host)\(prefix)" }

  /// Whether the host is this machine.
  public var isLoopback: Bool {
    guard let name = try? Self.hostName(Substring(host)) else { return false }
    return Self.isLoopback(name)
  }

  private static let unsafe = Array("\"<>\\^`{|}".utf8)

  /// The host without its port, checked.
  private static func hostName(_ authority: Substring) throws(Problem) -> String {
    var name = authority
    var port: Substring?
    if authority.hasPrefix("["), let bracket = authority.firstIndex(of: "]") {
      name = authority[...bracket]
      let tail = authority[authority.index(after: bracket)...]
      guard tail.isEmpty || tail.hasPrefix(":") else { throw .malformed }
      port = tail.isEmpty ? nil : tail.dropFirst()
    } else if let colon = authority.firstIndex(of: ":") {
      name = authority[..<colon]
      port = authority[authority.index(after: colon)...]
    }
    guard !name.isEmpty else { throw .noHost }
    if let port {
      let isNumber = port.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
      guard isNumber, let number = Int(port), (1...65_535).contains(number) else {
        throw .malformed
      }
    }
    return name.lowercased()
  }

  /// Whether `name` is this machine: 127.0.0.0/8, ::1 and localhost.
  private static func isLoopback(_ name: String) -> Bool {
    if ["localhost", "[::1]"].contains(name) || name.hasSuffix(".localhost") { return true }
    let parts = name.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
  }
}
