import MPQAPI
import MPQCompiler
import MPQSyntax

extension ExpectedNames {
  /// Adds the columns of the table before a stage: those that the compiler knows, and for the
  /// values of a property those that the project has.
  mutating func addColumns(of pipeline: Expression, without listed: [String]) {
    guard let schema = Compiler().schema(of: pipeline, in: [source]) else { return }
    let place = context.word.span.lower
    let spelling = Spelling(
      form: .name, quote: context.word.quote, isClosed: context.word.isClosed,
      lead: lead(to: place))
    pools.append(
      CandidatePool(
        NameList(schema.columns.map(\.name)), of: .column, matching: context.word.text,
        written: spelling, without: listed))
    guard case .values(let property)? = schema.open?.origin else { return }
    add(
      events(by: property).map { .values(property: ByteText(property), event: ByteText($0)) },
      .column, from: place, .name, without: listed)
  }

  /// The events of the text that are asked for by a property.
  private func events(by property: String) -> [String] {
    var events: [String] = []
    Script.parse(source).script.walk { part in
      guard case .query(let query) = part,
        query.clauses.contains(where: { clause in
          guard case .by(let name, _) = clause.kind else { return false }
          return ByteText(name.text) == ByteText(property)
        })
      else { return }
      events += query.kind.subjects.map(\.text)
    }
    // The statement at the cursor is not complete, so it may not be among those.
    let own = (context.kind?.subjects ?? []).map(\.text)
    return Array((own + events).withoutRepeats().prefix(Self.subjectLimit))
  }
}
