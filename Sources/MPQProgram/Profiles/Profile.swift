import MPQAPI
import MPQCompiler

/// A data source: a server, a project, the place of its secret, and defaults for queries.
struct Profile: Sendable {
  /// The origin of a profile.
  enum Origin: Equatable, Sendable {
    /// `[profile.NAME]` of the file at `path`.
    case file(name: String, path: String)
    /// The variables that ``ProfileChoice`` lists.
    case environment
  }

  /// The API of the server, and what names the project in it.
  enum API: Equatable, Sendable {
    /// The signed API of 2010, with the project's key.
    case signed(key: String)
    /// Mixpanel's Query API.
    case query(QueryAccount)
  }

  /// Its origin.
  var origin: Origin
  /// A host, or a base URL such as `http://127.0.0.1:8080`.
  var host: String
  /// The API and the project.
  var api: API
  /// The place of the secret.
  var secretSource: SecretSource
  /// A file of certificate authorities to trust instead of the system's.
  var certificateFile: String?
  /// The timeout of each call, in seconds.
  var timeout: Double?
  /// The maximum bytes of an answer; `nil` for the default.
  var answerLimit: Int?
  /// The defaults for omitted clauses.
  var defaults = Defaults.standard

  /// The default host.
  static let standardHost = "mixpanel.com"

  /// Its name in the file; `nil` for the environment.
  var name: String? {
    guard case .file(let name, _) = origin else { return nil }
    return name
  }

  /// The project in the files of names and history; never a secret.
  var projectKey: String {
    switch api {
    case .signed(let key): key
    case .query(let account): "query:\(account.projectID.map { String($0) } ?? "")"
    }
  }

  /// Its name in messages.
  var title: String {
    if let name { return "profile \"\(name)\"" }
    switch api {
    case .signed: return "the project of \(ProfileChoice.keyVariable)"
    case .query: return "the project of \(QueryVariable.secret.rawValue)"
    }
  }
}

/// A project of the Query API, and the account that asks it.
struct QueryAccount: Equatable, Sendable {
  /// The region of the project; `nil` for a host that is not Mixpanel's.
  var region: Region?
  /// The number of the project; `nil` with a project's secret, which names it.
  var projectID: Int?
  /// The user name of a service account; `nil` for a project's secret.
  var username: String?
  /// The number of a workspace, for projects with data views.
  var workspaceID: Int?
  /// The requests that the project allows in an hour; 0 for any number, `nil` for the default.
  var callsPerHour: Int?

  /// The requests that the project allows in an hour: by default 60, which is Mixpanel's limit, and
  /// any number at another host; 0 for any number.
  var callLimit: Int { callsPerHour ?? (region == nil ? 0 : 60) }

  /// The allowed numbers of projects and workspaces.
  static let ids = 1...999_999_999_999
  /// The allowed requests per hour.
  static let callCounts = 0...10_000
  /// The description of a valid user name.
  static let usernameText =
    "1 to \(QueryLogin.usernameLimit) ASCII characters without blanks and ':'"
  /// The warning about a project's secret.
  static let secretWarning =
    "Mixpanel ends project secrets on 2027-03-03; use a service account instead"
}

/// The place of a secret.
enum SecretSource: Sendable {
  /// The secret itself, from the profiles file or the environment.
  case held(Secret)
  /// A file that contains only the secret; an absolute path.
  case file(String)
  /// The first line of this shell command's output.
  case command(String)
}

// MARK: - Valid values

extension Profile {
  /// The maximum timeout, in seconds.
  static let timeoutLimit = 86_400.0

  /// The allowed limits of answers.
  static let answerSizes = 1...Limits.largestAnswer
  /// The allowed limits of answers, as text.
  static let answerSizeText = "a size from 1 to 2G, such as 256M"

  /// Whether `text` is 1 to 64 ASCII letters, digits, `_` and `-`.
  static func isName(_ text: String) -> Bool { text.isPlainName(signs: "_-") }

  /// Whether `text` can be a host or a base URL, without spaces, a user, a password and a query.
  static func isHost(_ text: String) -> Bool {
    (1...1024).contains(text.utf8.count)
      && text.utf8.allSatisfy { (0x21...0x7e).contains($0) && !"@?#\\\"".utf8.contains($0) }
  }

  /// The description of a valid region.
  static let regionText = "\"us\", \"eu\" or \"in\""

  /// Whether `text` can be a project's key.
  static func isKey(_ text: String) -> Bool {
    Secret("x").flatMap { Credentials(key: text, secret: $0) } != nil
  }
}
