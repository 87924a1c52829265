import MPQ
import MPQAPI
import MPQConsole

/// Checks before a run that the project has enough calls left in this hour.
struct CallBudget {
  let ledger: CallLedger

  /// Waits until `calls` are possible, or refuses them.
  ///
  /// - Parameters:
  ///   - calls: The calls of the run, each once.
  ///   - waits: Whether to wait.
  ///   - sleep: Sleeps for so many seconds.
  /// - Throws: ``ProgramError``, before the first call.
  func check(
    _ calls: Set<Call>, waits: Bool,
    sleep: (Int) async throws -> Void = { try await Task.sleep(for: .seconds($0)) }
  ) async throws {
    let count = QueryAPISource.requestCount(of: calls)
    while true {
      let (left, wait) = await ledger.state(for: count)
      guard let wait else { throw Self.tooMany(count, limit: ledger.limit) }
      guard wait > 0 else { return }
      guard waits else { throw refusal(count, left: left, wait: wait) }
      Console.note("mpq: waiting \(CallError.time(wait)) for \(counted(count, "request"))")
      try await sleep(wait)
    }
  }

  /// What `calls` cost, and what is left.
  func summary(of calls: Set<Call>) async -> String {
    let count = QueryAPISource.requestCount(of: calls)
    let (left, _) = await ledger.state(for: count)
    return "\(counted(count, "request")) to the server; \(left) of \(ledger.limit) are left in "
      + "this hour"
  }

  private static func tooMany(_ count: Int, limit: Int) -> ProgramError {
    ProgramError(
      "the queries need \(counted(count, "request")), and the project allows \(limit) in an hour",
      hint: "ask about fewer events and funnels at once, or set calls_per_hour to what the project "
        + "allows", status: .quota)
  }

  private func refusal(_ count: Int, left: Int, wait: Int) -> ProgramError {
    ProgramError(
      "the queries need \(counted(count, "request")), and \(left) of \(ledger.limit) are left in "
        + "this hour",
      hint: "try again in \(CallError.time(wait)), or let --wait do it", status: .quota)
  }
}
