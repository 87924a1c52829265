import MPQAPI

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// An IP address, or a network: all addresses with the same leading bits.
package struct AddressRange: Hashable, Sendable {
  /// As IPv6; IPv4 addresses are mapped (RFC 4291, 2.5.5.2).
  private let address: IPAddress
  private let bitCount: Int

  /// Parses an address such as `10.0.0.7` or `2001:db8::7`, or a network such as `10.0.0.0/8`.
  ///
  /// - Parameter text: The address; after a slash, the number of leading bits.
  package init?(_ text: String) {
    let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    guard let address = IPAddress(parts[0]) else { return nil }
    let own = address.isIPv4 ? 32 : 128
    var bits = own
    if parts.count > 1 {
      guard (1...3).contains(parts[1].utf8.count), parts[1].utf8.allSatisfy(\.isDigit),
        let number = Int(parts[1]), number <= own
      else { return nil }
      bits = number
    }
    self.address = address
    bitCount = 128 - own + bits
  }

  /// Whether `other` is in the range.
  func contains(_ other: IPAddress) -> Bool {
    let whole = bitCount / 8
    guard address.bytes[..<whole] == other.bytes[..<whole] else { return false }
    guard bitCount % 8 > 0 else { return true }
    let unused = UInt8(8 - bitCount % 8)
    return address.bytes[whole] >> unused == other.bytes[whole] >> unused
  }
}

/// An IP address; an IPv4 address equals its IPv6 mapping.
struct IPAddress: Hashable, CustomStringConvertible {
  /// The sixteen bytes of IPv6.
  let bytes: [UInt8]

  /// The prefix of a mapped IPv4 address.
  private static let mapping = [UInt8](repeating: 0, count: 10) + [0xff, 0xff]

  /// The maximum length of an address.
  private static let textLimit = 45

  /// Parses a dotted IPv4 address, or an IPv6 address without brackets and zone.
  init?(_ text: some StringProtocol) {
    guard text.utf8.count <= Self.textLimit, !text.utf8.contains(0) else { return nil }
    let text = String(text)
    var four = in_addr()
    var sixteen = in6_addr()
    if inet_pton(AF_INET, text, &four) == 1 {
      bytes = Self.mapping + withUnsafeBytes(of: four) { Array($0) }
    } else if inet_pton(AF_INET6, text, &sixteen) == 1 {
      bytes = withUnsafeBytes(of: sixteen) { Array($0) }
    } else {
      return nil
    }
  }

  var isIPv4: Bool { bytes.starts(with: Self.mapping) }

  /// The canonical spelling.
  var description: String {
    var text = [CChar](repeating: 0, count: Self.textLimit + 1)
    let isFour = isIPv4
    let own = isFour ? Array(bytes.suffix(4)) : bytes
    guard inet_ntop(isFour ? AF_INET : AF_INET6, own, &text, socklen_t(text.count)) != nil
    else { return "unknown" }
    return String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }
}
