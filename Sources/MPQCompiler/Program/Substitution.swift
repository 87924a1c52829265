import MPQSyntax

extension Parameters {
  /// The statement with values in place of parameters; `nil` after a problem, which is kept.
  mutating func substituted(_ statement: Statement) -> Statement? {
    var rewriter = Substitution(parameters: self)
    let result = statement.rewritten(by: &rewriter)
    self = rewriter.parameters
    return rewriter.hasFailed ? nil : result
  }
}

/// Puts the values of parameters in their places.
private struct Substitution: TreeRewriter {
  var parameters: Parameters
  var hasFailed = false

  mutating func rewrite(_ name: Name, _ role: NameRole) -> Name {
    guard name.isParameter else { return name }
    return kept(parameters.name(of: name), or: name)
  }

  mutating func rewrite(_ value: Value) -> Value {
    guard case .parameter(let name) = value.kind else { return value }
    return kept(parameters.value(of: name), or: value)
  }

  mutating func rewrite(_ count: Count, in span: SourceSpan) -> Count {
    guard case .parameter(let name) = count else { return count }
    return kept(parameters.count(of: name).map(Count.number), or: count)
  }

  private mutating func kept<Part>(_ new: Part?, or old: Part) -> Part {
    if new == nil { hasFailed = true }
    return new ?? old
  }
}
