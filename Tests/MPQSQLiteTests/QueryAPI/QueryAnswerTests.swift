import MPQAPI
import TestSupport
import Testing

@testable import MPQStore

/// The answers of the Query API, alone and compared with those of the signed API.
struct QueryAnswerTests {
  @Test func eventsBetweenDates() async throws {
    let project = try await QueryProject()
    let body = try await project.body(
      "events",
      [
        "event": #"["a", "b"]"#, "type": "general", "unit": "day", "from_date": "2024-01-22",
        "to_date": "2024-01-23",
      ])
    #expect(
      body
        == #"{"data": {"series": ["2024-01-22", "2024-01-23"], "values": {"#
        + #""a": {"2024-01-22": 2, "2024-01-23": 1}, "b": {"2024-01-22": 1, "2024-01-23": 0}}}, "#
        + #""legend_size": 2}"#)
  }

  /// The first and the last bucket may be parts: unit, dates, and the answer.
  @Test(arguments: [
    (
      "week", "2024-01-23", "2024-01-30",
      #"["2024-01-22", "2024-01-29"], "values": {"a": {"2024-01-22": 1, "2024-01-29": 2}}"#
    ),
    ("month", "2024-01-23", "2024-01-31", #"["2024-01-01"], "values": {"a": {"2024-01-01": 5}}"#),
    (
      "hour", "2024-01-31", "2024-01-31",
      #"["2024-01-31 00:00:00", "2024-01-31 01:00:00", "2024-01-31 02:00:00", "#
    ),
  ])
  func partsOfBuckets(
    _ unit: String, _ from: String, _ to: String, _ answer: String
  ) async throws {
    let body = try await QueryProject().body(
      "segmentation", ["event": "a", "unit": unit, "from_date": from, "to_date": to])
    #expect(body.hasPrefix(#"{"data": {"series": "# + answer), "\(body)")
  }

  @Test func segmentationByValue() async throws {
    let project = try await QueryProject()
    let body = try await project.body(
      "segmentation",
      [
        "event": "a", "on": #"properties["plan"]"#, "unit": "month", "type": "unique",
        "limit": "1", "from_date": "2024-01-01", "to_date": "2024-01-31",
      ])
    #expect(
      body
        == #"{"data": {"series": ["2024-01-01"], "values": {"pro": {"2024-01-01": 2}}}, "#
        + #""legend_size": 1}"#)
    let csv = try await project.respond(
      "segmentation",
      ["event": "a", "format": "csv", "from_date": "2024-01-31", "to_date": "2024-01-31"])
    #expect(csv.mediaType == "text/csv")
    #expect(String(decoding: csv.body, as: UTF8.self) == "date,a\r\n2024-01-31,2\r\n")
  }

  @Test func funnelsHaveNumbers() async throws {
    let project = try await QueryProject()
    let numbers = FunnelNumbers(["ab", "b"]).numbers.map(\.number)
    #expect(
      try await project.body("funnels/list")
        == #"[{"funnel_id": \#(numbers[0]), "name": "ab"}, "#
        + #"{"funnel_id": \#(numbers[1]), "name": "b"}]"#)
    // They do not depend on the other funnels.
    #expect(FunnelNumbers(["b", "x", "ab"]).name(of: numbers[0]) == "ab")
    #expect(FunnelNumbers(["b"]).name(of: numbers[0]) == nil)
    let body = try await project.body(
      "funnels",
      [
        "funnel_id": "\(numbers[0])", "unit": "week", "from_date": "2024-01-22",
        "to_date": "2024-01-28",
      ])
    #expect(
      body
        == #"{"meta": {"dates": ["2024-01-22"]}, "data": {"2024-01-22": {"steps": ["#
        + #"{"count": 2, "avg_time": null, "avg_time_from_start": null, "step_conv_ratio": 1.0, "#
        + #""goal": "a", "overall_conv_ratio": 1.0, "event": "a"}, "#
        + #"{"count": 1, "avg_time": null, "avg_time_from_start": null, "step_conv_ratio": 0.5, "#
        + #""goal": "b", "overall_conv_ratio": 0.5, "event": "b"}], "#
        + #""analysis": {"completion": 1, "starting_amount": 2, "steps": 2, "worst": 1}}}}"#)
  }

  @Test func aFunnelByValueHasAllUsersFirst() async throws {
    let number = try #require(FunnelNumbers(["ab"]).numbers.first?.number)
    let body = try await QueryProject().body(
      "funnels",
      [
        "funnel_id": "\(number)", "interval": "7", "on": #"properties["plan"]"#,
        "from_date": "2024-01-22", "to_date": "2024-01-31",
      ])
    let json = try JSONReader.read(Array(body.utf8))
    let week = try #require(json["data"]?["2024-01-22"])
    let counts = ["$overall", "pro", "free"].map { value -> [JSONValue?] in
      guard case .array(let steps)? = week[value] else { return [] }
      return steps.map { $0["count"] }
    }
    #expect(
      counts == [
        [.integer(2), .integer(1)], [.integer(1), .integer(1)],
        [.integer(1), .integer(0)],
      ])
    // The second bucket of seven days is cut off by the last day.
    #expect(json["meta"]?["dates"] == .array([.text("2024-01-22"), .text("2024-01-29")]))
    // A value with the name of all users would take their place.
    guard case .object(let members)? = json["data"]?["2024-01-29"] else { return }
    #expect(members.map(\.name).filter { $0 == "$overall" }.count == 1)
  }

