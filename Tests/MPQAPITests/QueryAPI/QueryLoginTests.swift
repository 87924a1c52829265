import Testing

@testable import MPQAPI

/// The login of the Query API, and requests with it.
struct QueryLoginTests {
  private static func login(_ username: String?, _ secret: String) throws -> QueryLogin {
    let secret = try #require(Secret(secret))
    return try #require(QueryLogin(username: username, secret: secret))
  }

  @Test(arguments: [
    ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="),
    ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy"), ("\u{3ff}\u{fffd}>?", "z7/vv70+Pw=="),
  ])
  func base64(_ text: String, _ encoded: String) {
    #expect(String(decoding: Base64.encoded(Array(text.utf8)), as: UTF8.self) == encoded)
  }

  @Test(
    arguments: [
      ("Aladdin", "open-sesame", "Basic QWxhZGRpbjpvcGVuLXNlc2FtZQ=="),
      (nil, "abc", "Basic YWJjOg=="),
    ] as [(String?, String, String)])
  func headers(_ username: String?, _ secret: String, _ header: String) throws {
    #expect(try Self.login(username, secret).authorization == header)
  }

  @Test(arguments: [
    ("reports.1a2b3c.mp-service-account", true), ("", false), ("a:b", false), ("a b", false),
    ("ä", false), ("a\n", false), (String(repeating: "a", count: 257), false),
  ])
  func usernames(_ name: String, _ isValid: Bool) {
    #expect(QueryLogin.isUsername(name) == isValid)
  }

  /// Neither a description nor a mirror has the secret.
  @Test func nothingShowsTheSecret() throws {
    let login = try Self.login("me", "marked-secret")
    let request = QueryRequest(path: "events", items: [QueryItem("a", "b c")], login: login)
    var text = "\(login) \(request) \(request.target)"
    dump(request, to: &text)
    #expect(!text.contains("marked-secret") && !text.contains("bWFya2VkLXNlY3JldA"))
    #expect(request.target == "/api/query/events?a=b%20c")
  }

  @Test(arguments: [
    ("a marked b", true), ("bWU6bWFya2Vk", true), ("%6Darked", true), ("mark", false),
  ])
  func occurrences(_ text: String, _ isFound: Bool) throws {
    #expect(try Self.login("me", "marked").occurs(in: text) == isFound)
  }

  @Test func longRequestsArePosted() throws {
    let login = try Self.login("me", "x")
    let head = "/api/query/events?a=".utf8.count
    for (length, isPosted) in [(QueryRequest.lineLimit, false), (QueryRequest.lineLimit + 1, true)]
    {
      let value = String(repeating: "x", count: length - head)
      let request = QueryRequest(path: "events", items: [QueryItem("a", value)], login: login)
      #expect(request.isPosted == isPosted)
    }
  }
}
