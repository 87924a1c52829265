import MPQ
import MPQAPI
import MPQCompiler

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Whom a run asks: a profile's server, a project's file, or the demo.
struct Connection {
  /// Opens a project in this process.
  typealias Opener = @Sendable (ProjectSource) async throws(ProgramError) -> ProjectAccess

  private let options: AskOptions
  private let open: Opener

  /// The connection that the options of a command line choose.
  init(_ options: AskOptions, open: @escaping Opener) {
    self.options = options
    self.open = open
  }

  /// What queries leave out; nothing but the file of profiles is read for it.
  ///
  /// - Parameter isNeeded: Whether somebody will be asked, so that there must be a profile.
  /// - Returns: The profile's defaults, or the usual ones.
  /// - Throws: ``ProgramError``.
  func defaults(isNeeded: Bool) throws(ProgramError) -> Defaults {
    if options.source != nil { return .standard }
    do throws(ProfileError) {
      return try ProfileChoice.profile(named: options.profile).defaults
    } catch {
      if case .nothingConfigured = error, !isNeeded { return .standard }
      throw ProgramError(error)
    }
  }

  /// An evaluator that asks.
  func evaluator() async throws(ProgramError) -> Evaluator {
    guard let source = options.source else { return try await remote() }
    let project = try await open(source)
    let transport = project.transport
    return evaluator(
      options.verbose ? TracedTransport(transport) : transport, project.credentials)
  }

  private func evaluator(
    _ transport: any Transport, _ credentials: Credentials, _ defaults: Defaults = .standard
  ) -> Evaluator {
    Evaluator(
      transport: transport, credentials: credentials,
      options: Evaluator.Options(defaults: defaults, keepsAnswers: true),
      now: { time(nil) })
  }

  // MARK: - A profile's server

  private func remote() async throws(ProgramError) -> Evaluator {
    let profile: Profile
    let credentials: Credentials
    do throws(ProfileError) {
      profile = try ProfileChoice.profile(named: options.profile)
      credentials = try await profile.credentials()
    } catch {
      throw ProgramError(error)
    }
    let remote = Remote(timeout: options.timeout, isTraced: options.verbose)
    return evaluator(try remote.transport(to: profile), credentials, profile.defaults)
  }
}
