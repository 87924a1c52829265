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
    statements.flatMap(\.dumpLines)
      .map { String(repeating: "  ", count: $0.0) + $0.1 + "\n" }
      .joined()
  }
}

/// A line of a dump, and its depth.
private typealias DumpLine = (Int, String)

extension Statement {
  fileprivate var dumpLines: [DumpLine] {
    let line = (0, "statement \(span)" + (isExplain ? " explain" : ""))
    switch kind {
    case .answer(let expression): return [line] + expression.dumpLines(1)
    case .let(let name, let expression):
      return [line, (1, "let \(name.span) \(name)")] + expression.dumpLines(1)
    case .param(let name, let value):
      let value = value.map { [(2, "value \($0.span) \($0)")] } ?? []
      return [line, (1, "param \(name.span) \(name.text)")] + value
    case .include(let path): return [line, (1, "include \(path.span) \(path)")]
    }
  }
}

extension Expression {
  fileprivate func dumpLines(_ depth: Int) -> [DumpLine] {
    if let query { return query.dumpLines(depth) }
    return [(depth, "expression \(span)")]
      + arithmetic.dumpLines(depth + 1) { operand, depth in
        let line = "\(operand.span) \(operand)"
        return switch operand.kind {
        case .query(let query): query.dumpLines(depth)
        case .name: [(depth, "name \(line)")]
        case .number: [(depth, "number \(line)")]
        case .pipeline(let inner): inner.dumpLines(depth)
        }
      } + stages.flatMap { $0.dumpLines(depth + 1) }
  }
}

extension Arithmetic {
  fileprivate func dumpLines(
    _ depth: Int, _ lines: (Operand, Int) -> [DumpLine]
  ) -> [DumpLine] {
    switch self {
    case .operand(let operand): return lines(operand, depth)
    case .sum(let first, let links): return chainLines("sum", first, links, depth, lines)
    case .product(let first, let links): return chainLines("product", first, links, depth, lines)
    }
  }

  private func chainLines(
    _ word: String, _ first: Arithmetic, _ links: [Link], _ depth: Int,
    _ lines: (Operand, Int) -> [DumpLine]
  ) -> [DumpLine] {
    [(depth, word)] + first.dumpLines(depth + 1, lines)
      + links.flatMap { link in
        [(depth + 1, "sign \(link.signSpan) \(link.sign.rawValue)")]
          + link.operand.dumpLines(depth + 1, lines)
      }
  }
}

extension Query {
  fileprivate func dumpLines(_ depth: Int) -> [DumpLine] {
    var lines = [(depth, "query \(span)"), (depth + 1, "\(kind.dumpWord) \(subjectSpan)")]
    for (_, names) in kind.namesByRole { lines += names.map { (depth + 2, $0.dumpLine) } }
    for clause in clauses {
      switch clause.kind {
      case .measure(let word): lines.append((depth + 1, "measure \(clause.span) \(word.rawValue)"))
      case .window(let unit, let count):
        lines.append((depth + 1, "window \(clause.span) \(unit.plural) \(count)"))
      case .by(let property, let values):
        lines.append((depth + 1, "by \(clause.span)"))
        lines.append((depth + 2, property.dumpLine))
        lines += (values ?? []).map { (depth + 2, "value \($0.span) \($0)") }
      case .limit(let count): lines.append((depth + 1, "limit \(clause.span) \(count)"))
      }
    }
    return lines
  }
}

extension Stage {
  fileprivate func dumpLines(_ depth: Int) -> [DumpLine] {
    var lines: [DumpLine] = []
    walk { part in
      switch part {
      case .stage(let stage): lines.append((depth, "stage \(stage.span) \(stage)"))
      case .name(let name, _): lines.append((depth + 1, name.dumpLine))
      case .value(let value, _): lines.append((depth + 1, "value \(value.span) \(value)"))
      case .count(let count, _): lines.append((depth + 1, "count \(count)"))
      case .query, .clause: break
      }
    }
    return lines
  }
}

extension Name {
  fileprivate var dumpLine: String { "name \(span) \(self)" }
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
