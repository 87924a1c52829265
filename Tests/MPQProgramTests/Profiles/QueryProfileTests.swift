import MPQ
import MPQAPI
import MPQConsole
import Testing

@testable import MPQProgram

/// Profiles of the Query API: in the file, in the environment, added, and tested.
struct QueryProfileTests {
  private static let account = QueryAccount(
    region: .eu, projectID: 12_345, username: "reports.1a", workspaceID: 678, callsPerHour: 240)
  private static let text = """
    [profile.work]
    api = "query"
    region = "eu"
    project_id = 12345
    username = "reports.1a"
    workspace_id = 678
    calls_per_hour = 240
    secret = "\(marked)"

    """

  // MARK: - The file

  /// The lines of a profile beside its secret, its host and its account.
  @Test(
    arguments: [
      (
        "region = 'in'\nproject_id = 1\nusername = 'u'", "in.mixpanel.com",
        QueryAccount(region: .india, projectID: 1, username: "u")
      ),
      (
        "project_id = 1\nusername = 'u'", "mixpanel.com",
        QueryAccount(region: .us, projectID: 1, username: "u")
      ),
      ("api = 'query'", "mixpanel.com", QueryAccount(region: .us)),
      (
        "host = 'http://127.0.0.1:8080'\napi = 'query'\ncalls_per_hour = 0",
        "http://127.0.0.1:8080", QueryAccount(callsPerHour: 0)
      ),
    ] as [(String, String, QueryAccount)])
  func accounts(lines: String, host: String, account: QueryAccount) throws {
    let profile = try Self.profile(lines)
    #expect(profile.host == host)
    #expect(profile.api == .query(account))
  }

  @Test(arguments: ["host = 'a'\nkey = 'k'", "api = 'v2'\nhost = 'a'\nkey = 'k'"])
  func aKeyMeansTheSignedAPI(lines: String) throws {
    #expect(try Self.profile(lines).api == .signed(key: "k"))
  }

  @Test(arguments: [
    ("api = 'v3'", ": 'api' must be \"query\" or \"v2\""),
    ("api = 'v2'\nhost = 'a'\nkey = 'k'\nregion = 'eu'", ": 'api = \"v2\"' and 'region' exclude"),
    ("api = 'query'\nkey = 'k'", ": 'api = \"query\"' and 'key' exclude each other"),
    ("project_id = 1\nkey = 'k'", ": 'project_id' and 'key' exclude each other"),
    ("host = 'a'\nregion = 'eu'", ": 'host' and 'region' exclude each other"),
    ("region = 'mars'", ": 'region' must be \"us\", \"eu\" or \"in\""),
    ("username = 'u'", " has no 'project_id'"), ("project_id = 1", " has no 'username'"),
    ("username = 'a:b'\nproject_id = 1", ": 'username' must be 1 to 256 ASCII characters"),
    ("username = 'u'\nproject_id = 0", ": 'project_id' must be a whole number from 1 to"),
    ("username = 'u'\nproject_id = '1'", ": 'project_id' must be a whole number from 1 to"),
    ("region = 'us'\nworkspace_id = -1", ": 'workspace_id' must be a whole number from 1 to"),
    ("region = 'us'\ncalls_per_hour = -1", ": 'calls_per_hour' must be a whole number from 0 to"),
  ])
  func wrongLines(lines: String, message: String) throws {
    let error = #expect(throws: ProfileError.self) { try Self.profile(lines) }
    let text = error?.message ?? ""
    #expect(text.contains("profiles.toml: [profile.work]\(message)"), "\(text)")
    #expect(!text.contains(marked))
  }

  private static func profile(_ lines: String) throws -> Profile {
    let scratch = try Scratch()
    try scratch.write("[profile.work]\n\(lines)\nsecret = \"\(marked)\"\n")
    return try scratch.read().named("work")
  }

