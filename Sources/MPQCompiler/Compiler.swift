import MPQAPI
public import MPQSyntax

/// A script that was compiled, or what is wrong with it.
public struct Compilation: Sendable {
  /// The program; to be run only when there are no diagnostics.
  public var program: Program
  /// Every problem, in the order of the texts, at most ``Script/diagnosticLimit`` of them.
  public var diagnostics: [Diagnostic]
}

/// Turns scripts into programs.
public struct Compiler: Sendable {
  private let defaults: Defaults
  private let settings: [Parameters.Setting]
  private let include: IncludeReader?

  /// A compiler.
  ///
  /// - Parameters:
  ///   - defaults: What queries leave out.
  ///   - settings: The values of parameters.
  ///   - include: Reads included files; without it, `include` is refused.
  public init(
    defaults: Defaults = .standard, settings: [Parameters.Setting] = [],
    include: IncludeReader? = nil
  ) {
    self.defaults = defaults
    self.settings = settings
    self.include = include
  }

  /// Compiles texts that make one program: names of one are known in those after it.
  ///
  /// - Parameter texts: The texts, in order.
  /// - Returns: The program and every problem.
  public func compile(_ texts: [SourceText]) -> Compilation {
    var includes = Includes(read: include)
    for (place, text) in texts.enumerated() { includes.add(text, place: place) }
    var parameters = Parameters(settings)
    var builder = ExpressionBuilder(defaults)
    for statement in includes.statements {
      switch statement.kind {
      case .param(let name, let fallback): parameters.declare(name, fallback, includes.sources)
      case .let(let name, _): builder.foresee(name, line: includes.sources.line(of: name.span))
      case .answer, .include: break
      }
    }
    parameters.checkSettings()
    var outputs: [Program.Output] = []
    for statement in includes.statements {
      var statement = statement
      if includes.mayUseParameters {
        guard let substituted = parameters.substituted(statement) else {
          builder.skip(statement)
          continue
        }
        statement = substituted
      }
      if let output = builder.add(statement) { outputs.append(output) }
    }
    let program = Program(
      sources: includes.sources, nodes: builder.graph.nodes, schemas: builder.graph.schemas,
      outputs: outputs)
    var problems = parameters.diagnostics + builder.diagnostics
    // A statement that does not parse may define what others use.
    if !includes.diagnostics.isEmpty { problems.removeAll { $0.isAboutUnknownName } }
    return Compilation(
      program: program, diagnostics: includes.diagnostics.merged(with: problems))
  }

  /// Every problem of one query.
  struct Problems: Error {
    var diagnostics: [Diagnostic]
  }

  /// The calls of a query whose parameters are substituted, and the columns of its answer.
  static func compile(
    _ query: Query, _ defaults: Defaults
  ) throws(Problems) -> (plan: Plan, schema: Schema) {
    let parts = Parts(query)
    let form = parts.form
    var problems = parts.problems()
    var steps: [Plan.Step] = []
    let arguments = parts.arguments(defaults)
    do throws(APIError) {
      for (subject, argument) in Self.fanOut(parts.subjects, over: form.endpoint) {
        let call = try Call(form.endpoint.id, argument.map { [$0] + arguments } ?? arguments)
        steps.append(Plan.Step(subject: subject, call: call))
      }
    } catch {
      // The checks above leave the API's own table nothing to refuse; if it still does, say so.
      if problems.isEmpty { problems = [Diagnostic(Refusal.call(error), at: query.span)] }
    }
    if problems.isEmpty && steps.contains(where: \.call.isAmbiguous) {
      problems = [Diagnostic(Refusal.ambiguous, at: query.span)]
    }
    guard problems.isEmpty else { throw Problems(diagnostics: problems) }
    let plan = Plan(
      form: form, subjects: parts.subjects, steps: steps, query: query.description)
    return (plan, parts.schema(of: steps.first?.call, defaults))
  }

  /// The argument that names the subjects, once for each call that is needed.
  private static func fanOut(
    _ subjects: [String], over endpoint: Endpoint
  ) -> [(subject: String?, argument: Call.Argument?)] {
    guard let parameter = endpoint.parameter(.event) ?? endpoint.parameter(.funnel) else {
      return [(nil, nil)]
    }
    if case .texts = parameter.kind {
      let subject = subjects.count == 1 ? subjects[0] : nil
      return [(subject, Call.Argument(parameter.name, .texts(subjects)))]
    }
    return subjects.map { ($0, Call.Argument(parameter.name, .text($0))) }
  }
}

extension Diagnostic {
  fileprivate var isAboutUnknownName: Bool {
    switch reason as? NameProblem {
    case .unknownName, .unknownParameter, .unknownSetting: true
    default: false
    }
  }
}
