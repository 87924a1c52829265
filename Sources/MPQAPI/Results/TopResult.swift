/// Today's most frequent events: the answer of `events/top`.
public struct TopResult: Equatable, Sendable {
  /// One event.
  public struct Row: Equatable, Sendable {
    /// The event.
    public var event: String
    /// How often it was seen today, by the requested measure.
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

  init(_ json: inout JSONCursor) throws(ReadingFailure) {
    var (rows, type): ([Row], String) = ([], "")
    try json.object(requiring: "events") { json, name throws(ReadingFailure) in
      if json.isName(name, "events") {
        try json.list { json throws(ReadingFailure) in rows.append(try Row(&json)) }
      } else if json.isName(name, "type") {
        type = try json.string()
      } else {
        try json.skipMember(name)
      }
    }
    self.init(rows: rows, type: type)
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

extension TopResult.Row {
  fileprivate init(_ json: inout JSONCursor) throws(ReadingFailure) {
    var (event, amount, change): (String, Number, Number?) = ("", .integer(0), nil)
    try json.charge(2)
    try json.object(requiring: "event", "amount") { json, name throws(ReadingFailure) in
      if json.isName(name, "event") {
        event = try json.string()
      } else if json.isName(name, "amount") {
        amount = try json.someNumber()
      } else if json.isName(name, "percent_change") {
        change = try json.optionalNumber()
      } else {
        try json.skip()
      }
    }
    self.init(event: event, amount: amount, change: change)
  }
}
