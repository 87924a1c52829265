/// The names and addresses by which a machine reaches itself.
package enum Loopback {
  /// Whether `host`, in lower case and without port and brackets, is `localhost`, `::1` or one of
  /// 127.0.0.0 to 127.255.255.255.
  package static func contains(_ host: String) -> Bool {
    if ["localhost", "::1"].contains(host) { return true }
    let parts = host.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts[0] == "127"
      // Each as UInt8 writes it: other readers take 010 as eight.
      && parts.allSatisfy { part in UInt8(part).map { String($0) == part } ?? false }
  }
}
