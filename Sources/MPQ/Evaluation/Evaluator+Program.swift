public import MPQCompiler
public import MPQSyntax

extension Evaluator {
  /// Parses, checks and compiles texts that make one program; nothing is sent.
  ///
  ///     let program = try Evaluator.program([try SourceText(bytes: bytes, name: "weekly.mpq")])
  ///
  /// - Parameters:
  ///   - texts: Statements of grammar.md; names of one text are known in those after it.
  ///   - defaults: What queries leave out.
  ///   - settings: The values of parameters.
  ///   - include: Reads included files; without it, `include` is refused.
  /// - Returns: The program.
  /// - Throws: ``QueryError/invalid(_:in:)`` with every problem of the texts.
  public static func program(
    _ texts: [SourceText], defaults: Defaults = .standard, settings: [Parameters.Setting] = [],
    include: IncludeReader? = nil
  ) throws(QueryError) -> Program {
    let compiler = Compiler(defaults: defaults, settings: settings, include: include)
    let compilation = compiler.compile(texts)
    let program = compilation.program
    let problems = compilation.diagnostics.merged(with: program.outputs.compactMap(Self.problem))
    guard problems.isEmpty else { throw .invalid(problems, in: program.sources) }
    return program
  }

  /// The problem of the file that a statement names.
  private static func problem(of output: Program.Output) -> Diagnostic? {
    guard let path = output.path, !OutputFormat.hasMeaning(path: path) else { return nil }
    return Diagnostic(OutputProblem.unknownFormat(path), at: output.span)
  }
}

/// What is wrong with the output of a statement.
enum OutputProblem: Reason {
  /// `top events | save "top.xyz"`
  case unknownFormat(String)

  /// What is wrong, one sentence without a full stop.
  var message: String {
    switch self {
    case .unknownFormat(let path): "the extension of \(Name.quoted(path)) is not a format"
    }
  }

  /// What to write instead.
  var hints: [String] {
    switch self {
    case .unknownFormat: ["use .csv, .tsv, .json, .ndjson, .md or .txt"]
    }
  }
}
