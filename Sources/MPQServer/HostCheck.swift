/// Decides by what names clients may call this server.
///
/// A web page can make a browser ask a server on the same machine under a name of the page's own
/// (DNS rebinding). The Host header has that name.
struct HostCheck: Sendable {
  // ASCII only, in lower case.
  private let names: Set<String>

  /// Accepts the loopback's names and addresses, and `names`.
  init(_ names: [String]) {
    self.names = Set((names + ["localhost", "::1"]).compactMap(Self.name))
  }

  /// Whether `header`, the value of a Host header, is a name of this server, with or without a
  /// port.
  func accepts(_ header: String) -> Bool {
    guard let name = Self.name(in: header) else { return false }
    return names.contains(name) || Self.isLoopbackAddress(name)
  }

  /// Whether `text` can be the name or address of a host, with or without a port.
  static func isHost(_ text: String) -> Bool {
    guard let name = name(in: text) else { return false }
    return name.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
        UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: ":"):
        true
      default: false
      }
    }
  }

  /// The host in `text`, in lower case, without port, brackets and final dot; `nil` where there is
  /// none.
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

  /// Whether `bytes` are nothing, or a colon and up to five digits.
  private static func isPort(_ bytes: ArraySlice<UInt8>) -> Bool {
    guard let colon = bytes.first else { return true }
    return colon == UInt8(ascii: ":") && bytes.count <= 6
      && bytes.dropFirst().allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
  }

  /// Whether `name` is one of 127.0.0.0 to 127.255.255.255.
  private static func isLoopbackAddress(_ name: String) -> Bool {
    let parts = name.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    return parts.count == 4 && parts[0].elementsEqual("127".utf8)
      && parts.allSatisfy { part in
        (1...3).contains(part.count)
          && part.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
      }
  }
}
