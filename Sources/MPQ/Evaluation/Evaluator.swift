public import MPQAPI
public import MPQCompiler
import MPQSyntax

/// Answers queries: parses, compiles, makes the calls, and builds tables from the answers.
///
///     let evaluator = Evaluator(
///       transport: transport, credentials: credentials,
///       now: { Int(Date().timeIntervalSince1970) })
///     let answer = try await evaluator.answer(#"funnel "Signup flow" weeks 4 by referrer"#)
public struct Evaluator: Sendable {
  /// The settings of an evaluator.
  public struct Options: Sendable {
    /// The values for what queries leave out.
    public var defaults: Defaults
    /// The most calls in flight, at least 1; the service allows five.
    public var width: Int

    /// The usual settings: standard defaults, five calls in flight.
    public init(defaults: Defaults = .standard, width: Int = 5) {
      self.defaults = defaults
      self.width = width
    }
  }

  private let broker: CallBroker
  private let source: any CallSource
  private let options: Options

  /// Asks `source`.
  ///
  /// - Parameters:
  ///   - source: A server, or a store in this process.
  ///   - options: The settings.
  public init(source: any CallSource, options: Options = Options()) {
    broker = CallBroker(width: options.width)
    self.source = source
    self.options = options
  }

  /// Asks a server through `transport` with `credentials`.
  ///
  /// - Parameters:
  ///   - transport: Carries requests to the server.
  ///   - credentials: The project's key and secret.
  ///   - options: The settings of the evaluator.
  ///   - sourceOptions: The settings of calls, such as their deadline.
  ///   - now: Wall-clock time, in seconds since 1970-01-01T00:00:00Z; for the expiry of requests.
  public init(
    transport: any Transport, credentials: Credentials, options: Options = Options(),
    sourceOptions: RemoteSource.Options = RemoteSource.Options(),
    now: @escaping @Sendable () -> Int
  ) {
    let source = RemoteSource(
      transport: transport, credentials: credentials, options: sourceOptions,
      clock: CallClock(now: now))
    self.init(source: source, options: options)
  }

  private init(_ evaluator: Evaluator, source: any CallSource) {
    broker = evaluator.broker
    options = evaluator.options
    self.source = source
  }

  /// An evaluator that asks another source, with the same limit of calls in flight.
  ///
  /// - Parameter source: Another source of the same project.
  /// - Returns: The evaluator.
  public func asking(_ source: any CallSource) -> Evaluator {
    Evaluator(self, source: source)
  }

  /// Runs the statements of a script.
  ///
  ///     for await event in evaluator.run(program) {
  ///       if case .answer(let answer, _) = event { write(renderer.render(answer)) }
  ///     }
  ///
  /// Calls are made a few at once, and equal calls once. Answers are kept until their last use.
  /// After a failure that ends the run, no call begins that only later statements need; at most
  /// ``Options/width`` of these had begun.
  ///
  /// - Parameters:
  ///   - program: The checked script.
  ///   - keepsGoing: Whether the run continues after a statement that fails.
  ///   - wantsResponses: Whether the bytes of the responses are wanted instead of answers.
  /// - Returns: The events of the run, which has begun.
  public func run(
    _ program: Program, keepsGoing: Bool = false, wantsResponses: Bool = false
  ) -> ScriptRun {
    let schedule = RunSchedule(
      program, width: options.width, keepsGoing: keepsGoing, wantsResponses: wantsResponses)
    return ScriptRun(program, schedule, broker, source)
  }

  /// The first failure among responses that were not read.
  ///
  /// - Parameters:
  ///   - responses: The responses of ``ScriptRun/Event/responses(_:statement:)``.
  ///   - program: The program that ran.
  ///   - statement: The statement of the responses.
  /// - Returns: The failure; `nil` when all of them are answers.
  public static func failure(
    in responses: [Response], of program: Program, statement: Int
  ) -> QueryError? {
    let steps = program.plans(ofOutput: statement).flatMap(\.steps)
    for (response, step) in zip(responses, steps) {
      if let error = ResponseReader.failure(in: response, to: step.call) {
        return QueryError(error, at: step, isOnlyCall: steps.count == 1)
      }
    }
    return nil
  }

  /// Makes one call, under the same limit as the calls of queries.
  ///
  /// - Parameter call: The call to make.
  /// - Returns: The answer in the form of its endpoint.
  /// - Throws: ``CallError``.
  public func result(of call: Call) async throws(CallError) -> CallResult {
    switch try await broker.outcome(of: .init(call: call), from: source).get() {
    case .result(let result): return result
    case .response(let response): return try ResponseReader.result(of: response, to: call)
    }
  }

  /// Answers one statement.
  ///
  /// - Parameter text: One statement of grammar.md, with the `let` statements that it needs.
  /// - Returns: Its answer.
  /// - Throws: ``QueryError``; ``QueryError/invalid(_:)`` also when `text` has no statement that
  ///   gives an answer, or more than one.
  public func answer(_ text: String) async throws(QueryError) -> Answer {
    let source: SourceText
    do throws(Diagnostic) {
      source = try SourceText(text, name: "query")
    } catch {
      throw .invalid([error], in: Sources())
    }
    let program = try Self.program([source], defaults: options.defaults)
    let count = program.outputs.count { !$0.isExplain }
    guard count == 1, program.outputs.count == 1 else {
      throw .invalid([Diagnostic(QueryCount(found: count), at: .none)], in: Sources(source))
    }
    for await event in run(program) {
      switch event {
      case .answer(let answer, _): return answer
      case .failure(let error, _): throw error
      case .progress, .responses, .explanation: continue
      }
    }
    throw .stage(.cancelled)
  }
}

/// A text that should have one query, and has another number of them.
private struct QueryCount: Reason {
  let found: Int

  var message: String { "expected one query, found \(found)" }
}
