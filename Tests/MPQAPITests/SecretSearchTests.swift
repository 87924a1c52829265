import MPQAPI
import Testing

struct SecretSearchTests {
  @Test(arguments: [
    ("s3cr/t+%", true), ("a s3cr/t+% b", true), ("s3cr%2Ft%2B%25", true), ("s3cr%2ft+%25", true),
    ("%733cr/t%2b%", true), ("x=s3cr%252Ft%252B%2525", true), ("s3cr/t+", false), ("", false),
    ("S3CR/T+%", false), ("s3cr%2Gt+%", false), ("%", false), ("%4", false),
    ("s3cr/t+%2", true), ("%s3cr/t+%", true),
  ])
  func findsASecret(_ text: String, _ stands: Bool) throws {
    let secret = try #require(Secret("s3cr/t+%"))
    #expect(secret.occurs(in: text) == stands)
  }
}
