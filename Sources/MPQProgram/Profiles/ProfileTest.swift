import MPQ
import MPQAPI

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Finds out whether a profile works: one cheap call, signed.
struct ProfileTest {
  /// Opens the way to a profile's server.
  let transport: (Profile) throws -> any Transport

  /// The question; it costs one call, and any project can answer it.
  private static let query = "show events days 1 limit 1"

  /// Asks.
  ///
  /// - Parameter profile: Whom.
  /// - Returns: What a person wants to know when all is well.
  /// - Throws: ``ProfileError``, or ``ProgramError`` with the failure of the call.
  func run(_ profile: Profile) async throws -> String {
    let credentials = try await profile.credentials()
    let evaluator = Evaluator(
      transport: try transport(profile), credentials: credentials, now: { time(nil) })
    do throws(QueryError) {
      _ = try await evaluator.answer(Self.query)
    } catch {
      throw Self.failure(error, of: profile)
    }
    return "\(profile.title): \(visible(profile.host)) answers, key and secret are right"
  }

  private static func failure(_ error: QueryError, of profile: Profile) -> ProgramError {
    var failure = ProgramError(error)
    failure.message = "\(profile.title): \(failure.message)"
    let part: String
    switch error {
    case .refused(.invalidKey): part = "key"
    case .refused(.invalidSignature): part = "secret"
    case .status(401, _), .status(403, _): part = "key and the secret"
    default: return failure
    }
    // The hint for a query is to test its profile.
    switch profile.origin {
    case .file(let name, let path):
      failure.hint = "check the \(part) of [profile.\(name)] in \(visible(path))"
    case .environment:
      failure.hint = "check the \(part) in the environment"
    }
    return failure
  }
}
