import MPQAPI

/// The base URL of a server: scheme, host, port, and the path before the API's.
public struct BaseURL: Hashable, Sendable, CustomStringConvertible {
  /// Why a text is not a base URL.
  public enum Problem: Error, Equatable, Sendable {
    /// The host is empty.
    case noHost
    /// The scheme is not http or https.
    case unknownScheme(String)
    /// It has a user name or a password, which would appear in logs.
    case userInfo
    /// It has a query or a fragment.
    case query
    /// The port is not a number from 1 to 65535.
    case badPort
    /// It has an invalid character, or is too long.
    case malformed
    /// It is plain http, and the host is not this machine.
    case insecure(host: String)
  }

  /// The maximum length in bytes.
  public static let byteLimit = 1024

  /// Whether the connection is encrypted.
  public let isSecure: Bool
  /// Whether the host is this machine: 127.0.0.0/8, ::1 or localhost.
  public let isLoopback: Bool
  /// Host and port, as in a URL.
  public let host: String
  /// The path before `/api/2.0/`; empty, or beginning with a slash.
  public let prefix: String

  /// Reads a host such as `mixpanel.com`, or a URL such as `http://127.0.0.1:8080`.
  ///
  /// The API's path at its end is ignored.
  ///
  /// - Parameters:
  ///   - text: The host or URL; the default scheme is https.
  ///   - allowsPlainHTTP: Whether http is allowed to other hosts than this machine.
  /// - Throws: ``Problem``, the first one found.
  public init(_ text: String, allowsPlainHTTP: Bool = false) throws(Problem) {
    guard text.utf8.count <= Self.byteLimit, text.utf8.allSatisfy({ (0x21...0x7e).contains($0) })
    else { throw .malformed }
    var rest = Substring(text)
    var scheme = "https"
    if let mark = rest.firstRange(of: "://") {
      scheme = rest[..<mark.lowerBound].lowercased()
      rest = rest[mark.upperBound...]
    }
    // Other text before the slashes may be a password, which an error must not show.
    guard scheme.utf8.allSatisfy(Self.isNameByte) else { throw .malformed }
    guard ["http", "https"].contains(scheme) else { throw .unknownScheme(scheme) }
    guard !rest.contains(where: { $0 == "?" || $0 == "#" }) else { throw .query }
    let slash = rest.firstIndex(of: "/") ?? rest.endIndex
    let authority = rest[..<slash].lowercased()
    guard !authority.contains("@") else { throw .userInfo }
    let name = try Self.hostName(authority)
    isSecure = scheme == "https"
    isLoopback = Loopback.contains(name.filter { !"[]".contains($0) })
    host = authority
    prefix = try Self.prefix(rest[slash...])
    guard isSecure || allowsPlainHTTP || isLoopback else { throw .insecure(host: name) }
  }

  /// The URL, without a slash at its end.
  public var description: String { "\(isSecure ? "https" : "http")://\(host)\(prefix)" }

  /// The host without its port, checked.
  private static func hostName(_ authority: String) throws(Problem) -> String {
    let portMark: String.Index?
    if authority.hasPrefix("[") {
      guard let bracket = authority.firstIndex(of: "]") else { throw .malformed }
      let end = authority.index(after: bracket)
      portMark = end == authority.endIndex ? nil : end
      let address = authority[..<bracket].dropFirst()
      guard !address.isEmpty, address.utf8.allSatisfy(isAddressByte) else { throw .malformed }
    } else {
      portMark = authority.firstIndex(of: ":")
      let name = authority[..<(portMark ?? authority.endIndex)]
      guard !name.isEmpty else { throw .noHost }
      guard name.utf8.allSatisfy(isNameByte) else { throw .malformed }
    }
    guard let portMark else { return authority }
    guard authority[portMark] == ":" else { throw .malformed }
    let port = authority[portMark...].dropFirst()
    guard port.utf8.allSatisfy(\.isDigit), (1...65_535).contains(Int(port) ?? 0) else {
      throw .badPort
    }
    return String(authority[..<portMark])
  }

  private static func prefix(_ path: Substring) throws(Problem) -> String {
    let isClean = path.utf8.allSatisfy { byte in
      byte.isLetterOrDigit || "-._/~%!$&'()*+,;=:@".utf8.contains(byte)
    }
    guard isClean else { throw .malformed }
    var path = trimmed(path)
    if path.hasSuffix("/api/2.0") { path = trimmed(path.dropLast("/api/2.0".count)) }
    return String(path)
  }

  private static func trimmed(_ path: Substring) -> Substring {
    var path = path
    while path.last == "/" { path.removeLast() }
    return path
  }

  // In lower case by now.
  private static func isNameByte(_ byte: UInt8) -> Bool {
    byte.isLetterOrDigit || "-._".utf8.contains(byte)
  }

  private static func isAddressByte(_ byte: UInt8) -> Bool {
    byte.hexadecimalValue != nil || ":.".utf8.contains(byte)
  }
}
