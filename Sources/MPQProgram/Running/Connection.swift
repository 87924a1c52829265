import MPQ
import MPQAPI
import MPQCompiler
import MPQConsole

/// The data source of a run: a profile's server, a project's file, or the demo.
///
/// The file of profiles is read once, so that defaults and credentials are those of one version.
struct Connection {
  private enum Target {
    case project(ProjectSource)
    case profile(Profile)
    /// There is no profile, and none is needed.
    case none
  }

  private let target: Target
  private let options: AskOptions

  /// The connection that the options of a command line choose; nothing is opened or asked yet.
  ///
  /// - Parameters:
  ///   - options: The options.
  ///   - isNeeded: Whether calls will be made, so that there must be a profile.
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

  /// What queries leave out.
  var defaults: Defaults {
    guard case .profile(let profile) = target else { return .standard }
    return profile.defaults
  }

  /// An evaluator that asks.
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
      let credentials = try await profile.checkedCredentials()
      return Evaluator(
        source: try remote.source(of: profile, credentials), options: evaluatorOptions)
    case .none: throw ProgramError(ProfileError.nothingConfigured)
    }
  }
}

extension Profile {
  /// The key and the secret, or the failure that ends the program.
  func checkedCredentials() async throws(ProgramError) -> Credentials {
    do throws(ProfileError) {
      return try await credentials()
    } catch {
      throw ProgramError(error)
    }
  }
}
