import Testing

@testable import MPQAPI

/// Answers in the forms of the document and of captures.
struct CallResultTests {
  private static func read(_ endpoint: Endpoint.ID, _ text: String) throws -> CallResult {
    try CallResult(reading: Array(text.utf8), of: endpoint)
  }

  /// The document's own sample: an unsorted series would be sorted, empty buckets are 0.
  @Test func sparseSeriesAreFilled() throws {
    let result = try Self.read(
      .events,
      """
      {"data": {"series": ["2010-05-31", "2010-05-29", "2010-05-30"],
        "values": {"splash features": {"2010-05-29": 6, "2010-05-30": 4.5, "2010-05-31": null},
          "account-page": {"2010-05-30": 1}}},
       "legend_size": 2}
      """)
    let expected = SeriesResult(
      labels: ["2010-05-29", "2010-05-30", "2010-05-31"],
      rows: [
        SeriesResult.Row(name: "splash features", values: [.integer(6), .double(4.5), nil]),
        SeriesResult.Row(name: "account-page", values: [.integer(0), .integer(1), .integer(0)]),
      ])
    #expect(result == .series(expected))
  }

  /// Rows may come before the labels, in any order, with escapes, and with unlisted labels.
  @Test func seriesAreReadInAnyOrder() throws {
    let result = try Self.read(
      .eventsProperties,
      #"""
      {"legend_size": 1, "data": {
        "values": {"a": {"c": 3, "\u0062": 2.5, "x": 9, "a": 1}, "b": {"y": 1, "b": null}},
        "series": ["c", "a", "b"]}}
      """#)
    guard case .series(let series) = result else {
      Issue.record("no series")
      return
    }
    #expect(series.labels == ["a", "b", "c"])
    #expect(series.rows.map(\.name) == ["a", "b"])
    #expect(
      series.rows.map { Array($0.values) } == [
        [.integer(1), .double(2.5), .integer(3)], [.integer(0), nil, .integer(0)],
      ])
    #expect(series.outsideCount == 2)
  }

  @Test(arguments: [
    #"{"data": {"series": ["a"], "values": {"r": {"a": 1, "a": 2}}}}"#,
    #"{"data": {"series": ["a"], "values": {"r": {"a": 1, "\u0061": 2}}}}"#,
    #"{"data": {"series": ["a"], "values": {"r": {"x": 1, "x": 2}}}}"#,
    #"{"data": {"series": ["a"], "values": {"r": {}, "r": {}}}}"#,
    #"{"data": {"series": ["a"], "values": {}, "series": ["a"]}}"#,
    #"{"data": {"series": ["a"], "values": {}}, "z": [{"q": 1, "q": 1}]}"#,
  ])
  func duplicateNamesAreRefused(_ text: String) {
    let failure = #expect(throws: ReadingFailure.self) { try Self.read(.events, text) }
    guard case .syntax(let problem) = failure else {
      Issue.record("\(String(describing: failure))")
      return
    }
    #expect(problem.reason == "duplicate name")
  }

  @Test func topKeepsNulls() throws {
    let result = try Self.read(
      .eventsTop,
      """
      {"events": [{"amount": 2, "event": "funnel", "percent_change": -0.35},
        {"amount": 75, "event": "pages", "percent_change": null}], "type": "unique"}
      """)
    let rows = [
      TopResult.Row(event: "funnel", amount: .integer(2), change: .double(-0.35)),
      TopResult.Row(event: "pages", amount: .integer(75), change: nil),
    ]
    #expect(result == .top(TopResult(rows: rows, type: "unique")))
  }

  @Test func namesKeepTheirOrder() throws {
    let result = try Self.read(.eventsNames, #"["b", "a", "c"]"#)
    #expect(result == .names(["b", "a", "c"]))
  }

  @Test func laterCohortsHaveFewerOffsets() throws {
    let result = try Self.read(
      .eventsRetention,
      """
      {"data": {"pages": {"descriptions": {},
        "series": ["1 weeks later", "2 weeks later", "3 weeks later"],
        "values": {"2010-03-29": {}, "2010-03-15": {"1 weeks later": 0.5, "3 weeks later": null},
          "2010-03-22": {"1 weeks later": 1}}}},
       "meta": {"unit": "week"}}
      """)
    let cohorts = [
      RetentionResult.Cohort(label: "2010-03-15", fractions: [.double(0.5), nil, nil]),
      RetentionResult.Cohort(label: "2010-03-22", fractions: [.integer(1)]),
      RetentionResult.Cohort(label: "2010-03-29", fractions: []),
    ]
    let report = RetentionResult.Report(
      event: "pages", offsets: ["1 weeks later", "2 weeks later", "3 weeks later"],
      cohorts: cohorts)
    #expect(result == .retention(RetentionResult(reports: [report], unit: "week")))
  }

  @Test(arguments: [
    #"{"gender": {"count": 1}, "age": {"count": 3}}"#,
    #"""
    {"Signup": {"meta": {"date": "2010-05-28 23:00:00"}, "names": [
      {"count": 1, "name": "gender", "property": "gender"},
      {"count": 3, "name": "age", "property": "age"}]}}
    """#,
  ])
  func bothFormsOfFunnelProperties(_ text: String) throws {
    let rows = [
      PropertyCounts.Row(property: "gender", count: .integer(1)),
      PropertyCounts.Row(property: "age", count: .integer(3)),
    ]
    #expect(try Self.read(.funnelsPropertiesNames, text) == .properties(PropertyCounts(rows: rows)))
  }

  @Test func aPropertyCalledErrorIsNotAnError() throws {
    let rows = [PropertyCounts.Row(property: "error", count: .integer(2))]
    let result = try Self.read(.eventsPropertiesTop, #"{"error": {"count": 2}}"#)
    #expect(result == .properties(PropertyCounts(rows: rows)))
  }

  @Test func stepsAreOrderedAsNumbers() throws {
    let result = try Self.read(
      .funnelsProperties,
      """
      {"2010-05-31": {"meta": {"name": "feature", "steps": 5, "values": ["b", "a"]},
        "values": {"a": {"end": 10, "start": 2, "total_visitors": 3,
            "steps": {"10": {"best": true, "count": 1}, "2": {"count": 2}}},
          "b": {"end": 1, "start": 1, "total_visitors": null, "steps": {"1": {"count": 7}}}}}}
      """)
    guard case .breakdown(let breakdown) = result, let week = breakdown.weeks.first else {
      Issue.record("no week")
      return
    }
    #expect(week.values.map(\.value) == ["b", "a"])
    #expect(week.values[1].steps.map(\.number) == [2, 10])
    #expect(week.values[1].steps.map(\.isBest) == [false, true])
    #expect(week.values[0].total == nil)
  }

  @Test(arguments: [
    (Endpoint.ID.events, "[]", "the answer", "an object with a member 'data'"),
    (.events, #"{"data": {"series": [1], "values": {}}}"#, "data.series[0]", "a text"),
    (.events, #"{"data": {"series": [], "values": {"a": 1}}}"#, "data.values.a", "an object"),
    (.eventsNames, #"{"a": 1}"#, "the answer", "a list"),
    (.eventsNames, #"["a", "b\u0022]", 1"#, "the answer[2]", "a text"),
    (
      .events, #"{"data": {"series": ["b", "a", "b"], "values": {}}}"#, "data.series[2]",
      "unique"
    ),
    (
      .events, #"{"data": {"values": {"a": {"x": "1"}}, "series": ["x"]}}"#,
      "data.values.a.x", "a number"
    ),
    (
      .eventsRetention, #"{"data": {"e": {"series": ["x", "x"], "values": {}}}}"#,
      "data.e.series[1]", "unique"
    ),
    (.eventsPropertiesTop, #"{"p": {"count": 1e999}}"#, "p.count", "a number"),
    (.eventsPropertiesTop, #"{"p": 1}"#, "p", "an object with a member 'count'"),
    (
      .funnelsPropertiesNames, #"{"f": {"names": [{"count": 1}]}}"#, "f.names[0]",
      "an object with a member 'name'"
    ),
    (.funnels, #"{"f": {"data": {"d": {"steps": {}}}}}"#, "f.data.d.steps", "a list"),
    (.funnelsDates, #"{"f": ["d", null]}"#, "f[1]", "a text"),
    (
      .eventsTop, #"{"events": [{"event": "a"}]}"#, "events[0]",
      "an object with a member 'amount'"
    ),
    (
      .funnelsProperties, #"{"x": {"meta": {}, "values": {"v": {"steps": {"0": {}}}}}}"#,
      "x.values.v.steps.0", "a step's number as its name"
    ),
  ])
  func wrongFormsSayWhere(
    _ endpoint: Endpoint.ID, _ text: String, _ path: String, _ expected: String
  ) throws {
    #expect(throws: ReadingFailure.shape(ShapeError(path: path, expected: expected))) {
      try CallResult(reading: Array(text.utf8), of: endpoint)
    }
  }
}

/// The client reads back what the server writes.
struct ResultRoundTripTests {
  @Test func everyFormReadsBack() throws {
    let series = SeriesResult(
      labels: ["2010-05-30", "2010-05-31"],
      rows: [SeriesResult.Row(name: "a", values: [.integer(0), .double(0.25)])])
    #expect(
      try CallResult(reading: JSONWriter.bytes(series.json), of: .eventsProperties)
        == .series(series))

    let top = TopResult(
      rows: [TopResult.Row(event: "a", amount: .integer(3), change: nil)], type: "general")
    #expect(try CallResult(reading: JSONWriter.bytes(top.json), of: .eventsTop) == .top(top))

    let report = RetentionResult.Report(
      event: "a", offsets: ["1 days later"],
      cohorts: [
        RetentionResult.Cohort(label: "2010-05-30", fractions: [.double(0.5)]),
        RetentionResult.Cohort(label: "2010-05-31", fractions: []),
      ])
    let retention = RetentionResult(reports: [report], unit: "day")
    #expect(
      try CallResult(reading: JSONWriter.bytes(retention.json), of: .eventsRetention)
        == .retention(retention))

    let counts = PropertyCounts(rows: [PropertyCounts.Row(property: "p", count: .integer(1))])
    #expect(
      try CallResult(reading: JSONWriter.bytes(counts.json), of: .eventsPropertiesTop)
        == .properties(counts))
    let named = counts.json(funnel: "f", date: "2010-05-31 00:00:00")
    #expect(
      try CallResult(reading: JSONWriter.bytes(named), of: .funnelsPropertiesNames)
        == .properties(counts))

    let steps = [
      FunnelResult.Step(
        goal: "a", count: .integer(4), stepRatio: .double(1), overallRatio: .double(1)),
      FunnelResult.Step(
        goal: "b", count: .integer(1), stepRatio: .double(0.25), overallRatio: .double(0.25)),
    ]
    let week = FunnelResult.Week(date: "2010-05-31", steps: steps)
    let funnels = FunnelResult(reports: [FunnelResult.Report(funnel: "f", weeks: [week])])
    #expect(
      try CallResult(reading: JSONWriter.bytes(funnels.json), of: .funnels) == .funnels(funnels))
    #expect(week.worst == 2)

    let dates = FunnelDates(rows: [FunnelDates.Row(funnel: "f", dates: ["2010-05-31"])])
    #expect(
      try CallResult(reading: JSONWriter.bytes(dates.json), of: .funnelsDates) == .dates(dates))

    let values = [
      FunnelBreakdown.Value(
        value: "", steps: [FunnelBreakdown.Step(number: 1, count: 2, isBest: true)])
    ]
    let breakdown = FunnelBreakdown(weeks: [
      FunnelBreakdown.Week(date: "2010-05-31", property: "p", stepCount: 2, values: values)
    ])
    #expect(
      try CallResult(reading: JSONWriter.bytes(breakdown.json), of: .funnelsProperties)
        == .breakdown(breakdown))
  }
}
