// Messages for a missing or malformed name, value or count.

extension Parser {
  /// The problem that the next token is not a name.
  func nameProblem(_ role: NameRole) -> Diagnostic {
    let what = role.rawValue
    switch current.kind {
    case .keyword(let keyword):
      var hints: [String] = []
      if role == .property, let unit = keyword.unit {
        hints = ["for numbers \(unit) by \(unit), write '\(unit.plural) 4'"]
      } else if role == .property, keyword == .events {
        hints = ["name the property first: show values of PROPERTY of event NAME"]
      } else if role != .property, keyword.beginsClause {
        hints = ["clauses come after the name"]
      }
      return Diagnostic(
        .reservedWord(source[current.span], instead: what), at: current.span, hints: hints)
    case .number:
      let quoted = SyntaxProblem.excerpt(quoting: source[current.span])
      return unexpected(
        wanting: what, hints: ["a name that begins with a digit must be quoted: \(quoted)"])
    case .sign(.star):
      return Diagnostic(
        .expected(what, found: found), at: current.span,
        hints: ["for all events, write 'top events' or 'show events'"])
    case .sign(.leftParen):
      return unexpected(wanting: what, hints: ["names are not put in parentheses"])
    case .sign(.equal):
      return unexpected(wanting: what, hints: ["delete the '='"])
    default: return unexpected(wanting: what)
    }
  }

  /// The problem that the next token is not a column.
  func columnProblem(_ role: NameRole) -> Diagnostic {
    switch current.kind {
    case .keyword(.by) where role == .column && stageWord == .sort:
      return unexpected(
        wanting: role.rawValue,
        hints: ["write 'sort \(columnAfter ?? "COLUMN")', without 'by'"])
    case .keyword:
      return Diagnostic(
        .reservedWord(source[current.span], instead: role.rawValue), at: current.span)
    case .sign(.star):
      return unexpected(wanting: role.rawValue, hints: ["without 'select', all columns are kept"])
    case .sign(.colon):
      return unexpected(
        wanting: role.rawValue, hints: ["a parameter is a value; it cannot name a column"])
    case .number:
      let quoted = SyntaxProblem.excerpt(quoting: source[current.span])
      return unexpected(
        wanting: role.rawValue,
        hints: ["a column that begins with a digit must be quoted: \(quoted)"])
    default: return unexpected(wanting: role.rawValue)
    }
  }

  /// The stage whose arguments are read.
  var stageWord: StageWord? {
    if case .stage(let entry) = part { entry.word } else { nil }
  }

  /// The word after the next token, as it is written.
  private var columnAfter: String? {
    let next = token(at: index + 1)
    guard next.kind == .name || next.kind == .string || next.keyword != nil else { return nil }
    return Visible.excerpt(source[next.span])
  }

  /// The problem that the next token is not a value.
  func valueProblem() -> Diagnostic {
    switch current.kind {
    case .keyword:
      Diagnostic(.reservedWord(source[current.span], instead: "a value"), at: current.span)
    case .sign(.leftParen):
      unexpected(wanting: "a value", hints: ["one pair of parentheses is enough"])
    default:
      unexpected(wanting: "a value", hints: ["values are texts or numbers: in (\"a\", 7)"])
    }
  }

  /// The problem that neither `,` nor `)` follows a value.
  func listProblem() -> Diagnostic {
    switch current.kind {
    case .name, .keyword:
      if let run = unquotedRun() { return Diagnostic(.blanksInName(run.text), at: run.span) }
    case .string:
      return Diagnostic(.missingComma, at: current.span)
    default: break
    }
    return unexpected(wanting: "',' or ')' after a value")
  }

  /// Refuses values that follow a property without `in`.
  func checkValuesWithoutIn() throws(Diagnostic) {
    guard !current.startsLine else { return }
    switch current.kind {
    case .sign(.leftParen), .sign(.equal), .sign(.notEqual):
      throw unexpected(
        wanting: "'in' before values", hints: ["write 'by PROPERTY in (\"a\", \"b\")'"])
    default: break
    }
  }

  /// The problem that no number follows `word`.
  func countProblem(after word: String, example: Int) -> Diagnostic {
    var hints = ["write '\(word) \(example)'"]
    switch current.kind {
    case .string where Int(Lexer.text(ofStringAt: current.span, in: source)) != nil:
      hints = ["write the number without quotes"]
    case .sign(.equal), .sign(.colon):
      let after = token(at: index + 1)
      guard after.kind == .number else { break }
      return Diagnostic(
        .expected("a number after '\(word)'", found: found), at: current.span,
        hints: ["write '\(word) \(Visible.excerpt(source[after.span]))'"])
    default: break
    }
    return unexpected(wanting: "a number after '\(word)'", hints: hints)
  }

  /// The hint that a reserved word could be a name, in quotes.
  var quoteHint: [String] {
    guard current.keyword != nil else { return [] }
    return ["if \(found) is a name, quote it: \(Name.quoted(source[current.span]))"]
  }

  /// The bare words around the next token that look like one name with blanks; `nil` when the
  /// token before is not a bare name on the same line.
  func unquotedRun() -> (text: String, span: SourceSpan)? {
    guard !current.startsLine, let before = previous, before.kind == .name else { return nil }
    switch current.kind {
    case .name, .keyword, .number: break
    default: return nil
    }
    var last = index
    while token(at: last + 1).kind == .name, !token(at: last + 1).startsLine { last += 1 }
    let span = before.span.joined(with: token(at: last).span)
    return (source[span], span)
  }
}
