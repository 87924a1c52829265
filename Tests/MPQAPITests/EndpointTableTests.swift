import Testing

@testable import MPQAPI

/// The endpoint table against the tables of the API document, copied by hand.
struct EndpointTableTests {
  @Test(arguments: [
    (Endpoint.ID.events, "event* type* unit* interval* format"),
    (.eventsTop, "type* limit=255"),
    (.eventsNames, "type* unit* interval* limit=255"),
    (.eventsRetention, "event* type* unit* interval* format"),
    (.eventsProperties, "event* name* values type* unit* interval* format limit=255"),
    (.eventsPropertiesTop, "event* type* unit* interval* limit=10"),
    (.eventsPropertiesValues, "event* name* type* unit* interval* limit=255"),
    (.funnels, "funnel* unit* interval*"),
    (.funnelsNames, "unit* interval*"),
    (.funnelsDates, "funnel* unit* limit=100"),
    (.funnelsProperties, "funnel* name* unit* interval* limit=10"),
    (.funnelsPropertiesNames, "funnel* unit* interval* limit=20"),
  ])
  func parameters(_ id: Endpoint.ID, _ expected: String) {
    let endpoint = Endpoint.of(id)
    let shown = endpoint.parameters.map { parameter in
      let standard = parameter.name == .limit ? "=\(parameter.standard ?? "none")" : ""
      return parameter.name.rawValue + (parameter.isRequired ? "*" : "") + standard
    }
    #expect(shown.joined(separator: " ") == expected)
    #expect(endpoint.path == "/api/2.0/\(id.rawValue)")
  }

  @Test func everyEndpointOccursOnce() {
    #expect(Endpoint.all.map(\.id) == Endpoint.ID.allCases)
  }

  @Test(arguments: Endpoint.all.filter { $0.parameter(.funnel) != nil || $0.id == .funnelsNames })
  func funnelsAreCountedByWeek(_ endpoint: Endpoint) {
    #expect(endpoint.parameter(.unit)?.kind == .unit([.week]))
  }

  /// A server accepts what a call accepts: no empty name, but an empty value.
  @Test func emptyTexts() throws {
    func call(_ name: String, values: [String]) throws(APIError) -> Call {
      try Call(
        .eventsProperties,
        [
          Call.Argument(.event, .text("e")), Call.Argument(.name, .text(name)),
          Call.Argument(.values, .texts(values)), Call.Argument(.type, .measure(.general)),
          Call.Argument(.unit, .unit(.day)), Call.Argument(.interval, .integer(1)),
        ])
    }
    #expect(throws: APIError.invalidParameter("name")) { try call("", values: ["a"]) }
    #expect(throws: APIError.invalidParameter("values")) { try call("p", values: []) }
    #expect(try call("p", values: [""]).texts(.values) == [""])
  }

  @Test func aListIsSentAsTheDocumentSpellsIt() {
    let value = Call.Value.texts(["splash features", "a\"b", "größe"])
    #expect(value.wireText == #"["splash features", "a\"b", "größe"]"#)
  }

  @Test func callsThatLookAlikeDiffer() throws {
    let names = ["\u{e9}", "e\u{301}"]
    let calls = try names.map { name in
      try Call(
        .funnelsPropertiesNames,
        [
          Call.Argument(.interval, .integer(1)), Call.Argument(.unit, .unit(.week)),
          Call.Argument(.funnel, .text(name)),
        ])
    }
    #expect(calls[0] != calls[1])
    #expect(Set(calls).count == 2)
    #expect(calls[0].arguments.map(\.name) == [.funnel, .unit, .interval])
  }
}
