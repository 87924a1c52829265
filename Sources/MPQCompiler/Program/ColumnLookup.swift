package import MPQSyntax

extension Compiler {
  /// The columns of an expression in a text that is being written.
  ///
  /// - Parameters:
  ///   - expression: The expression.
  ///   - texts: The texts whose `let` and `param` it may use. What is wrong in them is left out.
  /// - Returns: The columns; `nil` when the expression has no table.
  package func schema(of expression: Expression, in texts: [SourceText]) -> Schema? {
    let statements = texts.flatMap { Script.parse($0).script.statements }
    var parameters = Parameters([])
    for statement in statements {
      if case .param(let name, let value) = statement.kind {
        // A value that is set when the script runs may be anything.
        parameters.declare(name, value ?? Value(.text("x")), Sources())
      }
    }
    var builder = ExpressionBuilder(.standard)
    for statement in statements {
      guard case .let = statement.kind else { continue }
      if let statement = parameters.substituted(statement) { _ = builder.add(statement) }
    }
    guard let wanted = parameters.substituted(Statement(.answer(expression))),
      case .answer(let expression) = wanted.kind,
      case .table(let node) = builder.build(expression)
    else { return nil }
    return builder.graph.schemas[node]
  }
}
