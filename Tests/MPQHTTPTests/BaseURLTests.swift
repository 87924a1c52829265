import MPQHTTP
import Testing

@Suite struct BaseURLTests {
  @Test(arguments: [
    ("mixpanel.com", "https://mixpanel.com"),
    ("mixpanel.com/", "https://mixpanel.com"),
    ("MixPanel.COM:8443", "https://mixpanel.com:8443"),
    ("https://mixpanel.com/api/2.0/", "https://mixpanel.com"),
    ("https://host/eu/api/2.0", "https://host/eu"),
    ("HTTPS://host:443/Prefix//", "https://host:443/Prefix"),
    ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
    ("http://127.255.0.1", "http://127.255.0.1"),
    ("http://localhost:8080/", "http://localhost:8080"),
    ("http://[::1]:8080", "http://[::1]:8080"),
    ("https://[2001:db8::1]", "https://[2001:db8::1]"),
  ])
  func reads(_ text: String, _ description: String) throws {
    #expect(try BaseURL(text).description == description)
  }

  @Test(arguments: [
    ("", BaseURL.Problem.noHost),
    ("https://", .noHost),
    ("https:///path", .noHost),
    ("https://:80", .noHost),
    ("ftp://host", .unknownScheme("ftp")),
    ("user:word@ftp://host", .malformed),
    ("https://user:word@host", .userInfo),
    ("user@host", .userInfo),
    ("https://host?a=b", .query),
    ("https://host/path?a=b", .query),
    ("https://host#part", .query),
    ("host:", .badPort),
    ("host:0", .badPort),
    ("host:65536", .badPort),
    ("host:+80", .badPort),
    ("host:80:80", .badPort),
    ("host:99999999999999999999", .badPort),
    ("a b", .malformed),
    (" host", .malformed),
    ("höst", .malformed),
    ("ho%73t", .malformed),
    ("host\u{0}", .malformed),
    ("host/a\\b", .malformed),
    ("host\r\nX: y", .malformed),
    ("[::1", .malformed),
    ("[]", .malformed),
    ("[::1%eth0]", .malformed),
    ("[::1]8080", .malformed),
    (String(repeating: "a", count: 1025), .malformed),
  ])
  func refuses(_ text: String, _ problem: BaseURL.Problem) {
    #expect(throws: problem) { try BaseURL(text) }
  }

  /// Only names of this machine that need no name resolution.
  @Test(arguments: [
    "mixpanel.com", "127.0.0.1.example.com", "127.0.0.256", "127.0.0", "127.0.0.01",
    "128.0.0.1", "localhost.example.com", "x.localhost", "localhost.", "[::2]",
    "[::ffff:127.0.0.1]",
  ])
  func plainHTTPIsForThisMachine(_ host: String) throws {
    #expect(throws: BaseURL.Problem.insecure(host: host)) { try BaseURL("http://\(host):80") }
    let allowed = try BaseURL("http://\(host):80", allowsPlainHTTP: true)
    #expect(!allowed.isLoopback && !allowed.isSecure)
    #expect(try BaseURL(host).isSecure)
  }
}
