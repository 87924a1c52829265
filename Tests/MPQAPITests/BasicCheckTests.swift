import Foundation
import Testing

@testable import MPQAPI

/// Which headers authenticate a client of the Query API, and which kind of pair they hold.
struct BasicCheckTests {
  private static func check(_ header: String?) throws -> String {
    let accounts = [("web", "s1"), ("web", "s2"), ("reports.1a2b3c.mp-service-account", "t:1")]
    let credentials = try accounts.map { key, secret in
      let secret = try #require(Secret(secret))
      return try #require(Credentials(key: key, secret: secret))
    }
    do throws(QueryRefusal) {
      let passed = try BasicCheck(accounts: credentials).check(header)
      return "\(passed.key) \(passed.kind)"
    } catch {
      #expect(error == BasicCheck.refusal)
      return "refused"
    }
  }

  private static func base64(_ text: String) -> String { Data(text.utf8).base64EncodedString() }

  @Test(arguments: [
    ("web:s1", "web serviceAccount"), ("web:s2", "web serviceAccount"),
    // A secret may have a colon, a key may not.
    (
      "reports.1a2b3c.mp-service-account:t:1",
      "reports.1a2b3c.mp-service-account serviceAccount"
    ),
    ("s1:", "web projectSecret"), ("s2", "web projectSecret"),
    ("web:s3", "refused"), ("web:", "refused"), ("web", "refused"), (":s1", "refused"),
    ("web:s1 ", "refused"), ("web:t:1", "refused"), ("other:s1", "refused"), ("", "refused"),
    (":", "refused"), ("WEB:s1", "refused"), ("web:s1s1", "refused"), ("web:s", "refused"),
    ("s1s1s1:", "refused"), ("web:s1\0", "refused"),
  ])
  func pairs(_ pair: String, _ expected: String) throws {
    #expect(try Self.check("Basic \(Self.base64(pair))") == expected)
  }

  @Test(arguments: [
    // The pair as it is, and base 64 without its padding.
    ("Basic web:s1", "web serviceAccount"), ("Basic s1:", "web projectSecret"),
    ("basic d2ViOnMx", "web serviceAccount"), ("BASIC   czE6", "web projectSecret"),
    ("Basic czE=", "web projectSecret"), ("Basic czE", "web projectSecret"),
    ("Basic czE==", "refused"), ("Basic czE6=", "refused"), ("Basic d2ViOnMx, x", "refused"),
    ("Basic d2ViOnM", "refused"), ("Basic !!!!", "refused"), ("Basic", "refused"),
    ("Basic ", "refused"), ("Bearer d2ViOnMx", "refused"), ("", "refused"), ("web:s1", "refused"),
    ("Basic " + String(repeating: "A", count: 5000), "refused"),
  ])
  func headers(_ header: String, _ expected: String) throws {
    #expect(try Self.check(header) == expected)
  }

  @Test func aMissingHeaderIsRefused() throws {
    #expect(try Self.check(nil) == "refused")
  }

  @Test func base64IsReadAsFoundationWritesIt() {
    for count in 0..<40 {
      let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 * 37 + 5) }
      let text = Data(bytes).base64EncodedString()
      #expect(Base64.decode(Array(text.utf8)[...]) == bytes)
    }
  }
}
