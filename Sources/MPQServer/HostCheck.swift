import MPQAPI

/// Checks the Host header.
///
/// A web page can make a browser send requests to a server on the same machine under the page's own
/// host name (DNS rebinding). The Host header has that name.
struct HostCheck: Sendable {
  // ASCII only, in lower case.
  private let names: Set<String>

  /// Creates a check that accepts the loopback's names and addresses, and `names`.
  init(_ names: [String]) {
    self.names = Set(names.compactMap(Self.name))
  }

  /// Whether `header`, the value of a Host header, is a name of this server, with or without a
  /// port.
  func accepts(_ header: String) -> Bool {
    guard let name = Self.name(in: header) else { return false }
    return names.contains(name) || Loopback.contains(name)
  }

  /// Whether `text` can be the name or address of a host, with or without a port.
  static func isHost(_ text: String) -> Bool {
    guard let name = name(in: text) else { return false }
    return name.utf8.allSatisfy { $0.isLetterOrDigit || "-_.:".utf8.contains($0) }
  }

  /// The host in `text`, in lower case, without port, brackets and final dot; `nil` when it is
  /// invalid.
  private static func name(in text: String) -> String? {
    let bytes = Array(text.utf8)
    guard !bytes.isEmpty, bytes.count <= 255, bytes.allSatisfy({ (0x21...0x7e).contains($0) })
    else { return nil }
    let colons = bytes.count { $0 == UInt8(ascii: ":") }
    var name = bytes[...]
    if bytes.first == UInt8(ascii: "[") {
      guard let end = bytes.firstIndex(of: UInt8(ascii: "]")) else { return nil }
      guard isPort(bytes[(end + 1)...]) else { return nil }
      name = bytes[1..<end]
    } else if colons == 1, let colon = bytes.firstIndex(of: UInt8(ascii: ":")) {
      guard isPort(bytes[colon...]) else { return nil }
      name = bytes[..<colon]
    }
    if name.last == UInt8(ascii: ".") { name.removeLast() }
    return name.isEmpty ? nil : String(decoding: name, as: UTF8.self).lowercased()
  }

  /// Whether `bytes` are empty, or a colon and up to five digits.
  private static func isPort(_ bytes: ArraySlice<UInt8>) -> Bool {
    guard let colon = bytes.first else { return true }
    return colon == UInt8(ascii: ":") && bytes.count <= 6
      && bytes.dropFirst().allSatisfy(\.isDigit)
  }
}
