import MPQ
import MPQAPI
import MPQConsole

/// Tests a profile with one small call.
struct ProfileTest {
  /// Creates the data source of a profile.
  let source: (Profile, Secret) throws -> any CallSource

  /// The query; it needs one call, and works for any project.
  private static let query = "show events days 1 limit 1"

  /// Runs the test.
  ///
  /// - Parameter profile: The profile.
  /// - Returns: The message of success.
  /// - Throws: ``ProfileError``, or ``ProgramError`` with the failure of the call.
  func run(_ profile: Profile) async throws -> String {
    let secret = try await profile.secret()
    let evaluator = Evaluator(source: try source(profile, secret))
    do throws(QueryError) {
      _ = try await evaluator.answer(Self.query)
    } catch {
      throw Self.failure(error, of: profile)
    }
    let parts =
      switch profile.api {
      case .signed: "key and secret are right"
      case .query(let account):
        account.username == nil ? "the secret is right" : "user name and secret are right"
      }
    return "\(profile.title): \(visible(profile.host)) answers, \(parts)"
  }

  private static func failure(_ error: QueryError, of profile: Profile) -> ProgramError {
    var failure = ProgramError(error)
    failure.message = "\(profile.title): \(failure.message)"
    let part: String
    switch error {
    case .failed(.refused(.invalidKey), _, _): part = "key"
    case .failed(.refused(.invalidSignature), _, _): part = "secret"
    case .failed(.service(.wrongLogin), _, _): part = "user name, the project and the secret"
    case .failed(.status(401, _, _), _, _), .failed(.status(403, _, _), _, _):
      part = "key and the secret"
    default: return failure
    }
    // The usual hint, to test the profile, is useless here.
    switch profile.origin {
    case .file(let name, let path):
      failure.hint = "check the \(part) of [profile.\(name)] in \(visible(path))"
    case .environment:
      failure.hint = "check the \(part) in the environment"
    }
    return failure
  }
}
