import MPQ
import MPQAPI
import MPQCompiler
import MPQStore

/// Whom a run asks: a profile's server, a project's file, or the demo.
struct Connection {
  private let options: AskOptions

  /// The connection that the options of a command line choose.
  init(_ options: AskOptions) {
    self.options = options
  }

  private var isLocal: Bool { options.demo || options.local != nil }

  /// What queries leave out; nothing but the file of profiles is read for it.
  ///
  /// - Parameter isNeeded: Whether somebody will be asked, so that there must be a profile.
  /// - Returns: The profile's defaults, or the usual ones.
  /// - Throws: ``ProgramError``.
  func defaults(isNeeded: Bool) throws(ProgramError) -> Defaults {
    if isLocal { return .standard }
    do throws(ProfileError) {
      return try ProfileChoice.profile(named: options.profile).defaults
    } catch {
      if case .nothingConfigured = error, !isNeeded { return .standard }
      throw ProgramError(error)
    }
  }

  /// An evaluator that asks.
  func evaluator() async throws(ProgramError) -> Evaluator {
    if let path = options.local {
      return try await local { () async throws(StoreError) in try Project.open(at: path) }
    }
    if options.demo {
      let now = try demoNow()
      return try await local { () async throws(StoreError) in
        try await DemoProject.open(in: Environment.process.cacheFolder + "/demo", now: now)
      }
    }
    return try await remote()
  }

  private func evaluator(
    _ transport: any Transport, _ credentials: Credentials, _ defaults: Defaults = .standard
  ) -> Evaluator {
    Evaluator(
      transport: transport, credentials: credentials,
      options: Evaluator.Options(defaults: defaults, keepsAnswers: true),
      now: { ProjectClock.realNow })
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

  // MARK: - In the process

  /// Asks a project without a server: the same signed requests, handed to the same handler.
  private func local(
    _ open: () async throws(StoreError) -> Project
  ) async throws(ProgramError) -> Evaluator {
    let project: Project
    do throws(StoreError) {
      project = try await open()
    } catch {
      throw ProgramError(error)
    }
    let credentials = try Self.passingCredentials()
    guard
      let handler = RequestHandler(
        project: project, accounts: [credentials], clock: try clock(in: project.calendar))
    else { throw ProgramError("the project cannot be asked") }
    let transport = LocalTransport(handler: handler)
    return evaluator(
      options.verbose ? TracedTransport(transport) : transport, credentials)
  }

  /// The time at which the demo's events end; its days are those of UTC.
  private func demoNow() throws(ProgramError) -> Int {
    guard let calendar = ProjectCalendar(timeZone: DemoProject.timeZone) else {
      throw ProgramError("there is no time zone \(DemoProject.timeZone)")
    }
    return try clock(in: calendar).now
  }

  /// The clock that `--now` sets.
  private func clock(in calendar: ProjectCalendar) throws(ProgramError) -> ProjectClock {
    guard let now = options.now else { return .real }
    guard let clock = ProjectClock(parsing: now, in: calendar) else {
      throw ProgramError(
        "--now \(visible(now)) is not a time",
        hint: "write 2024-06-30, '2024-06-30 12:00:00', 2024-06-30T12:00:00Z, or seconds since 1970"
      )
    }
    return clock
  }

  /// A key and a secret that live as long as this process.
  private static func passingCredentials() throws(ProgramError) -> Credentials {
    let random = (0..<4).map { _ in String(UInt64.random(in: .min ... .max), radix: 16) }
    guard let secret = Secret(random.joined()),
      let credentials = Credentials(key: "local", secret: secret)
    else { throw ProgramError("no key can be made for the project") }
    return credentials
  }
}
