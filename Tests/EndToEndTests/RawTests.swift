import Testing
import TestSupport

/// `--raw` prints any response of the server, and the exit code reports a failure.
struct RawTests {
  private let home: TemporaryFolder

  init() throws {
    home = try TemporaryFolder()
  }

  private func ask(
    _ server: CannedServer, _ arguments: [String] = []
  ) throws -> Programs.Outcome {
    defer { server.stop() }
    return try Programs.run(
      "mpq", ["-e", "show events"] + arguments, home: home, environment: server.environment)
  }

  @Test(arguments: [
    (200, #"["a", "b"]"#, 0, ""), (200, "[\"a\"]\n", 0, ""), (200, " [ ]\r\n", 0, ""),
    (200, "{}", 3, "the answer should be a list"),
    (200, "", 3, "the answer is not JSON"),
    (200, "<html>\u{1b}[31m</html>", 3, "the answer is not JSON"),
    (200, "[NaN]", 3, "the answer is not JSON"),
    (200, #"["a", "a"#, 3, "the answer is not JSON"),
    (200, #"{"error": "Invalid API key"}"#, 4, "Invalid API key"),
    (400, #"{"error": "Invalid parameter: unit"}"#, 1, "Invalid parameter: unit"),
    (404, "no such page", 1, "HTTP status 404: no such page"),
    (500, "oops", 3, "HTTP status 500: oops"),
  ])
  func bodiesAreWrittenAsTheyCame(
    _ status: Int, _ body: String, _ exit: Int32, _ message: String
  ) throws {
    let outcome = try ask(CannedServer(status: status, body: body), ["--raw"])
    #expect(outcome.output == body)
    #expect(outcome.status == exit)
    #expect(outcome.errors.contains(message))
    #expect((exit == 0) == outcome.errors.isEmpty)
  }

  /// Several bodies are separated by line ends, so that their first and last lines stay apart.
  @Test func severalBodiesAreSeparated() throws {
    let outcome = try ask(
      CannedServer(status: 200, body: "[]"), ["-e", "show funnels", "--raw"])
    #expect(outcome.output == "[]\n[]")
  }

  @Test(arguments: [
    ("7", "is larger than 7 bytes"), ("1K", "the answer has more than 64 values"),
  ])
  func largeAnswersNameTheOption(_ size: String, _ message: String) throws {
    let body = "[" + (0..<100).map { "\"\($0)\"" }.joined(separator: ",") + "]"
    let outcome = try ask(CannedServer(status: 200, body: body), ["--max-answer", size])
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains(message), "\(outcome.errors)")
    #expect(outcome.errors.contains("hint: ask for fewer dates or values"))
    #expect(outcome.errors.contains("allow more with --max-answer"))
    let enough = try ask(CannedServer(status: 200, body: body), ["--max-answer", "16KiB"])
    #expect(enough.status == 0)
  }

  @Test(arguments: ["0", "3G", "x", "1T", "-1", "1.5M", "M", "99999999999999999999"])
  func sizesAreChecked(_ size: String) throws {
    let outcome = try ask(CannedServer(status: 200, body: "[]"), ["--max-answer=\(size)"])
    #expect(outcome.status == 2)
    #expect(
      outcome.errors.contains("--max-answer takes a size from 1 to 2G, such as 256M"),
      "\(outcome.errors)")
  }

  /// A server that repeats the URL does not make mpq print the signature.
  @Test(arguments: [[], ["--verbose"]])
  func repeatedURLsAreRedacted(_ options: [String]) throws {
    let body = #"{"error": "cannot route /api?api_key=0123456789&sig=0123abcd&x=1"}"#
    let outcome = try ask(CannedServer(status: 404, body: body), options)
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("cannot route /api?api_key=0123...&sig=***&x=1"))
    #expect(!outcome.errors.contains("0123abcd"))
  }
}
