import MPQAPI
import Testing

/// Bytes, names, hashes and fields that many targets share.
struct SmallTextTests {
  @Test(arguments: UInt8.min...UInt8.max)
  func classesOfBytes(_ byte: UInt8) {
    let character = Character(Unicode.Scalar(byte))
    #expect(byte.isDigit == (character.isASCII && character.isNumber))
    #expect(byte.isLetter == (character.isASCII && character.isLetter))
    #expect(byte.isLetterOrDigit == (byte.isDigit || byte.isLetter))
    let value = character.isASCII ? character.hexDigitValue.map { UInt8($0) } : nil
    #expect(byte.hexadecimalValue == value)
    for isUppercase in [false, true] {
      var digits: [UInt8] = []
      byte.appendHexadecimal(to: &digits, isUppercase: isUppercase)
      #expect(
        String(decoding: digits, as: UTF8.self)
          == String(byte, radix: 16, uppercase: isUppercase).zeroPadded(to: 2))
    }
  }

  @Test(arguments: [
    ("a", true), ("A-z_9", true), ("", false), ("a b", false), ("ä", false), ("a.b", false),
    (String(repeating: "x", count: 64), true), (String(repeating: "x", count: 65), false),
  ])
  func plainNames(_ text: String, _ isPlain: Bool) {
    #expect(text.isPlainName(signs: "_-") == isPlain)
  }

  /// Hashes are stored, so they must never change; values of the authors' test suite.
  @Test(
    arguments: [
      ("", 0xcbf2_9ce4_8422_2325), ("a", 0xaf63_dc4c_8601_ec8c), ("foobar", 0x8594_4171_f739_67e8),
    ] as [(String, UInt64)])
  func hashes(_ text: String, _ expected: UInt64) {
    var hash = FNV1a()
    hash.add(text.utf8)
    #expect(hash.hash == expected)
  }

  @Test(arguments: [
    ("localhost", true), ("::1", true), ("127.0.0.1", true), ("127.255.0.9", true),
    ("127.0.0.01", false), ("127.0.0.256", false), ("127.1", false), ("128.0.0.1", false),
    ("127.0.0.+1", false), ("127.0.0.1.", false), ("localhost.example", false), ("", false),
  ])
  func loopback(_ host: String, _ isLoopback: Bool) {
    #expect(Loopback.contains(host) == isLoopback)
  }

  @Test(arguments: [
    ("a", "a"), ("log in", "log in"), ("", "\"\""), (" a", "\" a\""), ("a ", "\"a \""),
    ("a,b", "\"a,b\""), ("a\"b", "\"a\"\"b\""), ("a\nb", "\"a\nb\""), ("\0", "\"\0\""),
    ("größe", "größe"),
  ])
  func fields(_ text: String, _ expected: String) {
    var bytes: [UInt8] = []
    CSVField.append(text, to: &bytes)
    #expect(String(decoding: bytes, as: UTF8.self) == expected)
  }

  @Test func queriesAreEncodedAsRFC3986Has() {
    #expect(QueryCodec.encode("aZ09-._~ +/é") == "aZ09-._~%20%2B%2F%C3%A9")
  }
}
