import MPQ
import MPQAPI
import MPQCompiler
import Synchronization
import Testing

@testable import MPQShell

/// The connection of a profile: opened once, and its failures keep their category.
struct SharedConnectionTests {
  private struct Project: CallSource {
    func result(of call: Call) async throws(CallError) -> CallResult { .names(["a"]) }

    func differences(of call: Call) -> [Difference] { [] }

    func response(to call: Call) async throws(CallError) -> Response {
      throw .source(message: "not asked for", category: .query)
    }
  }

  private static func profile(_ connect: @escaping ShellProfile.Connect) -> ShellProfile {
    ShellProfile(
      title: "test", name: nil, defaults: .standard, project: .demo, connectsQuietly: true,
      connect: connect)
  }

  private static func call() throws -> Call {
    try Call(.funnelsNames, [.init(.unit, .unit(.week)), .init(.interval, .integer(4))])
  }

  @Test(arguments: [CallError.Category.configuration, .network, .authentication, .interrupted])
  func aFailureKeepsItsCategory(_ category: CallError.Category) async throws {
    let shared = SharedConnection(
      to: Self.profile { () async throws(ShellFailure) in
        throw ShellFailure("no secret", category: category)
      }, onOpen: { _ in })
    let call = try Self.call()
    let error = await #expect(throws: CallError.self) { try await shared.result(of: call) }
    #expect(error == .source(message: "no secret", category: category))
    #expect(error?.category == category)
  }

  @Test func callersShareOneConnection() async throws {
    let counts = Mutex((connects: 0, opens: 0))
    let shared = SharedConnection(
      to: Self.profile { () async throws(ShellFailure) in
        counts.withLock { $0.connects += 1 }
        await Task.yield()
        let evaluator = Evaluator(source: Project())
        return ShellConnection(evaluator: evaluator, names: evaluator) { _ in false }
      }, onOpen: { _ in counts.withLock { $0.opens += 1 } })
    let call = try Self.call()
    try await withThrowingTaskGroup(of: CallResult.self) { group in
      for _ in 0..<10 { group.addTask { try await shared.result(of: call) } }
      for try await result in group { #expect(result == .names(["a"])) }
    }
    #expect(counts.withLock(\.connects) == 1)
    #expect(counts.withLock(\.opens) == 1)
  }

  /// A failure is not kept: the next caller tries again.
  @Test func aFailedConnectionIsRetried() async throws {
    let count = Mutex(0)
    let shared = SharedConnection(
      to: Self.profile { () async throws(ShellFailure) in
        let number = count.withLock { count in
          count += 1
          return count
        }
        guard number > 1 else { throw ShellFailure("not yet") }
        let evaluator = Evaluator(source: Project())
        return ShellConnection(evaluator: evaluator, names: evaluator) { _ in false }
      }, onOpen: { _ in })
    await #expect(throws: ShellFailure.self) { try await shared.open() }
    _ = try await shared.open()
    #expect(count.withLock(\.self) == 2)
  }
}
