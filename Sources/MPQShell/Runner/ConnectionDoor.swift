import MPQ
import MPQAPI

/// The connection of a profile, made once, when somebody first needs it.
actor ConnectionDoor {
  typealias Outcome = Result<ShellConnection, ShellFailure>

  private let profile: ShellProfile
  private let host: any ShellHost
  /// Called once, before anything is asked.
  private let onOpen: @Sendable (ShellConnection) -> Void
  private var task: Task<Outcome, Never>?
  private var connection: ShellConnection?

  init(
    to profile: ShellProfile, _ host: any ShellHost,
    onOpen: @escaping @Sendable (ShellConnection) -> Void
  ) {
    self.profile = profile
    self.host = host
    self.onOpen = onOpen
  }

  /// Connects, unless that is done; after a failure, again.
  func open() async throws(ShellFailure) -> ShellConnection {
    if let connection { return connection }
    let task =
      task
      ?? Task { [profile, host] in
        await Outcome { () async throws(ShellFailure) in try await host.connect(profile) }
      }
    self.task = task
    let outcome = await task.value
    if self.task == task { self.task = nil }
    let connection = try outcome.get()
    // Whoever waited for the same task may have been here first.
    if self.connection == nil { onOpen(connection) }
    self.connection = connection
    return connection
  }

  /// Opens, for what goes on behind the prompt.
  func prepare() async throws(CallError) {
    _ = try await prepared()
  }

  /// Makes one call behind the prompt.
  func result(of call: Call) async throws(CallError) -> CallResult {
    try await prepared().names.result(of: call)
  }

  private func prepared() async throws(CallError) -> ShellConnection {
    do throws(ShellFailure) {
      return try await open()
    } catch {
      throw .source(message: error.message, category: error.category)
    }
  }
}
