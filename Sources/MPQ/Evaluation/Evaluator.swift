public import MPQAPI
public import MPQCompiler
public import MPQSyntax

/// Answers queries: parses, compiles, signs, asks, and makes tables of what comes back.
///
///     let evaluator = Evaluator(
///       transport: transport, credentials: credentials,
///       now: { Int(Date().timeIntervalSince1970) })
///     let answer = try await evaluator.answer(#"funnel "Signup flow" weeks 4 by referrer"#)
public struct Evaluator: Sendable {
  /// What can be set.
  public struct Options: Sendable {
    /// What queries leave out.
    public var defaults: Defaults
    /// The most calls in flight, at least 1; the service allows five.
    public var width: Int
    /// Whether equal calls are sent once for as long as the evaluator lives.
    public var keepsAnswers: Bool
    /// Seconds for which a signed request is valid.
    public var validity: Int

    /// The usual settings: nothing is kept, five calls at once, ten minutes.
    public init(
      defaults: Defaults = .standard, width: Int = 5, keepsAnswers: Bool = false,
      validity: Int = Signer.validity
    ) {
      self.defaults = defaults
      self.width = width
      self.keepsAnswers = keepsAnswers
      self.validity = validity
    }
  }

  private let broker: CallBroker
  private let signer: Signer
  private let options: Options
  private let now: @Sendable () -> Int

  /// Asks through `transport` with `credentials`.
  ///
  /// - Parameters:
  ///   - transport: What carries requests to a server.
  ///   - credentials: The project's key and secret.
  ///   - options: What can be set.
  ///   - now: The real time, in seconds since 1970-01-01T00:00:00Z; requests end by it.
  public init(
    transport: any Transport, credentials: Credentials, options: Options = Options(),
    now: @escaping @Sendable () -> Int
  ) {
    broker = CallBroker(
      transport: transport, width: options.width, keeps: options.keepsAnswers)
    signer = Signer(credentials)
    self.options = options
    self.now = now
  }

  /// Parses and compiles a whole script; nothing is sent.
  ///
  /// - Parameters:
  ///   - source: One or more statements of grammar.md.
  ///   - defaults: What queries leave out.
  /// - Returns: A plan for each statement, in the order of the text.
  /// - Throws: ``QueryError/invalid(_:)`` with every problem of the script.
  public static func plans(
    _ source: SourceText, defaults: Defaults = .standard
  ) throws(QueryError) -> [Plan] {
    let (script, problems) = Script.parse(source)
    let (plans, refusals) = Compiler(defaults: defaults).compile(script)
    let all = problems.merged(with: refusals)
    guard all.isEmpty else { throw .invalid(all) }
    return plans
  }

  /// Signs a call as it would be sent now.
  ///
  /// - Parameter call: What to ask.
  /// - Returns: The request; whoever has it can send it until it ends.
  /// - Throws: ``QueryError/ambiguous``.
  public func request(for call: Call) throws(QueryError) -> SignedRequest {
    do throws(SigningError) {
      return try signer.sign(call, expiry: now() + options.validity)
    } catch {
      throw .ambiguous
    }
  }

  /// Makes the calls of `plan`, all at once, and joins their answers.
  ///
  /// - Parameter plan: What to ask.
  /// - Returns: The table that grammar.md describes for the query's form. A subject that the server
  ///   leaves out is a note beside it.
  /// - Throws: The failure that came first; the other calls are cancelled.
  public func answer(_ plan: Plan) async throws(QueryError) -> Answer {
    let replies = try await replies(to: plan)
    let builder = AnswerBuilder(plan: plan, results: replies.map(\.result))
    return builder.answer(bodies: replies.map(\.body))
  }

  /// Makes one call, with those of queries and under the same limit, but never takes an answer that
  /// was kept.
  ///
  /// - Parameter call: What to ask.
  /// - Returns: The answer in the form of its endpoint.
  /// - Throws: ``QueryError``, but never ``QueryError/invalid(_:)``.
  public func result(of call: Call) async throws(QueryError) -> CallResult {
    try await broker.reply(to: call, request: try request(for: call), isNew: true).result
  }

  /// Answers one query.
  ///
  /// - Parameter text: One query of grammar.md.
  /// - Returns: Its answer.
  /// - Throws: ``QueryError``; ``QueryError/invalid(_:)`` also when `text` holds no query, or more
  ///   than one.
  public func answer(_ text: String) async throws(QueryError) -> Answer {
    let source: SourceText
    do throws(Diagnostic) {
      source = try SourceText(text, name: "query")
    } catch {
      throw .invalid([error])
    }
    let plans = try Self.plans(source, defaults: options.defaults)
    guard plans.count == 1, let plan = plans.first else {
      throw .invalid([
        Diagnostic(.refused("expected one query, found \(plans.count)", hints: []), at: .none)
      ])
    }
    return try await answer(plan)
  }

  private func replies(to plan: Plan) async throws(QueryError) -> [CallBroker.Reply] {
    var requests: [(Call, SignedRequest)] = []
    for step in plan.steps { requests.append((step.call, try request(for: step.call))) }
    let broker = broker
    typealias Outcome = Result<CallBroker.Reply, QueryError>
    let outcomes = await withTaskGroup(
      of: (Int, Outcome).self, returning: [Outcome].self
    ) { group in
      for (index, (call, request)) in requests.enumerated() {
        group.addTask {
          let outcome = await Self.outcome(of: call, request, by: broker)
          return (index, outcome)
        }
      }
      var outcomes = [Outcome](
        repeating: .failure(.transport(.cancelled)), count: requests.count)
      for await (index, outcome) in group {
        outcomes[index] = outcome
        if case .failure(let error) = outcome {
          group.cancelAll()
          return [.failure(error)]
        }
      }
      return outcomes
    }
    var replies: [CallBroker.Reply] = []
    for outcome in outcomes { replies.append(try outcome.get()) }
    return replies
  }

  private static func outcome(
    of call: Call, _ request: SignedRequest, by broker: CallBroker
  ) async -> Result<CallBroker.Reply, QueryError> {
    do throws(QueryError) {
      return .success(try await broker.reply(to: call, request: request))
    } catch {
      return .failure(error)
    }
  }
}
