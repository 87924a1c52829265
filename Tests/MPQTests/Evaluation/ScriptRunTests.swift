import MPQAPI
import MPQCompiler
import MPQSyntax
import Synchronization
import Testing

@testable import MPQ

/// One loop for scripts: order, sharing, stopping, memory.
struct ScriptRunTests {
  /// Answers calls by name; some wait, some fail.
  private final class Project: CallSource {
    let asked = Mutex<[String]>([])
    let answer: @Sendable (String) async throws(CallError) -> CallResult

    init(_ answer: @escaping @Sendable (String) async throws(CallError) -> CallResult) {
      self.answer = answer
    }

    var names: [String] { asked.withLock(\.self) }

    func result(of call: Call) async throws(CallError) -> CallResult {
      let name = call.subjects.first ?? ""
      asked.withLock { $0.append(name) }
      return try await answer(name)
    }

    func differences(of call: Call) -> [Difference] { [] }

    func response(to call: Call) async throws(CallError) -> Response {
      _ = try await result(of: call)
      return Response(status: 200, mediaType: nil, body: Array(call.text(.event).utf8))
    }
  }

  private static func program(_ script: String) throws -> Program {
    try Evaluator.program([try SourceText(script, name: "test")])
  }

  private static func script(_ names: some Sequence<String>) -> String {
    names.map { "show values of p of event \($0)" }.joined(separator: "\n")
  }

  private static func outcomes(_ run: ScriptRun) async -> [String] {
    var outcomes: [String] = []
    for await event in run {
      switch event {
      case .progress: continue
      case .answer(let answer, let index):
        outcomes.append("\(index): \(answer.table.rows.count)")
      case .responses(let responses, let index):
        let text = responses.map { String(decoding: $0.body, as: UTF8.self) }
        outcomes.append("\(index): \(text.joined(separator: ","))")
      case .explanation(let index): outcomes.append("\(index): explained")
      case .failure(let error, let index): outcomes.append("\(index): \(error.message)")
      }
    }
    return outcomes
  }

  @Test func outcomesComeInTheOrderOfTheScript() async throws {
    let project = Project { name throws(CallError) in
      // The later the statement, the sooner its answer.
      for _ in 0..<(name == "a" ? 1000 : 1) { await Task.yield() }
      return .names([name])
    }
    let program = try Self.program(
      "show values of p of event a\nexplain show funnels\nshow values of p of event b, c")
    let run = Evaluator(source: project).run(program)
    #expect(await Self.outcomes(run) == ["0: 1", "1: explained", "2: 2"])
  }

  @Test func equalCallsAreMadeOnce() async throws {
    let project = Project { name throws(CallError) in .names([name]) }
    let evaluator = Evaluator(source: project, options: Evaluator.Options(width: 1))
    let program = try Self.program(Self.script(["a", "b", "a", "c", "a"]))
    #expect(await Self.outcomes(evaluator.run(program)) == (0..<5).map { "\($0): 1" })
    #expect(project.names == ["a", "b", "c"])
    // A second run makes new calls.
    #expect(await Self.outcomes(evaluator.run(program)).count == 5)
    #expect(project.names.count == 6)
  }

  @Test func responsesAreHandedOn() async throws {
    let project = Project { name throws(CallError) in .names([name]) }
    let program = try Self.program("show values of p of event a, b")
    let run = Evaluator(source: project).run(program, wantsResponses: true)
    #expect(await Self.outcomes(run) == ["0: a,b"])
  }

  /// The first of 500 statements fails after all that may begin has begun and ended.
  @Test(arguments: [1, 5])
  func aFailureStopsWhatOnlyLaterStatementsNeed(_ width: Int) async throws {
    let ended = Atomic(0)
    let project = Project { name throws(CallError) in
      guard name == "e0" else {
        ended.add(1, ordering: .relaxed)
        return .names([name])
      }
      // As long as more calls begin, they go first.
      var last = -1
      var turns = 0
      while turns < 1000 {
        let now = ended.load(ordering: .relaxed)
        turns = now == last ? turns + 1 : 0
        last = now
        await Task.yield()
      }
      throw .refused(.invalidParameter("event"))
    }
    let program = try Self.program(Self.script((0..<500).map { "e\($0)" }))
    let evaluator = Evaluator(source: project, options: Evaluator.Options(width: width))
    let outcomes = await Self.outcomes(evaluator.run(program))
    #expect(outcomes == ["0: the server refused the call: Invalid parameter: event"])
    #expect(project.names.count <= 1 + width)
  }

  @Test func keepingGoingAnswersTheRest() async throws {
    let project = Project { name throws(CallError) in
      guard name != "b" else { throw .refused(.invalidParameter("event")) }
      return .names([name])
    }
    let evaluator = Evaluator(source: project, options: Evaluator.Options(width: 1))
    let program = try Self.program(Self.script(["a", "b", "c", "b, d", "d"]))
    let outcomes = await Self.outcomes(evaluator.run(program, keepsGoing: true))
    let refusal = "the server refused the call: Invalid parameter: event"
    #expect(
      outcomes == [
        "0: 1", "1: \(refusal)", "2: 1", "3: events/properties/values of \"b\": \(refusal)", "4: 1",
      ])
    // A failure is an outcome, too: its call is not made again.
    #expect(project.names == ["a", "b", "c", "d"])
  }

  @Test func progressCountsCalls() async throws {
    let project = Project { name throws(CallError) in .names([name]) }
    let program = try Self.program("show values of p of event a, b\nshow values of p of event a, c")
    let run = Evaluator(source: project, options: Evaluator.Options(width: 1)).run(program)
    var last: ScriptRun.Progress?
    for await event in run {
      if case .progress(let progress) = event { last = progress }
    }
    #expect(last == ScriptRun.Progress(begun: 3, done: 3, total: 3))
  }

  /// A reader that does not read stops the calls.
  @Test func theRunWaitsForItsReader() async throws {
    let project = Project { name throws(CallError) in .names([name]) }
    let program = try Self.program(Self.script((0..<100).map { "e\($0)" }))
    let run = Evaluator(source: project, options: Evaluator.Options(width: 2)).run(program)
    for _ in 0..<20_000 { await Task.yield() }
    // Two outcomes wait, and two calls are ahead of them.
    #expect(project.names.count <= 6)
    #expect(await Self.outcomes(run).count == 100)
    #expect(project.names.count == 100)
  }

  @Test(arguments: [false, true])
  func cancellingEndsTheRun(_ keepsGoing: Bool) async throws {
    let (started, signal) = AsyncStream<Void>.makeStream()
    let project = Project { name throws(CallError) in
      signal.yield()
      while !Task.isCancelled { await Task.yield() }
      throw .cancelled
    }
    let program = try Self.program(Self.script(["a", "b"]))
    let run = Evaluator(source: project).run(program, keepsGoing: keepsGoing)
    let reader = Task { await Self.outcomes(run) }
    for await _ in started { break }
    run.cancel()
    #expect(await reader.value == ["0: interrupted"])
  }
}
