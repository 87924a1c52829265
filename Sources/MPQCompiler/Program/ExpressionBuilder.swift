import MPQAPI
import MPQSyntax

/// What a name or a part of an expression stands for.
enum Built: Equatable {
  /// The table of a node.
  case table(Int)
  /// A number.
  case number(Number)
}

/// Turns the expressions of a script into nodes.
///
/// Problems are collected; the first one of an expression ends it.
struct ExpressionBuilder {
  let defaults: Defaults
  var graph = GraphBuilder()
  /// What `let` names, so far.
  var names: [ByteText: Built?] = [:]
  var diagnostics: [Diagnostic] = []
  /// The definition of each name of the script, for names that are used too early.
  var definitions: [ByteText: Definition] = [:]

  /// Where a name is defined.
  struct Definition {
    var span: SourceSpan
    var line: Int
  }

  init(_ defaults: Defaults) {
    self.defaults = defaults
  }

  /// Notes that the script defines `name`, before its statements are added.
  mutating func foresee(_ name: Name, line: Int) {
    let key = ByteText(name.text)
    guard definitions[key] == nil else { return }
    definitions[key] = Definition(span: name.span, line: line)
  }

  /// Adds a statement whose parameters are substituted.
  ///
  /// - Returns: What it prints; `nil` when it prints nothing or has a problem.
  mutating func add(_ statement: Statement) -> Program.Output? {
    switch statement.kind {
    case .let(let name, let expression):
      define(name, build(expression))
      return nil
    case .answer(let expression):
      guard let value = build(expression) else { return nil }
      guard case .table(let node) = value else {
        diagnostics.append(Diagnostic(SchemaProblem.onlyNumbers, at: expression.span))
        return nil
      }
      var output = Program.Output(
        node: node, text: text(of: expression, node), isExplain: statement.isExplain,
        span: statement.span)
      for stage in expression.stages {
        if case .chart(let word) = stage.kind { output.chart = Program.Chart(word) }
        if case .save(let file) = stage.kind { output.path = file.text }
      }
      return output
    case .param, .include: return nil
    }
  }

  /// The canonical spelling of a statement; that of a query is known already.
  private func text(of expression: Expression, _ node: Int) -> String {
    if expression.stages.isEmpty, case .operand(let operand) = expression.arithmetic,
      case .query = operand.kind, case .query(let plan) = graph.nodes[node]
    {
      return plan.query
    }
    return expression.description
  }

  /// Takes a statement that has another problem: what it defines is known, without a value.
  mutating func skip(_ statement: Statement) {
    if case .let(let name, _) = statement.kind { define(name, nil) }
  }

  private mutating func define(_ name: Name, _ value: Built?) {
    let key = ByteText(name.text)
    if let first = definitions[key], first.span != name.span {
      diagnostics.append(
        Diagnostic(NameProblem.secondDefinition(name.text, line: first.line), at: name.span))
    }
    names[key] = .some(value)
  }

  /// The value of an expression; `nil` after a problem, which is kept.
  mutating func build(_ expression: Expression) -> Built? {
    guard let value = build(expression.arithmetic) else { return nil }
    guard !expression.stages.isEmpty else { return value }
    guard case .table(var node) = value else { return refuse(.onlyNumbers, expression.span) }
    // The parser takes 'chart' and 'save' at the end of an answer only.
    for stage in expression.stages where !stage.kind.isOutput {
      do throws(SchemaFault) {
        node = try graph.add(stage, to: node)
      } catch {
        return refuse(error.problem, error.span)
      }
    }
    return .table(node)
  }

  private mutating func build(_ arithmetic: Arithmetic<Operand>) -> Built? {
    switch arithmetic {
    case .operand(let operand): return build(operand)
    case .sum(let first, let links), .product(let first, let links):
      // Every operand is built, so that the problems of all are reported.
      var result = build(first)
      for link in links {
        let right = build(link.operand)
        guard let left = result, let right else {
          result = nil
          continue
        }
        result = combine(left, link.sign, right, at: link.signSpan)
      }
      return result
    }
  }

