package import MPQSyntax

/// The clauses that a query still takes.
package struct ClauseOffer: Sendable {
  private let kind: Query.Kind
  private let clauses: [Clause.Kind]

  /// The offer for a query about `kind` that has `clauses`.
  package init(for kind: Query.Kind, with clauses: [Clause.Kind]) {
    self.kind = kind
    self.clauses = clauses
  }

  /// The words with which a further clause can begin, in the order in which people write them:
  /// the window, whose usual unit comes first, the property, the measure, the limit.
  package var words: [ReservedWord] {
    let units: [UnitWord] = [.day, .week, .month, .hour]
    let measures: [MeasureWord] = [.unique, .total, .average]
    let kinds: [(Clause.Kind, String)] =
      units.map { (.window($0, count: 1), $0.plural) } + [(.by(Name("x"), values: nil), "by")]
      + measures.map { (.measure($0), $0.rawValue) } + [(.limit(1), "limit")]
    let words = kinds.filter { takes($0.0) && !isGiven($0.0) }
      .compactMap { ReservedWord(spelling: $0.1) }
    guard case .retention = kind, let weeks = words.first(where: { $0.keyword == .weeks }) else {
      return words
    }
    return [weeks] + words.filter { $0 != weeks }
  }

  /// Whether the query can have the clause together with its others.
  package func takes(_ clause: Clause.Kind) -> Bool {
    let others = clauses.filter { !$0.repeats(clause) }
    let parts = Parts(Query(kind, clauses: (others + [clause]).map { Clause($0) }))
    return parts.accepts(clause)
  }

  private func isGiven(_ clause: Clause.Kind) -> Bool {
    clauses.contains { $0.repeats(clause) }
  }
}
