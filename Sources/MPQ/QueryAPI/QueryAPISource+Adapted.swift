import MPQAPI

/// The calls whose answers the Query API gives in another form.
extension QueryAPISource {
  /// The answer of a call, in the form of its endpoint.
  func result(of call: Call, _ form: QueryForm) async throws(CallError) -> CallResult {
    switch call.endpoint {
    case .eventsPropertiesTop:
      let answer = try await answer(to: request(call, form))
      return .properties(try parts { () throws(ShapeError) in try PropertyCounts(query: answer) })
    case .eventsPropertiesValues:
      let answer = try await answer(to: request(call, form))
      return .names(
        try parts { () throws(ShapeError) in
          try answer.elements().map { value throws(ShapeError) in try value.plainText() }
        })
    case .eventsRetention: return .retention(try await retention(call, form))
    case .funnels: return .funnels(try await funnels(call, form))
    case .funnelsNames: return .names(try await funnelList(isFresh: true).spellings)
    case .funnelsDates: return .dates(try await dates(call, form))
    case .funnelsProperties: return .breakdown(try await breakdown(call, form))
    default: return try await directResult(of: call, form)
    }
  }

  private func retention(
    _ call: Call, _ form: QueryForm
  ) async throws(CallError) -> RetentionResult {
    guard let window = call.window, window.unit != .hour else { throw .service(.noHours) }
    let count = max(1, window.interval - 1)
    var reports: [RetentionResult.Report] = []
    for event in call.subjects {
      let items = [
        QueryItem("retention_type", "birth"), QueryItem("born_event", event),
        QueryItem("event", event), QueryItem("interval_count", String(count)),
      ]
      let answer = try await answer(to: request(call, form, items))
      reports.append(
        try parts { () throws(ShapeError) in
          try RetentionResult.Report(query: answer, event: event, window: window)
        })
    }
    return RetentionResult(reports: reports, unit: window.unit.rawValue)
  }

  // MARK: - Funnels

  private func funnels(_ call: Call, _ form: QueryForm) async throws(CallError) -> FunnelResult {
    FunnelResult(reports: try await reports(call, form))
  }

  private func dates(_ call: Call, _ form: QueryForm) async throws(CallError) -> FunnelDates {
    let rows = try await reports(call, form).map { report in
      // The service lists dates without data as well.
      let dates = report.weeks.filter { ($0.steps.first?.count.double ?? 0) > 0 }.map(\.date)
      return FunnelDates.Row(funnel: report.funnel, dates: dates)
    }
    return FunnelDates(rows: rows)
  }

  /// The reports of the call's funnels that exist.
  private func reports(
    _ call: Call, _ form: QueryForm
  ) async throws(CallError) -> [FunnelResult.Report] {
    var reports: [FunnelResult.Report] = []
    for (name, id) in try await ids(of: call.subjects) {
      let answer = try await answer(to: request(call, form, [QueryItem("funnel_id", String(id))]))
      reports.append(
        FunnelResult.Report(
          funnel: name,
          weeks: try parts { () throws(ShapeError) in try FunnelResult.weeks(query: answer) }))
    }
    return reports
  }

  private func breakdown(
    _ call: Call, _ form: QueryForm
  ) async throws(CallError) -> FunnelBreakdown {
    guard let (_, id) = try await ids(of: call.subjects).first else {
      return FunnelBreakdown(weeks: [])
    }
    let property = call.text(.name)
    let items = [
      QueryItem("funnel_id", String(id)),
      QueryItem("on", "properties[\(JSONWriter.quoted(property))]"),
    ]
    let answer = try await answer(to: request(call, form, items))
    return try parts { () throws(ShapeError) in
      try FunnelBreakdown(query: answer, property: property)
    }
  }

  /// The funnels of these names, in their order, with their numbers; unknown ones are left out.
  private func ids(of names: [String]) async throws(CallError) -> [(name: String, id: Int)] {
    var list = try await funnelList()
    var found: [(name: String, id: Int)] = []
    for name in names {
      var funnel = try list.named(name)
      if funnel == nil {
        // It may be newer than the list.
        list = try await funnelList(lifetime: FunnelList.missLifetime)
        funnel = try list.named(name)
      }
      if let funnel { found.append((name, funnel.id)) }
    }
    return found
  }

  private func funnelList(isFresh: Bool) async throws(CallError) -> [FunnelList.Funnel] {
    try await funnelList(lifetime: isFresh ? 0 : FunnelList.lifetime)
  }

  private func funnelList(
    lifetime: Double = FunnelList.lifetime
  ) async throws(CallError) -> [FunnelList.Funnel] {
    try await funnels.funnels(lifetime: lifetime) { () async throws(CallError) in
      let answer = try await answer(to: project.request("funnels/list"))
      return try parts { () throws(ShapeError) in
        try answer.elements().map { funnel throws(ShapeError) in
          FunnelList.Funnel(
            id: try funnel.required("funnel_id").integer(),
            name: try funnel.required("name").text())
        }
      }
    }
  }
}
