import MPQConsole
import MPQFiles
import Testing

@testable import MPQProgram

/// The choice of the profile: by name, the environment, the file's default, its only profile.
struct ProfileChoiceTests {
  private static let key = ["MPQ_API_KEY": "k"]
  private static let secret = ["MPQ_API_SECRET": "s"]
  private static let host = ["MPQ_HOST": "http://127.0.0.1:8080"]
  private static let pair = ["MPQ_API_KEY": "k", "MPQ_API_SECRET": "s"]
  private static let all = pair.merging(host) { first, _ in first }

  private static func file(_ names: [String], default standard: String? = nil) -> String {
    let line = standard.map { "default = \"\($0)\"\n" } ?? ""
    let blocks = names.map {
      "[profile.\($0)]\nhost = \"\($0).example\"\nkey = \"k\"\nsecret_file = \"s\"\n"
    }
    return line + blocks.joined()
  }

  /// The command line, the environment and the file, and the host that is chosen.
  @Test(
    arguments: [
      ("home", all, file(["home", "work"], default: "work"), "home.example"),
      ("home", host, file(["home", "work"]), "home.example"),
      ("home", key, file(["home"]), "home.example"),
      (nil, all, file(["work"]), "http://127.0.0.1:8080"),
      (nil, pair, file(["work"]), "mixpanel.com"),
      (nil, pair, "not TOML", "mixpanel.com"),
      (nil, [:], file(["home", "work"], default: "work"), "work.example"),
      (nil, [:], file(["home"]), "home.example"),
      (nil, ["MPQ_API_KEY": "", "MPQ_HOST": ""], file(["home"]), "home.example"),
    ] as [(String?, [String: String], String, String)])
  func chosen(name: String?, variables: [String: String], file: String, host: String) throws {
    let scratch = try Scratch()
    try scratch.write(file)
    let profile = try ProfileChoice.profile(
      named: name, environment: scratch.environment(variables))
    #expect(profile.host == host)
  }

  @Test(
    arguments: [
      (nil, [:], "", "there is no project to ask"),
      (nil, key, "", "MPQ_API_KEY is set, but MPQ_API_SECRET is not"),
      (nil, secret, file(["work"]), "MPQ_API_SECRET is set, but MPQ_API_KEY is not"),
      (nil, host, file(["work"]), "MPQ_HOST is set, but MPQ_API_KEY and MPQ_API_SECRET are not"),
      (nil, ["MPQ_API_KEY": "k\n", "MPQ_API_SECRET": "s"], "", "MPQ_API_KEY is not a key"),
      (nil, ["MPQ_API_KEY": "k", "MPQ_API_SECRET": "s s"], "", "MPQ_API_SECRET is not a secret"),
      (
        nil, ["MPQ_API_KEY": "k", "MPQ_API_SECRET": "s", "MPQ_HOST": "a@b"], "",
        "MPQ_HOST is not a host or a base URL"
      ),
      (nil, [:], file(["home", "work"]), "none of the profiles home, work is the default"),
      (
        nil, [:], file(["home", "work"], default: "wrok"),
        "/profiles.toml: the default is \"wrok\", which is not a profile"
      ),
      ("wrok", all, file(["work"]), "there is no profile \"wrok\" in "),
    ] as [(String?, [String: String], String, String)])
  func refused(name: String?, variables: [String: String], file: String, message: String) throws {
    let scratch = try Scratch()
    try scratch.write(file)
    let error = #expect(throws: ProfileError.self) {
      try ProfileChoice.profile(named: name, environment: scratch.environment(variables))
    }
    #expect(error?.message.contains(message) == true)
    #expect(error.map { ProgramError($0).status } == .configuration)
  }

  @Test
  func nearMissesAreOffered() throws {
    let scratch = try Scratch()
    try scratch.write(Self.file(["home", "work"]))
    let error = #expect(throws: ProfileError.self) { try scratch.read().named("wrok") }
    #expect(error?.hint == "did you mean \"work\"?")
  }

  @Test
  func beginnersAreToldHowToBegin() {
    let hint = ProfileError.nothingConfigured.hint ?? ""
    for way in ["mpq --demo", "mpq profile add", "MPQ_API_KEY"] { #expect(hint.contains(way)) }
  }

  @Test
  func theSecretOfTheEnvironmentIsHidden() async throws {
    let environment = Environment(["MPQ_API_KEY": "k", "MPQ_API_SECRET": marked])
    let profile = try ProfileChoice.profile(named: nil, environment: environment)
    var text = "\(profile)"
    dump(profile, to: &text)
    let secret = try await profile.secret()
    dump(secret, to: &text)
    #expect(!text.contains(marked))
  }
}
