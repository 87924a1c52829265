/// One question: a subject, and the clauses that narrow it.
///
/// The parser accepts each clause with each subject; the compiler decides which can be combined.
public struct Query: Equatable, Sendable {
  /// The subject, one case for each subject of grammar.md.
  public enum Kind: Equatable, Sendable {
    /// `events "play song", "log in"`
    case events([Name])
    /// `top events`
    case topEvents
    /// `retention "play song"`
    case retention([Name])
    /// `funnel "Signup flow"`
    case funnel([Name])
    /// `show events` and the other lists of names
    case show(ShowTarget)
  }

  /// The subject.
  public var kind: Kind
  /// Where the subject is written: the query without its clauses.
  public var subjectSpan: SourceSpan
  /// The clauses in the order in which they are written, none of them twice.
  public var clauses: [Clause]
  /// Where the query is written.
  public var span: SourceSpan

  /// The query about `kind` with `clauses`.
  public init(
    _ kind: Kind, subjectSpan: SourceSpan = .none, clauses: [Clause] = [],
    span: SourceSpan = .none
  ) {
    self.kind = kind
    self.subjectSpan = subjectSpan
    self.clauses = clauses
    self.span = span
  }
}

/// What `show` lists.
public enum ShowTarget: Equatable, Sendable {
  /// `show events`
  case events
  /// `show properties of event "play song"`
  case propertiesOfEvent([Name])
  /// `show values of genre of event "play song", "log in"`
  case valuesOf(Name, events: [Name])
  /// `show funnels`
  case funnels
  /// `show dates of funnel "Signup flow"`
  case datesOfFunnel([Name])
  /// `show properties of funnel "Signup flow"`
  case propertiesOfFunnel([Name])
}

extension Query.Kind {
  /// The names of the subject with their roles, in the order in which they are written.
  public var namesByRole: [(role: NameRole, names: [Name])] {
    switch self {
    case .events(let names), .retention(let names), .show(.propertiesOfEvent(let names)):
      [(.event, names)]
    case .funnel(let names), .show(.datesOfFunnel(let names)),
      .show(.propertiesOfFunnel(let names)):
      [(.funnel, names)]
    case .show(.valuesOf(let property, let events)): [(.property, [property]), (.event, events)]
    case .topEvents, .show(.events), .show(.funnels): []
    }
  }

  /// The events or the funnels that the subject names.
  public var subjects: [Name] {
    namesByRole.first { $0.role != .property }?.names ?? []
  }
}
