internal import MPQAPI

extension QueryAnswerer {
  /// `funnels/list`: the funnels in the order of definition.
  func funnelList() async throws(Failure) -> JSONValue {
    let funnels = try await reading { () async throws(StoreError) in try await store.funnels() }
    return .array(
      FunnelNumbers(funnels.map(\.name)).numbers.map { name, number in
        .object([
          JSONMember("funnel_id", .integer(number)), JSONMember("name", .text(name)),
        ])
      })
  }

  /// `funnels`: the steps of one funnel in each bucket, for all users or by value as well.
  func funnel(_ call: QueryCall) async throws(Failure) -> JSONValue {
    let range = try longBuckets(of: call)
    let funnels = try await reading { () async throws(StoreError) in try await store.funnels() }
    let number = call.integer(.funnel) ?? 0
    guard let name = FunnelNumbers(funnels.map(\.name)).name(of: number),
      let funnel = funnels.first(where: { $0.name.utf8.elementsEqual(name.utf8) })
    else { throw .refused(QueryRefusal(404, "There is no funnel \(number)")) }
    let answerer = Answerer(store: store, calendar: calendar, now: now, range: range)
    guard answerer.fits(range.count, FunnelDefinition.stepLimit) else {
      throw Self.refused(Answerer.refusal)
    }
    var weeks = try await funnelWeeks(of: name, in: range, call)
    if let property = call.property {
      let values = try await values(of: property, name, in: range, call)
      for (index, (week, values)) in zip(weeks, values).enumerated() {
        weeks[index].value = .object(
          [JSONMember("$overall", week.value["steps"] ?? .null)]
            + values.filter { $0.value != "$overall" }.map { value in
              JSONMember(value.value, Self.steps(of: value, funnel.steps))
            })
      }
    }
    let dates = JSONValue.array(weeks.map { .text($0.name) })
    return .object([
      JSONMember("meta", .object([JSONMember("dates", dates)])),
      JSONMember("data", .object(weeks)),
    ])
  }

  /// The steps and the analysis of each bucket.
  private func funnelWeeks(
    of name: String, in range: Buckets, _ call: QueryCall
  ) async throws(Failure) -> [JSONMember] {
    let old = try old(.funnels, call, [Call.Argument(.funnel, .texts([name]))])
    guard case .funnels(let result) = try await reply(to: old, in: range).result else { return [] }
    return result.reports.flatMap(\.weeks).map { week in
      let steps = week.steps.map {
        Self.step($0.goal, $0.count.json, $0.stepRatio?.json, $0.overallRatio?.json)
      }
      return JSONMember(
        week.date,
        .object([
          JSONMember("steps", .array(steps)),
          JSONMember(
            "analysis",
            .object([
              JSONMember("completion", week.steps.last?.count.json ?? .integer(0)),
              JSONMember("starting_amount", week.steps.first?.count.json ?? .integer(0)),
              JSONMember("steps", .integer(week.steps.count)),
              JSONMember("worst", .integer(max(0, week.worst - 1))),
            ])),
        ]))
    }
  }

  /// The values of `property` in each bucket, with the last steps of their users.
  private func values(
    of property: String, _ name: String, in range: Buckets, _ call: QueryCall
  ) async throws(Failure) -> [[FunnelBreakdown.Value]] {
    let old = try old(
      .funnelsProperties, call,
      [Call.Argument(.funnel, .text(name)), Call.Argument(.name, .text(property))])
    guard case .breakdown(let result) = try await reply(to: old, in: range).result else {
      return []
    }
    return result.weeks.map(\.values)
  }

  /// The steps of the users with one value.
  private static func steps(of value: FunnelBreakdown.Value, _ goals: [String]) -> JSONValue {
    var counts = [Int](repeating: 0, count: goals.count)
    for step in value.steps where goals.indices.contains(step.number - 1) {
      // A user who stopped at a step also reached all earlier steps.
      for index in 0..<step.number { counts[index] += step.count }
    }
    let steps = goals.indices.map { index in
      step(
        goals[index], .integer(counts[index]), ratio(counts[index], to: counts[max(0, index - 1)]),
        ratio(counts[index], to: counts[0]))
    }
    return .array(steps)
  }

  private static func ratio(_ part: Int, to whole: Int) -> JSONValue {
    .double(whole == 0 ? 0 : Double(part) / Double(whole))
  }

  /// One step; the store does not know how long users took.
  private static func step(
    _ goal: String, _ count: JSONValue, _ stepRatio: JSONValue?, _ overallRatio: JSONValue?
  ) -> JSONValue {
    .object([
      JSONMember("count", count),
      JSONMember("avg_time", .null),
      JSONMember("avg_time_from_start", .null),
      JSONMember("step_conv_ratio", stepRatio ?? .null),
      JSONMember("goal", .text(goal)),
      JSONMember("overall_conv_ratio", overallRatio ?? .null),
      JSONMember("event", .text(goal)),
    ])
  }

  private func old(
    _ endpoint: Endpoint.ID, _ call: QueryCall, _ arguments: [Call.Argument]
  ) throws(Failure) -> Call {
    do throws(QueryRefusal) {
      return try call.call(endpoint, arguments)
    } catch {
      throw .refused(error)
    }
  }
}

/// The numbers by which the Query API names funnels.
///
/// A number follows from the bytes of the name, so that it stays the same when other funnels are
/// defined or dropped. Only of two names with the same hash, the later one gets another number.
struct FunnelNumbers {
  /// The names and their numbers, in the order of the names.
  private(set) var numbers: [(name: String, number: Int)] = []

  /// The most that a request may have: nine digits.
  private static let limit: UInt64 = 999_999_999

  /// Numbers `names`, which are all different.
  init(_ names: [String]) {
    var taken: Set<Int> = []
    for name in names {
      var hash = FNV1a()
      hash.add(name.utf8)
      var number = Int(hash.hash % Self.limit) + 1
      while !taken.insert(number).inserted { number = number % Int(Self.limit) + 1 }
      numbers.append((name, number))
    }
  }

  /// The name of the funnel with `number`; `nil` for an unknown number.
  func name(of number: Int) -> String? { numbers.first { $0.number == number }?.name }
}
