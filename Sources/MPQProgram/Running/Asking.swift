import MPQ
import MPQAPI
import MPQCompiler
import MPQConsole
import MPQFiles
import MPQSyntax

/// One run of `mpq`: reads the queries, runs them, and writes the answers.
struct Asking {
  private let options: AskOptions

  /// Runs with the options of a command line.
  init(_ options: AskOptions) {
    self.options = options
  }

  /// A query and the text that it was read from.
  private struct Statement {
    var plan: Plan
    var source: SourceText

    /// Its place for error messages: `file:line:column`.
    var place: String {
      let location = source.location(at: plan.span.lower)
      return "\(visible(source.name)):\(location.line):\(location.column)"
    }
  }

  /// Runs everything.
  ///
  /// - Throws: ``ProgramError``, or the ``ExitStatus`` of a failure that was already reported.
  func run() async throws {
    guard !options.queries.isEmpty || !options.files.isEmpty || !Terminal.isInputTerminal else {
      throw ProgramError(
        "there is nothing to ask", hint: "try: mpq --demo -e 'top events', or mpq --help")
    }
    let sources = try QueryTexts.read(queries: options.queries, files: options.files)
    let connection = try Connection(options, isNeeded: !options.explain)
    let statements = try statements(of: sources, connection.defaults)
    guard !statements.isEmpty else { return Console.note("mpq: there is no query to ask") }
    if options.explain || statements.allSatisfy(\.plan.isExplain) {
      return try explain(statements)
    }
    guard connection.isLocal else {
      return try await ask(statements, try await connection.evaluator())
    }
    try await Interruption.tidying(.signal) {
      try await ask(statements, try await connection.evaluator())
    }
  }

  // MARK: - Reading

  /// The statements of all texts; nothing is sent unless all are valid.
  private func statements(
    of sources: [SourceText], _ defaults: Defaults
  ) throws -> [Statement] {
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

  /// Shows the calls of all statements.
  private func explain(_ statements: [Statement]) throws {
    // Not to --output, which would replace an answer by an explanation.
    for statement in statements {
      try Console.write(Array("\(statement.plan.explanation)\n".utf8))
    }
    let count = statements.reduce(0) { $0 + $1.plan.steps.count }
    Console.note("\(counted(count, "call")), nothing was sent")
  }

  // MARK: - Asking

  /// Runs all statements, and writes their answers in order.
  private func ask(_ statements: [Statement], _ evaluator: Evaluator) async throws {
    var writer = try AnswerWriter(options, count: statements.count { !$0.plan.isExplain })
    var hasFailed = false
    let run = evaluator.run(
      statements.map(\.plan), keepsGoing: options.keepGoing, wantsResponses: options.raw)
    for await event in run {
      var failure: (error: QueryError, statement: Int)?
      switch event {
      case .progress: break
      case .explanation(let index):
        try writer.write(explanation: statements[index].plan.explanation)
      case .answer(let answer, _): try writer.write(answer)
      case .responses(let responses, let index):
        try writer.write(responses)
        failure = Evaluator.failure(in: responses, to: statements[index].plan).map { ($0, index) }
      case .failure(let error, let index): failure = (error, index)
      }
      guard let failure else { continue }
      hasFailed = true
      report(failure.error, of: statements[failure.statement], isAlone: statements.count == 1)
      guard options.keepGoing else {
        try writer.abandon()
        throw ExitStatus(failure.error.category)
      }
    }
    try writer.finish()
    if hasFailed { throw ExitStatus.partial }
  }

  private func report(_ error: QueryError, of statement: Statement, isAlone: Bool) {
    var failure = ProgramError(error)
    if !isAlone { failure.message = "\(statement.place): \(failure.message)" }
    Console.report(failure)
  }
}
