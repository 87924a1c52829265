import MPQAPI
import MPQConsole
import Testing

@testable import MPQ
@testable import MPQProgram

/// What the program advises after a failure, and the code that it exits with.
struct RemediesTests {
  struct Fact: Sendable {
    let error: CallError
    let status: Int32
    let hint: String?

    init(_ error: CallError, _ status: Int32, _ hint: String?) {
      self.error = error
      self.status = status
      self.hint = hint
    }
  }

  @Test(arguments: [
    Fact(
      .ambiguous, 1,
      "names that contain 'expire=', 'name=' and the like cannot be asked about safely"),
    Fact(.refused(.invalidKey), 4, "check the key; 'mpq profile test' shows whether it works"),
    Fact(
      .refused(.expired), 4, "check this machine's clock: a signed request expires after 10 minutes"
    ),
    Fact(.refused(.invalidParameter("unit")), 1, nil),
    Fact(.quota("busy", retryAfter: 1), 5, "try again in 1 second"),
    Fact(.quota("busy", retryAfter: 120), 5, "try again in 120 seconds"),
    Fact(.quota("busy", retryAfter: 121), 5, "try again in 3 minutes"),
    Fact(.quota("busy", retryAfter: 7201), 5, "try again in 3 hours"),
    Fact(.quota("busy", retryAfter: .max), 5, "try again in more than a week"),
    Fact(
      .quota("busy", retryAfter: nil), 5, "wait before you try again, or send fewer calls at once"),
    Fact(.status(503, detail: "", retryAfter: 30), 3, "try again in 30 seconds"),
    Fact(
      .status(500, detail: "", retryAfter: nil), 3,
      "the server failed; try again later"),
    Fact(.status(400, detail: "more than 2000000 numbers", retryAfter: nil), 1, nil),
    Fact(
      .status(402, detail: "", retryAfter: nil), 5,
      "the project's plan seems not to allow this call"),
    Fact(.late(seconds: 60), 6, "try again, or allow more with --timeout"),
    Fact(.cancelled, 130, nil),
    Fact(.source(message: "a shard cannot be reached", category: .network), 3, nil),
    Fact(.source(message: "the file is damaged", category: .configuration), 2, nil),
  ])
  func remedies(_ fact: Fact) {
    let error = ProgramError(
      QueryError.failed(fact.error, endpoint: .eventsPropertiesValues, subject: "e\u{1b}8"))
    #expect(error.status.rawValue == fact.status)
    #expect(error.hint == fact.hint)
    #expect(error.message.hasPrefix(#"events/properties/values of "e\u{1B}8": "#))
    // The library words nothing of a command line.
    #expect(!error.message.contains("--") && !error.message.contains("mpq"))
  }

  /// A category survives the conversion to an exit code and back.
  @Test(arguments: [
    CallError.Category.query, .configuration, .network, .authentication, .quota, .timeOut,
    .interrupted,
  ])
  func noCategoryIsLost(_ category: CallError.Category) {
    #expect(ExitStatus(category).category == category)
  }
}
