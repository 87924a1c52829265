import MPQAPI
import MPQCompiler

/// A data source: a server, a project's key, the place of its secret, and defaults for queries.
struct Profile: Sendable {
  /// The origin of a profile.
  enum Origin: Equatable, Sendable {
    /// `[profile.NAME]` of the file at `path`.
    case file(name: String, path: String)
    /// `MPQ_API_KEY`, `MPQ_API_SECRET` and `MPQ_HOST`.
    case environment
  }

  /// Its origin.
  var origin: Origin
  /// A host, or a base URL such as `http://127.0.0.1:8080`.
  var host: String
  /// The key, which names the project.
  var key: String
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

  /// Its name in messages.
  var title: String {
    name.map { "profile \"\($0)\"" } ?? "the project of \(ProfileChoice.keyVariable)"
  }
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

  /// Whether `text` can be a project's key.
  static func isKey(_ text: String) -> Bool {
    Secret("x").flatMap { Credentials(key: text, secret: $0) } != nil
  }
}
