extension Parser {
  ///     query = subject { clause } .
  mutating func query() throws(Diagnostic) -> Query {
    recorder?.beginQuery(at: index)
    let start = current.span
    let kind = try subject()
    let subjectSpan = span(from: start)
    recorder?.kind = kind
    let clauses = try clauses()
    return Query(kind, subjectSpan: subjectSpan, clauses: clauses, span: span(from: start))
  }

  ///     subject = events | topEvents | retention | funnel | show .
  private mutating func subject() throws(Diagnostic) -> Query.Kind {
    switch current.keyword {
    case .events: try events()
    case .top: try topEvents()
    case .retention: try retention()
    case .funnel: try funnel()
    case .show: .show(try show())
    default: throw operandProblem()
    }
  }

  ///     events = "events" names .
  private mutating func events() throws(Diagnostic) -> Query.Kind {
    advance()
    return .events(try names(.event))
  }

  ///     topEvents = "top" "events" .
  private mutating func topEvents() throws(Diagnostic) -> Query.Kind {
    advance()
    noteWords(at: .topTarget)
    guard take(.events) else { throw topProblem() }
    return .topEvents
  }

  ///     retention = "retention" names .
  private mutating func retention() throws(Diagnostic) -> Query.Kind {
    advance()
    return .retention(try names(.event))
  }

  ///     funnel = "funnel" names .
  private mutating func funnel() throws(Diagnostic) -> Query.Kind {
    advance()
    return .funnel(try names(.funnel))
  }

  ///     show = "show" ( "events" | "funnels" | properties | values | dates ) .
  private mutating func show() throws(Diagnostic) -> ShowTarget {
    advance()
    noteWords(at: .showTarget)
    switch current.keyword {
    case .events:
      advance()
      return .events
    case .funnel:
      advance()
      return .funnels
    case .properties: return try properties()
    case .values: return try values()
    case .dates: return try dates()
    default: throw showProblem()
    }
  }

  ///     properties = "properties" "of" ( "event" | "funnel" ) names .
  private mutating func properties() throws(Diagnostic) -> ShowTarget {
    advance()
    try expectOf("'of event' or 'of funnel'", example: "show properties of event signup")
    noteWords(at: .owner)
    if take(.events) { return .propertiesOfEvent(try names(.event)) }
    if take(.funnel) { return .propertiesOfFunnel(try names(.funnel)) }
    throw unexpected(
      wanting: "'event' or 'funnel' after 'of'", hints: ["write 'show properties of event signup'"])
  }

  ///     values = "values" "of" name "of" "event" names .
  private mutating func values() throws(Diagnostic) -> ShowTarget {
    let example = "show values of referrer of event signup"
    advance()
    try expectOf("'of' and a property", example: example)
    let property = try name(.property)
    try expectOf("'of event'", example: example)
    noteWords(.events, at: .owner)
    guard take(.events) else {
      throw unexpected(wanting: "'event' after 'of'", hints: ["write '\(example)'"])
    }
    return .valuesOf(property, events: try names(.event))
  }

  ///     dates = "dates" "of" "funnel" names .
  private mutating func dates() throws(Diagnostic) -> ShowTarget {
    let example = "show dates of funnel \"Signup flow\""
    advance()
    try expectOf("'of funnel'", example: example)
    noteWords(.funnel, at: .owner)
    guard take(.funnel) else {
      throw unexpected(wanting: "'funnel' after 'of'", hints: ["write '\(example)'"])
    }
    return .datesOfFunnel(try names(.funnel))
  }

  /// Reads `of`; where it is missing, says that `what` is expected and shows `example`.
  private mutating func expectOf(_ what: String, example: String) throws(Diagnostic) {
    noteWords(.of, at: .link)
    let before = previous.map { Visible.excerpt(source[$0.span]) } ?? ""
    guard take(.of) else {
      throw unexpected(wanting: "\(what) after '\(before)'", hints: ["write '\(example)'"])
    }
  }
}
