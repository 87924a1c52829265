import MPQ
import MPQAPI
import MPQCompiler
import MPQConsole
import MPQFiles
import MPQShell
import MPQSyntax

/// One run of `mpq`: reads the queries, runs them, and writes the answers.
struct Asking {
  private let options: AskOptions

  /// Runs with the options of a command line.
  init(_ options: AskOptions) {
    self.options = options
  }

  /// Runs everything.
  ///
  /// - Throws: ``ProgramError``, or the ``ExitStatus`` of a failure that was already reported.
  func run() async throws {
    guard !options.queries.isEmpty || !options.files.isEmpty || !Terminal.isInputTerminal else {
      throw ProgramError(
        "there is nothing to ask", hint: "try: mpq --demo -e 'top events', or mpq --help")
    }
    let texts = try QueryTexts.read(queries: options.queries, files: options.files)
    let connection = try Connection(options, isNeeded: !options.explain)
    let program = try program(of: texts, connection.defaults)
    guard !program.outputs.isEmpty else { return Console.note("mpq: there is no query to ask") }
    if options.explain || program.outputs.allSatisfy(\.isExplain) {
      return try await explain(program, connection.budget)
    }
    if options.raw, let place = program.placeOfComputation {
      throw ProgramError(
        "\(place): --raw prints what the server sent, and this statement computes with it",
        hint: "leave out --raw, or ask the query alone", status: .query)
    }
    try await connection.budget?.check(program.calls { !$0.isExplain }, waits: options.wait)
    guard connection.isLocal else {
      return try await ask(program, try await connection.evaluator())
    }
    try await Interruption.tidying(.signal) {
      try await ask(program, try await connection.evaluator())
    }
  }

  /// The program of all texts; nothing is sent unless all of it is valid.
  private func program(of texts: [SourceText], _ defaults: Defaults) throws -> Program {
    do throws(QueryError) {
      return try Evaluator.program(
        texts, defaults: defaults, settings: options.settings,
        include: IncludedFiles(areFiles: QueryTexts.areFiles(options)).read)
    } catch {
      guard case .invalid(let diagnostics, let sources) = error else { throw ProgramError(error) }
      for diagnostic in diagnostics {
        Console.note(diagnostic.rendered(in: sources) { displayWidth(String($0)) })
      }
      throw ExitStatus.query
    }
  }

  /// Shows the calls of all statements.
  private func explain(_ program: Program, _ budget: CallBudget?) async throws {
    // Not to --output, which would replace an answer by an explanation.
    for index in program.outputs.indices {
      try Console.write(Array("\(program.explanation(ofOutput: index))\n".utf8))
    }
    Console.note("\(counted(program.totalCallCount, "call")), nothing was sent")
    if let budget { Console.note(await budget.summary(of: program.calls { _ in true })) }
  }

  // MARK: - Asking

  /// Runs all statements, and writes their answers in order.
  private func ask(_ program: Program, _ evaluator: Evaluator) async throws {
    var writer = try AnswerWriter(options, count: program.shownCount)
    var hasFailed = false
    let run = evaluator.run(
      program, keepsGoing: options.keepGoing, wantsResponses: options.raw)
    for await event in run {
      var failure: (error: QueryError, statement: Int)?
      switch event {
      case .progress: break
      case .explanation(let index):
        try writer.write(explanation: program.explanation(ofOutput: index))
      case .answer(let answer, _): try writer.write(answer)
      case .responses(let responses, let index):
        try writer.write(responses)
        failure = Evaluator.failure(in: responses, of: program, statement: index)
          .map { ($0, index) }
      case .failure(let error, let index): failure = (error, index)
      }
      guard let failure else { continue }
      hasFailed = true
      report(failure.error, of: failure.statement, in: program)
      guard options.keepGoing else {
        try writer.abandon()
        throw ExitStatus(failure.error.category)
      }
    }
    try writer.finish()
    if hasFailed { throw ExitStatus.partial }
  }

  private func report(_ error: QueryError, of statement: Int, in program: Program) {
    var failure = ProgramError(error)
    if program.outputs.count > 1 {
      let place = program.sources.place(of: program.outputs[statement].span)
      failure.message = "\(place): \(failure.message)"
    }
    Console.report(failure)
  }
}

extension Program {
  /// The number of statements whose answers go to the output.
  fileprivate var shownCount: Int { outputs.count { !$0.isExplain && $0.path == nil } }

  /// The place of the first statement that computes or saves; `nil` if all are plain queries.
  fileprivate var placeOfComputation: String? {
    outputs.indices.first { query(ofOutput: $0) == nil || outputs[$0].path != nil }
      .map { sources.place(of: outputs[$0].span) }
  }
}

extension Program {
  /// The calls of some statements, each once.
  fileprivate func calls(_ isMeant: (Output) -> Bool) -> Set<Call> {
    Set(outputs.indices.filter { isMeant(outputs[$0]) }.flatMap(calls(ofOutput:)))
  }
}
