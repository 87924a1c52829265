import Foundation
import MPQ
import MPQAPI
import MPQCompiler
import MPQConsole
import MPQSyntax
import Synchronization
import TestSupport
import Testing

@testable import MPQProgram

/// The ledger of several processes, the transport that counts, and the check before a run.
struct CallBudgetTests {
  private let folder: TemporaryFolder
  private let clock = Clock()

  /// A manual clock, and the warnings.
  private final class Clock: Sendable {
    private let seconds = Mutex(1_000_000)
    private let heard = Mutex<[String]>([])
    var now: Int { seconds.withLock(\.self) }
    var warnings: [String] { heard.withLock(\.self) }
    func advance(by count: Int) { seconds.withLock { $0 += count } }
    func warn(_ text: String) { heard.withLock { $0.append(text) } }
  }

  /// Answers every request alike.
  private struct Service: QueryTransport {
    var status = 200
    var retryAfter: Int?
    var error: TransportError?

    func send(
      _ request: QueryRequest, timeout: Double
    ) async throws(TransportError) -> Response {
      if let error { throw error }
      return Response(
        status: status, mediaType: nil, body: Array("[]".utf8), retryAfter: retryAfter)
    }
  }

  init() throws {
    folder = try TemporaryFolder()
  }

  private func ledger(limit: Int, path: String? = nil) -> CallLedger {
    let clock = clock
    return CallLedger(
      path: path ?? folder.path("state/calls/project"), limit: limit, now: { clock.now },
      warn: clock.warn)
  }

  /// Asks once through a transport that counts.
  private func ask(_ service: Service, _ ledger: CallLedger) async throws -> CallError? {
    let secret = try #require(Secret("marked"))
    let login = try #require(QueryLogin(username: nil, secret: secret))
    let source = QueryAPISource(
      transport: MeteredTransport(service, ledger), project: QueryProject(login: login, id: nil),
      options: QueryAPISource.Options(retryLimit: 0), clock: CallClock { 0 },
      today: { CivilDate(dayNumber: 20_000) })
    do {
      _ = try await source.result(
        of: Call(.funnelsNames, [.init(.unit, .unit(.week)), .init(.interval, .integer(4))]))
      return nil
    } catch let error as CallError {
      return error
    }
  }

  private func calls(_ text: String) throws -> Set<Call> {
    let program = try Evaluator.program([SourceText(text, name: "query")])
    return Set(program.outputs.indices.flatMap(program.calls(ofOutput:)))
  }

  @Test func processesShareTheCalls() async throws {
    let ledgers = (0..<4).map { _ in ledger(limit: 60) }
    let taken = await withTaskGroup(of: Int.self) { group in
      for ledger in ledgers {
        group.addTask {
          var count = 0
          for _ in 0..<20 {
            if case .taken = await ledger.take("events") { count += 1 }
          }
          return count
        }
      }
      return await group.reduce(0, +)
    }
    #expect(taken == 60)
    let path = folder.path("state/calls/project")
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    #expect(attributes[.posixPermissions] as? Int == 0o600)
    clock.advance(by: CallLog.lifetime)
    #expect(await ledgers[0].state(for: 60) == (60, 0))
  }

  @Test(
    arguments: [
      (Service(), 1), (Service(status: 400), 1), (Service(status: 403), 1),
      (Service(status: 500), 1), (Service(status: 401), 2), (Service(status: 402), 2),
      (Service(status: 429), 2), (Service(error: .timedOut(host: "h", seconds: 1)), 1),
      (Service(error: .truncated(host: "h", cause: "")), 1),
      (Service(error: .unreachable(host: "h", cause: "")), 2),
      (Service(error: .unknownHost("h")), 2),
    ] as [(Service, Int)])
  private func whatCounts(_ service: Service, _ left: Int) async throws {
    let ledger = ledger(limit: 2)
    _ = try await ask(service, ledger)
    #expect(await ledger.state(for: 1) == (left, 0))
  }

  @Test func nothingIsSentWithoutACallLeft() async throws {
    let ledger = ledger(limit: 1)
    #expect(try await ask(Service(), ledger) == nil)
    clock.advance(by: 60)
    let error = try await ask(Service(error: .cancelled), ledger)
    #expect(
      error == .quota("this hour's limit of 1 call is reached", retryAfter: CallLog.lifetime - 60))
    #expect(error?.category == .quota)
  }

  @Test func aPauseHoldsForAllProcesses() async throws {
    _ = try await ask(Service(status: 429, retryAfter: 600), ledger(limit: 60))
    let error = try await ask(Service(), ledger(limit: 60))
    #expect(error == .quota("this hour's limit of 60 calls is reached", retryAfter: 600))
  }

  @Test func withoutAFileCallsAreMade() async throws {
    let ledger = ledger(limit: 1, path: "/dev/null/calls/project")
    #expect(try await ask(Service(), ledger) == nil)
    #expect(try await ask(Service(), ledger) == nil)
    #expect(clock.warnings.count == 1)
    #expect(
      clock.warnings.first?.hasPrefix("cannot count calls in /dev/null/calls/project") == true)
  }

  // MARK: - Before a run

  @Test func aRunIsRefusedBeforeItsFirstCall() async throws {
    let budget = CallBudget(ledger: ledger(limit: 5))
    let calls = try calls("retention a, b; funnel f, g; funnel f, g")
    #expect(
      await budget.summary(of: calls) == "5 requests to the server; 5 of 5 are left in this hour")
    try await budget.check(calls, waits: false)
    _ = await budget.ledger.take("events")
    let error = await #expect(throws: ProgramError.self) {
      try await budget.check(calls, waits: false)
    }
    #expect(error?.message == "the queries need 5 requests, and 4 of 5 are left in this hour")
    #expect(error?.hint == "try again in 61 minutes, or let --wait do it")
    #expect(error?.status == .quota)
    let never = await #expect(throws: ProgramError.self) {
      try await CallBudget(ledger: ledger(limit: 4)).check(calls, waits: true)
    }
    #expect(never?.message == "the queries need 5 requests, and the project allows 4 in an hour")
    #expect(never?.status == .quota)
  }

  @Test func aRunMayWait() async throws {
    let budget = CallBudget(ledger: ledger(limit: 1))
    _ = await budget.ledger.take("events")
    let sleeps = Mutex<[Int]>([])
    try await budget.check(calls("top events"), waits: true) { seconds in
      sleeps.withLock { $0.append(seconds) }
      clock.advance(by: seconds)
    }
    #expect(sleeps.withLock(\.self) == [CallLog.lifetime])
  }
}
