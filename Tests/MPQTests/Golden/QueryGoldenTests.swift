import MPQAPI
import MPQCompiler
import MPQSyntax
import Testing
import TestSupport

@testable import MPQ

/// Each file of Queries holds a query and a server's answer, and shows every stage between them.
struct QueryGoldenTests {
  private static let inputs = ["query", "answer"]

  @Test(arguments: GoldenFile.all(in: "Queries"))
  func stages(_ file: GoldenFile) async throws {
    let source = try SourceText(try #require(file["query"]), name: "query.mpq")
    let transport = ScriptedTransport(body: try #require(file["answer"]))
    let secret = try #require(Secret("0123456789abcdef0123456789abcdef"))
    let server = RemoteSource(
      transport: transport,
      credentials: try #require(
        Credentials(key: "f0aa346688cee071cd85d857285a3464", secret: secret)),
      clock: CallClock { 1_275_624_368 })
    let evaluator = Evaluator(source: server)
    var stages: [GoldenFile.Section] = []
    func add(_ name: String, _ text: String) {
      stages.append(GoldenFile.Section(name: name, text: text))
    }

    add("tokens", Token.dump(source))
    do throws(QueryError) {
      let program = try Evaluator.program([source])
      add("tree", Script.parse(source).script.dump)
      for index in program.outputs.indices {
        add("calls", program.explanation(ofOutput: index))
        for step in program.plans(ofOutput: index).flatMap(\.steps) {
          let request = try signed(step.call, by: server)
          add("joined text", request.joinedText)
          add("request", request.target.split(separator: "&").joined(separator: "\n &"))
        }
        let answer = try await answer(to: program.only(index), evaluator)
        for format in [OutputFormat.table, .json, .csv] {
          let bytes = Renderer.render([answer], as: format)
          add(format.rawValue, String(decoding: bytes, as: UTF8.self))
        }
      }
    } catch {
      if case .invalid(let diagnostics, _) = error {
        add("diagnostics", diagnostics.map { $0.rendered(in: source) }.joined(separator: "\n"))
      } else {
        add("error", error.message)
      }
    }
    try file.check(stages, inputs: Self.inputs)
  }

  private func answer(
    to program: Program, _ evaluator: Evaluator
  ) async throws(QueryError) -> Answer {
    for await event in evaluator.run(program) {
      switch event {
      case .answer(let answer, _): return answer
      case .failure(let error, _): throw error
      case .progress, .responses, .explanation: continue
      }
    }
    throw .stage(.cancelled)
  }

  private func signed(
    _ call: Call, by source: RemoteSource
  ) throws(QueryError) -> SignedRequest {
    do throws(CallError) {
      return try source.request(for: call)
    } catch {
      throw .failed(error, endpoint: call.endpoint, subject: nil)
    }
  }

  @Test func thereAreFiles() {
    #expect(GoldenFile.all(in: "Queries").count >= 17)
  }
}