  @Test
  func whatIsAddedIsRead() throws {
    let scratch = try Scratch()
    let addition = try ProfileAddition(
      name: "work", host: "eu.mixpanel.com", api: .query(Self.account),
      environment: scratch.environment())
    _ = try addition.write(.text(SecretText(file: Array(marked.utf8))))
    #expect(try scratch.text() == "default = \"work\"\n\n" + Self.text)
    let profile = try scratch.read().named("work")
    #expect(profile.api == .query(Self.account))
    #expect(profile.host == "eu.mixpanel.com")
    #expect(throws: ProfileError.wrongUsername) {
      try ProfileAddition(
        name: "other", host: "a", api: .query(QueryAccount(username: "a b")),
        environment: scratch.environment())
    }
  }

  // MARK: - The environment

  private static let full = [
    "MPQ_PROJECT_ID": "12345", "MPQ_USERNAME": "u", "MPQ_SECRET": marked, "MPQ_REGION": "eu",
  ]

  @Test(
    arguments: [
      (
        full, "eu.mixpanel.com", .query(QueryAccount(region: .eu, projectID: 12_345, username: "u"))
      ),
      (["MPQ_SECRET": "s"], "mixpanel.com", .query(QueryAccount(region: .us))),
      (
        ["MPQ_SECRET": "s", "MPQ_HOST": "http://127.0.0.1:1"], "http://127.0.0.1:1",
        .query(QueryAccount())
      ),
      (
        ["MPQ_API": "query", "MPQ_SECRET": "s", "MPQ_API_KEY": "k", "MPQ_API_SECRET": "s"],
        "mixpanel.com", .query(QueryAccount(region: .us))
      ),
      (
        ["MPQ_API": "v2", "MPQ_SECRET": "s", "MPQ_API_KEY": "k", "MPQ_API_SECRET": "s"],
        "mixpanel.com", .signed(key: "k")
      ),
    ] as [([String: String], String, Profile.API)])
  func chosen(variables: [String: String], host: String, api: Profile.API) throws {
    let profile = try #require(
      try ProfileChoice.profile(of: Scratch().environment(variables)))
    #expect(profile.host == host)
    #expect(profile.api == api)
    var text = "\(profile)"
    dump(profile, to: &text)
    #expect(!text.contains(marked))
  }

  @Test(arguments: [
    (["MPQ_REGION": "eu"], "MPQ_REGION is set, but MPQ_SECRET is not"),
    (["MPQ_API": "query"], "MPQ_API is set, but MPQ_SECRET is not"),
    (["MPQ_SECRET": "s", "MPQ_USERNAME": "u"], "MPQ_USERNAME is set, but MPQ_PROJECT_ID is not"),
    (["MPQ_SECRET": "s", "MPQ_PROJECT_ID": "1"], "MPQ_PROJECT_ID is set, but MPQ_USERNAME is not"),
    (
      ["MPQ_SECRET": "s", "MPQ_PROJECT_ID": "+1", "MPQ_USERNAME": "u"],
      "MPQ_PROJECT_ID is not the number of a project"
    ),
    (
      ["MPQ_SECRET": "s", "MPQ_PROJECT_ID": "99999999999999999999", "MPQ_USERNAME": "u"],
      "MPQ_PROJECT_ID is not the number of a project"
    ),
    (
      ["MPQ_SECRET": "s", "MPQ_PROJECT_ID": "1", "MPQ_USERNAME": "a:b"],
      "MPQ_USERNAME is not a user name"
    ),
    (["MPQ_SECRET": "s s"], "MPQ_SECRET is not a secret"),
    (["MPQ_SECRET": "s", "MPQ_REGION": "EU"], "MPQ_REGION is not us, eu or in"),
    (["MPQ_SECRET": "s", "MPQ_HOST": "a@b"], "MPQ_HOST is not a host or a base URL"),
    (
      ["MPQ_SECRET": "s", "MPQ_HOST": "a", "MPQ_REGION": "eu"],
      "the environment: 'MPQ_HOST' and 'MPQ_REGION' exclude each other"
    ),
    (
      ["MPQ_SECRET": "s", "MPQ_API_KEY": "k"],
      "the environment: 'MPQ_SECRET' and 'MPQ_API_KEY' exclude each other"
    ),
    (["MPQ_API": "3", "MPQ_SECRET": "s"], "MPQ_API is not query or v2"),
  ])
  func refused(variables: [String: String], message: String) throws {
    let scratch = try Scratch()
    let error = #expect(throws: ProfileError.self) {
      try ProfileChoice.profile(of: scratch.environment(variables))
    }
    #expect(error?.message == message)
  }

  // MARK: - The test of a profile

  /// Answers every request alike.
  private struct Service: QueryTransport {
    var status = 200
    var body = "[]"

    func send(
      _ request: QueryRequest, timeout: Double
    ) async throws(TransportError) -> Response {
      Response(status: status, mediaType: nil, body: Array(body.utf8))
    }
  }

  private func test(_ service: Service, _ account: QueryAccount = account) async throws -> String {
    let secret = try #require(Secret(marked))
    let profile = Profile(
      origin: .file(name: "work", path: "/p.toml"), host: "eu.mixpanel.com", api: .query(account),
      secretSource: .held(secret))
    return try await ProfileTest { _, secret in
      let login = try #require(QueryLogin(username: account.username, secret: secret))
      return QueryAPISource(
        transport: service, project: QueryProject(login: login, id: account.projectID),
        clock: CallClock { 0 }, today: { CivilDate(dayNumber: 20_000) })
    }.run(profile)
  }

  @Test
  func allIsWell() async throws {
    #expect(
      try await test(Service())
        == "profile \"work\": eu.mixpanel.com answers, user name and secret are right")
    #expect(
      try await test(Service(), QueryAccount(region: .eu))
        == "profile \"work\": eu.mixpanel.com answers, the secret is right")
  }

  @Test(
    arguments: [
      (
        400, #"{"error": "invalid project id for cluster: mixpanel-prod-eu"}"#, 2,
        "set region = \"eu\" in the profile, or MPQ_REGION=eu"
      ),
      (
        400, #"{"error": "invalid project id for cluster"}"#, 2,
        "set another region (\"us\", \"eu\" or \"in\") in the profile, or in MPQ_REGION"
      ),
      (
        401, "", 4, "check the user name, the project and the secret of [profile.work] in /p.toml"
      ),
      (
        402, #"{"error": "Your plan does not allow API calls"}"#, 5,
        "Mixpanel's raw export works with every plan: 'mpq import' reads it, and --local then "
          + "answers every query"
      ),
      (403, "", 4, "give the account a role in the project that may read it"),
      (
        403, #"{"error": "Date range exceeds 90 days into the past"}"#, 1,
        "ask for at most 'days 90' or 'weeks 12'; with 'show dates', 'limit 12'"
      ),
      (
        400, "to_date cannot be later than today", 1,
        "set TZ to the project's time zone, such as TZ=America/Los_Angeles"
      ),
      (
        400, #"{"error": "Missing required parameter: project_id"}"#, 1,
        "add project_id and username to the profile; a project's secret needs neither"
      ),
    ] as [(Int, String, Int32, String)])
  func failures(status: Int, body: String, code: Int32, hint: String) async throws {
    let error = await #expect(throws: ProgramError.self) {
      try await test(Service(status: status, body: body))
    }
    #expect(error?.status.rawValue == code)
    #expect(error?.hint == hint)
    #expect(error?.message.hasPrefix("profile \"work\": ") == true)
  }

  @Test(
    arguments: [
      (.historyLimit(days: 5), "ask for at most 'days 5'"),
      (.lineTooLong, "ask about fewer names at once"),
      (
        .sameName("Buy", spellings: ["Buy (1)", "Buy (2)"]), "ask for \"Buy (1)\" or \"Buy (2)\""
      ),
      (.noHours, "ask for days, weeks or months"),
      (
        .noFunnelProperties(funnel: "Sign up"),
        "'show properties of event STEP' lists those of one step; 'funnel \"Sign up\"' shows the "
          + "steps"
      ),
    ] as [(ServiceProblem, String)])
  func remedies(problem: ServiceProblem, hint: String) {
    #expect(CallError.service(problem).remedy == hint)
  }
}
