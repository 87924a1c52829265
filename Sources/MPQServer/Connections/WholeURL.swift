internal import NIOHTTP1

extension HTTPRequestHead {
  /// Splits a request target that is a whole URL, as proxies send it.
  ///
  /// The URL's host replaces the Host header (RFC 9112, section 3.2.2), so that it is checked. A
  /// request without exactly one Host header keeps its headers, and is refused later.
  mutating func splitURL() {
    for scheme in ["http://", "https://"] where uri.lowercased().hasPrefix(scheme) {
      let rest = uri.utf8.dropFirst(scheme.utf8.count)
      let end = rest.firstIndex { "/?#".utf8.contains($0) } ?? rest.endIndex
      let (host, target) = (String(rest[..<end]), String(rest[end...]))
      if let host, headers["host"].count == 1 {
        headers.replaceOrAdd(name: "host", value: host)
      }
      uri = target.map { $0.hasPrefix("/") ? $0 : "/" + $0 } ?? "/"
      return
    }
  }
}
