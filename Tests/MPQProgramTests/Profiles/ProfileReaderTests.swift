import MPQAPI
import MPQCompiler
import Testing

@testable import MPQProgram

/// The contents of a file, and its errors.
struct ProfileReaderTests {
  @Test
  func everyKey() throws {
    let scratch = try Scratch()
    try scratch.write(
      """
      default = "work"  # mine

      [profile.work]
      host = "https://mpq.example:8443"
      key = "ed0b8ff6"
      secret_command = "pass show mixpanel"
      ca_file = "~/ca.pem"
      timeout = 2.5
      max_answer = "256M"
      measure = "unique"
      window = "hours 48"
      weeks = 8

      [profile.home]
      host = "127.0.0.1"
      key = "home"
      secret_file = "home.secret"
      timeout = 10
      """)
    let profiles = try scratch.read()
    #expect(profiles.defaultName == "work")
    #expect(profiles.names == ["home", "work"])
    let work = try profiles.named("work")
    #expect(work.origin == .file(name: "work", path: scratch.profiles))
    #expect(work.host == "https://mpq.example:8443")
    #expect(work.api == .signed(key: "ed0b8ff6"))
    #expect(work.certificateFile == "/home/somebody/ca.pem")
    #expect(work.timeout == 2.5)
    #expect(work.answerLimit == 256 << 20)
    #expect(
      work.defaults
        == Defaults(measure: .unique, eventWindow: Window(unit: .hour, interval: 48), weeks: 8))
    guard case .command("pass show mixpanel") = work.secretSource else {
      Issue.record("not the command")
      return
    }
    let home = try profiles.named("home")
    #expect(home.timeout == 10)
    #expect(home.answerLimit == nil)
    #expect(home.defaults == .standard)
    guard case .file(let path) = home.secretSource else {
      Issue.record("not the file")
      return
    }
    #expect(path == "\(scratch.path)/mpq/home.secret")
  }

  @Test(arguments: [
    ("total", Measure.general), ("general", .general), ("unique", .unique),
    ("average", .average),
  ])
  func measures(word: String, measure: Measure) throws {
    #expect(try profile("measure = \"\(word)\"").defaults.measure == measure)
  }

  @Test(arguments: [
    ("hours 1", Window(unit: .hour, interval: 1)), ("day 14", Window(unit: .day, interval: 14)),
    ("weeks  2", Window(unit: .week, interval: 2)),
    ("months 10000", Window(unit: .month, interval: 10_000)),
  ])
  func windows(text: String, window: Window) throws {
    #expect(try profile("window = \"\(text)\"").defaults.eventWindow == window)
  }

  /// An invalid line of an otherwise valid profile, and its message.
  @Test(arguments: [
    ("hots = \"a\"", "has an unknown key 'hots'", "did you mean 'host'?"),
    (
      "days = 3", "has an unknown key 'days'",
      "write: window = \"days 14\" for events, weeks = 4 for funnels and retention"
    ),
    ("timeout = \"long\"", "'timeout' must be a number", nil),
    ("timeout = 0", "'timeout' must be a number of seconds, above 0 and at most 86400", nil),
    ("timeout = nan", "'timeout' must be a number of seconds, above 0 and at most 86400", nil),
    ("timeout = inf", "'timeout' must be a number of seconds, above 0 and at most 86400", nil),
    ("max_answer = 5", "'max_answer' must be a text in quotes", nil),
    (
      "max_answer = \"5T\"", "'max_answer' must be a size from 1 to 2G, such as 256M, in quotes",
      nil
    ),
    ("weeks = 0", "'weeks' must be a whole number from 1 to 10000", nil),
    ("weeks = 1.5", "'weeks' must be a whole number from 1 to 10000", nil),
    ("measure = \"sum\"", "'measure' must be \"total\", \"unique\" or \"average\"", nil),
    ("measure = 1", "'measure' must be a text in quotes", nil),
    ("ca_file = \"\"", "'ca_file' must be a text in quotes", nil),
    (
      "window = \"days\"",
      "'window' must be hours, days, weeks or months and a number, such as \"days 14\"", nil
    ),
    (
      "window = \"days +7\"",
      "'window' must be hours, days, weeks or months and a number, such as \"days 14\"", nil
    ),
    (
      "window = \"days 99999999999999999999\"",
      "'window' must be hours, days, weeks or months and a number, such as \"days 14\"", nil
    ),
    (
      "secret_file = \"b\"", "has more than one secret: secret, secret_file", "keep one of them"
    ),
  ])
  func wrongLines(line: String, message: String, hint: String?) throws {
    let error = #expect(throws: ProfileError.self) { try profile(line) }
    #expect(error?.message.hasSuffix("profiles.toml: [profile.work]\(separated(message))") == true)
    #expect(error?.hint == hint)
  }

  /// Whole files, and what their messages say after the file's path.
  @Test(arguments: [
    ("profil = 1", " has an unknown key 'profil'"),
    ("profile = 1", ": 'profile' must be a table, such as [profile.work]"),
    ("profile.work = 1", ": [profile]: 'work' must be a table, such as [profile.work]"),
    ("[[profile.work]]", ": [profile]: 'work' must be a table, such as [profile.work]"),
    (
      "[profile.\"my work\"]",
      ": [profile]: 'my work' must be a name of 1 to 64 letters, digits, '_' and '-'"
    ),
    ("default = 1", ": 'default' must be a text in quotes"),
    ("[profile.work]", ": [profile.work] has no 'host'"),
    ("[profile.work]\nhost = \"a\"", ": [profile.work] has no 'key'"),
    (
      "[profile.work]\nhost = \"a\"\nkey = \"a\"",
      ": [profile.work] does not say where the secret is"
    ),
    (
      "[profile.work]\nhost = \"http://me:pw@a\"\nkey = \"a\"",
      ": [profile.work]: 'host' must be a host or a base URL, such as \"mixpanel.com\""
    ),
    (
      "[profile.work]\nhost = \"a\"\nkey = \"a b\"",
      ": [profile.work]: 'key' must be 1 to 64 letters, digits, '-', '_' and '.'"
    ),
    (
      "[profile.work]\nhost = \"a\"\nkey = \"a\"\nsecret = \"a b\"",
      ": [profile.work] secret is not a secret"
    ),
    ("[profile.work]\nhost = \"a\" x", ":2:12: invalid TOML"),
    ("host = \"a\\u0000b\"", " is not UTF-8 text"),
  ])
  func wrongFiles(text: String, message: String) throws {
    let scratch = try Scratch()
    try scratch.write(text)
    let error = #expect(throws: ProfileError.self) { try scratch.read() }
    #expect(error?.message.hasSuffix("/mpq/profiles.toml\(message)") == true, "\(error as Any)")
  }

  /// The parser's own messages would repeat some of these.
  @Test(arguments: [
    "secret = \(marked)", "secret = \"\(marked)", "secret = \"\(marked)\" x",
    "secret = 123456789012345678901234567890", "secret = true\(marked)",
    "secret = [\"\(marked)\"]", "[\(marked)", "secret = '\(marked)'\nsecret = '\(marked)'",
  ])
  func mistakesDoNotShowTheSecret(line: String) throws {
    let error = #expect(throws: ProfileError.self) { try profile(line) }
    let text = "\(error?.message ?? "") \(error?.hint ?? "") \(error as Any)"
    #expect(!text.contains(marked) && !text.contains("1234567890"))
  }

  private func separated(_ message: String) -> String {
    message.hasPrefix("has ") ? " \(message)" : ": \(message)"
  }

  private func profile(_ line: String) throws -> Profile {
    let scratch = try Scratch()
    try scratch.write(
      """
      [profile.work]
      host = "a"
      key = "a"
      secret = "\(marked)"
      \(line)
      """)
    return try scratch.read().named("work")
  }
}
