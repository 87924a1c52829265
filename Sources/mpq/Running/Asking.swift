import MPQ
import MPQCompiler
import MPQSyntax

/// One run of `mpq`: reads what to ask, asks it, and writes the answers.
struct Asking {
  private let options: AskOptions

  /// Runs with the options of a command line.
  init(_ options: AskOptions) {
    self.options = options
  }

  /// A query and the text that it stands in.
  private struct Statement {
    var plan: Plan
    var source: SourceText

    /// Where it stands, as errors name places.
    var place: String {
      let location = source.location(at: plan.span.lower)
      return "\(visible(source.name)):\(location.line):\(location.column)"
    }
  }

  /// Does everything.
  ///
  /// - Throws: ``ProgramError``, or the ``ExitStatus`` of a failure that was reported already.
  func run() async throws {
    guard !options.queries.isEmpty || !options.files.isEmpty || !Terminal.isInputTerminal else {
      throw ProgramError(
        "there is nothing to ask", hint: "try: mpq --demo -e 'top events', or mpq --help")
    }
    let sources = try Sources.read(queries: options.queries, files: options.files)
    let statements = try statements(of: sources)
    let isExplained = options.explain || statements.allSatisfy(\.plan.isExplain)
    if isExplained { return try explain(statements) }
    guard let connection = try await Connection.open(options) else { return }
    try await ask(statements, connection)
  }

  // MARK: - Reading

  /// Every statement of every text; nothing is sent unless all of them are right.
  private func statements(of sources: [SourceText]) throws -> [Statement] {
    let defaults = try Connection.defaults(options)
    var statements: [Statement] = []
    var isWrong = false
    for source in sources {
      do throws(QueryError) {
        statements += try Evaluator.plans(source, defaults: defaults)
          .map { Statement(plan: $0, source: source) }
      } catch {
        guard case .invalid(let diagnostics) = error else { throw ProgramError(error) }
        isWrong = true
        report(diagnostics, in: source)
      }
    }
    guard !isWrong else { throw ExitStatus.query }
    return statements
  }

  private func report(_ diagnostics: [Diagnostic], in source: SourceText) {
    for diagnostic in diagnostics {
      Console.note(diagnostic.rendered(in: source) { displayWidth(String($0)) })
    }
  }

  private func explain(_ statements: [Statement]) throws {
    var output = Output(path: options.output)
    var count = 0
    for statement in statements {
      count += statement.plan.steps.count
      try output.write(Array("\(statement.plan.explanation)\n".utf8))
    }
    try output.finish()
    Console.note(count == 1 ? "1 call, nothing was sent" : "\(count) calls, nothing was sent")
  }

  // MARK: - Asking

  /// Asks all statements at once, and writes their answers in the order of the text.
  private func ask(_ statements: [Statement], _ connection: Connection) async throws {
    let evaluator = connection.evaluator
    let tasks = statements.map { statement in
      Task { () -> Result<Answer, QueryError> in
        do throws(QueryError) {
          return .success(try await evaluator.answer(statement.plan))
        } catch {
          return .failure(error)
        }
      }
    }
    var writer = AnswerWriter(options, count: statements.count)
    var failures = 0
    for (statement, task) in zip(statements, tasks) {
      switch await task.value {
      case .success(let answer):
        try writer.write(answer, isExplained: statement.plan.isExplain)
      case .failure(let error):
        failures += 1
        report(error, of: statement, isAlone: statements.count == 1)
        guard options.keepGoing else {
          tasks.forEach { $0.cancel() }
          throw ExitStatus(error.category)
        }
      }
    }
    try writer.finish()
    if failures > 0 { throw ExitStatus.partial }
  }

  private func report(_ error: QueryError, of statement: Statement, isAlone: Bool) {
    var failure = ProgramError(error)
    if !isAlone { failure.message = "\(statement.place): \(failure.message)" }
    Console.report(failure)
  }
}
