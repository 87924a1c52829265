import MPQAPI
import MPQSyntax

extension Form {
  /// The columns of an answer of this form, as grammar.md lists them.
  ///
  /// - Parameters:
  ///   - subjects: The events or funnels that the query names.
  ///   - property: The property of `by`.
  ///   - measure: What the query counts.
  ///   - unit: The period of a row.
  /// - Returns: The columns that the answer fills.
  func schema(
    subjects: [String], property: String?, measure: Measure, unit: Window.Unit?
  ) -> Schema {
    typealias Column = Schema.Column
    let subject =
      subjects.count > 1 ? [Column(isAboutFunnels ? "funnel" : "event", .text)] : []
    let date = Column("date", .date)
    let count: ColumnKind = measure == .average ? .number : .integer
    switch self {
    case .events:
      let names = ColumnNames.unique(
        [(date.name, true)] + subjects.map { ($0, false) }, noun: "event")
      return Schema(
        keys: [date], values: names.dropFirst().map { Column($0, count) }, measure: measure,
        unit: unit)
    case .eventsByProperty:
      return Schema(
        keys: subject + [date], open: .init(.values(ofProperty: property ?? ""), count),
        measure: measure, unit: unit)
    case .topEvents:
      return Schema(
        keys: [Column("event", .text)],
        values: [Column("amount", count), Column("change", .fraction)], measure: measure)
    case .retention:
      return Schema(
        keys: [Column("event", .text), Column("cohort", .date)], open: .init(.offsets, .fraction),
        unit: unit)
    case .funnel:
      return Schema(
        keys: [Column("funnel", .text), date, Column("step", .integer)],
        values: [
          Column("goal", .text), Column("count", .integer), Column("step_ratio", .fraction),
          Column("overall_ratio", .fraction),
        ], unit: unit)
    case .funnelByProperty:
      return Schema(
        keys: subject + [date, Column("value", .text)], open: .init(.steps, .integer),
        values: ["start", "end", "total"].map { Column($0, .integer) }, unit: unit)
    case .showEvents: return Schema(keys: [Column("event", .text)])
    case .showFunnels: return Schema(keys: [Column("funnel", .text)])
    case .showEventValues: return Schema(keys: subject + [Column("value", .text)])
    case .showEventProperties, .showFunnelProperties:
      return Schema(
        keys: subject + [Column("property", .text)], values: [Column("count", .integer)])
    case .showFunnelDates: return Schema(keys: [Column("funnel", .text), date])
    }
  }
}
