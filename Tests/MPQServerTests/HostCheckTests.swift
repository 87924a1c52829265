import Testing

@testable import MPQServer

/// The names by which a server may be called.
struct HostCheckTests {
  @Test(arguments: [
    "localhost", "LocalHost:8080", "localhost.", "127.0.0.1", "127.0.0.1:80", "127.255.3.4",
    "[::1]", "[::1]:8080", "10.1.2.3", "10.1.2.3:8080", "api.example.com", "API.example.com.:1",
  ])
  func accepts(_ header: String) {
    #expect(HostCheck(["10.1.2.3", "api.example.com"]).accepts(header))
  }

  @Test(arguments: [
    "", ".", ":", ":80", "evil.example", "localhost.evil.example", "127.0.0.1.evil.example",
    "127.0.0", "127.0.0.0.1", "127.a.0.1", "1270.0.0.1", "localhost:http", "localhost:123456",
    "localhost:80:80", "[::1", "[::1]x", "::2", "[::2]", "local host", "localhost\u{0}",
    "ｌocalhost", "10.1.2.4", "example.com",
  ])
  func refuses(_ header: String) {
    #expect(!HostCheck(["10.1.2.3", "api.example.com"]).accepts(header))
  }

  @Test func longNamesAreNotRead() {
    let name = String(repeating: "a", count: 300)
    #expect(!HostCheck([name]).accepts(name))
  }
}
