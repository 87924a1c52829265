public import MPQAPI

/// Answers calls from a project in this process, without requests and without JSON.
///
/// There is no timeout; cancel the task to stop a call.
public struct StoreSource: CallSource {
  private let project: Project
  private let clock: ProjectClock

  /// Answers about `project`.
  ///
  /// - Parameters:
  ///   - project: The project, open for reading at least.
  ///   - clock: When windows end.
  public init(_ project: Project, clock: ProjectClock = .real) {
    self.project = project
    self.clock = clock
  }

  /// Answers a call.
  ///
  /// - Parameter call: The call to answer.
  /// - Returns: The answer in the form of its endpoint.
  /// - Throws: ``CallError``; a failure of the store keeps its category, and a call whose answer
  ///   would be too large is a wrong query.
  public func result(of call: Call) async throws(CallError) -> CallResult {
    try await reply(to: call).result
  }

  /// Answers a call with the response that mpqd would send.
  ///
  /// - Parameter call: The call to answer.
  /// - Returns: A response of status 200.
  /// - Throws: ``CallError``, as ``result(of:)`` does.
  public func response(to call: Call) async throws(CallError) -> Response {
    try await reply(to: call).response(to: call)
  }

  /// A project follows the API document.
  ///
  /// - Parameter call: The call.
  /// - Returns: None.
  public func differences(of call: Call) -> [Difference] { [] }

  private func reply(to call: Call) async throws(CallError) -> Reply {
    let answerer = Answerer(store: project.store, calendar: project.calendar, now: clock.now)
    let reply: Reply?
    do throws(StoreError) {
      reply = try await answerer.reply(to: call)
    } catch {
      throw error == .cancelled
        ? .cancelled : .source(message: error.message, category: error.category)
    }
    guard let reply else { throw .source(message: Answerer.refusal, category: .query) }
    return reply
  }
}
