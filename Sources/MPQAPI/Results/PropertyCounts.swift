/// Properties and how often they were seen: the answer of `events/properties/top` and of
/// `funnels/properties/names`.
public struct PropertyCounts: Equatable, Sendable {
  /// One property.
  public struct Row: Equatable, Sendable {
    /// The property.
    public var property: String
    /// How often it was seen; `nil` where the answer had null.
    public var count: Number?

    /// Gives `count` to `property`.
    public init(property: String, count: Number?) {
      self.property = property
      self.count = count
    }
  }

  /// The properties, in the order of the answer.
  public var rows: [Row]

  /// The counts of several properties.
  public init(rows: [Row]) {
    self.rows = rows
  }

  /// Reads `{PROPERTY: {"count": N}, ...}`.
  init(_ json: inout JSONCursor) throws(ReadingFailure) {
    var rows: [Row] = []
    try json.map { json, name throws(ReadingFailure) in
      let count = try Self.count(&json)
      rows.append(Row(property: try json.keep(name), count: count))
    }
    self.init(rows: rows)
  }

  private static func count(_ json: inout JSONCursor) throws(ReadingFailure) -> Number? {
    var count: Number?
    try json.object(requiring: "count") { json, name throws(ReadingFailure) in
      guard json.isName(name, "count") else { return try json.skip() }
      count = try json.optionalNumber()
    }
    return count
  }

  /// Reads the answer of `funnels/properties/names`, in either of its two forms.
  ///
  /// The document shows `{FUNNEL: {"meta": {...}, "names": [...]}}`; the service also answered as
  /// for events. A funnel's object has a list of names, a property's has a count.
  init(ofFunnel json: inout JSONCursor) throws(ReadingFailure) {
    var (rows, isFirst, isFunnel): ([Row], Bool, Bool) = ([], true, false)
    try json.map { json, name throws(ReadingFailure) in
      if isFirst {
        isFirst = false
        isFunnel = try Self.hasNames(&json)
        if isFunnel { rows = try Self.names(&json) }
      } else if isFunnel {
        return try json.skip()
      }
      guard !isFunnel else { return }
      let count = try Self.count(&json)
      rows.append(Row(property: try json.keep(name), count: count))
    }
    self.init(rows: rows)
  }

  /// Whether the next value is an object with a list of names; the position stays.
  private static func hasNames(_ json: inout JSONCursor) throws(ReadingFailure) -> Bool {
    guard try json.next() == UInt8(ascii: "{") else { return false }
    let start = json.position
    var found = false
    try json.members { json, name throws(ReadingFailure) in
      if json.isName(name, "names") { found = true }
      try json.skipUncounted()
    }
    json.position = start
    return found
  }

  private static func names(_ json: inout JSONCursor) throws(ReadingFailure) -> [Row] {
    var rows: [Row] = []
    try json.members { json, name throws(ReadingFailure) in
      guard json.isName(name, "names") else { return try json.skip() }
      try json.list { json throws(ReadingFailure) in rows.append(try Row(&json)) }
    }
    return rows
  }

  /// The answer of `events/properties/top` in the document's form.
  public var json: JSONValue {
    .object(rows.map { JSONMember($0.property, .object([JSONMember("count", Self.json($0))])) })
  }

  /// The answer of `funnels/properties/names` in the document's form.
  ///
  /// - Parameters:
  ///   - funnel: The funnel that was asked about.
  ///   - date: Now, in the project's time zone, `YYYY-MM-DD HH:MM:SS`.
  /// - Returns: One object with one member, the funnel.
  public func json(funnel: String, date: String) -> JSONValue {
    let names = rows.map { row in
      JSONValue.object([
        JSONMember("count", Self.json(row)),
        JSONMember("name", .text(row.property)),
        JSONMember("property", .text(row.property)),
      ])
    }
    let report = JSONValue.object([
      JSONMember("meta", .object([JSONMember("date", .text(date))])),
      JSONMember("names", .array(names)),
    ])
    return .object([JSONMember(funnel, report)])
  }

  private static func json(_ row: Row) -> JSONValue { row.count?.json ?? .null }
}

extension PropertyCounts.Row {
  /// Reads `{"count": N, "name": PROPERTY, "property": PROPERTY}`; one of the texts is enough.
  fileprivate init(_ json: inout JSONCursor) throws(ReadingFailure) {
    var (property, name, count): (String?, String?, Number?) = (nil, nil, nil)
    _ = try json.next()
    let start = json.position
    try json.object(requiring: "count") { json, member throws(ReadingFailure) in
      if json.isName(member, "property") {
        property = try json.string()
      } else if json.isName(member, "name"), try json.next() == UInt8(ascii: "\"") {
        name = try json.string()
      } else if json.isName(member, "count") {
        count = try json.optionalNumber()
      } else {
        try json.skip()
      }
    }
    guard let text = property ?? name else {
      throw json.mismatch("an object with a member 'name'", at: start)
    }
    self.init(property: text, count: count)
  }
}
