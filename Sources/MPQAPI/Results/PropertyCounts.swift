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
  init(_ answer: Shape) throws(ShapeError) {
    rows = []
    for (property, counts) in try answer.members() {
      rows.append(Row(property: property, count: try counts.member("count").optionalNumber()))
    }
  }

  /// Reads the answer of `funnels/properties/names`, in either of its two forms.
  ///
  /// The document shows `{FUNNEL: {"meta": {...}, "names": [...]}}`; the service was also seen to
  /// answer as for events. A funnel's object has a list of names, a property's has a count.
  init(ofFunnel answer: Shape) throws(ShapeError) {
    guard let first = try answer.members().first?.shape, let names = first.optional("names") else {
      try self.init(answer)
      return
    }
    var rows: [Row] = []
    for entry in try names.elements() {
      let property: Shape
      if let named = entry.optional("property") {
        property = named
      } else {
        property = try entry.member("name")
      }
      let count = try entry.member("count").optionalNumber()
      rows.append(Row(property: try property.text(), count: count))
    }
    self.init(rows: rows)
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
