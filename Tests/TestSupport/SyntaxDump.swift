package import MPQSyntax

extension Token {
  /// The tokens of `source`, one per line: span, kind, text; for golden files.
  package static func dump(_ source: SourceText) -> String {
    Lexer.tokens(of: source)
      .map { token in
        let start = "\(token.span) \(token.kind)"
        let text = Visible.text(source[token.span])
        return (text.isEmpty ? start : "\(start) \(text)") + "\n"
      }
      .joined()
  }
}

extension Script {
  /// The tree as indented text, one node per line with its span; for golden files.
  package var dump: String {
    statements.map { statement in
      var lines = [(0, "statement \(statement.span)" + (statement.isExplain ? " explain" : ""))]
      switch statement.kind {
      case .query(let query): lines += query.dumpLines
      }
      return lines.map { String(repeating: "  ", count: $0.0) + $0.1 + "\n" }.joined()
    }
    .joined()
  }
}

extension Query {
  /// The lines of the query, each with its depth.
  fileprivate var dumpLines: [(Int, String)] {
    var lines = [(1, "query \(span)"), (2, "\(kind.dumpWord) \(subjectSpan)")]
    lines += kind.names.map { (3, "name \($0.span) \($0)") }
    for clause in clauses {
      switch clause.kind {
      case .measure(let word): lines.append((2, "measure \(clause.span) \(word.rawValue)"))
      case .window(let unit, let count):
        lines.append((2, "window \(clause.span) \(unit.plural) \(count)"))
      case .by(let property, let values):
        lines.append((2, "by \(clause.span)"))
        lines.append((3, "name \(property.span) \(property)"))
        lines += (values ?? []).map { (3, "value \($0.span) \($0)") }
      case .limit(let count): lines.append((2, "limit \(clause.span) \(count)"))
      }
    }
    return lines
  }
}

extension Query.Kind {
  /// The kind in one word or a few.
  fileprivate var dumpWord: String {
    switch self {
    case .events: "events"
    case .topEvents: "top events"
    case .retention: "retention"
    case .funnel: "funnel"
    case .show(.events): "show events"
    case .show(.propertiesOfEvent): "show properties of event"
    case .show(.valuesOf): "show values"
    case .show(.funnels): "show funnels"
    case .show(.datesOfFunnel): "show dates of funnel"
    case .show(.propertiesOfFunnel): "show properties of funnel"
    }
  }
}