  @Test func retentionCountsUsers() async throws {
    let body = try await QueryProject().body(
      "retention",
      [
        "born_event": "a", "event": "a", "retention_type": "birth", "unit": "week",
        "interval_count": "8", "from_date": "2024-01-22", "to_date": "2024-01-31",
      ])
    #expect(
      body
        == #"{"2024-01-22": {"counts": [2, 2], "first": 2}, "#
        + #""2024-01-29": {"counts": [1], "first": 1}}"#)
  }

  /// One question in both dialects, with the same answer byte for byte.
  @Test(arguments: ["UTC", "Europe/Berlin", "America/Los_Angeles"])
  func bothDialectsCountAlike(_ zone: String) async throws {
    let project = try await QueryProject(zone: zone)
    for type in ["general", "unique", "average"] {
      for (unit, from) in [("day", "2024-01-25"), ("week", "2023-12-18"), ("month", "2023-07-01")] {
        let old = try await project.project.ask(
          .events,
          [
            .event: #"["a", "b"]"#, .type: type, .unit: unit,
            .interval: ["day": "7", "week": "7", "month": "7"][unit] ?? "",
          ])
        let new = try await project.body(
          "events",
          [
            "event": #"["a", "b"]"#, "type": type, "unit": unit, "from_date": from,
            "to_date": "2024-01-31",
          ])
        #expect(old == new)
        #expect(
          try await project.body(
            "events",
            ["event": #"["a", "b"]"#, "type": type, "unit": unit, "interval": "7"]) == old)
      }
      let old = try await project.project.ask(
        .eventsProperties,
        [.event: "a", .name: "plan", .type: type, .unit: "day", .interval: "31"])
      let new = try await project.body(
        "segmentation",
        [
          "event": "a", "on": #"properties["plan"]"#, "type": type, "from_date": "2024-01-01",
          "to_date": "2024-01-31",
        ])
      #expect(old == new)
      #expect(
        try await project.project.ask(.eventsTop, [.type: type])
          == project.body("events/top", ["type": type]))
    }
  }

  @Test func bothDialectsListAlike() async throws {
    let project = try await QueryProject()
    let days: KeyValuePairs<Parameter.Name, String> = [
      .event: "a", .name: "plan", .type: "general", .unit: "day", .interval: "31",
    ]
    #expect(
      try await project.project.ask(.eventsPropertiesValues, days)
        == project.body("events/properties/values", ["event": "a", "name": "plan"]))
    #expect(
      try await project.project.ask(
        .eventsPropertiesTop,
        [.event: "a", .type: "general", .unit: "day", .interval: "31"])
        == project.body("events/properties/top", ["event": "a"]))
    #expect(
      try await project.project.ask(
        .eventsNames, [.type: "general", .unit: "day", .interval: "31"])
        == project.body("events/names", ["type": "general", "limit": "6000"]))
    #expect(
      try await project.body(
        "events/names",
        ["type": "general", "from_date": "2024-01-23", "to_date": "2024-01-23"]) == #"["a"]"#)
  }

  /// Mixpanel's own client asks for names since 2000.
  @Test(arguments: [
    ("events/names", "type=general"), ("events/properties/top", "event=a"),
    ("events/properties/values", "event=a&name=plan"),
  ])
  func listsHaveDatesFarApart(_ name: String, _ query: String) async throws {
    let project = try await TestProject(
      [line("a", "u", "2039-12-31 12:00:00", #""plan": "pro""#)], now: "2040-01-01 00:00:00")
    let response = try await project.handler.respond(
      path: "/api/query/\(name)", query: "\(query)&from_date=2000-01-01&to_date=2040-01-01",
      authorization: QueryProject.projectSecret, time: 1)
    #expect(response.status == 200)
    #expect(response.body.count > 4)
  }
}
