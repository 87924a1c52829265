/// The weeks for which funnels have data: the answer of `funnels/dates`.
public struct FunnelDates: Equatable, Sendable {
  /// One funnel.
  public struct Row: Equatable, Sendable {
    /// The funnel.
    public var funnel: String
    /// Its weeks, in the order of the answer.
    public var dates: [String]

    /// The weeks of `funnel`.
    public init(funnel: String, dates: [String]) {
      self.funnel = funnel
      self.dates = dates
    }
  }

  /// The funnels, in the order of the answer.
  public var rows: [Row]

  /// The weeks of several funnels.
  public init(rows: [Row]) {
    self.rows = rows
  }

  init(_ answer: Shape) throws(ShapeError) {
    rows = []
    for (funnel, dates) in try answer.members() {
      rows.append(Row(funnel: funnel, dates: try dates.texts()))
    }
  }

  /// The answer in the document's form.
  public var json: JSONValue {
    .object(rows.map { JSONMember($0.funnel, .array($0.dates.map(JSONValue.text))) })
  }
}
