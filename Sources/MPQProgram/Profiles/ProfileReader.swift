import MPQAPI
import MPQCompiler
import MPQSyntax
import TOMLKit

/// Reads profiles from the file's tables.
struct ProfileReader {
  /// The file, for messages.
  let path: String
  /// The file's directory, the base of relative paths in it.
  let folder: String
  /// The home directory, for `~/`.
  let home: String?

  /// The keys of the file itself.
  static let fileKeys = ["default", "profile"]
  /// The keys of a profile.
  static let profileKeys =
    ["api", "host", "key"] + queryKeys + [
      "secret", "secret_file", "secret_command", "ca_file", "timeout", "max_answer", "measure",
      "window", "weeks",
    ]
  /// The keys of the Query API.
  private static let queryKeys = [
    "region", "project_id", "username", "workspace_id", "calls_per_hour",
  ]

  /// Reads everything; throws the first error.
  func read(_ root: TOMLTable) throws(ProfileError) -> Profiles {
    let file = ProfileTable(root, name: nil, path: path)
    try file.check(keys: Self.fileKeys)
    let defaultName = try file.text("default")
    guard let table = try file.table("profile") else {
      return Profiles(path: path, all: [], defaultName: defaultName)
    }
    let tables = ProfileTable(table, name: "profile", path: path)
    var all: [Profile] = []
    for name in table.keys.sorted() {
      guard Profile.isName(name) else {
        throw tables.wrong(name, "a name of 1 to 64 letters, digits, '_' and '-'")
      }
      guard let table = try tables.table(name) else { continue }
      all.append(
        try profile(name, ProfileTable(table, name: "profile.\(name)", path: path)))
    }
    return Profiles(path: path, all: all, defaultName: defaultName)
  }

  private func profile(_ name: String, _ table: ProfileTable) throws(ProfileError) -> Profile {
    try table.check(keys: Self.profileKeys)
    let (host, api) = try server(name, table)
    let timeout = try table.number("timeout")
    if let timeout, !(timeout > 0 && timeout <= Profile.timeoutLimit) {
      throw table.wrong("timeout", "a number of seconds, above 0 and at most 86400")
    }
    return Profile(
      origin: .file(name: name, path: path), host: host, api: api,
      secretSource: try secretSource(name, table),
      certificateFile: try table.text("ca_file").map(absolute),
      timeout: timeout, answerLimit: try answerLimit(table), defaults: try defaults(table))
  }

  // MARK: - The server

  private func server(
    _ name: String, _ table: ProfileTable
  ) throws(ProfileError) -> (host: String, Profile.API) {
    let queryKey = Self.queryKeys.first(where: table.has)
    switch try table.text("api") {
    case nil where queryKey == nil: break
    case "v2":
      if let queryKey { throw exclusive(name, "api = \"v2\"", queryKey) }
    case nil, "query":
      if table.has("key") { throw exclusive(name, queryKey ?? "api = \"query\"", "key") }
      return try queryServer(name, table)
    case _?: throw table.wrong("api", "\"query\" or \"v2\"")
    }
    let host = try table.requiredText("host")
    try check(host, table)
    let key = try table.requiredText("key")
    guard Profile.isKey(key) else {
      throw table.wrong(
        "key", "1 to \(Credentials.keyLimit) letters, digits, '-', '_' and '.'")
    }
    return (host, .signed(key: key))
  }

  private func queryServer(
    _ name: String, _ table: ProfileTable
  ) throws(ProfileError) -> (host: String, Profile.API) {
    var account = QueryAccount()
    account.region = try region(table)
    let host = try table.text("host")
    if let host {
      try check(host, table)
      guard account.region == nil else { throw exclusive(name, "host", "region") }
    }
    account.username = try table.text("username")
    guard account.username.map(QueryLogin.isUsername) ?? true else {
      throw table.wrong("username", QueryAccount.usernameText)
    }
    account.projectID = try table.integer("project_id", in: QueryAccount.ids)
    account.workspaceID = try table.integer("workspace_id", in: QueryAccount.ids)
    account.callsPerHour = try table.integer("calls_per_hour", in: QueryAccount.callCounts)
    if (account.username == nil) != (account.projectID == nil) {
      let missing = account.username == nil ? "username" : "project_id"
      throw .missingKey(path: path, table: "profile.\(name)", key: missing)
    }
    if host == nil { account.region = account.region ?? .us }
    return (host ?? (account.region ?? .us).queryHost, .query(account))
  }

  private func region(_ table: ProfileTable) throws(ProfileError) -> Region? {
    guard let text = try table.text("region") else { return nil }
    guard let region = Region(rawValue: text) else {
      throw table.wrong("region", Profile.regionText)
    }
    return region
  }

  private func check(_ host: String, _ table: ProfileTable) throws(ProfileError) {
    guard Profile.isHost(host) else {
      throw table.wrong("host", "a host or a base URL, such as \"\(Profile.standardHost)\"")
    }
  }

  private func exclusive(_ name: String, _ first: String, _ second: String) -> ProfileError {
    .exclusive(place: "\(path): [profile.\(name)]", first, second)
  }

  // MARK: - The rest

  private func answerLimit(_ table: ProfileTable) throws(ProfileError) -> Int? {
    guard let text = try table.text("max_answer") else { return nil }
    guard let bytes = ByteSize.bytes(text), Profile.answerSizes.contains(bytes) else {
      throw table.wrong("max_answer", "\(Profile.answerSizeText), in quotes")
    }
    return bytes
  }

  private func secretSource(
    _ name: String, _ table: ProfileTable
  ) throws(ProfileError) -> SecretSource {
    let found = ["secret", "secret_file", "secret_command"].filter(table.has)
    guard found.count == 1 else {
      throw .secretCount(path: path, table: "profile.\(name)", found: found)
    }
    if let file = try table.text("secret_file") { return .file(absolute(file)) }
    if let command = try table.text("secret_command") { return .command(command) }
    guard let secret = Secret(try table.requiredText("secret")) else {
      throw .notSecret(place: "\(path): [profile.\(name)] secret")
    }
    return .held(secret)
  }

  private func defaults(_ table: ProfileTable) throws(ProfileError) -> Defaults {
    var defaults = Defaults.standard
    if let word = try table.text("measure") {
      guard let measure = Keyword(spelling: word)?.measure?.measure else {
        throw table.wrong("measure", "\"total\", \"unique\" or \"average\"")
      }
      defaults.measure = measure
    }
    if let text = try table.text("window") {
      guard let window = Self.window(text) else {
        throw table.wrong(
          "window", "hours, days, weeks or months and a number, such as \"days 14\"")
      }
      defaults.eventWindow = window
    }
    if let weeks = try table.integer("weeks", in: 1...Endpoint.intervalLimit) {
      defaults.weeklyWindow.interval = weeks
    }
    return defaults
  }

  /// Reads a window in the form of queries: `days 14`.
  private static func window(_ text: String) -> Window? {
    let words = text.split(separator: " ")
    guard words.count == 2, let unit = Keyword(spelling: String(words[0]))?.unit?.unit,
      words[1].utf8.allSatisfy(\.isDigit), let interval = Int(words[1]),
      (1...Endpoint.intervalLimit).contains(interval)
    else { return nil }
    return Window(unit: unit, interval: interval)
  }

  private func absolute(_ path: String) -> String {
    if path.hasPrefix("/") { return path }
    if path.hasPrefix("~/"), let home { return home + path.dropFirst() }
    return "\(folder)/\(path)"
  }
}
