extension [Diagnostic] {
  /// The problems of two passes over the texts of a program, in the order of the texts: at most
  /// ``Script/diagnosticLimit``, and then one that says how many more there are.
  ///
  /// - Parameter others: The problems of a later pass.
  /// - Returns: The problems of both. A count of further problems at the end of either is added up.
  public func merged(with others: [Diagnostic]) -> [Diagnostic] {
    var problems: [Diagnostic] = []
    var furtherCount = 0
    for diagnostic in self + others {
      if let further = diagnostic.reason as? FurtherProblems {
        furtherCount += further.count
      } else {
        problems.append(diagnostic)
      }
    }
    problems.sort { ($0.span.source.index, $0.span.lower) < ($1.span.source.index, $1.span.lower) }
    furtherCount += Swift.max(0, problems.count - Script.diagnosticLimit)
    problems = Array(problems.prefix(Script.diagnosticLimit))
    guard furtherCount > 0, let last = problems.last else { return problems }
    return problems + [Diagnostic(FurtherProblems(count: furtherCount), at: last.span)]
  }
}