  private mutating func build(_ operand: Operand) -> Built? {
    switch operand.kind {
    case .query(let query):
      do throws(Compiler.Problems) {
        let (plan, schema) = try Compiler.compile(query, defaults)
        return .table(graph.add(plan, schema))
      } catch {
        diagnostics += error.diagnostics
        return nil
      }
    case .name(let name): return value(of: name)
    case .number(let value): return number(value)
    case .pipeline(let expression): return build(expression)
    }
  }

  private mutating func value(of name: Name) -> Built? {
    // A name whose definition has a problem is known; the problem is reported there.
    if let value = names[ByteText(name.text)] { return value }
    let problem: NameProblem
    var hints: [String] = []
    if let definition = definitions[ByteText(name.text)] {
      problem = .usedBeforeDefinition(name.text, line: definition.line)
    } else {
      let advice = OperandAdvice(bound: names.keys.map(\.text).sorted())
      let nearest = advice.suggestion(for: name.text)
      problem = .unknownName(name.text, nearest: nearest)
      if nearest == nil { hints = advice.specificHints(for: name.text) }
    }
    diagnostics.append(Diagnostic(problem, at: name.span, hints: hints))
    // Reported once.
    names[ByteText(name.text)] = .some(nil)
    return nil
  }

  private mutating func number(_ value: Value) -> Built? {
    guard case .number(let text) = value.kind else {
      return refuse(.notANumber(value.text), value.span)
    }
    guard let number = Number(literal: text) else { return refuse(.numberTooLarge, value.span) }
    return .number(number)
  }

  private mutating func combine(
    _ left: Built, _ sign: ArithmeticSign, _ right: Built, at span: SourceSpan
  ) -> Built? {
    if sign == .over, case .number(let divisor) = right, divisor.double == 0 {
      return refuse(.divisionByZero, span)
    }
    do throws(SchemaFault) {
      switch (left, right) {
      case (.table(let one), .table(let two)): return .table(try graph.add(one, sign, two))
      case (.table(let table), .number(let number)):
        return .table(try graph.add(table, sign, number, numberIsLeft: false))
      case (.number(let number), .table(let table)):
        return .table(try graph.add(table, sign, number, numberIsLeft: true))
      case (.number(let one), .number(let two)):
        guard let number = one.combined(sign, two) else { return refuse(.numberTooLarge, span) }
        return .number(number)
      }
    } catch {
      return refuse(error.problem, span)
    }
  }

  private mutating func refuse(_ problem: SchemaProblem, _ span: SourceSpan) -> Built? {
    diagnostics.append(Diagnostic(problem, at: span))
    return nil
  }
}

extension Number {
  /// The number that a query writes; `nil` for one that no double can hold.
  init?(literal text: String) {
    if let integer = Int(text) {
      self = .integer(integer)
    } else if let double = Double(text), double.isFinite {
      self = .double(double)
    } else {
      return nil
    }
  }

  /// A number that is computed before anything is asked; `nil` for one that no double can hold.
  fileprivate func combined(_ sign: ArithmeticSign, _ other: Number) -> Number? {
    if case .integer(let left) = self, case .integer(let right) = other {
      let whole: (partialValue: Int, overflow: Bool)? =
        switch sign {
        case .plus: left.addingReportingOverflow(right)
        case .minus: left.subtractingReportingOverflow(right)
        case .times: left.multipliedReportingOverflow(by: right)
        case .over: nil
        }
      if let whole, !whole.overflow { return .integer(whole.partialValue) }
    }
    let result =
      switch sign {
      case .plus: double + other.double
      case .minus: double - other.double
      case .times: double * other.double
      case .over: double / other.double
      }
    return result.isFinite ? .double(result) : nil
  }
}

extension Stage.Kind {
  /// Whether the stage says where the answer goes.
  fileprivate var isOutput: Bool {
    switch self {
    case .chart, .save: true
    default: false
    }
  }
}
