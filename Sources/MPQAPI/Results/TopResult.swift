/// Today's most frequent events: the answer of `events/top`.
public struct TopResult: Equatable, Sendable {
  /// One event.
  public struct Row: Equatable, Sendable {
    /// The event.
    public var event: String
    /// How often it was seen today, by the measure that was asked for.
    public var amount: Number
    /// The change since yesterday, as a fraction: 1.0 is twice as many; `nil` without a yesterday.
    public var change: Number?

    /// Gives `amount` and `change` to `event`.
    public init(event: String, amount: Number, change: Number?) {
      self.event = event
      self.amount = amount
      self.change = change
    }
  }

  /// The events, in the order of the answer.
  public var rows: [Row]
  /// The API's word for the measure.
  public var type: String

  /// The top events by the measure `type`.
  public init(rows: [Row], type: String) {
    self.rows = rows
    self.type = type
  }

  init(_ answer: Shape) throws(ShapeError) {
    rows = []
    for event in try answer.member("events").elements() {
      rows.append(
        Row(
          event: try event.member("event").text(),
          amount: try event.member("amount").number(),
          change: try event.optional("percent_change")?.optionalNumber()))
    }
    type = try answer.optional("type")?.text() ?? ""
  }

  /// The answer in the document's form.
  public var json: JSONValue {
    let events = rows.map { row in
      JSONValue.object([
        JSONMember("amount", row.amount.json),
        JSONMember("event", .text(row.event)),
        JSONMember("percent_change", row.change?.json ?? .null),
      ])
    }
    return .object([JSONMember("events", .array(events)), JSONMember("type", .text(type))])
  }
}
