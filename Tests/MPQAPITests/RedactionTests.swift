import Foundation
import Testing
import TestSupport

@testable import MPQAPI

/// Texts of servers that repeat the request.
struct RedactionTests {
  private static let signature = "0123456789abcdef0123456789ABCDEF"

  @Test(arguments: [
    ("", ""),
    ("nothing to hide: 404", "nothing to hide: 404"),
    (
      "cannot route /api/2.0/events?api_key=0123456789&expire=1&sig=S",
      "cannot route /api/2.0/events?api_key=0123...&expire=1&sig=***"
    ),
    ("GET /x?sig=S HTTP/1.1", "GET /x?sig=*** HTTP/1.1"),
    ("sig=short&a=1", "sig=***&a=1"),
    ("SIG=short", "SIG=***"),
    (#"{"sig": "S", "api_key": "0123456789"}"#, #"{"sig": "***", "api_key": "0123..."}"#),
    (#"{\"sig\": \"S\"}"#, #"{\"sig\": \"***\"}"#),
    ("a=1&amp;sig=S&amp;b=2", "a=1&amp;sig=***&amp;b=2"),
    (
      "?url=http%3A%2F%2Fh%2F%3Fapi_key%3D0123456789%26sig%3DS",
      "?url=http%3A%2F%2Fh%2F%3Fapi_key%3D0123...%26sig%3D***"
    ),
    ("%2526sig%253DS%2526x", "%2526sig%253D***%2526x"),
    ("%25252526sig%25252525", "%25252526sig%25252525"),
    ("%73%69%67=abc", "%73%69%67=***"),
    ("the signature S is wrong", "the signature *** is wrong"),
    ("SS", "***"),
    ("design=blue, assig=1, sig_x=2", "design=blue, assig=1, sig_x=2"),
    ("sig", "sig"), ("sig=", "sig="), ("sig: abc, api_key: ab", "sig: ***, api_key: a..."),
    ("api_key=1", "api_key=..."),
  ])
  func redaction(_ text: String, _ shown: String) {
    let text = text.contains("SIG") ? text : text.replacing("S", with: Self.signature)
    #expect(Redaction.redacted(text) == shown)
  }

  @Test func longTextsAreCut() {
    let text = String(repeating: "z", count: 10_000) + "sig=x"
    #expect(Redaction.redacted(text).utf8.count == Redaction.textLimit)
  }

  /// Neither the signature nor the whole key of a request remains, in any encoding of the URL.
  @Test func noEncodingOfTheRequestIsLeft() throws {
    var random = SeededGenerator(49)
    let key = "k3yk3yk3yk3y"
    for _ in 0..<2_000 {
      var text = "/api/2.0/events?api_key=\(key)&sig=\(Self.signature)"
      for _ in 0..<Int.random(in: 0...3, using: &random) {
        text = text.utf8.map { byte in
          let isPlain = Bool.random(using: &random) && byte != UInt8(ascii: "%")
          return isPlain
            ? String(UnicodeScalar(byte)) : "%" + String(byte, radix: 16, uppercase: true)
        }.joined()
      }
      var shown = Redaction.redacted("no route: \(text).")
      for _ in 0..<4 {
        #expect(!shown.contains(Self.signature) && !shown.contains(key))
        shown = shown.removingPercentEncoding ?? shown
      }
    }
  }
}
