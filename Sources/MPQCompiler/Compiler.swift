import MPQAPI
public import MPQSyntax

/// Turns queries into calls.
public struct Compiler: Sendable {
  private let defaults: Defaults

  /// Fills in `defaults` where a query says nothing.
  public init(defaults: Defaults = .standard) {
    self.defaults = defaults
  }

  /// Compiles every statement of a script.
  ///
  /// - Parameter script: The parsed script.
  /// - Returns: A plan for each statement without a problem, and every problem of the others, in
  ///   the order of the text.
  public func compile(_ script: Script) -> (plans: [Plan], diagnostics: [Diagnostic]) {
    var plans: [Plan] = []
    var diagnostics: [Diagnostic] = []
    for statement in script.statements {
      do throws(Problems) {
        plans.append(try compile(statement))
      } catch {
        diagnostics += error.diagnostics
      }
    }
    return (plans, diagnostics)
  }

  /// Every problem of one statement.
  struct Problems: Error {
    var diagnostics: [Diagnostic]
  }

  func compile(_ statement: Statement) throws(Problems) -> Plan {
    guard let query = statement.query else {
      if case .answer(let expression) = statement.kind, expression.stages.isEmpty,
        case .operand(let operand) = expression.arithmetic, case .name(let name) = operand.kind
      {
        throw Problems(diagnostics: [OperandAdvice(bound: []).unknownName(name)])
      }
      let problem = SyntaxProblem.notSupportedYet("programs of more than queries are")
      throw Problems(diagnostics: [Diagnostic(problem, at: statement.span)])
    }
    var plan = try compile(query)
    plan.isExplain = statement.isExplain
    return plan
  }

  private func compile(_ query: Query) throws(Problems) -> Plan {
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
      if problems.isEmpty {
        problems = [Diagnostic(Refusal.call(error), at: query.span)]
      }
    }
    if problems.isEmpty && steps.contains(where: \.call.isAmbiguous) {
      problems = [Diagnostic(Refusal.ambiguous, at: query.span)]
    }
    guard problems.isEmpty else { throw Problems(diagnostics: problems) }
    return Plan(
      form: form, subjects: parts.subjects, steps: steps, query: query.description,
      isExplain: false, span: query.span)
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
