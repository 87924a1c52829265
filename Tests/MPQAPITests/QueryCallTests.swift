import Testing

@testable import MPQAPI

/// How the Query API's parameters are read.
struct QueryCallTests {
  @Test(arguments: [
    (#"properties["plan"]"#, "plan"), (#" properties["a b"] "#, "a b"),
    (#"properties["say \"hi\" \\"]"#, #"say "hi" \"#), (#"properties["ü]"]"#, "ü]"),
    (#"plan"#, nil), (#"properties.plan"#, nil), (#"properties[plan]"#, nil),
    (#"properties[""]"#, nil), (#"properties["a"]["b"]"#, nil), (#"properties["a"#, nil),
    (#"user["plan"]"#, nil), (#"properties["a"] == 1"#, nil), (#"properties[1]"#, nil),
    ("", nil), ("properties[", nil), ("properties[]", nil),
  ])
  func expressions(_ text: String, _ property: String?) throws {
    let items = [
      QueryItem("event", "a"), QueryItem("from_date", "2024-01-01"),
      QueryItem("to_date", "2024-01-02"), QueryItem("on", text),
    ]
    guard let property else {
      let refusal = QueryRefusal(
        400, #"Invalid parameter: on: mpqd reads only properties["NAME"]"#)
      #expect(throws: refusal) { try QueryCall(.segmentation, items) }
      return
    }
    #expect(try QueryCall(.segmentation, items).property == property)
  }

  @Test func everyEndpointTakesItsOwnDefaults() throws {
    for id in QueryEndpoint.ID.allCases {
      for parameter in QueryEndpoint.of(id).parameters {
        #expect(!(parameter.isRequired && parameter.standard != nil))
        guard let standard = parameter.standard else { continue }
        let values = try QueryParameter.values(
          of: [parameter], in: [QueryItem(parameter.name.rawValue, standard)])
        #expect(values.count == 1, "\(id) \(parameter.name)")
      }
    }
  }

  @Test func noPathIsBothServedAndAbsent() {
    let served = Set(QueryEndpoint.ID.allCases.map(\.rawValue))
    #expect(QueryEndpoint.absent.allSatisfy { !served.contains($0.path) })
  }
}
