// Messages for a statement with a wrong start.

extension Parser {
  /// The problem that a query does not start with a verb.
  func verbProblem(isExplained: Bool) -> Diagnostic {
    switch current.kind {
    case .name: return unknownVerbProblem()
    case .keyword(let keyword):
      if let part = keyword.futurePart {
        return Diagnostic(.notSupportedYet(part), at: current.span)
      }
      var hints = [ForeignWord.verbs]
      if previous?.isSign(.semicolon) == true {
        hints = ["';' ends a query: delete it if \(found) continues one"]
      }
      return unexpected(wanting: "a query", hints: hints)
    case .string, .number:
      var hints = [ForeignWord.verbs]
      if !isExplained, previous.map({ $0.kind == .name || $0.kind == .string }) == true {
        hints = ["to continue the names of the previous line, end that line with a comma"]
      }
      return unexpected(wanting: "a query", hints: hints)
    case .sign(.leftParen):
      return Diagnostic(.notSupportedYet("queries in parentheses are"), at: current.span)
    case .invalid(.unexpectedCharacter(".")):
      return Diagnostic(
        TokenProblem.unexpectedCharacter("."), at: current.span,
        hints: ["commands that begin with a dot work at the prompt only"])
    default: return unexpected(wanting: "a query", hints: [ForeignWord.verbs])
    }
  }

  private func unknownVerbProblem() -> Diagnostic {
    let word = source[current.span]
    if let window = windowSpelledAsOne(word) {
      return Diagnostic(.unknownVerb(word, suggestion: window), at: current.span)
    }
    let words = ReservedWord.all.filter { word in
      word.keyword.beginsClause || !word.offered.isDisjoint(with: [.verb, .prefix])
    }
    let near = NearMiss.best(for: word, among: words.map(\.spelling))
    var hints: [String] = []
    if near == nil {
      hints = [ForeignWord(spelling: word)?.hint ?? ForeignWord.verbs]
      if word.utf8.contains(UInt8(ascii: "-")) {
        hints.append("a hyphen inside a word belongs to the name; a minus has blanks around it")
      }
    }
    return Diagnostic(.unknownVerb(word, suggestion: near), at: current.span, hints: hints)
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

  /// `days 7` for `days7` and `days-7`; `nil` for a word that is not of that shape.
  func windowSpelledAsOne(_ word: String) -> String? {
    let digits = word.utf8.reversed().prefix(while: \.isDigit).count
    guard digits > 0, digits <= 9 else { return nil }
    var letters = word.dropLast(digits)
    if letters.last == "-" { letters = letters.dropLast() }
    guard let reserved = ReservedWord(spelling: String(letters)),
      reserved.keyword.unit != nil || reserved.keyword == .limit
    else { return nil }
    return "\(reserved.spelling) \(word.suffix(digits))"
  }
}

extension Keyword {
  /// The planned part of the language that starts with the word, with its verb.
  fileprivate var futurePart: String? {
    switch self {
    case .let: "names for answers ('let') are"
    case .param: "parameters of scripts ('param') are"
    case .include: "including other scripts ('include') is"
    default: nil
    }
  }
}
