import MPQAPI
import MPQHTTP
import Testing

/// Cancelling a task ends its transfer immediately.
@Suite(.timeLimit(.minutes(1))) struct CancellationTests {
  /// Longer than the suite may take, so that nothing but the cancellation ends a request.
  private let endless = HTTPOptions(connectTimeout: 600, deadline: 600)

  @Test(arguments: ["silent", "drip"])
  func aRunningRequestEnds(_ behaviour: String) async throws {
    let server = try await HostileServer(behaviour)
    let transport = HTTPTransport(base: try server.base(), options: endless)
    let request = try MarkedRequest().request
    let task = Task { try await transport.send(request) }
    #expect(await server.wait(for: "request"))
    task.cancel()
    await #expect(throws: TransportError.cancelled) { try await task.value }
    #expect(await server.wait(for: "closed 1"))
  }

  @Test func aTaskThatIsCancelledAlreadySendsNothing() async throws {
    let server = try await HostileServer("silent")
    let transport = HTTPTransport(base: try server.base(), options: endless)
    let request = try MarkedRequest().request
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return try await transport.send(request)
    }
    await #expect(throws: TransportError.cancelled) { try await task.value }
    #expect(await server.stop().isEmpty)
  }

  /// At every stage between the start and the answer, as chance has it.
  @Test func manyRequestsEndWheneverTheyAreCancelled() async throws {
    let server = try await HostileServer("silent")
    let transport = HTTPTransport(base: try server.base(), options: endless)
    let request = try MarkedRequest().request
    let tasks = (0..<200).map { number in
      Task {
        for _ in 0..<(number % 20) { await Task.yield() }
        return try await transport.send(request)
      }
    }
    for (number, task) in tasks.enumerated() {
      for _ in 0..<(number % 7) { await Task.yield() }
      task.cancel()
    }
    for task in tasks {
      await #expect(throws: TransportError.cancelled) { try await task.value }
    }
  }

  @Test func otherRequestsGoOn() async throws {
    let silent = try await HostileServer("silent")
    let server = try await HostileServer("echo")
    let transport = HTTPTransport(base: try silent.base(), options: endless)
    let request = try MarkedRequest().request
    let task = Task { try await transport.send(request) }
    #expect(await silent.wait(for: "request"))
    #expect(try await answer(from: server.base()).status == 200)
    task.cancel()
    #expect(try await answer(from: server.base()).status == 200)
    await #expect(throws: TransportError.cancelled) { try await task.value }
  }
}
