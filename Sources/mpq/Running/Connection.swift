import MPQ
import MPQAPI
import MPQCompiler
import MPQHTTP
import MPQStore

/// Whom a run asks: a profile's server, a project's file, or the demo.
struct Connection {
  private let options: AskOptions

  /// The connection that the options of a command line choose.
  init(_ options: AskOptions) {
    self.options = options
  }

  /// What queries leave out; nothing but the profile's file is read for it.
  ///
  /// - Parameter isNeeded: Whether somebody will be asked, so that there must be a profile.
  func defaults(isNeeded: Bool) throws(ProgramError) -> Defaults {
    .standard
  }

  /// An evaluator that asks.
  func evaluator() async throws(ProgramError) -> Evaluator {
    if let path = options.local {
      return try local { () throws(StoreError) in try Project.open(at: path) }
    }
    throw ProgramError("not yet")
  }

  // MARK: - In the process

  /// Asks a project without a server: the same signed requests, handed to the same handler.
  private func local(
    _ open: () throws(StoreError) -> Project
  ) throws(ProgramError) -> Evaluator {
    let project: Project
    do throws(StoreError) {
      project = try open()
    } catch {
      throw ProgramError(error)
    }
    let credentials = try Self.passingCredentials()
    guard
      let handler = RequestHandler(
        project: project, accounts: [credentials], clock: try clock(of: project))
    else { throw ProgramError("the project cannot be asked") }
    return evaluator(LocalTransport(handler: handler), credentials)
  }

  /// The clock that `--now` sets.
  private func clock(of project: Project) throws(ProgramError) -> ProjectClock {
    guard let now = options.now else { return .real }
    guard let clock = ProjectClock(parsing: now, in: project.calendar) else {
      throw ProgramError(
        "--now \(visible(now)) is not a time",
        hint: "write 2024-06-30, '2024-06-30 12:00:00', 2024-06-30T12:00:00Z, or seconds since 1970")
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

  private func evaluator(_ transport: any Transport, _ credentials: Credentials) -> Evaluator {
    Evaluator(
      transport: transport, credentials: credentials,
      options: Evaluator.Options(keepsAnswers: true), now: { ProjectClock.realNow })
  }
}
