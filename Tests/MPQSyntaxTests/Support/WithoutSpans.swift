import MPQSyntax

// Compares trees without their spans.

extension Script {
  /// The script without spans.
  var withoutSpans: Script { Script(statements: statements.map(\.withoutSpans)) }

  /// Whether both scripts are equal except for spans.
  func isSame(as other: Script) -> Bool { withoutSpans == other.withoutSpans }
}

extension Statement {
  /// The statement without spans.
  var withoutSpans: Statement {
    switch kind {
    case .query(let query): Statement(.query(query.withoutSpans), isExplain: isExplain)
    }
  }
}

extension Query {
  /// The query without spans.
  var withoutSpans: Query {
    Query(kind.withoutSpans, clauses: clauses.map(\.withoutSpans))
  }

  /// Whether both queries are equal except for spans.
  func isSame(as other: Query) -> Bool { withoutSpans == other.withoutSpans }
}

extension Query.Kind {
  fileprivate var withoutSpans: Query.Kind {
    switch self {
    case .events(let names): .events(names.withoutSpans)
    case .topEvents: .topEvents
    case .retention(let names): .retention(names.withoutSpans)
    case .funnel(let names): .funnel(names.withoutSpans)
    case .show(let target): .show(target.withoutSpans)
    }
  }
}

extension ShowTarget {
  fileprivate var withoutSpans: ShowTarget {
    switch self {
    case .events: .events
    case .propertiesOfEvent(let names): .propertiesOfEvent(names.withoutSpans)
    case .valuesOf(let property, let events):
      .valuesOf(Name(property.text), events: events.withoutSpans)
    case .funnels: .funnels
    case .datesOfFunnel(let names): .datesOfFunnel(names.withoutSpans)
    case .propertiesOfFunnel(let names): .propertiesOfFunnel(names.withoutSpans)
    }
  }
}

extension Clause {
  fileprivate var withoutSpans: Clause {
    guard case .by(let property, let values) = kind else { return Clause(kind) }
    return Clause(.by(Name(property.text), values: values?.map { Value($0.kind) }))
  }
}

extension [Name] {
  fileprivate var withoutSpans: [Name] { map { Name($0.text) } }
}
