import MPQ
import MPQAPI
import MPQCompiler
import MPQConsole
import MPQFiles
import MPQShell

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Provides profiles, connections, a pager and an editor to the shell.
struct ProgramShellHost: ShellHost {
  /// The local data source at the start; `nil` for a profile.
  let source: ProjectSource?
  /// The profile that `--profile` names.
  let profileName: String?
  let timeout: Double?
  let answerLimit: Int?
  let isTraced: Bool

  /// Creates a host for `options`.
  init(_ options: AskOptions) {
    source = options.source
    profileName = options.profile
    timeout = options.timeout
    answerLimit = options.maxAnswer
    isTraced = options.verbose
  }

  func profileNames() -> [String] { (try? ProfileFile().profiles().names) ?? [] }

  func profile(named name: String?) throws(ShellFailure) -> ShellProfile {
    if name == nil, let source { return self.profile(of: source) }
    let profile: Profile
    do throws(ProgramError) {
      profile = try self.profile(name)
    } catch {
      throw ShellFailure(error)
    }
    let project =
      profile.name.map { KeptProject.profile($0, host: profile.host, key: profile.projectKey) }
      ?? .environment(host: profile.host, key: profile.projectKey)
    var shell = ShellProfile(
      title: profile.name ?? "environment", name: name, defaults: profile.defaults,
      project: project, connectsQuietly: true
    ) { () async throws(ShellFailure) in try await connect(profile) }
    switch profile.secretSource {
    case .held(let secret): shell.holdsSecret = profile.check(for: secret)
    case .file: break
    // It may prompt for a passphrase, which must not interrupt the user's typing.
    case .command: shell.connectsQuietly = false
    }
    return shell
  }

  private func profile(of source: ProjectSource) -> ShellProfile {
    let title: String
    let project: KeptProject
    switch source {
    case .demo: (title, project) = ("demo", .demo)
    case .file(let path, _):
      let file = path.split(separator: "/").last.map(String.init) ?? path
      title = visible(file.hasSuffix(".mpqdb") ? String(file.dropLast(6)) : file)
      // A file has one history, whatever path names it.
      project = .local(path: FileSystem.realPath(path) ?? path)
    }
    return ShellProfile(
      title: title, name: nil, defaults: .standard, project: project, isMetered: false,
      connectsQuietly: true, holdsSecret: { _ in false }
    ) { () async throws(ShellFailure) in try await connect(source) }
  }

  private func connect(_ source: ProjectSource) async throws(ShellFailure) -> ShellConnection {
    do throws(ProgramError) {
      let project = try await LocalProject.open(source)
      return connection(project, traced: TracedSource(project), .standard) { _ in false }
    } catch {
      throw ShellFailure(error)
    }
  }

  private func connect(_ profile: Profile) async throws(ShellFailure) -> ShellConnection {
    do throws(ProgramError) {
      return try await connected(profile)
    } catch {
      throw ShellFailure(error)
    }
  }

  private func connected(_ profile: Profile) async throws(ProgramError) -> ShellConnection {
    let secret = try await profile.checkedSecret()
    var remote = Remote(timeout: timeout, answerLimit: answerLimit)
    let source = try remote.source(of: profile, secret)
    remote.isTraced = true
    let traced = try remote.source(of: profile, secret)
    return connection(
      source, traced: traced, profile.defaults, holdsSecret: profile.check(for: secret))
  }

  private func connection(
    _ source: any CallSource, traced: any CallSource, _ defaults: Defaults,
    holdsSecret: @escaping SecretCheck
  ) -> ShellConnection {
    let options = Evaluator.Options(defaults: defaults)
    let evaluator = Evaluator(source: isTraced ? traced : source, options: options)
    // The user may be typing while names are fetched, so these calls are not traced.
    return ShellConnection(
      evaluator: evaluator, names: evaluator.asking(source), holdsSecret: holdsSecret)
  }

  func hint(for error: CallError) -> String? { error.remedy }

  private func profile(_ name: String?) throws(ProgramError) -> Profile {
    do throws(ProfileError) {
      return try ProfileChoice.profile(named: name ?? profileName)
    } catch {
      throw ProgramError(error)
    }
  }

  var wantsPager: Bool { Pager(.process) != nil }

  func page(_ text: [UInt8]) async throws(ShellFailure) {
    try await TerminalChild.page(text)
  }

  func edit(path: String) async throws(ShellFailure) {
    try await TerminalChild.edit(path)
  }
}

extension ShellFailure {
  init(_ error: ProgramError) {
    self.init(
      error.message, hint: error.hint, status: error.status.rawValue,
      category: error.status.category)
  }
}
