import MPQ
import MPQAPI
import MPQCompiler
import MPQConsole

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The data source of a run: a profile's server, a project's file, or the demo.
///
/// The profiles file is read once, so that defaults and credentials are from the same version.
struct Connection {
  private enum Target {
    case project(ProjectSource)
    case profile(Profile)
    /// No profile is configured, and none is needed.
    case none
  }

  private let target: Target
  private let options: AskOptions

  /// Creates the connection that the options choose; opens and sends nothing yet.
  ///
  /// - Parameters:
  ///   - options: The options.
  ///   - isNeeded: Whether calls will be sent, so that a profile is required.
  /// - Throws: ``ProgramError``.
  init(_ options: AskOptions, isNeeded: Bool) throws(ProgramError) {
    self.options = options
    if let source = options.source {
      target = .project(source)
      return
    }
    do throws(ProfileError) {
      target = .profile(try ProfileChoice.profile(named: options.profile))
    } catch {
      guard case .nothingConfigured = error, !isNeeded else { throw ProgramError(error) }
      target = .none
    }
  }

  /// Whether a project in this process is asked.
  var isLocal: Bool {
    guard case .project = target else { return false }
    return true
  }

  /// The calls of the project in this hour; `nil` where the server has no limit.
  var budget: CallBudget? {
    guard case .profile(let profile) = target else { return nil }
    return CallLedger.of(profile) { time(nil) }.map(CallBudget.init)
  }

  /// The defaults for omitted clauses.
  var defaults: Defaults {
    guard case .profile(let profile) = target else { return .standard }
    return profile.defaults
  }

  /// The evaluator for the connection.
  func evaluator() async throws(ProgramError) -> Evaluator {
    let evaluatorOptions = Evaluator.Options(defaults: defaults)
    switch target {
    case .project(let project):
      let source = try await LocalProject.open(project) { Console.warn($0) }
      return Evaluator(
        source: options.verbose ? TracedSource(source) : source, options: evaluatorOptions)
    case .profile(let profile):
      let remote = Remote(
        timeout: options.timeout, answerLimit: options.maxAnswer, isTraced: options.verbose)
      let secret = try await profile.checkedSecret()
      return Evaluator(
        source: try remote.source(of: profile, secret), options: evaluatorOptions)
    case .none: throw ProgramError(ProfileError.nothingConfigured)
    }
  }
}

extension Profile {
  /// The secret.
  func checkedSecret() async throws(ProgramError) -> Secret {
    do throws(ProfileError) {
      return try await secret()
    } catch {
      throw ProgramError(error)
    }
  }
}
