import Testing

@testable import MPQAPI

/// The parts of a request that may be shown.
struct RequestRedactionTests {
  /// Neither the signature nor the key are shown in full, however they are spelled.
  @Test(arguments: [
    ("", ""), ("a=1&b", "a=1&b"), ("sig=abc&x=1", "sig=***&x=1"), ("sig", "***"),
    ("api_key=0123456789", "api_key=0123..."), ("api_key=ab", "api_key=a..."),
    ("%73ig=abc", "%73ig=***"), ("s%69g=abc&api%5Fkey=0123456789", "s%69g=***&api_key=0123..."),
    ("si%g=abc", "si%g=***"), ("a=%ff", "a=***"), ("=x", "=***"), ("&&", "&&"),
    ("api_key=%00%01secret", "api_key=***"), ("sig=a=b", "sig=***"),
  ])
  func redaction(_ query: String, _ shown: String) {
    #expect(SignedRequest.redacted(query: query) == shown)
  }

  /// A client shows its own requests in the same way.
  @Test func target() throws {
    let secret = try #require(Secret("secret"))
    let credentials = try #require(Credentials(key: "0123456789", secret: secret))
    let call = try Call(
      .funnelsNames,
      [
        Call.Argument(.unit, .unit(.week)), Call.Argument(.interval, .integer(4)),
      ])
    let request = try Signer(credentials).sign(call, expiry: 1_275_624_968)
    #expect(
      request.redactedTarget
        == "/api/2.0/funnels/names?api_key=0123...&expire=1275624968&interval=4&unit=week&sig=***")
  }
}
