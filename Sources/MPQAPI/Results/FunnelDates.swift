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

  init(_ json: inout JSONCursor) throws(ReadingFailure) {
    var rows: [Row] = []
    try json.map { json, name throws(ReadingFailure) in
      // Even a short list takes some memory.
      try json.charge(4)
      rows.append(Row(funnel: try json.keep(name), dates: try json.strings()))
    }
    self.init(rows: rows)
  }

  /// The answer in the document's form.
  public var json: JSONValue {
    .object(rows.map { JSONMember($0.funnel, .array($0.dates.map(JSONValue.text))) })
  }
}
