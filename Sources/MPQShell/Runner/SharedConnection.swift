import MPQ
import MPQAPI

/// The connection of a profile, opened once, on first use.
actor SharedConnection {
  typealias Outcome = Result<ShellConnection, ShellFailure>

  private let profile: ShellProfile
  /// Called once, before the first call.
  private let onOpen: @Sendable (ShellConnection) -> Void
  private var task: Task<Outcome, Never>?
  private var connection: ShellConnection?

  init(
    to profile: ShellProfile, onOpen: @escaping @Sendable (ShellConnection) -> Void
  ) {
    self.profile = profile
    self.onOpen = onOpen
  }

  /// Connects unless connected; retries after a failure.
  func open() async throws(ShellFailure) -> ShellConnection {
    if let connection { return connection }
    let task =
      task
      ?? Task { [connect = profile.connect] in await Outcome(catching: connect) }
    self.task = task
    let outcome = await task.value
    if self.task == task { self.task = nil }
    let connection = try outcome.get()
    // Another caller may have waited for the same task and stored the connection.
    if self.connection == nil { onOpen(connection) }
    self.connection = connection
    return connection
  }

  /// Connects, for work in the background.
  func prepare() async throws(CallError) {
    _ = try await prepared()
  }

  /// Makes one call in the background.
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
