import MPQAPI
import MPQCompiler

/// Whom to ask: a server, a project's key, where its secret is, and what queries leave out.
struct Profile: Sendable {
  /// Where a profile was found.
  enum Origin: Equatable, Sendable {
    /// `[profile.NAME]` of the file at `path`.
    case file(name: String, path: String)
    /// `MPQ_API_KEY`, `MPQ_API_SECRET` and `MPQ_HOST`.
    case environment
  }

  /// Where it was found.
  var origin: Origin
  /// A host, or a base URL such as `http://127.0.0.1:8080`.
  var host: String
  /// The key, which names the project.
  var key: String
  /// Where the secret is.
  var secretSource: SecretSource
  /// A file of certificate authorities to trust instead of the system's.
  var certificateFile: String?
  /// Seconds to wait for each answer.
  var timeout: Double?
  /// The most bytes of an answer; `nil` for the usual limit.
  var answerLimit: Int?
  /// What queries leave out.
  var defaults = Defaults.standard

  /// The server that is asked where nothing else is said.
  static let standardHost = "mixpanel.com"

  /// Its name in the file; `nil` where it stands in the environment.
  var name: String? {
    guard case .file(let name, _) = origin else { return nil }
    return name
  }

  /// How messages call it.
  var title: String {
    name.map { "profile \"\($0)\"" } ?? "the project of \(ProfileChoice.keyVariable)"
  }
}

/// Where a secret is.
enum SecretSource: Sendable {
  /// Here: the file or the environment holds it.
  case held(Secret)
  /// In this file, alone; an absolute path.
  case file(String)
  /// In the first line that this shell command writes.
  case command(String)
}

// MARK: - What the parts may be

extension Profile {
  /// The most seconds that one answer may be waited for.
  static let timeoutLimit = 86_400.0

  /// The limits that answers may have.
  static let answerSizes = 1...Limits.largestAnswer
  /// The limits that answers may have, in words.
  static let answerSizeText = "a size from 1 to 2G, such as 256M"

  /// Whether `text` is 1 to 64 ASCII letters, digits, `_` and `-`.
  static func isName(_ text: String) -> Bool { text.isPlainName(signs: "_-") }

  /// Whether `text` can be a host or a base URL: no blanks, and nothing that would put a user, a
  /// password or a query into the URL.
  static func isHost(_ text: String) -> Bool {
    (1...1024).contains(text.utf8.count)
      && text.utf8.allSatisfy { (0x21...0x7e).contains($0) && !"@?#\\\"".utf8.contains($0) }
  }

  /// Whether `text` can be a project's key.
  static func isKey(_ text: String) -> Bool {
    Secret("x").flatMap { Credentials(key: text, secret: $0) } != nil
  }
}
