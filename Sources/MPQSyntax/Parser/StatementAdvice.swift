// Messages for a statement or an operand with a wrong start.

extension Parser {
  /// The problem that neither a query nor another operand follows.
  func operandProblem() -> Diagnostic {
    let what = index == statementStart ? "a query" : "a query or another operand"
    switch current.kind {
    case .keyword(let keyword):
      var hints = [ForeignWord.verbs]
      if keyword.isPrefix {
        hints = ["'\(keyword.rawValue)' begins a statement of its own"]
      } else if previous?.isSign(.semicolon) == true {
        hints = ["';' ends a query: delete it if \(found) continues one"]
      }
      return unexpected(wanting: what, hints: hints)
    case .string:
      var hints = [ForeignWord.verbs]
      if index == statementStart,
        previous.map({ $0.kind == .name || $0.kind == .string }) == true
      {
        hints = ["to continue the names of the previous line, end that line with a comma"]
      }
      return unexpected(wanting: what, hints: hints)
    case .sign(.pipe) where index == statementStart:
      return unexpected(wanting: what, hints: ["a stage needs a query or a name before its '|'"])
    case .invalid(.unexpectedCharacter(".")):
      return Diagnostic(
        TokenProblem.unexpectedCharacter("."), at: current.span,
        hints: ["commands that begin with a dot work at the prompt only"])
    default: return unexpected(wanting: what, hints: [ForeignWord.verbs])
    }
  }

  /// The problem to report for a statement that begins with the token `first`, and has `problem`.
  ///
  /// `select * from events` is wrong from its first word on.
  func verbProblem(of first: Token, insteadOf problem: Diagnostic) -> Diagnostic {
    let word = source[first.span]
    guard first.kind == .name, !isBound(word), ForeignWord(spelling: word)?.isClause == false else {
      return problem
    }
    return unknownVerbProblem(Name(word, span: first.span))
  }

  /// The problem that something follows `name` which cannot follow the name of an answer.
  func problem(after name: Name) -> Diagnostic {
    if isBound(name.text) || previous?.span != name.span {
      return unexpected(wanting: "an operator, '|' or the end of the statement")
    }
    if case .invalid = current.kind { return unexpected(wanting: "") }
    if current.isSign(.equal) {
      return unexpected(
        wanting: "an operator, '|' or the end of the statement",
        hints: ["to name an answer, write 'let \(Visible.excerpt(name.text)) = ...'"])
    }
    return unknownVerbProblem(name)
  }

  private func isBound(_ name: String) -> Bool { bound.contains { $0.text == name } }

  private func unknownVerbProblem(_ name: Name) -> Diagnostic {
    if name.span.lower == token(at: statementStart).span.lower {
      return OperandAdvice(bound: bound.map(\.text)).unknownVerb(name)
    }
    return OperandAdvice(bound: bound.map(\.text)).unknownName(name)
  }

  /// The problem that `top` is not followed by `events`.
  func topProblem() -> Diagnostic {
    var hints = ["write 'top events', or 'top events limit 10' for the first ten"]
    if current.kind == .number {
      hints = ["write 'top events limit \(source[current.span])'"]
    }
    return unexpected(wanting: "'events' after 'top'", hints: nearMissHint(["events"]) ?? hints)
  }

  /// The problem that `show` is followed by none of its targets.
  func showProblem() -> Diagnostic {
    let targets = ReservedWord.all.filter { $0.offered.contains(.showTarget) }.map(\.spelling)
    var hints: [String] = []
    let singulars = ["property": "properties", "value": "values", "date": "dates"]
    if let plural = singulars[source[current.span].lowercased()] {
      hints = ["did you mean '\(plural)'?"]
    } else if current.kind == .name || current.kind == .string {
      hints = ["to see numbers, leave 'show' out: 'events signup'"]
    } else if let keyword = current.keyword, keyword.beginsStatement {
      hints = ["delete 'show'"]
    }
    return unexpected(
      wanting: "'events', 'funnels', 'properties', 'values' or 'dates' after 'show'",
      hints: nearMissHint(targets) ?? hints)
  }

  /// The hint that one of `words` was meant, if the next token is a name that is near to it.
  private func nearMissHint(_ words: [String]) -> [String]? {
    guard current.kind == .name else { return nil }
    return NearMiss.best(for: source[current.span], among: words).map { ["did you mean '\($0)'?"] }
  }
}

extension Keyword {
  /// Whether the word begins a statement that is not a query.
  fileprivate var isPrefix: Bool { beginsStatement && !isVerb }
}
